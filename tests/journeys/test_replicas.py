"""Three bots on one PostgreSQL: whatever befalls one of them, everybody is served once."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from bot.app import App, assemble
from bot.domain.buttons import Publish, unpack
from bot.domain.duties import Duty
from bot.sandbox.sandbox_server import Sandbox
from storage.schema import lease, process
from storage.storage import Storage
from tests.databases import on_postgresql
from tests.journeys.desk import OLENA, TARAS, Desk, owned, running, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_bot
from tests.postgres import CUT_LINES, Machine, Server
from tests.tables import values

_START = 60.0  # seconds
_TAKES_OVER = 90.0  # seconds: fifteen are promised where a machine has nothing else to do
_LONGER_THAN_ALIVE = 14.0  # seconds
TOPICS = "Теми, за якими ви стежите"
READERS = range(2001, 2007)


@dataclass
class Replicas:
    """Processes that share a database, and what befalls them."""

    desk: Desk
    storage: Storage
    machine: Machine
    folder: Path
    stack: contextlib.ExitStack
    bots: list[BaseProcess] = field(default_factory=list)

    def start(self) -> None:
        self.bots.append(self.stack.enter_context(forked_bot(self.desk.settings, self.folder)))

    async def until_there_are(self, count: int) -> None:
        async with asyncio.timeout(_START):
            while len(values(self.storage, select(process.c.name))) != count:
                assert all(bot.is_alive() for bot in self.bots)
                await asyncio.sleep(0.1)

    async def poller(self) -> BaseProcess:
        """The one that asks Telegram for updates."""
        of_poller = process.c.name == lease.c.holder
        asked = select(process.c.machine).join(lease, of_poller).where(lease.c.key == Duty.POLLING)
        async with asyncio.timeout(_TAKES_OVER):
            while not (found := values(self.storage, asked)):  # noqa: ASYNC110 - of others
                await asyncio.sleep(0.1)
        pid = int(found[0].split()[-1])
        return next(bot for bot in self.bots if bot.pid == pid)

    # --- what befalls them ---

    async def nothing(self) -> None:
        pass

    async def kill(self) -> None:
        poller = await self.poller()
        poller.kill()
        poller.join()
        self.bots.remove(poller)
        self.start()

    async def pause(self) -> None:
        """It comes back when the others have long taken over."""
        poller = await self.poller()
        assert poller.pid
        os.kill(poller.pid, signal.SIGSTOP)
        loop = asyncio.get_running_loop()
        loop.call_later(_LONGER_THAN_ALIVE, os.kill, poller.pid, signal.SIGCONT)

    async def cut_lines(self) -> None:
        address = f"postgresql://{self.machine.address}/vistnyk"
        with psycopg.connect(address, autocommit=True) as line:
            line.execute(CUT_LINES)

    async def restart_database(self) -> None:
        await asyncio.to_thread(self.machine.stop)
        await asyncio.to_thread(self.machine.start)


@pytest.fixture
async def replicas(sandbox: Sandbox, machine: Machine, tmp_path: Path) -> AsyncIterator[Replicas]:
    server = Server(machine.address)
    server.close()
    desk = Desk(sandbox, settings(sandbox, server.url))
    storage = Storage.open(server.url)
    await storage.migrate()
    with contextlib.ExitStack() as stack:
        team = Replicas(desk, storage, machine, tmp_path, stack)
        for _ in range(3):
            team.start()
        await team.until_there_are(3)
        yield team
    await storage.close()


def answers(desk: Desk, person: int) -> int:
    return len([m for m in desk.posts(person, TOPICS) if m["from"]["is_bot"]])


@dataclass
class Round:
    """An article is published, and everybody asks for their topics."""

    desk: Desk
    channel: int
    headline: str

    async def play(self, befall: Callable[[], Awaitable[None]]) -> None:
        desk = self.desk
        desk.world.say(OLENA, a_page(self.headline))
        await self._until(self._card)
        await befall()
        before = {person: answers(desk, person) for person in READERS}
        for person in READERS:
            desk.world.say(person, "/topics")
        card = self._card()
        assert card
        desk.world.press(OLENA, OLENA, *card)
        # Whoever asks again before is answered once.
        for person, number in before.items():
            await self._until(lambda: answers(desk, person) > number)  # noqa: B023
        for chat_id in (self.channel, *READERS):
            await self._until(partial(desk.posts, chat_id, self.headline))

    async def _until(self, seen: Callable[[], object]) -> None:
        await self.desk.until(seen, within=_TAKES_OVER)

    def _card(self) -> tuple[int, str] | None:
        """The number of the draft's card, and what its button says to the bot."""
        for card in self.desk.posts(OLENA, self.headline):
            for row in card.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    press = unpack(button.get("callback_data"))
                    if isinstance(press, Publish) and not press.breaking:
                        return card["message_id"], button["callback_data"]
        return None


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_whatever_befalls_one_of_three_everybody_is_served_once(replicas: Replicas) -> None:
    desk = replicas.desk
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    await desk.until(lambda: desk.after(OLENA, 0), within=_TAKES_OVER)
    channel = await desk.channel()
    for number, person in enumerate(READERS):
        await desk.reader(person, f"Читач {number}")
    befalls = {
        "Порт Роттердама відкрив зелений термінал": replicas.nothing,
        "Осло заборонило автомобілі в центрі": replicas.kill,
        "У Відні відкрили найдовший велосипедний міст": replicas.pause,
        "Лісабон повертає трамваї на набережну": replicas.cut_lines,
        "Бібліотека Загреба працюватиме вночі": replicas.restart_database,
    }
    rounds = [Round(desk, channel, headline) for headline in befalls]
    for played in rounds:
        await played.play(befalls[played.headline])
    await replicas.until_there_are(3)
    for played in rounds:
        assert len(desk.posts(channel, played.headline)) == 1, played.headline
        for person in READERS:
            assert desk.posts(person, played.headline), played.headline
    for person in READERS:
        assert answers(desk, person) == len(rounds), "one answer to each question"
    log = (replicas.folder / "bot.log").read_text("utf-8")
    assert "Traceback" not in log, log[-3000:]


@pytest.mark.slow
@on_postgresql
async def test_who_is_to_stop_has_others_poll_before_it_has_finished(
    sandbox: Sandbox, database: Path
) -> None:
    desk = owned(sandbox, database)
    beside = assemble(desk.settings)
    other = beside.process

    async def polls_beside(app: App) -> bool:
        """Whether the other one polls while the first is still at work."""
        while not other.has(Duty.POLLING):  # noqa: ASYNC110 - what another has written
            await asyncio.sleep(0.05)
        return app.at_work.is_set()

    async with asyncio.timeout(_START), asyncio.TaskGroup() as group:
        async with running(desk) as app:
            await desk.until(lambda: desk.after(OLENA, 0))
            await other.join()
            assert not other.has(Duty.POLLING)
            in_touch = group.create_task(other.run())
            taking_over = group.create_task(polls_beside(app))
            desk.come(TARAS, "Тарас")
            desk.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=8)
            desk.world.say(TARAS, "/start")
            await desk.world.wait_until(lambda: desk.world.calls("sendMessage", TARAS))
        assert await taking_over
        in_touch.cancel()
    await beside.close()
