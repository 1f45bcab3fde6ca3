"""Articles come in over HTTP: every status has its reason, and every refusal its words."""

import asyncio
import gzip
import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.app import App
from bot.usecases.submissions import Submissions
from bot.web.connections import ConnectionLimits
from bot.web.server import WebServer
from tests.builders import a_channel
from tests.web.site import TOKENS, Site, a_record, served, vitals_of

MEGABYTE = 1024 * 1024


# --- taken ---


async def test_a_new_article_is_created_and_told_in_full(site: Site) -> None:
    told = await site.put(tags=["порт"], images=[{"url": "https://example.com/1.jpg"}])
    assert told.status == 201
    assert told.headers["Content-Type"] == "application/json"
    assert told.json == {
        "external_id": "12",
        "id": 1,
        "revision": 1,
        "state": "draft",
        "change": "new",
        "held": None,
        "warnings": ["no_author", "no_link"],
        "article": {
            "headline": "Порт Роттердама відкрив зелений термінал",
            "section": "Світ",
            "published_at": "2023-05-10T15:00:00+03:00",
            "lead": "Перші кораблі без викидів причалять уже восени.",
            "body": ["Будівництво тривало чотири роки."],
            "link": None,
            "author": None,
            "captions": [],
            "related": [],
            "language": "uk",
            "tags": ["порт"],
            "images": [{"url": "https://example.com/1.jpg", "caption": None}],
        },
    }


async def test_headings_quotes_and_places_of_pictures_are_those_of_the_body(site: Site) -> None:
    body = ["Як це було", "Ми чекали.", "Далі – черга."]
    images = [{"url": "https://news.example/1.jpg", "caption": None, "behind": body[1]}]
    told = await site.put(
        body=body, headings=[body[0], "Чогось немає"], quotes=[body[1]], images=images
    )
    assert told.json["article"]["images"] == images
    assert told.status == 201
    article = told.json["article"]
    assert (article["body"], article["headings"], article["quotes"]) == (body, body[:1], body[1:2])
    again = await site.put(body=body, headings=[body[0]], quotes=[body[1]], images=images)
    assert (again.status, again.json["change"]) == (200, "same")


async def test_the_same_again_and_a_change_are_200_and_the_article_is_told_as_it_is(
    site: Site,
) -> None:
    await site.put()
    for revision, change in ((1, "same"), (2, "changed")):
        told = await site.put(revision=revision, lead="Новий лід.")
        assert (told.status, told.json["change"]) == (200, change)
    found = await site.get()
    assert found.status == 200
    assert found.json == told.json | {"change": "same"}
    assert found.json["article"]["lead"] == "Новий лід."


async def test_what_is_to_be_published_is_or_says_why_not(app: App, site: Site) -> None:
    await a_channel(app.storage)
    told = (await site.put(publish=True)).json
    assert (told["state"], told["held"]) == ("published", None)
    told = (await site.put("13", publish=True, lead="Інакше.")).json
    assert (told["state"], told["held"]) == ("draft", "resembles")


async def test_a_date_with_microseconds_is_no_hindrance_to_a_correction(
    app: App, site: Site
) -> None:
    """The archive's shelves have milliseconds: the same article would come to one twice."""
    await a_channel(app.storage)
    at = "2023-05-10T15:25:00.123456+03:00"
    for revision in (1, 2):
        told = await site.put(
            revision=revision,
            published_at=at,
            tags=["порт"],
            lead=f"Лід {revision}.",
            publish=True,
        )
        assert told.status in (200, 201)
    assert told.json["article"]["lead"] == "Лід 2."


async def test_a_lower_revision_is_a_conflict_and_is_told_what_is_stored(site: Site) -> None:
    stored = (await site.put(revision=5)).json
    told = (await site.put(revision=4, lead="Пізно.")).problem(409)
    assert told["code"] == "revision_lower"
    assert "5" in told["title"]
    assert told["stored"] == stored | {"change": "same"}


@pytest.mark.parametrize("publish", [True, False])
async def test_an_embargo_of_years_is_a_slip_and_nothing_is_stored(
    site: Site, *, publish: bool
) -> None:
    far = "2150-01-01T00:00:00+02:00"
    told = (await site.put(publish=publish, embargo_until=far)).problem(422)
    assert [error["field"] for error in told["errors"]] == ["embargo_until"]
    assert (await site.get()).status == 404


async def test_an_article_is_taken_back_as_often_as_it_is_asked_for(site: Site) -> None:
    await site.put(publish=True)
    for change in ("changed", "same"):
        told = await site.delete()
        assert (told.status, told.json["state"]) == (200, "retracted")
        assert told.json["change"] == change


async def test_what_was_never_handed_in_is_not_found(site: Site) -> None:
    for asked in (site.get(), site.delete()):
        assert (await asked).problem(404)["code"] == "article_unknown"


async def test_ten_at_once_make_one_article(site: Site) -> None:
    told = await asyncio.gather(*(site.put() for _ in range(10)))
    assert sorted(one.status for one in told) == [200] * 9 + [201]
    assert {one.json["id"] for one in told} == {1}


# --- who may ---


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKENS['site']}",
        TOKENS["site"],
        f"Bearer {TOKENS['site']}x",
        f"Bearer {TOKENS['site'][:-1]}",
        "Bearer токен",
        "Bearer " + "x" * 7000,
    ],
)
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_without_a_token_of_ours_nothing_opens(site: Site, method: str, given: str) -> None:
    await site.put()
    told = await replace(site, source=None).ask(
        method, "/api/articles/12", b"no JSON", Authorization=given
    )
    assert told.problem(401)["code"] == "no_token"
    assert told.headers["WWW-Authenticate"] == "Bearer"


async def test_the_word_bearer_may_be_written_as_it_pleases(site: Site) -> None:
    told = await site.ask(
        "PUT", "/api/articles/1", a_record(), Authorization=f"bearer  {TOKENS['site']}"
    )
    assert told.status == 201


async def test_a_source_finds_and_takes_back_its_own_articles_only(site: Site) -> None:
    other = replace(site, source="other")
    await site.put(publish=True)
    assert (await other.get()).status == (await other.delete()).status == 404
    told = (await other.put()).problem(409)
    assert told["code"] == "another_source"
    assert "stored" not in told
    assert (await site.get()).json["state"] == "published"


# --- ids ---


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "external_id"),
    [
        ("a%2Fb", "a/b"),
        ("%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F%207", "стаття 7"),
        ("a%20b", "a b"),
        ("2026.11.24", "2026.11.24"),
        ("...", "..."),
        ("tag:example.com,2026:1", "tag:example.com,2026:1"),
        ("%7Bid%7D", "{id}"),
        ("%3Fa%3D1%23b", "?a=1#b"),
        ("100%25", "100%"),
        ("a%252Fb", "a%2Fb"),
        ("a%00b", "a\0b"),
        ("a%0D%0Ab", "a\r\nb"),
        ("a+b", "a+b"),
        ("x" * 200, "x" * 200),
        ("%D1%81" * 200, "с" * 200),
    ],
)
async def test_an_id_of_any_shape_names_one_article(
    site: Site, path: str, external_id: str
) -> None:
    told = await site.put(path)
    assert (told.status, told.json["external_id"]) == (201, external_id)
    assert (await site.get(path)).json["id"] == told.json["id"]
    assert (await site.get("Z")).status == 404
    assert (await site.delete(path)).json["state"] == "discarded"


async def test_an_id_that_is_too_long_is_told_so(site: Site) -> None:
    for asked in (site.put("x" * 201), site.get("x" * 201), site.delete("x" * 201)):
        assert (await asked).problem(422)["code"] == "id_too_long"


# --- bodies ---


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"headline=1",
        b'{"headline": "',
        b"\xff\xfe{",
        b"{" * 100_000,
        b'{"headline":' * 50_000,
        b"[" * 50_000 + b"]" * 50_000,
        b'{"headline": "\\ud800", "revision": 1}',
        b'{"headline": "\xed\xa0\x80", "revision": 1}',
        b'{"headline": "x", "revision": 0x1}',
        b'\xef\xbb\xbf{"headline": "x"}',
    ],
)
async def test_what_is_no_json_is_a_bad_request(site: Site, body: bytes) -> None:
    told = (await site.ask("PUT", "/api/articles/12", body)).problem(400)
    assert told["code"] == "not_json"
    assert (await site.get()).status == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"headline": ""}, "headline"),
        ({"headline": " \u200b\n"}, "headline"),
        ({"headline": None}, "headline"),
        ({"headline": "х" * 1001}, "headline"),
        ({"revision": 0}, "revision"),
        ({"revision": 2**53}, "revision"),
        ({"revision": 10**400}, "revision"),
        ({"revision": "1"}, "revision"),
        ({"revision": 1.5}, "revision"),
        ({"revision": 1e300}, "revision"),
        ({"revision": True}, "revision"),
        ({"revision": float("nan")}, "revision"),
        ({"publish": "yes"}, "publish"),
        ({"publish": 1}, "publish"),
        ({"published_at": "10.05.2023"}, "published_at"),
        ({"published_at": "2023-05-10T15:25:00"}, "published_at"),
        ({"published_at": "2023-02-30T15:25:00Z"}, "published_at"),
        ({"published_at": "0001-01-01T00:00:00+14:00"}, "published_at"),
        ({"published_at": 1683721500}, "published_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "http://"}, "link"),
        ({"link": "https://example.com/" + "x" * 2000}, "link"),
        ({"body": "text"}, "body"),
        ({"body": ["х" * 20_001]}, "body.0"),
        ({"body": [None]}, "body.0"),
        ({"images": [{"url": "1.jpg"}]}, "images.0.url"),
        ({"related": [{"section": "Світ"}]}, "related.0.headline"),
        ({"language": "uk-UA"}, "language"),
        ({"warnings": []}, "warnings"),
        ({"х" * 500: 1}, "х" * 100),
    ],
)
async def test_a_field_that_cannot_be_taken_is_named(
    site: Site, fields: dict[str, Any], field: str
) -> None:
    told = (await site.put(**fields)).problem(422)
    assert told["code"] == "not_valid"
    (error,) = told["errors"]
    assert error["field"] == field
    assert error["words"]
    assert (await site.get()).status == 404


async def test_of_very_many_errors_the_first_are_told(site: Site) -> None:
    told = (await site.put(body=[1] * 1000)).problem(422)
    assert len(told["errors"]) == 20
    (error,) = (await site.ask("PUT", "/api/articles/12", [])).problem(422)["errors"]
    assert error["field"] == ""


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('{"headline": "А", "revision": 1, "headline": "Б"}', "headline"),
        ('{"headline": "А", "revision": 1, "headline": "А"}', "headline"),
        ('{"headline": "А", "revision": 1, "he\\u0061dline": "Б"}', "headline"),
        ('{"headline": "А", "revision": 2, "revision": 1}', "revision"),
        ('{"publish": false, "headline": "А", "revision": 1, "publish": true}', "publish"),
        (
            '{"headline": "А", "revision": 1, "images": [{"url": "x", "url": "https://a.example/"}]}',
            "url",
        ),
        (
            '{"revision": 1, "headline": "А", "related": [{"headline": "", "headline": "В"}]}',
            "head",
        ),
    ],
)
async def test_a_key_that_comes_twice_is_refused(site: Site, body: str, key: str) -> None:
    told = (await site.ask("PUT", "/api/articles/12", body.encode())).problem(400)
    assert told["code"] == "key_twice"
    assert key in told["title"]
    assert (await site.get()).status == 404


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "multipart/form-data; boundary=x",
        "text/json",
        "application/jsonp",
        "application/json; charset=windows-1251",
        "application/json, text/plain",
        "json",
        "",
    ],
)
async def test_a_body_that_is_said_to_be_no_json_is_refused(site: Site, kind: str) -> None:
    body = json.dumps(a_record()).encode()
    told = await site.ask("PUT", "/api/articles/12", body, **{"Content-Type": kind})
    assert told.problem(415)["code"] == "not_json_type"
    assert "application/json" in told.json["title"]
    assert (await site.get()).status == 404


@pytest.mark.parametrize(
    "kind",
    ["application/json", "Application/JSON", "application/json; charset=utf-8",
     'application/json;charset="UTF-8"', "application/json ; x=y"],
)  # fmt: skip
async def test_json_may_be_named_in_several_ways(site: Site, kind: str) -> None:
    body = json.dumps(a_record()).encode()
    told = await site.ask("PUT", "/api/articles/12", body, **{"Content-Type": kind})
    assert told.status == 201


async def test_texts_are_plain_and_without_what_nobody_sees(site: Site) -> None:
    told = await site.put(
        headline="A\0 <b>B</b>\u200b &amp; {{ 1 }}", lead="Один\r\n два", body=["", " ", "Є"]
    )
    article = told.json["article"]
    assert article["headline"] == "A <b>B</b> &amp; {{ 1 }}"
    assert (article["lead"], article["body"]) == ("Один два", ["Є"])


@pytest.mark.parametrize("revision", [1, 12.0, 1_790_000_000, 2**53 - 1])
async def test_a_revision_is_any_whole_number_that_json_keeps(site: Site, revision: float) -> None:
    await site.put(revision=revision)
    told = (await site.get()).json["revision"]
    assert (told, type(told)) == (revision, int)


async def test_an_empty_text_is_the_same_as_none(site: Site) -> None:
    empty = ("section", "published_at", "lead", "link", "author", "language")
    told = await site.put(**dict.fromkeys(empty, ""), tags=["", "порт", "порт"], captions=[""])
    article = told.json["article"]
    assert {article[name] for name in empty if name != "language"} == {None}
    assert (article["language"], article["tags"], article["captions"]) == ("uk", ["порт"], [])


async def test_the_language_is_the_one_that_is_told_or_else_that_of_the_words(
    site: Site,
) -> None:
    told = await site.put("1", language="pl")
    assert told.json["article"]["language"] == "pl"
    told = await site.put(
        "2", headline="The port of Rotterdam has opened a terminal", lead=None, body=[]
    )
    assert told.json["article"]["language"] == "en"
    told = await site.put("3", headline="2:1", lead=None, body=[])
    assert told.json["article"]["language"] is None
    assert "no_language" in told.json["warnings"]


async def test_a_body_of_more_than_a_megabyte_is_too_large(site: Site) -> None:
    body = json.dumps(a_record(body=["х" * 20_000] * 60)).encode()
    assert len(body) > MEGABYTE
    told = await site.ask("PUT", "/api/articles/12", body)
    assert told.problem(413)["code"] == "too_large"


@pytest.mark.slow
@pytest.mark.parametrize("size", [2 * MEGABYTE, 60 * MEGABYTE])
async def test_a_packed_body_is_measured_unpacked(site: Site, size: int) -> None:
    packed = {"Content-Encoding": "gzip"}
    told = await site.ask(
        "PUT", "/api/articles/12", gzip.compress(json.dumps(a_record()).encode()), **packed
    )
    assert told.status == 201
    told = await site.ask("PUT", "/api/articles/13", gzip.compress(b" " * size), **packed)
    assert told.problem(413)["code"] == "too_large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_packed_wrongly_is_a_bad_request(site: Site, encoding: str) -> None:
    headers = {"Content-Encoding": encoding}
    told = await site.ask("PUT", "/api/articles/12", b"not packed at all", **headers)
    assert told.problem(400)


async def test_a_body_that_does_not_come_is_not_waited_for(app: App) -> None:
    server = WebServer(
        "127.0.0.1",
        0,
        submissions=app.submissions,
        tokens=TOKENS,
        vitals=vitals_of(app),
        limits=ConnectionLimits(body=0.05),
    )
    async with served(server) as site:
        said = await site.say(a_head(length=100), b'{"headline": ', until=b"}")
    assert b" 408 " in said.splitlines()[0]
    assert b'"code":"too_slow"' in said


async def test_a_body_that_is_broken_off_is_no_fault_of_ours(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    server = WebServer(
        "127.0.0.1",
        0,
        submissions=app.submissions,
        tokens=TOKENS,
        vitals=vitals_of(app),
    )
    async with served(server) as site:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(a_head(length=100, extra=b"Expect: 100-continue\r\n"))
        assert b" 100 " in await reader.readline()  # the body is read by now
        writer.close()
        await writer.wait_closed()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_who_waits_to_be_told_to_go_on_is_told_so(site: Site) -> None:
    body = json.dumps(a_record()).encode()
    said = await site.say(
        a_head(length=len(body), extra=b"Expect: 100-continue\r\n"), body, until=b"}"
    )
    assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n")


async def test_a_fault_on_our_side_is_told_without_what_it_was(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Submissions):
        async def find(self, source: str, external_id: str) -> Any:  # noqa: ARG002
            raise RuntimeError("a secret of the database")

    server = WebServer(
        "127.0.0.1",
        0,
        submissions=Broken(app.storage, app.clock, None),
        tokens=TOKENS,
        vitals=vitals_of(app),
    )
    async with served(server) as site:
        told = await site.get("a%0Ab")
    assert told.problem(500)["code"] == "fault"
    assert "secret" not in told.text
    assert "a secret of the database" in caplog.text
    assert "GET /api/articles/a%0Ab" in caplog.text


def a_head(*, length: int, extra: bytes = b"") -> bytes:
    return (
        b"PUT /api/articles/12 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Authorization: Bearer %s\r\nContent-Length: %d\r\n%s\r\n"
        % (TOKENS["site"].encode(), length, extra)
    )
