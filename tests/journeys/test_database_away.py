"""The PostgreSQL server goes and comes while people write: each is answered once."""

import asyncio

import psycopg
import pytest

from bot.domain.buttons import Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, Desk, is_report, running, settings
from tests.journeys.pages import a_page
from tests.postgres import CUT_LINES, Machine, Server

HEADLINE = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"
_START = 60.0  # seconds: the bot looks for its database at longer and longer intervals


@pytest.mark.slow
@pytest.mark.parametrize("away", [0.0, 4.0])
async def test_what_people_write_while_the_server_is_away_is_done_when_it_is_back(
    sandbox: Sandbox, machine: Machine, away: float
) -> None:
    server = Server(machine.address)
    server.close()
    desk = Desk(sandbox, settings(sandbox, server.url))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await desk.channel()
        await desk.reader(TARAS)
        first = await desk.publish(a_page(HEADLINE))
        await desk.settled(first)
        await asyncio.to_thread(machine.stop)
        asked = desk.world.say(TARAS, "/topics")
        pasted = desk.world.say(OLENA, a_page(SECOND))
        await asyncio.sleep(away)
        await asyncio.to_thread(machine.start)
        await desk.until(lambda: desk.after(TARAS, asked), within=_START)
        await desk.until(lambda: desk.after(OLENA, pasted), within=_START)
        button = await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
        assert isinstance(button, Publish)
        await desk.settled(button.article_id)
        await desk.until(lambda: any(map(is_report, desk.posts(OLENA, SECOND))))
    for chat_id in (channel, TARAS):
        assert [len(desk.posts(chat_id, words)) for words in (HEADLINE, SECOND)] == [1, 1]
    answers = [m for m in desk.world.messages(TARAS) if m["message_id"] > asked]
    assert len([m for m in answers if SECOND not in m["text"]]) == 1
    shown = [m for m in desk.posts(OLENA, SECOND) if m["from"]["is_bot"]]
    assert len(shown) == 2, "one card, and one report"


@pytest.mark.slow
async def test_a_line_that_is_cut_under_a_handler_is_no_error(
    sandbox: Sandbox, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    """Each update would fill the log with two hundred lines as the server is restarted."""
    server = Server(machine.address)
    server.close()
    desk = Desk(sandbox, settings(sandbox, server.url))
    async with running(desk):
        await desk.reader(TARAS)
        address = f"postgresql://{machine.address}/vistnyk"
        with psycopg.connect(address) as line:
            line.execute("LOCK TABLE reader")
            asked = desk.world.say(TARAS, "/topics")
            waits = "SELECT pid FROM pg_locks WHERE NOT granted"
            await desk.until_elsewhere(lambda: line.execute(waits).fetchone(), _START)
            line.execute(CUT_LINES)
        await desk.until(lambda: desk.after(TARAS, asked), within=_START)
    assert "is not handled yet" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]
