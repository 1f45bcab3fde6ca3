"""What else is served, what is not, and how the server starts and stops."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from bot.app import App, PortTakenError
from bot.domain.delivery import Lane
from storage.schema import article
from tests.builders import CHANNEL, a_channel, a_published_article
from tests.storage.changes import put
from tests.tables import FULL, change, refuse
from tests.web.site import Site, an_app, served


async def test_all_is_well_while_the_database_answers(site: Site) -> None:
    told = await site.ask("GET", "/healthz")
    assert (told.status, told.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_nothing_is_well_without_a_database(tmp_path: Path, path: str) -> None:
    app = an_app(tmp_path / "gone.db")
    app.at_work.set()
    async with served(app.web_server(0)) as site:
        told = await site.ask("GET", path)
    await app.close()
    assert told.problem(503)["code"] == "database_away"


async def test_without_a_database_the_process_still_tells_its_own_numbers(tmp_path: Path) -> None:
    app = an_app(tmp_path / "gone.db")
    app.at_work.set()
    async with served(app.web_server(0)) as site:
        told = await site.ask("GET", "/metrics")
    await app.close()
    numbers = {
        sample.name: sample.value
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
    }
    assert told.status == 200
    assert (numbers["vistnyk_at_work"], numbers["vistnyk_counted"]) == (1, 0)
    assert numbers["process_resident_memory_bytes"] > 0
    assert "vistnyk_channel_posts_due" not in numbers


async def test_what_the_database_fails_at_is_to_be_sent_again_and_no_bug(
    site: Site, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    await refuse(app.storage, "article", "INSERT", saying=FULL)
    told = await site.put()
    assert told.problem(503)["code"] == "database_away"
    assert told.headers["Retry-After"] == "5"
    assert "the database is away" in caplog.text
    assert "Traceback" not in caplog.text


async def test_it_is_ready_while_it_is_at_work(app: App) -> None:
    async with served(app.web_server(0)) as site:
        before = await site.ask("GET", "/readyz")
        app.at_work.set()
        ready = await site.ask("GET", "/readyz")
    assert before.problem(503)["code"] == "not_at_work"
    assert (ready.status, ready.json) == (200, {"status": "ready"})


async def test_its_numbers_are_told_as_prometheus_reads_them(app: App) -> None:
    app.answers.update({200: 3, 429: 1})
    await a_channel(app.storage, title="Таємний канал")
    article_id = await a_published_article(app.storage, "Таємна новина")
    due = {"audience": "channel", "lane": Lane.CHANNEL, "lease_until": None, "state": "due"}
    await put(app.storage, {"subject_id": article_id, "chat_id": CHANNEL} | due)
    lately = app.clock() - timedelta(minutes=1)
    failed = await a_published_article(app.storage, "Таємниця, що не вийшла")
    await put(app.storage, {"subject_id": failed, "chat_id": CHANNEL} | due | {"state": "failed"})
    await change(
        app.storage,
        update(article).where(article.c.id == failed).values(released_at=lately),
    )
    async with served(app.web_server(0)) as site:
        told = await site.ask("GET", "/metrics")
    numbers = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
    }
    assert numbers["vistnyk_at_work",] == 0
    assert numbers["vistnyk_counted",] == 1
    assert numbers["vistnyk_channel_posts_due",] == 1
    assert numbers["vistnyk_articles_given_up",] == 1
    assert numbers["vistnyk_telegram_answers_total", "429"] == 1
    assert numbers["process_resident_memory_bytes",] > 0
    assert "Таємн" not in told.text


@pytest.mark.parametrize(
    "path", ["/", "/api", "/api/articles", "/api/articles/", "/api/articles/1/2", "/%00"]
)
async def test_where_nothing_is_that_is_said(site: Site, path: str) -> None:
    assert (await site.ask("GET", path)).problem(404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/articles/12", "DELETE,GET,PUT"),
        ("HEAD", "/api/articles/12", "DELETE,GET,PUT"),
        ("PATCH", "/api/articles/12", "DELETE,GET,PUT"),
        ("POST", "/healthz", "GET,HEAD"),
    ],
)
async def test_another_method_is_told_which_are_taken(
    site: Site, method: str, path: str, allowed: str
) -> None:
    told = await site.ask(method, path)
    if method != "HEAD":
        assert told.problem(405)["code"] == "method_not_allowed"
    assert (told.status, told.headers["Allow"]) == (405, allowed)


async def test_it_stops_when_it_is_told_to(app: App) -> None:
    stop = asyncio.Event()
    stop.set()
    await app.web_server(0).run(stop)


async def test_a_port_that_is_taken_is_named_by_its_setting(app: App) -> None:
    async with app.web_server(0).listening() as port:
        with pytest.raises(PortTakenError, match=r"HTTP_PORT.*address already in use"):
            await app.serve(port, asyncio.Event())
