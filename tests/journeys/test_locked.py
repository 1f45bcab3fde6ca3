"""The database is locked while the desk works: nothing is lost, and nothing is done unasked."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, assemble
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted
from bot.domain.buttons import Publish
from bot.domain.clock import system_clock
from bot.domain.update_facts import MOST_BEGINNINGS
from bot.sandbox.sandbox_server import Sandbox
from bot.updates.inbox import Writing
from tests.databases import on_sqlite
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

pytestmark = on_sqlite  # whose file another program may hold

HEADLINE = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"
_START = 60.0  # seconds: a busy machine takes its time


class Later:
    """The time, moved on at a restart."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.by


@asynccontextmanager
async def locked(database: Path) -> AsyncIterator[None]:
    """Another program writes to the database, and takes its time."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as other:
        while not other.in_transaction:
            with suppress(sqlite3.OperationalError):  # the bot is writing: it needs this very loop
                other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@asynccontextmanager
async def killed_at_the_end(desk: Desk, clock: Later) -> AsyncIterator[App]:
    """The bot at work, ended as by a kill: nothing is finished or put in order."""
    app = assemble(desk.settings, clock=clock)
    desk.app = app
    task = asyncio.ensure_future(app.run(asyncio.Event(), announce=lambda *_: None))
    try:
        yield app
    finally:
        task.cancel()
        await asyncio.wait({task})
        await app.close()


def a_desk(sandbox: Sandbox, database: Path) -> Desk:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    return desk


def wants_publishing(press: object) -> bool:
    return isinstance(press, Publish) and not press.breaking


@pytest.mark.slow
async def test_a_paste_and_a_press_wait_out_a_lock_where_they_are(
    sandbox: Sandbox, database: Path
) -> None:
    desk = a_desk(sandbox, database)
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await desk.channel()
        await desk.paste(a_page())
        popups = len(desk.popups(OLENA))
        async with locked(database):
            await desk.press(OLENA, wants_publishing)
            desk.world.say(OLENA, a_page(SECOND))
            await asyncio.sleep(7)  # SQLite waits for five seconds, and then it is a fault
            assert len(desk.popups(OLENA)) == popups
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)
        await desk.until(lambda: desk.posts(OLENA, SECOND)[1:], within=_START)
        await desk.until(lambda: desk.popups(OLENA)[popups:])
        assert len(desk.posts(channel, HEADLINE)) == 1


@pytest.mark.slow
async def test_what_was_pressed_long_before_a_restart_is_asked_for_again(
    sandbox: Sandbox, database: Path
) -> None:
    """Killed while the database is locked; ten minutes later nobody waits for it any more."""
    desk, clock = a_desk(sandbox, database), Later()
    async with killed_at_the_end(desk, clock):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await desk.channel()
        await desk.paste(a_page())
        async with locked(database):
            await desk.press(OLENA, wants_publishing)
            desk.world.say(OLENA, a_page(SECOND))
            await asyncio.sleep(1)
    clock.by = timedelta(minutes=10)
    await asked_again(desk, clock, channel)


@pytest.mark.slow
async def test_what_a_killed_process_had_in_hand_is_asked_for_again_after_a_while(
    sandbox: Sandbox, database: Path
) -> None:
    """Pressed three times in vain, and kept: one question comes of it."""
    desk, clock = a_desk(sandbox, database), Later()
    async with running(desk, clock=clock):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await desk.channel()
        await desk.paste(a_page())
    for _ in range(3):
        await desk.press(OLENA, wants_publishing)
    desk.world.say(OLENA, a_page(SECOND))
    await keep(desk, clock)
    clock.by = timedelta(minutes=10)
    await asked_again(desk, clock, channel)


async def keep(desk: Desk, clock: Later) -> None:
    """What a process does that is killed before it handles anything."""
    app = assemble(desk.settings, clock=clock)
    async with HttpTransport(desk.settings.telegram_api_url) as wire:
        answer = await Telegram(wire, desk.sandbox.token).call("getUpdates")
    assert isinstance(answer, Accepted)
    taken_in = app.inbox.dated(answer.result, app.inbox.now())
    await app.inbox.write(Writing(taken_in), alone=True)
    await app.close()


async def asked_again(desk: Desk, clock: Later, channel: int) -> None:
    """The press is not carried out, the paste is; whoever presses again has it done."""
    async with running(desk, clock=clock):
        await desk.until(lambda: desk.posts(OLENA, "Нічого не зроблено"), within=_START)
        await desk.until(lambda: desk.posts(OLENA, SECOND)[1:], within=_START)
        assert len(desk.posts(OLENA, "Нічого не зроблено")) == 1
        assert not desk.posts(channel, HEADLINE)
        (question,) = desk.posts(OLENA, "Нічого не зроблено")
        data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        desk.world.press(OLENA, OLENA, question["message_id"], data)
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)


async def test_what_was_pressed_just_before_a_restart_is_done(
    sandbox: Sandbox, database: Path
) -> None:
    desk, clock = a_desk(sandbox, database), Later()
    async with running(desk, clock=clock):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await desk.channel()
        await desk.paste(a_page())
    await desk.press(OLENA, wants_publishing)
    async with running(desk, clock=clock):
        await desk.until(lambda: desk.posts(channel, HEADLINE), within=_START)


async def asked(desk: Desk, times: int) -> None:
    """Тарас's answer has been tried so often."""
    await desk.until(lambda: len(desk.world.calls("sendMessage", TARAS)) == times, within=_START)


@pytest.mark.slow
async def test_an_update_that_ends_the_bot_three_times_is_set_aside_and_the_desk_is_told(
    sandbox: Sandbox, database: Path
) -> None:
    """Its answer never comes to an end here; a page that takes for ever would do the same."""
    desk, clock = a_desk(sandbox, database), Later()
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
    desk.come(TARAS, "Тарас")
    desk.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=3600, times=0)
    desk.world.say(TARAS, "/start")
    for times in range(1, MOST_BEGINNINGS + 1):
        async with killed_at_the_end(desk, clock):
            await asked(desk, times)
    async with running(desk, clock=clock) as app:
        told = await desk.until(lambda: desk.posts(OLENA, "відкладено"), within=_START)
        assert "Тарас" in told[0]["text"]
        assert [kept.update["message"]["text"] for kept in await app.inbox.aside()] == ["/start"]
        said = desk.world.say(OLENA, "/help")
        await desk.until(lambda: desk.after(OLENA, said), within=_START)
    assert len(desk.world.calls("sendMessage", TARAS)) == MOST_BEGINNINGS


@pytest.mark.slow
async def test_a_stop_does_not_wait_for_whoever_holds_the_database_and_loses_nothing(
    sandbox: Sandbox, database: Path
) -> None:
    """What has left and is not written down is looked for at the next start; the press stays."""
    desk = a_desk(sandbox, database)
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as lock:
        async with running(desk):
            await desk.until(lambda: desk.after(OLENA, 0), within=_START)
            channel = await desk.channel()
            desk.world.faults.add("slow", method="sendMessage", chat_id=channel, seconds=6)
            await desk.publish(a_page())
            await desk.until(lambda: desk.world.calls("sendMessage", channel))
            await desk.paste(a_page(SECOND))
            await desk.until(lambda: desk.button(OLENA, wants_publishing))
            await lock.enter_async_context(locked(database))
            await desk.until(lambda: desk.posts(channel, HEADLINE))
            await desk.press(OLENA, wants_publishing)
            stopped_at = loop.time()
        assert loop.time() - stopped_at < 14  # SQLite's own five, and not all that a stop may take
    async with running(desk):
        await desk.until(lambda: desk.posts(channel, SECOND), within=_START)
    assert len(desk.posts(channel, HEADLINE)) == len(desk.posts(channel, SECOND)) == 1
