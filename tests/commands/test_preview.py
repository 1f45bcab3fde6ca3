"""`preview` shows the teaser that a page becomes, as Telegram would show it."""

from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.entities import from_tdlib
from bot.sandbox.sandbox_server import Sandbox
from tests.commands.calling import TOKYO, a_file, call, call_beside
from tests.rendering.telegrams_parser import telegrams_answer

KEYS = ["html", "text", "entities", "length_utf16", "limit", "buttons", "warnings"]
LINK = "https://example.org/world/tokyo?a=1&b=2"
PAGE = f"{TOKYO}\n{LINK}\n"


def in_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture(
    scope="module", params=[(f, lang) for f in ("channel", "reader") for lang in ("uk", "en")]
)
def teaser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    audience, language = request.param
    folder = tmp_path_factory.mktemp("preview")
    arguments = ("--for", audience, "--lang", language, "--json")
    document = call("preview", a_file(folder, PAGE), *arguments, folder=folder).json
    return {**document, "for": audience, "lang": language}


def test_the_document_has_the_promised_fields_in_their_order(teaser: Any) -> None:
    assert list(teaser)[:-2] == KEYS
    assert teaser["warnings"] == []


def test_the_text_and_its_entities_are_what_telegrams_own_parser_makes_of_the_html(
    teaser: Any,
) -> None:
    answer = telegrams_answer(teaser["html"])
    assert answer["text"] == teaser["text"]
    assert from_tdlib(answer["entities"]) == teaser["entities"]
    wanted = {"bold", "text_link"} if teaser["for"] == "channel" else {"bold"}
    assert wanted <= {entity["type"] for entity in teaser["entities"]}


def test_the_length_is_in_telegrams_units_and_within_its_limit(teaser: Any) -> None:
    assert teaser["length_utf16"] == in_units(teaser["text"]) <= teaser["limit"] == 4096
    assert teaser["length_utf16"] > len(teaser["text"])  # the section's emoji is two units


def test_the_teaser_has_headline_lead_and_one_link(teaser: Any) -> None:
    """In a channel it stands in the text, for a reader on a button."""
    headline = TOKYO.partition("\n")[0]
    assert teaser["html"].startswith(f"<b>{headline}</b>")
    assert "Офіс зв’язку НАТО має запрацювати" in teaser["text"]
    in_text = [entity["url"] for entity in teaser["entities"] if entity["type"] == "text_link"]
    buttons = [button for row in teaser["buttons"] for button in row if "url" in button]
    read = {"text": {"uk": "Читати", "en": "Read"}[teaser["lang"]], "url": LINK}
    expected = ([LINK], []) if teaser["for"] == "channel" else ([], [read])
    assert (in_text, buttons) == expected


def test_the_hashtag_stands_last(teaser: Any) -> None:
    assert teaser["text"].endswith("\n\n🌍 #Світ")


def test_only_a_reader_can_unfollow_from_it(teaser: Any) -> None:
    presses = [
        b["callback_data"] for row in teaser["buttons"] for b in row if "callback_data" in b
    ]
    assert bool(presses) == (teaser["for"] == "reader")
    assert all(0 < len(data.encode()) <= 64 for data in presses)


def test_without_a_link_and_a_token_the_link_is_left_out_with_a_warning(tmp_path: Path) -> None:
    document = call("preview", a_file(tmp_path, TOKYO), "--json", folder=tmp_path).json
    assert document["warnings"] == ["no_link", "link_left_out"]
    assert document["buttons"] == []
    assert {entity["type"] for entity in document["entities"]} == {"bold"}


def test_without_json_the_text_alone_is_on_stdout(tmp_path: Path) -> None:
    shown = call("preview", a_file(tmp_path, TOKYO), folder=tmp_path)
    assert shown.exit_code == 0
    assert shown.out.startswith("Альянс готується")
    assert "<b>" not in shown.out
    assert shown.err.splitlines()[1:] == ["— no_link", "— link_left_out"]


async def test_with_a_token_the_link_opens_the_article_in_the_bot(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    page = a_file(tmp_path, TOKYO)
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    outcome = await call_beside("preview", page, "--json", folder=tmp_path, settings=settings)
    document = outcome.json
    (link,) = [entity["url"] for entity in document["entities"] if "url" in entity]
    assert link.startswith("https://t.me/vistnyk_demo_bot?start=")
    assert document["warnings"] == ["no_link"]


async def test_a_page_with_a_link_asks_telegram_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    page = a_file(tmp_path, PAGE)
    settings = {"BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.address}
    outcome = await call_beside("preview", page, "--json", folder=tmp_path, settings=settings)
    assert LINK in [entity.get("url") for entity in outcome.json["entities"]]
    assert not sandbox.world.requests


def test_a_telegram_out_of_reach_is_told_in_one_line_without_the_token(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "1:very-secret", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    complaint = call(
        "preview", a_file(tmp_path, TOKYO), folder=tmp_path, settings=settings
    ).complaint(1)
    assert "cannot be reached" in complaint
    assert "secret" not in complaint


async def test_a_token_that_telegram_does_not_know_is_told_in_one_line(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    page = a_file(tmp_path, TOKYO)
    settings = {"BOT_TOKEN": "1:unknown", "TELEGRAM_API_URL": sandbox.address}
    failed = await call_beside("preview", page, folder=tmp_path, settings=settings)
    assert "does not know the token" in failed.complaint(1)


def test_what_is_no_page_is_refused(tmp_path: Path) -> None:
    assert "не схоже" in call("preview", "-", folder=tmp_path, stdin=b"garbage").complaint(2)
