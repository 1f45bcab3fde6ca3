"""What goes out by itself: once, at its time, whoever is killed or down meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.article import Article, ArticleState
from bot.domain.deed_log import Change, Did
from bot.domain.delivery import Kind, Lane, Shown
from bot.domain.errors import RefusedError
from bot.domain.outlets import Outlets
from bot.domain.question_kinds import Asked
from bot.domain.schedule import Scheduled
from bot.usecases.scheduling import Scheduling
from storage.schema import article, fan_out
from storage.storage import Transaction
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_content,
    a_draft,
    a_page,
    a_reader,
    an_editor,
    an_owner,
)
from tests.clock import NOON
from tests.usecases.house import KYIV, House

HOUR = timedelta(hours=1)
GRACE = timedelta(minutes=15)
# The two nights on which the clocks in Kyiv are changed.
SPRING = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


async def scheduled(house: House, at: datetime, text: str | None = None) -> Article:
    draft = await house.pasted(text or a_page())
    return await house.app.scheduling.schedule(draft.id, at, by=an_editor())


async def a_timed_draft(tx: Transaction, headline: str, at: datetime, now: datetime) -> int:
    article_id = await tx.articles.add_draft(
        a_content(headline), section_id=SVIT, warnings=(), resembles=None, by=IHOR, now=now
    )
    draft = await tx.articles.existing(article_id)
    await tx.articles.save(draft.schedule(at, now, by=IHOR))
    return article_id


async def state(house: House, timed: Article) -> ArticleState:
    return (await house.article(timed.id)).state


def chats_of(house: House, kind: Kind) -> list[int]:
    """Who is owed such a message, or has it."""
    return [row.chat_id for row in tables.deliveries(house.storage) if row.kind == kind]


def readers_meant(house: House) -> bool:
    """Whether readers are to be found for what was published."""
    (mark,) = tables.rows(house.storage, select(fan_out.c.last_id, fan_out.c.high_id))
    return bool(mark.last_id < mark.high_id)


# --- its time comes ---


async def test_it_goes_out_at_its_time_and_not_before(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    assert timed.scheduled == Scheduled(NOON + HOUR, IHOR)
    house.clock.now = NOON + HOUR - timedelta(milliseconds=1)
    await house.app.scheduling.publish_due()
    assert await state(house, timed) == "draft"
    house.clock.now = NOON + HOUR
    await house.app.scheduling.publish_due()
    published = await house.article(timed.id)
    assert (published.state, published.released_at) == ("published", NOON + HOUR)
    assert house.owed(Kind.PROGRESS) == [timed.id]
    assert house.woken()


async def test_nobody_looks_before_something_is_due_unless_rows_were_written(house: House) -> None:
    look = house.app.scheduling.next_look
    await house.app.scheduling.publish_due()
    assert look.seconds_left() == 5
    await scheduled(house, NOON + timedelta(seconds=3))
    assert look.seconds_left() == 0
    await house.app.scheduling.publish_due()
    assert look.seconds_left() == 3


async def test_what_is_published_by_hand_before_goes_out_once(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    await house.publishing.publish(timed.id, by=an_owner())
    house.clock.now = NOON + HOUR
    await house.app.scheduling.publish_due()
    assert (await house.article(timed.id)).released_at == NOON


async def test_two_processes_publish_it_once(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    other = house.another()
    house.clock.now = NOON + HOUR
    await asyncio.gather(house.app.scheduling.publish_due(), other.scheduling.publish_due())
    assert await state(house, timed) == "published"
    assert len(house.owed(Kind.PROGRESS)) == 1


def times(around: datetime) -> Iterator[datetime]:
    """Two posts at each of 250 moments around the change of a clock, a minute apart."""
    start = around - timedelta(minutes=125)
    return (start + timedelta(minutes=number // 2) for number in range(500))


@pytest.mark.slow
async def test_a_thousand_posts_over_both_changes_of_the_clock_go_out_once_each(
    house: House,
) -> None:
    """The time passes as the scheduler would wait: until the bot looks next, but half a second.

    On PostgreSQL a tenth of them, on the same minutes: what differs there is the database, and
    a thousand commits to its disk would take a minute.
    """
    every = 10 if house.storage.is_shared else 1
    await a_channel(house.storage)
    house.clock.now = AUTUMN - timedelta(days=1)
    wanted: dict[int, datetime] = {}
    async with house.storage.writing() as tx:
        for number, at in enumerate([*times(AUTUMN), *times(SPRING)][::every]):
            local = at.astimezone(KYIV)
            article_id = await a_timed_draft(tx, f"Новина {number}", local, house.clock())
            wanted[article_id] = at
        tx.wake()
    look = house.app.scheduling.next_look
    for at in sorted(set(wanted.values())):
        house.clock.now = max(house.clock.now, at - timedelta(seconds=2))
        while house.clock.now < at + timedelta(seconds=0.5):
            await house.app.scheduling.publish_due()
            house.clock.pass_by(max(look.seconds_left(), 0.5))
    columns = select(article.c.id, article.c.released_at)
    released = {row.id: row.released_at for row in tables.rows(house.storage, columns)}
    assert released.keys() == wanted.keys()
    for article_id, at in wanted.items():
        assert timedelta() <= released[article_id] - at <= timedelta(seconds=2)
    posts = [r for r in tables.deliveries(house.storage) if r.kind == Kind.ARTICLE]
    assert sorted(row.subject_id for row in posts) == sorted(wanted)


@pytest.mark.slow
async def test_what_is_meant_as_breaking_goes_out_so_at_its_time(house: House) -> None:
    await a_channel(house.storage)
    timed = await scheduled(house, NOON + HOUR)
    scheduling = house.app.scheduling
    assert (await scheduling.set_breaking(timed.id, on=True, by=an_editor())).breaking
    before = await house.article(timed.id)
    assert await scheduling.set_breaking(timed.id, on=True, by=an_editor()) == before
    house.clock.now = NOON + HOUR
    await scheduling.publish_due()
    kept = await house.article(timed.id)
    assert (kept.is_published, kept.breaking) == (True, True)
    (post,) = (r for r in tables.deliveries(house.storage) if r.kind == Kind.ARTICLE)
    assert post.lane == Lane.BREAKING
    with pytest.raises(RefusedError, match=r"^article_not_draft$"):
        await scheduling.set_breaking(timed.id, on=False, by=an_editor())


async def test_a_follow_up_says_where_there_is_nothing_to_reply_to(house: House) -> None:
    await a_channel(house.storage)
    earlier = await house.published(a_page())
    other = await a_channel(house.storage, CHANNEL - 1, title="Новий")
    async with house.storage.writing() as tx:
        first = next(r for r in tables.deliveries(house.storage) if r.kind == Kind.ARTICLE)
        row = await tx.ledger.find(first.id)
        assert row
        await tx.ledger.record_shown([(row, Shown(50, 1))], NOON)
    draft = await house.pasted(a_page("Друга новина про те саме"))
    dispatch = await house.app.follow_ups.choose(draft.id, earlier.id, by=an_editor())
    assert [channel.chat_id for channel in dispatch.without_earlier] == [other.chat_id]


# --- a time that was missed, or cannot be kept ---


@pytest.mark.parametrize(("late", "asked"), [(GRACE, False), (GRACE + HOUR / 3600, True)])
async def test_what_was_missed_goes_out_late_or_the_desk_is_asked(
    house: House,
    late: timedelta,
    asked: bool,  # noqa: FBT001 - a column of the table
) -> None:
    timed = await scheduled(house, NOON + HOUR)
    house.clock.now = NOON + HOUR + late
    await house.app.scheduling.publish_due()
    kept = await house.article(timed.id)
    assert (kept.state, kept.scheduled) == ("draft" if asked else "published", None)
    told = ("schedule_missed", timed.id) if asked else None
    for person in (IHOR, OLENA):
        kinds = [(kind, facts.get("article_id")) for kind, facts in house.notices(person)]
        assert kinds == ([told] if told else [])
    if asked:
        await house.app.scheduling.publish_due()
        assert len(house.notices(IHOR)) == 1


async def test_what_a_rule_turns_down_at_its_time_is_told_with_the_rule(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    async with house.storage.writing() as tx:
        await tx.articles.save(replace(timed, section=None))
    house.clock.now = NOON + HOUR
    await house.app.scheduling.publish_due()
    ((kind, facts),) = house.notices(IHOR)
    assert (kind, facts["code"]) == ("not_published", "article_no_section")
    assert (await house.article(timed.id)).scheduled is None


async def test_who_scheduled_it_and_has_left_is_told_nothing(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    await house.team.dismiss(IHOR, by=an_owner())
    house.clock.now = NOON + HOUR
    await house.app.scheduling.publish_due()
    assert await state(house, timed) == "published"
    assert not chats_of(house, Kind.PROGRESS)


# --- what the desk says ---


async def test_a_typed_time_is_taken_and_one_that_is_over_is_refused(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.app.scheduling.ask(draft.id, embargo=False, by=an_editor())
    await house.paste("сьогодні о 9")  # it is 15:00 in Kyiv
    assert house.refusals() == ["time_past"]
    await house.paste("завтра о 9")
    at = datetime(2023, 5, 11, 9, tzinfo=KYIV)
    assert (await house.article(draft.id)).scheduled == Scheduled(at, IHOR)
    assert await house.questions.open(an_editor()) is None
    assert draft.id in house.owed(Kind.CARD)


async def test_a_typed_embargo_holds_for_everybody(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.app.scheduling.ask(draft.id, embargo=True, by=an_editor())
    await house.paste("19:30")
    closed = await house.article(draft.id)
    assert closed.embargo_until == datetime(2023, 5, 10, 19, 30, tzinfo=KYIV)
    with pytest.raises(RefusedError, match=r"^embargo$"):
        await house.publishing.publish(draft.id, by=an_owner())
    open_ = await house.app.scheduling.clear(draft.id, embargo=True, by=an_editor())
    assert open_.embargo_until is None


async def test_an_embargo_is_not_of_the_past(house: House) -> None:
    draft = await house.pasted(a_page())
    with pytest.raises(RefusedError, match=r"^time_past$"):
        await house.app.scheduling.embargo(draft.id, NOON, by=an_editor())
    moved = await house.app.scheduling.embargo(draft.id, NOON + HOUR, by=an_editor())
    assert moved.embargo_until == NOON + HOUR


async def test_a_time_that_was_chosen_answers_the_question_about_it(house: House) -> None:
    draft = await house.pasted(a_page())
    await house.app.scheduling.ask(draft.id, embargo=False, by=an_editor())
    question = await house.questions.open(an_editor())
    assert question
    assert question.about is Asked.WHEN
    await house.app.scheduling.schedule(draft.id, NOON + HOUR, by=an_editor())
    assert await house.questions.open(an_editor()) is None


async def test_the_cards_follow_and_a_second_press_changes_nothing(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    await house.show_everything()
    await house.app.scheduling.schedule(timed.id, NOON + HOUR, by=an_editor())
    assert not house.owed(Kind.CARD)
    await house.app.scheduling.clear(timed.id, embargo=False, by=an_editor())
    assert house.owed(Kind.CARD) == [timed.id]
    await house.show_everything()
    await house.app.scheduling.clear(timed.id, embargo=False, by=an_editor())
    assert not house.owed(Kind.CARD)


# --- the queue ---


async def test_the_queue_shows_what_comes_when_page_by_page(house: House) -> None:
    assert (await house.app.scheduling.queue()).total == 0
    async with house.storage.writing() as tx:
        for number in range(9):
            await a_timed_draft(tx, f"Новина {number}", NOON + HOUR * (9 - number), NOON)
    first = await house.app.scheduling.queue()
    assert (len(first.articles), first.page, first.pages, first.total) == (8, 0, 2, 9)
    assert [a.content.headline for a in first.articles[:2]] == ["Новина 8", "Новина 7"]
    last = await house.app.scheduling.queue(7)
    assert ([a.content.headline for a in last.articles], last.page) == (["Новина 0"], 1)
    assert (await house.app.scheduling.queue(-3)).page == 0
    # Whoever has opened the last one comes back to where it stands.
    assert await house.app.scheduling.page_of(last.articles[0].id) == 1
    assert await house.app.scheduling.page_of(first.articles[-1].id) == 0


async def test_the_queue_foresees_which_posts_will_keep_their_distance(house: House) -> None:
    """Ten minutes apart; breaking news and channels that are left out wait for nothing."""
    channel = await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, title="Без проміжку")
    await house.channels.set_spacing(channel.chat_id, 10, by=an_owner())
    scheduling, at = house.app.scheduling, NOON + HOUR
    timed = [await a_draft(house.storage) for _ in range(5)]
    for number in timed:
        await scheduling.schedule(number, at, by=an_editor())
    await scheduling.set_breaking(timed[1], on=True, by=an_editor())
    await scheduling.set_outlet_channel(timed[2], CHANNEL, on=False, by=an_editor())
    await scheduling.schedule(timed[4], at + timedelta(minutes=2), by=an_editor())
    later = (await scheduling.queue()).later
    minutes = {number: (each.until - at) / timedelta(minutes=1) for number, each in later.items()}
    assert minutes == {timed[3]: 10, timed[4]: 20}
    assert {each.title for each in later.values()} == {"Світ"}
    # And so it is.
    house.clock.now = at
    await scheduling.publish_due()
    house.clock.now = at + timedelta(minutes=2)
    await scheduling.publish_due()
    spaced = {each.article_id: each.until for each in (await scheduling.queue()).spaced}
    assert spaced == {number: each.until for number, each in later.items()}
    await house.app.shaping.set_round_up(CHANNEL, 3, 30, by=an_owner())
    assert not (await scheduling.queue()).later


async def test_the_log_says_who_set_which_time(house: House) -> None:
    timed = await scheduled(house, NOON + HOUR)
    await house.app.scheduling.embargo(timed.id, NOON + 2 * HOUR, by=an_owner())
    async with house.storage.reading() as tx:
        moved, first = await tx.deeds.newest(2)
    at = [(NOON + HOUR * hours).isoformat() for hours in (1, 2)]
    assert (first.by, [(c.part, c.before, c.after) for c in first.changes]) == (
        IHOR,
        [("scheduled", None, at[0])],
    )
    assert (moved.by, [(c.part, c.before, c.after) for c in moved.changes]) == (
        OLENA,
        [("scheduled", *at), ("embargo", None, at[1])],
    )


async def test_the_log_tells_what_went_by_itself_from_what_somebody_published(
    house: House,
) -> None:
    """Of both it names whoever answers for it."""
    timed = await scheduled(house, NOON + HOUR)
    house.clock.now = NOON + HOUR
    await house.app.scheduling.publish_due()
    async with house.storage.reading() as tx:
        (done,) = await tx.deeds.newest(1)
    assert (done.did, done.by, done.subject.number) == (Did.PUBLISHED, IHOR, timed.id)
    assert done.changes == (Change("scheduled", (NOON + HOUR).isoformat()),)


# --- where it goes, and how ---


async def test_it_goes_where_the_desk_wants_it_and_without_sound(house: House) -> None:
    other = CHANNEL - 1
    await a_channel(house.storage)
    await a_channel(house.storage, other, title="Уся стрічка")
    await a_reader(house.storage, TARAS, follows=(SVIT,))
    draft = await house.pasted(a_page())
    desk = house.app.scheduling
    await desk.set_outlet_channel(draft.id, other, on=False, by=an_editor())
    await desk.set_outlet(draft.id, "sound", on=False, by=an_editor())
    dispatch = await desk.set_outlet(draft.id, "readers", on=False, by=an_editor())
    assert dispatch.article.outlets == Outlets(
        silent=True, readers=False, left_out=frozenset({other})
    )
    assert [each.chat_id for each in dispatch.channels] == [CHANNEL, other]
    card = await house.publishing.card(draft.id)
    assert ([each.chat_id for each in card.channels], card.followers) == ([CHANNEL], 0)
    await house.publishing.publish(draft.id, by=an_editor())
    assert (chats_of(house, Kind.ARTICLE), readers_meant(house)) == ([CHANNEL], False)


async def test_it_may_go_to_readers_alone(house: House) -> None:
    await a_channel(house.storage)
    await a_reader(house.storage, TARAS, follows=(SVIT,))
    draft = await house.pasted(a_page())
    await house.app.scheduling.set_outlet(draft.id, "channels", on=False, by=an_editor())
    await house.publishing.publish(draft.id, by=an_editor())
    assert (chats_of(house, Kind.ARTICLE), readers_meant(house)) == ([], True)


async def test_a_group_that_has_become_a_supergroup_is_left_out_still(house: House) -> None:
    group, other, moved = CHANNEL - 1, CHANNEL - 2, CHANNEL - 3
    await a_channel(house.storage, group, title="Група")
    await a_channel(house.storage, other, title="Уся стрічка")
    everywhere, draft = [await a_draft(house.storage) for _ in range(2)]
    await house.app.scheduling.set_outlet(everywhere, "sound", on=False, by=an_editor())
    await house.app.scheduling.set_outlet_channel(draft, group, on=False, by=an_editor())
    for _ in range(2):  # told twice
        await house.channels.moved(group, moved)
    article = (await house.publishing.card(draft)).article
    assert article.outlets == Outlets(left_out=frozenset({moved}))
    await house.publishing.publish(draft, by=an_editor())
    assert chats_of(house, Kind.ARTICLE) == [other]
    assert (await house.publishing.card(everywhere)).article.outlets == Outlets(silent=True)


async def test_a_switch_turned_twice_stands_in_the_log_once(house: House) -> None:
    await a_channel(house.storage)
    draft = await house.pasted(a_page())
    await house.show_everything()
    for _ in range(2):
        await house.app.scheduling.set_outlet_channel(draft.id, CHANNEL, on=False, by=an_editor())
    async with house.storage.reading() as tx:
        (done,) = await tx.deeds.newest(5)
    assert [(c.part, c.before, c.after) for c in done.changes] == [("left_out", None, "Світ")]
    assert house.owed(Kind.CARD) == [draft.id]


@pytest.mark.parametrize(
    ("switch", "code"),
    [
        (
            lambda desk, id_: desk.set_outlet(id_, "garbage", on=True, by=an_editor()),
            "outlet_unknown",
        ),
        (
            lambda desk, id_: desk.set_outlet_channel(id_, -5, on=True, by=an_editor()),
            "channel_unknown",
        ),
    ],
)
async def test_a_switch_that_is_none_is_refused(
    house: House, switch: Callable[[Scheduling, int], Awaitable[object]], code: str
) -> None:
    draft = await house.pasted(a_page())
    with pytest.raises(RefusedError, match=f"^{code}$"):
        await switch(house.app.scheduling, draft.id)


async def test_an_article_goes_on_from_one_that_is_out_and_from_no_other(house: House) -> None:
    draft = await house.pasted(a_page("Дощі прийдуть у вівторок", body="Дощ."))
    other = await house.pasted(a_page("Міст відкрили для руху", body="Міст."))
    desk = house.app.follow_ups
    with pytest.raises(RefusedError, match=r"^not_published$"):
        await desk.choose(draft.id, other.id, by=an_editor())
    await house.publishing.publish(other.id, by=an_editor())
    assert [each.id for each in (await desk.offered(draft.id)).articles] == [other.id]
    tied = await desk.choose(draft.id, other.id, by=an_editor())
    assert tied.article.outlets == Outlets(follows=other.id)
    assert (await desk.choose(draft.id, 0, by=an_editor())).article.outlets == Outlets()
