"""A worker between a real database and the stand-in for Telegram."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.config import Settings
from bot.delivery.http_transport import HttpTransport
from bot.delivery.measures import Measures
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.domain.delivery import Kind
from bot.domain.progress import Progress
from bot.rendering import Renderer
from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from bot.telegram_side import build_worker
from storage.schema import delivery
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    TARAS,
    a_channel,
    a_draft,
    an_editor,
    an_owner,
    hired,
    some_readers,
)
from tests.clock import NOON, Clock
from tests.newsroom import Newsroom, an_app

Found = TypeVar("Found")
KYIV = ZoneInfo("Europe/Kyiv")
LOOK_UP_AFTER = 20.0
SWIFT = Measures(poll=0.02)
_PATIENCE = 30.0  # seconds until a test gives up


class RunningClock(Clock):
    """Time that passes by itself, and faster where a test or a sleep says so."""

    def __init__(self) -> None:
        super().__init__(NOON)
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self._started)

    async def sleep(self, seconds: float) -> None:
        """Short waits are slept; long ones are left to `pass_by`."""
        await asyncio.sleep(min(seconds, 0.02))


@dataclass
class Office(Newsroom):
    """Олена owns the desk, Ігор edits; the channel «Світ» and Тарас receive what is published."""

    sandbox: Sandbox
    transport: HttpTransport
    clock: Clock

    def __post_init__(self) -> None:
        super().__post_init__()
        self.wake = self.app.woken.set

    @property
    def world(self) -> World:
        return self.sandbox.world

    async def open(self) -> None:
        for person, name in ((OLENA, "Олена"), (IHOR, "Ігор"), (TARAS, "Тарас")):
            self.world.add_person(name, id=person)
            self.world.say(person, "/start")
        await hired(self.storage, an_owner(), an_editor())
        await self.add_channel()

    async def add_channel(self, chat_id: int = CHANNEL, title: str = "Світ") -> None:
        self.world.add_channel(title, OLENA, id=chat_id)
        self.world.set_bot_rights(chat_id, OLENA)
        await a_channel(self.storage, chat_id, title=title)

    async def add_reader(self, chat_id: int = TARAS, *, language: str = "uk") -> None:
        await self.add_readers([chat_id], language=language)

    async def add_readers(self, chat_ids: Collection[int], *, language: str = "uk") -> None:
        for chat_id in chat_ids:
            if chat_id not in self.world.chats.people:
                self.world.add_person("Читачка", id=chat_id)
                self.world.say(chat_id, "/start")
        await some_readers(self.storage, chat_ids, language=language)

    # --- the process ---

    def worker(self, **given: Any) -> Worker:
        """A worker as after a start; `given` replaces what it names, settings too."""
        telegram = given.pop("telegram", None) or Telegram(self.transport, self.sandbox.token)
        rates = Rates(
            per_second=given.pop("per_second", 200),
            per_channel_minute=60_000,
            per_person_second=given.pop("per_person_second", 1000),
            paid_per_second=given.pop("paid_per_second", None),
        )
        pacer = given.pop("pacer", None) or Pacer(
            self.storage, self.clock, rates, self.clock.sleep
        )
        holder, fetcher = given.pop("holder", None), given.pop("fetcher", None)
        measures = given.pop("measures", SWIFT)
        assert given.keys() <= Settings.model_fields.keys()
        settings = self.app.settings.model_copy(update={"desk_chat_id": OLENA} | given)
        pages = Renderer(KYIV, self.clock, settings.templates_dir)
        app = replace(self.app, settings=settings, pages=pages, fetcher=fetcher)
        return build_worker(
            app, telegram, "vistnyk_demo_bot", pacer, holder=holder, measures=measures
        )

    @asynccontextmanager
    async def at_work(self, *, alone: bool = True, **given: Any) -> AsyncIterator[Worker]:
        """A worker that delivers until the block ends, and then stops in order."""
        worker = self.worker(**given)
        async with asyncio.TaskGroup() as group:
            group.create_task(worker.run(alone=alone))
            try:
                yield worker
            finally:
                worker.stop()

    async def killed_in_the_middle_of(self, method: str, chat_id: int) -> None:
        """Work until Telegram has taken the first such request, and die before its answer."""
        self.world.faults.add("slow", method=method, chat_id=chat_id, seconds=5)
        before = len(self.world.calls(method, chat_id))
        async with asyncio.TaskGroup() as group:
            process = group.create_task(self.worker().run(alone=True))
            await self.world.wait_until(
                lambda: any(r.accepted for r in self.world.calls(method, chat_id)[before:])
            )
            process.cancel()

    def pass_by(self, seconds: float) -> None:
        self.clock.pass_by(seconds)
        self.wake()

    def pass_by_what_waits(self, seconds: float) -> None:
        """Time passes unless something is in hand: as fast as tests look, it would never leave."""
        in_hand = select(delivery.c.id).where(delivery.c.lease_until.is_not(None))
        if not tables.rows(self.storage, in_hand):
            self.pass_by(seconds)

    # --- what the desk does ---

    async def publish(self, headline: str = "Порт відкрив термінал", **content: Any) -> int:
        """Publish a new article (`section_id`: there); nobody is owed a report of it."""
        article_id = await a_draft(self.storage, headline, **content)
        await self.publishing.publish(article_id)
        return article_id

    async def correct(self, article_id: int, headline: str) -> None:
        draft = await a_draft(self.storage, headline)
        await self.publishing.correct(draft, article_id, by=an_editor())

    # --- what there is to see ---

    def posts(self, chat_id: int = CHANNEL, words: str = "") -> list[str]:
        """The bot's messages that the chat shows now and that have these words in them."""
        return [
            message["text"]
            for message in self.world.messages(chat_id)
            if message.get("from", {}).get("is_bot", True) and words in message.get("text", "")
        ]

    async def progress(self, article_id: int) -> Progress:
        return (await self.reports.status(article_id)).progress

    async def settled(self, article_id: int) -> Progress:
        """The sums, once nothing moves any more."""
        return await self._until_stored(lambda: self.final(article_id))

    async def final(self, article_id: int) -> Progress | None:
        if tables.is_open(self.storage, article_id):  # the sums take forty times as long
            return None
        progress = await self.progress(article_id)
        return progress if progress.is_final else None

    def row(self, subject_id: int, chat_id: int, kind: Kind = Kind.ARTICLE) -> Any:
        found = tables.rows(
            self.storage,
            select(delivery).where(
                delivery.c.kind == kind,
                delivery.c.subject_id == subject_id,
                delivery.c.chat_id == chat_id,
            ),
        )
        return found[0] if found else None

    async def until_row(
        self, subject_id: int, chat_id: int, state: str, kind: Kind = Kind.ARTICLE
    ) -> Any:
        """The row, once it stands like this."""

        async def stands() -> Any:
            row = self.row(subject_id, chat_id, kind)
            return row if row is not None and row.state == state else None

        return await self._until_stored(stands)

    def notices(self) -> list[tuple[str, dict[str, Any]]]:
        """What the desk was told, by kinds and facts."""
        return tables.notices(self.storage)

    async def _until_stored(self, seen: Callable[[], Awaitable[Found | None]]) -> Found:
        """Wait for what rows alone say: they are looked at once somebody has written."""
        async with tables.changes(self.storage) as has_changed:

            async def look() -> Found | None:
                return await seen() if has_changed() else None

            return await self.until(look)

    async def until_seen(self, seen: Callable[[], Found | None]) -> Found:
        async def look() -> Found | None:
            return seen()

        return await self.until(look)

    async def until(
        self, seen: Callable[[], Awaitable[Found | None]], *, within: float = _PATIENCE
    ) -> Found:
        async with asyncio.timeout(within):
            while True:
                if found := await seen():
                    return found
                await asyncio.sleep(0.01)


@asynccontextmanager
async def an_office(database: Path, clock: Clock) -> AsyncIterator[Office]:
    async with Sandbox() as sandbox, HttpTransport(sandbox.address) as transport:
        opened = Office(an_app(database, clock), sandbox, transport, clock)
        await opened.open()
        yield opened
        await opened.close()
