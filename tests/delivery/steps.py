"""The delivery loop taken apart: a test decides which step comes next, and what befalls it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.app import App
from bot.delivery.http_transport import HttpTransport
from bot.delivery.subjects import DesiredPost
from bot.domain.delivery import Delivery, Kind
from bot.domain.telegram_html import parse_html
from bot.sandbox.sandbox_server import Sandbox
from storage.schema import chat_pace
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    TARAS,
    a_channel,
    a_draft,
    an_editor,
    an_owner,
    hired,
    some_readers,
)
from tests.clock import Clock
from tests.delivery.fickle import Fate, FickleTelegram
from tests.delivery.office import LOOK_UP_AFTER, SWIFT, Office

SETTLE = timedelta(seconds=LOOK_UP_AFTER)
FEW = replace(SWIFT, chunk=2)
LEAD = "Перші кораблі"  # stands in every teaser, and nowhere else


class Steps:
    """One process after another on one database; nothing of the loop is imitated."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.clock = clock
        self.telegram = FickleTelegram(clock)
        # Telegram is another one here: the office's own is never opened.
        self._office = Office(app, Sandbox(), HttpTransport("http://telegram.invalid"), clock)
        self.storage = app.storage
        self.publishing = app.publishing
        self.alerts = app.alerts
        self.reports = app.reports
        self.retraction = app.retraction
        self.replays = app.replays
        self.article_id = 0
        self.newest = 0
        self.start_process()

    def start_process(self) -> None:
        """All that a process has in memory, anew."""
        self.claimed: list[Delivery] = []
        self.prepared: list[tuple[Delivery, DesiredPost]] = []
        self.worker = self._office.worker(telegram=self.telegram, desk_chat_id=IHOR, measures=FEW)
        self.deliverer, self.outcome_writer = self.worker.deliverer, self.worker.outcome_writer

    async def open(
        self, channels: Iterable[int] = (CHANNEL,), readers: Collection[int] = (TARAS,)
    ) -> None:
        """A newsroom whose first article is published, and has gone to nobody yet."""
        await hired(self.storage, an_owner(), an_editor())
        for chat_id in channels:
            await a_channel(self.storage, chat_id, title=str(chat_id))
        await some_readers(self.storage, readers)
        self.article_id = await self._draft()
        await self.publishing.publish(self.article_id)

    async def _draft(self) -> int:
        self.newest += 1
        return await a_draft(self.storage, f"Порт, {version(self.newest)}")

    # --- the delivery loop ---

    async def claim(self) -> None:
        self.worker.claiming.next_look.at_once()
        self.claimed += [row for row, _ in await self.worker.claiming.claim()]

    async def prepare(self, row: Delivery, *fates: Fate) -> None:
        """Render it and note that it leaves, or look whether it is there."""
        self.claimed.remove(row)
        self.telegram.fates = list(fates)
        found = await self.deliverer.prepare(row)
        self.telegram.fates = []
        if isinstance(found, DesiredPost):
            self.prepared.append((row, found))
        else:
            self.outcome_writer.put(row, found)

    async def show(self, number: int, fate: Fate = Fate.DONE) -> None:
        """Ask Telegram for one of those that are prepared."""
        row, wanted = self.prepared.pop(number)
        self.telegram.fates = [] if fate is Fate.DONE else [fate]
        self.outcome_writer.put(row, await self.deliverer.show(row, wanted))
        self.telegram.fates = []

    async def die_in_the_middle_of(self, number: int, fate: Fate) -> None:
        """Ask Telegram, and hear no answer."""
        row, wanted = self.prepared.pop(number)
        self.telegram.fates = [fate]
        await self.deliverer.show(row, wanted)
        self.telegram.fates = []
        await self.die_and_start_again()

    async def record(self) -> None:
        await self.outcome_writer.flush()

    async def write_readers(self) -> bool:
        self.worker.fan_out.look()
        return await self.worker.fan_out.write_chunk()

    async def turn(self, *fates: Fate) -> None:
        """A whole turn of the loop, with what befalls its requests."""
        await self.take_in_hand()
        left = list(fates)
        while self.prepared:
            await self.show(0, left.pop(0) if left else Fate.DONE)
        await self.record()

    async def take_in_hand(self) -> None:
        """Claim all that is due, and prepare it."""
        await self.claim()
        while self.claimed:
            await self.prepare(self.claimed[0])

    async def die_and_start_again(self) -> None:
        self.start_process()
        await self.worker.take_back(everything=True)

    def pass_by(self, seconds: float) -> None:
        self.clock.pass_by(seconds)
        self.telegram.let_arrive()

    # --- what the desk does ---

    async def correct(self, *, marked: bool = True, readable: bool = True) -> None:
        """The next revision; one that is not readable is refused by Telegram for its text."""
        draft = await self._draft()
        if not readable:
            self.telegram.unreadable.append(version(self.newest))
        await self.publishing.correct(draft, self.article_id, by=an_editor(), marked=marked)

    async def retract(self, *, tell: bool = False) -> None:
        await self.retraction.retract(self.article_id, by=an_editor(), tell=tell)

    async def show_card(self) -> None:
        """An editor has the article's card shown below: where it stood before says so."""
        await self.publishing.show_card(self.article_id, by=an_editor())

    async def answer_the_desks_questions(self) -> None:
        """The desk looks into the channel, and says what it sees."""
        for row in self.rows():
            if row.state == "unknown" and row.not_before.year == 9999:
                there = bool(self.telegram.copies(row.chat_id, LEAD))
                await self.alerts.settle_unknown(row.id, there=there, by=an_editor())

    # --- what there is to see ---

    def standing(self, chat_id: int) -> dict[int, int]:
        """The messages that show the article now, and which revision."""
        texts = self.telegram.texts(chat_id)
        return {
            message_id: next(n for n in range(1, 20) if version(n) in text)
            for message_id, text in texts.items()
            if LEAD in text
        }

    async def cards(self) -> dict[int, tuple[str, str]]:
        """What each message says that is a card, or was one, and what it is to say."""
        self.start_process()
        said = {}
        for row in self.rows():
            if row.kind in (Kind.CARD, Kind.NOTICE) and row.message_id is not None:
                async with self.storage.reading() as tx:
                    found = await tx.ledger.find(row.id)
                assert found
                wanted = await self.deliverer.prepare(found)
                assert isinstance(wanted, DesiredPost)
                stands = self.telegram.texts(row.chat_id)[row.message_id]
                said[row.message_id] = (stands, parse_html(wanted.post.html)[0])
        return said

    def rows(self) -> list[Any]:
        return tables.deliveries(self.storage)

    def articles(self) -> dict[int, Any]:
        """The article's rows, by chat."""
        return {row.chat_id: row for row in self.rows() if row.kind == Kind.ARTICLE}

    def busy(self) -> list[Any]:
        """The channels that wait for a send to be settled."""
        asked = select(chat_pace).where(chat_pace.c.busy_with.is_not(None))
        return list(tables.rows(self.storage, asked))


def version(number: int) -> str:
    return f"версія {number}."
