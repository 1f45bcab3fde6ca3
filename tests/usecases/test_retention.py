"""An old article whose readers' rows are sums by now: what can still be done with it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article import Article
from bot.domain.delivery import Kind, State
from bot.domain.notices import CopyLeft
from tests import tables
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, a_page, a_reader, an_editor
from tests.usecases.house import House


async def shown(house: House) -> Article:
    """Published, and shown in the channel and to Тарас."""
    await a_channel(house.storage)
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    await house.show_everything()
    return article


@pytest.fixture
async def old(house: House) -> Article:
    """Published 91 days ago, shown in the channel and to Тарас, and folded."""
    article = await shown(house)
    before = (await house.reports.status(article.id)).progress
    machine = Machine(house)
    hourly = await machine.start()
    machine.pass_by(91)
    await hourly()
    after = (await house.reports.status(article.id)).progress
    assert (after.readers, after.channels) == (before.readers, before.channels)
    assert after.untracked == 1
    return article


async def test_a_correction_still_reaches_its_channels(house: House, old: Article) -> None:
    draft = await house.pasted(a_page(body="Виправлений текст."))
    await house.publishing.correct(draft.id, old.id, by=an_editor())
    assert house.owed(Kind.ARTICLE, CHANNEL) == [old.id]
    assert house.owed(Kind.ARTICLE, TARAS) == []
    assert house.owed(Kind.PROGRESS, IHOR) == [old.id]
    progress = (await house.reports.status(old.id)).progress
    assert (progress.readers, progress.untracked) == ({State.SHOWN: 1}, 1)


async def test_a_retraction_still_reaches_its_channels(house: House, old: Article) -> None:
    await house.retraction.retract(old.id, by=an_editor(), tell=True)
    assert house.owed(Kind.ARTICLE, CHANNEL) == [old.id]
    assert house.owed(Kind.ARTICLE, TARAS) == []
    assert (await house.reports.why(old.id)).progress.untracked == 1


async def test_nobody_is_sent_it_again(house: House, old: Article) -> None:
    assert not (await house.publishing.publish(old.id, by=an_editor())).new
    assert await house.replays.replay(old.id, by=an_editor()) == 0
    async with house.storage.reading() as tx:
        assert list(await tx.ledger.open_fan_outs()) == []
    assert house.owed(Kind.ARTICLE, TARAS) == []


class Machine:
    """A machine whose clock may leap; what has really passed is counted beside it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.seconds = 0.0

    def pass_by(self, days: float) -> None:
        self.seconds += timedelta(days=days).total_seconds()
        self.leap(days)

    def leap(self, days: float) -> None:
        self.house.clock.pass_by(timedelta(days=days).total_seconds())

    async def start(self, **settings: Any) -> Callable[[], Awaitable[None]]:
        """A process begins; what its retention does every hour."""
        app = self.house.another(passed=lambda: self.seconds, **settings)
        await app.timekeeping.check()

        async def hourly() -> None:
            await app.timekeeping.check()
            await app.retention.tidy()

        return hourly


async def folded(house: House, article: Article) -> int:
    return (await house.reports.status(article.id)).progress.untracked


async def test_a_clock_that_leaps_ahead_makes_nothing_old(house: House) -> None:
    machine, article = Machine(house), await shown(house)
    hourly = await machine.start()
    machine.leap(400)
    await hourly()
    machine.pass_by(89)
    await hourly()
    assert await folded(house, article) == 0
    machine.pass_by(2)
    await hourly()
    assert await folded(house, article) == 1


async def test_a_machine_that_starts_with_a_clock_that_is_ahead_makes_nothing_old(
    house: House,
) -> None:
    machine, article = Machine(house), await shown(house)
    await machine.start()
    machine.leap(400)
    hourly = await machine.start()
    machine.pass_by(1)
    await hourly()
    assert await folded(house, article) == 0
    machine.leap(-400)
    hourly = await machine.start()
    await hourly()
    assert await folded(house, article) == 0


async def test_what_became_old_while_the_bot_was_off_is_folded_after_one_more_start(
    house: House,
) -> None:
    machine, article = Machine(house), await shown(house)
    await machine.start()
    machine.pass_by(100)
    await (await machine.start())()
    assert await folded(house, article) == 0
    await (await machine.start())()
    assert await folded(house, article) == 1


# --- how long ---


@pytest.mark.parametrize(
    ("keep", "age", "count"),
    [
        (0, timedelta(days=4_000), 0),
        (1, timedelta(days=1), 0),
        (1, timedelta(days=1, seconds=1), 1),
        (90, timedelta(days=90), 0),
        (90, timedelta(days=90, seconds=1), 1),
    ],
)
async def test_rows_are_folded_once_they_are_older_than_they_are_kept(
    house: House, keep: int, age: timedelta, count: int
) -> None:
    machine, article = Machine(house), await shown(house)
    hourly = await machine.start(keep_deliveries_days=keep)
    machine.pass_by(age / timedelta(days=1))
    await hourly()
    assert await folded(house, article) == count


async def test_old_messages_of_the_desk_are_forgotten_and_new_ones_are_not(house: House) -> None:
    article = await shown(house)
    async with house.storage.writing() as tx:
        for number in range(3):
            await tx.tell([IHOR], CopyLeft(f"Канал {number}"), house.clock())
    await house.show_everything()
    machine = Machine(house)
    hourly = await machine.start(keep_deliveries_days=1)
    machine.pass_by(2)
    async with house.storage.writing() as tx:
        await tx.tell([IHOR], CopyLeft("Свіжий"), house.clock())
    for _ in range(2):
        await hourly()
        assert [details["title"] for _, details in house.notices()] == ["Свіжий"]
        kinds = sorted(row.kind for row in tables.deliveries(house.storage))
        assert kinds == [Kind.ARTICLE, Kind.NOTICE]
    assert await folded(house, article) == 1
