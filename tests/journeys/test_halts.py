"""Telegram answers one message with «retry after 100000»: the others have their news anyway."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sandbox.sandbox_server import Sandbox
from storage.schema import token_pace
from tests import tables
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

HEADLINE = "Порт відкрив термінал"
DAY = 100_000  # seconds


@pytest.mark.slow
async def test_one_reader_for_whom_telegram_asks_to_wait_a_day_silences_nobody_else_for_long(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0), within=60)
        channel = await desk.channel()
        await desk.reader(TARAS)
        await desk.reader(NADIIA, "Надія")
        desk.world.faults.add(
            "retry_after", method="sendMessage", chat_id=TARAS, seconds=DAY, times=0
        )
        await desk.publish(a_page(HEADLINE))
        async with asyncio.timeout(30):
            while not knows_of_the_halt(desk):  # noqa: ASYNC110 - rows have no event
                await asyncio.sleep(0.05)
        desk.clock.off += timedelta(seconds=65)
        await desk.until(lambda: desk.posts(NADIIA, HEADLINE), within=30)
        await desk.until(lambda: desk.posts(OLENA, "Telegram попросив бота зачекати"), within=30)
        await desk.until(lambda: desk.posts(OLENA, "Telegram знову приймає"), within=30)
    refused = len(desk.world.calls("sendMessage", TARAS))
    async with running(desk):
        desk.world.say(NADIIA, "/topics")
        await desk.answer(NADIIA, desk.last_id(NADIIA))
    assert len(desk.posts(channel, HEADLINE)) == len(desk.posts(NADIIA, HEADLINE)) == 1
    assert len(desk.world.calls("sendMessage", TARAS)) == refused
    assert desk.posts(TARAS, HEADLINE) == []


def knows_of_the_halt(desk: Desk) -> bool:
    """Whether the bot has the refusal, and has written it down."""
    assert desk.app
    asked = select(func.count(token_pace.c.halted_until))
    return bool(tables.values(desk.app.storage, asked)[0])
