"""`vistnyk run` dies by SIGKILL again and again in an editor's day: nothing lost, nothing doubled.

Where it dies is drawn by lot: so many requests after it is up, and some milliseconds. The editor
presses and types everything once, whether or not there is a bot, and waits for what comes of it.
More lots by hand: `KILLS=60 SEEDS=10,11,12 pytest tests/journeys/test_killed_at_random.py`; with
`DATABASES=sqlite,postgresql` the whole day on either, where else it is short on PostgreSQL: there
a death costs ten seconds more, for which a process counts as alive.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.buttons import (
    AskRetraction,
    Correct,
    Publish,
    Retract,
    SetSection,
    ShowChannel,
)
from bot.domain.clock import system_clock
from bot.domain.desk_buttons import NeedSecond, ShowSection
from bot.domain.field_buttons import EditField, OpenFields, ShowFields
from bot.domain.picture_buttons import SetLayout, ShowLayouts
from bot.domain.press import Press
from bot.domain.schedule_buttons import (
    AskWhen,
    EditWhen,
    SetOutlet,
    SetOutletChannel,
    ShowMonth,
    ShowOutlets,
)
from bot.sandbox.sandbox_server import Sandbox
from storage.schema import article, deed, question
from storage.storage import Storage
from tests import tables
from tests.builders import SVIT, migrated
from tests.databases import on_postgresql
from tests.journeys.desk import IHOR, OLENA, TARAS, Desk, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_bot
from tests.journeys.test_people import hire
from tests.photos import a_jpeg

KILLS = int(os.environ.get("KILLS", "8"))
DATABASES = os.environ.get("DATABASES", "sqlite").split(",")
SEEDS = [int(seed) for seed in os.environ.get("SEEDS", "1").split(",")]
FLASH, EDITED, CORRECTED = "Порт закрито до вечора", "Уночі випав сніг", "Уночі випав дощ"
TIMED, LATER, PHOTOS = "Міст відкриють опівдні", "Звіт вийде завтра", "Рух мостом запустили"
CALM, BOTH = "Лише для одного каналу", "Погоджено вдвох"
# What a bot asks for that has just started, or waits.
COMING = ("getMe", "getUpdates", "deleteWebhook", "setMyCommands", "deleteMyCommands")
_PATIENCE = 60.0  # seconds for one thing to come, over several lives


@dataclass
class Mortal:
    """A bot that is started again whenever it has died; it dies at most so many times.

    And at most twice over one step of the day: what was begun three times is set aside.
    """

    desk: Desk
    folder: Path
    lots: random.Random
    day: "Day"
    kills: int
    died: list[str] = field(default_factory=list)
    over: list[int] = field(default_factory=list)  # which step, each time

    async def live(self) -> None:
        while True:
            with forked_bot(self.desk.settings, self.folder) as process:
                if len(self.died) >= self.kills:
                    await asyncio.Event().wait()
                await self._until_the_lot_falls()
                process.kill()
                process.join()

    async def _until_the_lot_falls(self) -> None:
        """So many answers after it is up; where nobody asks for anything, after a while."""
        world, before = self.desk.world, len(self.desk.world.requests)
        wanted = self.lots.randint(1, 7)

        def heard() -> bool:
            later = [call for call in list(world.requests)[before:] if call.method not in COMING]
            return len(later) >= wanted

        await world.wait_until(lambda: len(world.requests) > before, _PATIENCE)
        with suppress(TimeoutError):
            await world.wait_until(heard, 2.0)
        if self.over[-2:] == [self.day.steps] * 2:
            self.day.moved.clear()
            await self.day.moved.wait()
        await asyncio.sleep(self.lots.uniform(0, 0.03))
        self.over.append(self.day.steps)
        last = list(world.requests)[-1]
        self.died.append(f"{last.method} {last.chat_id or ''}".strip())


@asynccontextmanager
async def mortal(day: "Day", folder: Path, seed: int, kills: int) -> AsyncIterator[Mortal]:
    lots = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    bot = Mortal(day.desk, folder, lots, day, kills)
    async with asyncio.TaskGroup() as group:
        life = group.create_task(bot.live())
        try:
            yield bot
        finally:
            life.cancel()


def of(kind: type[Press], article_id: int) -> Callable[[Press], bool]:
    return lambda asked: isinstance(asked, kind) and getattr(asked, "article_id", 0) == article_id


def calm(article_id: int) -> Callable[[Press], bool]:
    return lambda asked: asked == Publish(article_id, breaking=False)


class Day:
    """What the editor does; article numbers count up, so that one made twice is noticed."""

    def __init__(self, desk: Desk, usual: int, albums: int) -> None:
        self.desk, self.usual, self.albums = desk, usual, albums
        self.steps, self.moved = 0, asyncio.Event()

    def posts(self, chat: int, words: str) -> list[dict[str, Any]]:
        messages = self.desk.world.messages(chat)
        return [m for m in messages if words in m.get("text", "") + m.get("caption", "")]

    def cards(self, headline: str, words: str) -> list[dict[str, Any]]:
        """The messages to the desk about it in which that stands, too."""
        return [m for m in self.posts(OLENA, headline) if words in m["text"]]

    async def sees(self, seen: Callable[[], Any]) -> None:
        await self.desk.until(seen, within=_PATIENCE)
        self.steps += 1
        self.moved.set()

    async def press(self, wanted: Callable[[Press], bool], *, by: int = OLENA) -> None:
        await self.sees(lambda: self.desk.button(by, wanted))
        await self.desk.press(by, wanted)

    async def paste(self, headline: str, article_id: int) -> None:
        self.desk.world.say(OLENA, a_page(headline))
        await self.sees(lambda: self.desk.button(OLENA, calm(article_id)))

    async def is_out(self, *words: str) -> None:
        for chat in (self.usual, self.albums):
            await self.sees(lambda c=chat: all(self.posts(c, said) for said in words))  # type: ignore[misc]

    async def flash(self) -> None:
        self.desk.world.say(OLENA, "/flash")
        await self.sees(lambda: self.posts(OLENA, "Надішліть термінову новину"))
        self.desk.world.say(OLENA, FLASH)
        await self.press(lambda p: p == SetSection(1, SVIT))
        await self.press(lambda p: p == Publish(1, breaking=True))
        await self.is_out(FLASH)

    async def _headline(self, article_id: int, words: str) -> None:
        before = self.desk.last_id(OLENA)
        await self.press(of(OpenFields, article_id))
        # A form of before may still be there, which says no more than how it ended.
        chosen = EditField(article_id, "headline")
        await self.sees(lambda: self._newest(lambda p: p == chosen) > before)
        await self.press(lambda p: p == chosen)
        await self.sees(lambda: self.desk.button(OLENA, of(ShowFields, article_id)))
        self.desk.world.say(OLENA, words)

    def _newest(self, wanted: Callable[[Press], bool]) -> int:
        found = self.desk.button(OLENA, wanted)
        return found[0] if found else 0

    async def edit_and_correct(self) -> None:
        await self.paste("Чернетка з одруком", 2)
        await self._headline(2, EDITED)
        await self.sees(lambda: self.posts(OLENA, f"{EDITED}\n"))
        await self.press(calm(2))
        await self.is_out(EDITED)
        # A press on the card as it was before would only have it drawn anew.
        await self.sees(lambda: self.cards(EDITED, "№2 · опубліковано"))
        await self._headline(2, CORRECTED)
        await self.press(lambda p: isinstance(p, Correct) and not p.marked)
        await self.is_out(CORRECTED)

    async def schedule(self, storage: Storage) -> None:
        """And the day passes at once."""
        await self.paste(TIMED, 4)
        await self.press(of(AskWhen, 4))
        await self.sees(lambda: self.desk.button(OLENA, of(ShowMonth, 4)))
        self.desk.world.say(OLENA, "завтра о 9")
        await self.sees(lambda: self.cards(TIMED, "🕒 Вийде"))
        past = system_clock() - timedelta(seconds=1)
        timed = update(article).where(article.c.id == 4).values(scheduled_at=past)
        await tables.change(storage, timed)
        await self.is_out(TIMED)

    async def embargo(self) -> None:
        await self.paste(LATER, 5)
        await self.press(of(AskWhen, 5))
        await self.press(lambda p: p == EditWhen(5, embargo=True))
        await self.sees(lambda: self.posts(OLENA, "Ембарго на №5"))
        self.desk.world.say(OLENA, "завтра о 9")
        await self.sees(lambda: self.cards(LATER, "🔒 Ембарго"))

    async def album(self, article_id: int | None = 6) -> None:
        """None: the number is whatever PostgreSQL gives after a death, which may have used one."""

        def its(asked: Press) -> bool:
            return article_id in (None, getattr(asked, "article_id", 0))

        for name, caption in (("1.jpg", PHOTOS), ("2.jpg", "")):
            self.desk.world.send_file(
                OLENA, name, a_jpeg(), kind="photo", caption=caption, album="7"
            )
        await self.sees(lambda: self.posts(OLENA, "Світлини: 2"))
        await self.press(lambda p: isinstance(p, SetSection) and p.section_id == SVIT and its(p))
        await self.press(lambda p: isinstance(p, Publish) and not p.breaking and its(p))
        await self.is_out(PHOTOS)

    async def outlets(self) -> None:
        await self.paste(CALM, 7)
        await self.press(of(ShowOutlets, 7))
        channel = SetOutletChannel(7, self.albums, on=False)
        await self.press(lambda p: p == channel)
        back = replace(channel, on=True)
        await self.sees(lambda: self.desk.button(OLENA, lambda p: p == back))
        await self.press(lambda p: p == SetOutlet(7, "readers", on=False))
        await self.sees(lambda: self.cards(CALM, "», без читачів"))
        await self.press(calm(7))
        await self.sees(lambda: self.posts(self.usual, CALM))

    async def take_back(self) -> None:
        await self.press(of(AskRetraction, 1))
        await self.press(lambda p: p == Retract(1, tell=False))
        for chat in (self.usual, self.albums):
            await self.sees(lambda c=chat: not self.posts(c, FLASH))  # type: ignore[misc]

    async def two_people(self) -> None:
        self.desk.world.say(OLENA, "/sections")
        await self.press(lambda p: p == ShowSection(SVIT))
        await self.press(lambda p: p == NeedSecond(SVIT, on=True))
        await self.sees(lambda: self.desk.button(OLENA, lambda p: p == NeedSecond(SVIT, on=False)))
        await self.paste(BOTH, 8)
        await self.press(calm(8))
        await self.press(calm(8), by=IHOR)
        await self.is_out(BOTH)


async def opened(sandbox: Sandbox, database: Path | str, folder: Path) -> tuple[Desk, Day]:
    """In peace: two channels, a reader, and another editor."""
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    with forked_bot(desk.settings, folder) as process:
        desk.world.say(OLENA, "/start")
        await desk.until(lambda: desk.after(OLENA, 0), within=_PATIENCE)
        usual, albums = await desk.channel(), await desk.channel()
        desk.world.say(OLENA, "/channels")
        await desk.press(OLENA, lambda p: p == ShowChannel(albums))
        await desk.press(OLENA, lambda p: p == ShowLayouts(albums))
        await desk.press(OLENA, lambda p: p == SetLayout(albums, "album"))
        await desk.until(
            lambda: desk.button(OLENA, lambda p: p == SetLayout(albums, "album"), "✅")
        )
        await desk.reader(TARAS)
        await hire(desk, IHOR, "Ігор")
        process.terminate()  # in order, so that the next one need not wait until it counts as dead
        await asyncio.to_thread(process.join, _PATIENCE)
    return desk, Day(desk, usual, albums)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_an_editors_day_over_many_deaths(
    sandbox: Sandbox, database: Path | str, tmp_path: Path, seed: int
) -> None:
    _, day = await opened(sandbox, database, tmp_path)
    async with migrated(database) as storage:
        async with mortal(day, tmp_path, seed, KILLS) as bot:
            await day.flash()
            await day.edit_and_correct()
            await day.schedule(storage)
            await day.embargo()
            await day.album()
            await day.outlets()
            await day.take_back()
            await day.two_people()
            await day.sees(lambda: nothing_moves(storage))
            for deaths in range(len(bot.died), KILLS):  # each a step: over one it dies but twice
                await day.sees(lambda had=deaths: len(bot.died) > had)  # type: ignore[misc]
            await day.sees(lambda: nothing_moves(storage))
        print(seed, bot.died)
        count_up(day, storage)


@pytest.mark.slow
@pytest.mark.timeout(300)
@on_postgresql
async def test_a_short_day_over_a_death_on_postgresql(
    sandbox: Sandbox, database: str, tmp_path: Path
) -> None:
    desk, day = await opened(sandbox, database, tmp_path)
    async with migrated(database) as storage:
        async with mortal(day, tmp_path, SEEDS[0], kills=1) as bot:
            await day.album(None)
            await desk.until(lambda: bot.died or None, within=_PATIENCE)
            await day.sees(lambda: nothing_moves(storage))
        for chat in (day.usual, day.albums):
            assert len(day.posts(chat, PHOTOS)) == 1
            assert sum("photo" in message for message in desk.world.messages(chat)) == 2
        assert day.posts(TARAS, PHOTOS)
        assert tables.values(storage, select(article.c.state)) == ["published"]


def nothing_moves(storage: Storage) -> bool:
    return all(
        row.state not in ("due", "sending", "unknown") for row in tables.deliveries(storage)
    )


def count_up(day: Day, storage: Storage) -> None:
    """Each post once in each channel, each deed once in the log, and nothing half done."""
    out = {CORRECTED: 1, TIMED: 1, PHOTOS: 1, BOTH: 1}
    never = {FLASH: 0, EDITED: 0, LATER: 0}
    for chat, more in ((day.usual, {CALM: 1}), (day.albums, {CALM: 0})):
        found = {words: len(day.posts(chat, words)) for words in (*out, *never, *more)}
        assert found == out | never | more
    for chat in (day.usual, day.albums):
        assert sum("photo" in message for message in day.desk.world.messages(chat)) == 2
    for words in out:
        assert day.posts(TARAS, words), words
    assert not day.posts(TARAS, CALM)
    states = dict(map(tuple, tables.rows(storage, select(article.c.id, article.c.state))))
    published = dict.fromkeys((2, 4, 6, 7, 8), "published")
    assert states == published | {1: "retracted", 3: "merged", 5: "draft"}
    assert tables.values(storage, select(article.c.embargo_until).where(article.c.id == 5)) != [
        None
    ]
    assert not tables.values(storage, select(question.c.about))
    did = Counter(tables.values(storage, select(deed.c.did).where(deed.c.about == "article")))
    assert did["published"] == 6
    assert (did["wanted"], did["corrected"], did["retracted"]) == (1, 1, 1)
