"""The newsroom in numbers, from what the rows tell."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.domain.delivery import Kind, Lane, State
from bot.domain.figures import Bar, ChannelFigures, Noticed, Period, SectionFigures, Spans, bars_of
from bot.domain.people import ReaderState
from bot.domain.round_up import RoundUpRule
from bot.domain.section import FIRST_SECTIONS
from bot.usecases.statistics import Statistics
from storage.schema import delivery
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    TARAS,
    a_channel,
    a_draft,
    a_page,
    a_published_article,
    a_reader,
    a_release,
    an_editor,
)
from tests.clock import NOON, Clock
from tests.storage.changes import put
from tests.usecases.house import House

KYIV = ZoneInfo("Europe/Kyiv")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON + 3 * HOUR)


@pytest.fixture
def storage(house: House) -> Storage:
    return house.storage


@pytest.fixture
def statistics(house: House) -> Statistics:
    return house.statistics


async def test_an_empty_newsroom_has_nothing_to_count(statistics: Statistics) -> None:
    figures = await statistics.figures(Period.WEEK)
    assert (figures.posts, figures.readers, figures.spans) == (0, 0, None)
    assert (figures.sections, figures.channels, figures.noticed) == ((), (), ())
    assert [bar.posts for bar in figures.bars] == [0] * 7


async def test_a_week_is_counted_by_section_channel_and_day(
    storage: Storage, statistics: Statistics
) -> None:
    await a_channel(storage, title="Світ")
    await a_reader(storage, TARAS, follows=[SVIT])
    await a_reader(storage, TARAS + 1, follows=[SVIT, POLITYKA])
    first = await a_published_article(storage, "Перша")
    second = await a_published_article(storage, "Друга")
    failed = await a_published_article(storage, "Третя")
    passed_over = await a_published_article(storage, "Відкликана, доки чекала")
    old = await a_draft(storage, "Торішня")
    base = {"audience": "channel", "lane": Lane.CHANNEL, "lease_until": None}
    async with storage.writing() as tx:
        await a_release(tx, old, breaking=True, by=IHOR, now=NOON - 10 * DAY)
        for at, members in ((NOON - 10 * DAY, 90), (NOON - DAY, 95), (NOON, 100)):
            await tx.statistics.note_size(CHANNEL, members, at)
        await tx.statistics.note_reactions(CHANNEL, 51, 7, NOON + HOUR)
        await tx.statistics.note_reactions(CHANNEL, 51, 3, NOON)  # comes late
        await tx.people.set_reader_state(TARAS + 1, ReaderState.STOPPED, NOON + HOUR)
        await tx.people.set_reader_state(TARAS + 1, ReaderState.BLOCKED, NOON + 2 * HOUR)
    for subject, state, waited, message_id in (
        (first, "shown", 2 * SECOND, 50),
        (second, "shown", 4 * SECOND, 51),
        (failed, "failed", None, None),
        (passed_over, "skipped", None, None),
    ):
        await put(
            storage,
            base
            | {
                "subject_id": subject,
                "state": state,
                "message_id": message_id,
                "first_shown_at": None if waited is None else NOON + waited,
            },
        )
    figures = await statistics.figures(Period.WEEK)
    assert (figures.posts, figures.before, figures.breaking) == (4, 1, 0)
    assert figures.spans == Spans(2 * SECOND, 4 * SECOND)
    assert figures.sections == (SectionFigures(FIRST_SECTIONS[0], 4, 1),)
    assert figures.channels == (ChannelFigures("Світ", 2, 1, 100, 10),)
    assert figures.noticed == (Noticed(second, "Друга", 7),)
    assert (figures.readers, figures.gained, figures.lost) == (1, 2, 1)
    last = figures.bars[-1]
    assert (last.posts, last.gained, last.lost) == (4, 2, 1)


async def test_what_a_round_up_drew_is_no_articles(house: House, statistics: Statistics) -> None:
    await a_channel(house.storage)
    async with house.storage.writing() as tx:
        await tx.channels.set_round_up(CHANNEL, RoundUpRule(3, 10))
    for headline in ("Мости", "Порти", "Дощі", "Потяги", "Театри"):
        await house.published(a_page(headline))
    in_both = delivery.c.kind == Kind.ROUND_UP
    shown = {"state": State.SHOWN, "message_id": 60}
    await tables.change(house.storage, update(delivery).where(in_both).values(shown))
    async with house.storage.reading() as tx:
        posts = await tx.statistics.posts(NOON - DAY, house.clock() + DAY)
    assert [post.message_id for post in posts].count(60) == 2
    await statistics.reacted(CHANNEL, 60, 9, house.clock())
    house.clock.pass_by(60)
    assert (await statistics.figures(Period.DAY)).noticed == ()


async def test_corrections_and_retractions_are_counted_and_a_retracted_article_was_published(
    storage: Storage, statistics: Statistics
) -> None:
    kept = await a_published_article(storage, "Перша")
    gone = await a_published_article(storage, "Друга")
    async with storage.writing() as tx:
        for article_id in (kept, gone):
            article = await tx.articles.existing(article_id, lock=True)
            if article_id == gone:
                await tx.articles.save(article.retract(NOON + HOUR))
    figures = await statistics.figures(Period.DAY)
    assert (figures.posts, figures.corrected, figures.retracted) == (2, 0, 1)


async def test_people_of_the_desk_read_along_and_are_no_readers(
    storage: Storage, statistics: Statistics
) -> None:
    await a_reader(storage, TARAS, follows=[SVIT])
    await a_reader(storage, IHOR, follows=[SVIT])
    async with storage.writing() as tx:
        await tx.people.save_editor(an_editor(IHOR), NOON)
        await tx.people.set_reader_state(IHOR, ReaderState.BLOCKED, NOON + HOUR)
    figures = await statistics.figures(Period.DAY)
    assert (figures.readers, figures.gained, figures.lost) == (1, 1, 0)
    assert figures.sections == (SectionFigures(FIRST_SECTIONS[0], 0, 1),)


async def test_readers_times_are_those_of_some_spread_over_all_of_them(
    storage: Storage, statistics: Statistics
) -> None:
    article_id = await a_published_article(storage, "Перша")
    base = {"audience": "reader", "lane": Lane.READER, "lease_until": None, "state": "shown"}
    for place in range(20):
        await a_reader(storage, TARAS + place)
        shown = NOON + place * SECOND if place else None  # the first one's is still due
        row = {"subject_id": article_id, "chat_id": TARAS + place, "first_shown_at": shown}
        await put(storage, base | row | ({} if place else {"state": "due"}))
    figures = await statistics.figures(Period.DAY)
    assert figures.reader_spans == Spans(10 * SECOND, 19 * SECOND)
    async with storage.reading() as tx:
        some = await tx.statistics.some_readers(5)
    assert sorted(chat_id - TARAS for chat_id in some) == [0, 4, 9, 14, 19]


async def test_followers_are_counted_once_a_day_and_their_change_is_told(
    storage: Storage, statistics: Statistics, clock: Clock
) -> None:
    await a_reader(storage, TARAS, follows=[SVIT])
    await statistics.count_followers()
    await a_reader(storage, TARAS + 1, follows=[SVIT])
    await statistics.count_followers()  # the day has its count
    (svit,) = (await statistics.figures(Period.DAY)).sections
    assert (svit.followers, svit.growth) == (2, None)  # nothing is known from before
    clock.now += 2 * DAY
    await a_reader(storage, TARAS + 2, follows=[SVIT])
    (svit,) = (await statistics.figures(Period.DAY)).sections
    assert (svit.followers, svit.growth) == (3, 2)
    await statistics.count_followers()
    clock.now += 2 * DAY
    (svit,) = (await statistics.figures(Period.DAY)).sections
    assert (svit.followers, svit.growth) == (3, 0)


async def test_who_comes_back_has_not_left(storage: Storage, statistics: Statistics) -> None:
    await a_reader(storage, TARAS)
    async with storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, ReaderState.STOPPED, NOON)
        await tx.people.join({TARAS: "uk"}, NOON + HOUR)
    figures = await statistics.figures(Period.DAY)
    assert (figures.readers, figures.lost) == (1, 0)


def test_a_day_goes_by_hours_and_a_week_by_days_of_the_newsrooms_zone() -> None:
    until = datetime(2023, 5, 10, 21, 30, tzinfo=UTC)  # half past midnight in Kyiv
    begins = Period.DAY.begin(until, KYIV)
    posts = [until - HOUR, until]
    bars = bars_of(Period.DAY, begins, until, KYIV, posts=posts, gained=[], lost=[(until, 2)])
    assert bars == (Bar(begins, 1, 0, 2),)
    begins = Period.WEEK.begin(until, KYIV)
    bars = bars_of(Period.WEEK, begins, until, KYIV, posts=posts, gained=[(until, 3)], lost=[])
    assert [bar.posts for bar in bars] == [0, 0, 0, 0, 0, 1, 1]
    assert bars[-1].gained == 3


def test_a_month_over_a_clock_change_has_thirty_days() -> None:
    until = datetime(2023, 4, 10, 12, tzinfo=UTC)  # Kyiv put the clock on on 26 March
    begins = Period.MONTH.begin(until, KYIV)
    bars = bars_of(Period.MONTH, begins, until, KYIV, posts=[until], gained=[], lost=[])
    assert len({bar.begins.astimezone(KYIV).date() for bar in bars}) == len(bars) == 30
    assert bars[-1].posts == 1
