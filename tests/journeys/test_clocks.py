"""The machine's clock is set, back or forward, and the newsroom goes on as if nothing had been."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App
from bot.domain.buttons import Publish, unpack
from bot.domain.clock import SteadyClock
from bot.sandbox.sandbox_server import Sandbox
from storage.schema import paste_part
from tests import tables
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

HEADLINE, NEXT = "Порт відкрив термінал", "Міст закрили на ремонт"
LONG = "Робота тривала чотири роки, і про неї писали багато разів. "


def a_long_page(headline: str) -> str:
    """So long that Telegram's apps cut it: the bot waits two seconds for a next part."""
    return a_page(headline, body=LONG * 68)[:4000].rstrip()


def drafts(desk: Desk, words: str) -> Callable[[], list[object]]:
    return lambda: [m for m in desk.posts(OLENA, words) if m.get("reply_markup")]


async def publish(desk: Desk, headline: str) -> None:
    """Paste a page, press «publish» on its own card, and wait until all have it."""

    def card() -> tuple[int, str, int] | None:
        for message in desk.posts(OLENA, headline):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    press = unpack(button.get("callback_data"))
                    if isinstance(press, Publish) and not press.breaking:
                        return message["message_id"], button["callback_data"], press.article_id
        return None

    desk.world.say(OLENA, a_page(headline))
    message_id, data, article_id = await desk.until(card)
    desk.world.press(OLENA, OLENA, message_id, data)
    await desk.settled(article_id)


async def morning(desk: Desk) -> int:
    """A channel and a reader who have had a story."""
    await desk.until(lambda: desk.after(OLENA, 0), within=60)
    channel = await desk.channel()
    await desk.reader(TARAS)
    await publish(desk, HEADLINE)
    return channel


def is_kept(app: App, text: str) -> bool:
    """Whether the bot has taken in a paste, read or not."""
    return text in tables.values(app.storage, select(paste_part.c.text))


@pytest.fixture
def publishing(sandbox: Sandbox, database: Path) -> Desk:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


@pytest.mark.slow
@pytest.mark.parametrize(
    "back",
    [timedelta(minutes=1), timedelta(hours=1), timedelta(days=400)],
    ids=["a minute", "an hour", "400 days"],
)
async def test_a_clock_that_is_set_back_over_a_restart_silences_nobody(
    publishing: Desk, back: timedelta
) -> None:
    desk = publishing
    desk.clock.off = back
    async with running(desk) as app:
        channel = await morning(desk)
        text = a_long_page("Довгий текст")
        desk.world.say(OLENA, text)
        async with asyncio.timeout(20):
            while not is_kept(app, text):  # noqa: ASYNC110 - rows have no event
                await asyncio.sleep(0.02)
    desk.clock.off = timedelta()
    async with running(desk):
        await desk.until(drafts(desk, "Довгий текст"))
        await publish(desk, NEXT)
        await desk.until(lambda: desk.posts(OLENA, "Годинник сервера переставлено назад"))
        desk.world.say(TARAS, "/topics")
        before = desk.last_id(TARAS)
        await desk.answer(TARAS, before)
    assert len(desk.posts(channel, NEXT)) == len(desk.posts(TARAS, NEXT)) == 1
    assert len(desk.posts(channel, HEADLINE)) == len(desk.posts(TARAS, HEADLINE)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("days", [30, 400])
async def test_a_clock_that_leaps_ahead_and_comes_back_stops_nothing(
    publishing: Desk, days: int
) -> None:
    desk = publishing
    machine = desk.clock
    async with running(desk, clock=SteadyClock(machine)):
        channel = await morning(desk)
        machine.off = timedelta(days=days)
        desk.world.say(OLENA, a_long_page("Довгий текст"))
        await desk.until(drafts(desk, "Довгий текст"))
        await publish(desk, "Новина з майбутнього")
        machine.off = timedelta()
        desk.world.say(OLENA, a_long_page("Другий текст"))
        await desk.until(drafts(desk, "Другий текст"))
        await publish(desk, "Новина після повернення")
    async with running(desk, clock=SteadyClock(machine)):
        await publish(desk, NEXT)
        desk.world.say(OLENA, a_long_page("Третій текст"))
        await desk.until(drafts(desk, "Третій текст"))
    for words in (HEADLINE, "з майбутнього", "після повернення", NEXT):
        assert len(desk.posts(channel, words)) == len(desk.posts(TARAS, words)) == 1
