"""What else is served, what is not, and how the server starts and stops."""

import asyncio
from pathlib import Path

import pytest

from bot.app import App, PortTakenError
from tests.web.site import Site, an_app, served


async def test_all_is_well_while_the_database_answers(site: Site) -> None:
    told = await site.ask("GET", "/healthz")
    assert (told.status, told.json) == (200, {"status": "ok"})


async def test_nothing_is_well_without_a_database(tmp_path: Path) -> None:
    app = an_app(tmp_path / "gone.db")
    async with served(app.web_server(0)) as site:
        told = await site.ask("GET", "/healthz")
    await app.close()
    assert told.problem(503)["code"] == "database_away"


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
