"""Every outcome is written down with all that follows from it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from bot.delivery.outcomes import OutcomeWriter
from bot.delivery.own_pace import OwnPace
from bot.delivery.reach import Reach
from bot.domain.channel import ChannelState
from bot.domain.delivery import (
    Absent,
    Audience,
    Delivery,
    GivenUp,
    Kind,
    Lane,
    Moved,
    Outcome,
    Partial,
    Rejected,
    Retry,
    Shown,
    Skipped,
    State,
    Undecided,
    Unknown,
    Unreachable,
    Withdrawn,
)
from bot.domain.notices import ArticleRetracted
from bot.domain.people import ReaderState
from bot.domain.rate import Rate
from bot.domain.reasons import Reason, ReasonCode
from storage.schema import article, chat_pace, delivery
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_published_article,
    a_reader,
    an_owner,
    hired,
    migrated,
    said,
    some_readers,
)
from tests.clock import NOON, Clock
from tests.databases import on_postgresql, on_sqlite
from tests.journeys.test_locked import locked
from tests.postgres import Machine, Server

LEASE = timedelta(minutes=5)
NEW_GROUP = CHANNEL - 5


class Desk:
    """A recorder, and what it is told of one article in a channel."""

    def __init__(self, storage: Storage, clock: Clock, desk_chat_id: int | None = None) -> None:
        self.storage = storage
        self.clock = clock
        reach = Reach(storage, clock, desk_chat_id)
        self.woken = asyncio.Event()
        self.outcome_writer = OutcomeWriter(
            storage, clock, desk_chat_id, self.woken.set, reach=reach, pace=OwnPace(Rate(29))
        )

    async def enqueue(self, chats: Sequence[int] = (CHANNEL,), **given: Any) -> list[Delivery]:
        """Claimed rows of an article."""
        article_id = await a_published_article(self.storage)
        audience = given.get("audience", Audience.CHANNEL)
        async with self.storage.writing() as tx:
            await tx.ledger.enqueue(
                Kind.ARTICLE, article_id, chats, audience=audience, lane=Lane.CHANNEL, now=NOON
            )
            rows = await tx.ledger.claim(10, NOON, LEASE)
            for row in rows:
                if audience is Audience.CHANNEL:
                    await tx.pace.make_busy(row.chat_id, row.id, NOON)
        return rows

    async def record(self, row: Delivery, outcome: Outcome) -> Any:
        """The row as it stands afterwards."""
        self.outcome_writer.put(row, outcome)
        await self.outcome_writer.flush()
        (kept,) = tables.rows(self.storage, select(delivery).where(delivery.c.id == row.id))
        return kept

    def notices(self) -> list[tuple[str, dict[str, Any]]]:
        return tables.notices(self.storage)

    def told(self) -> list[int]:
        """Whom the desk's notices go to."""
        asked = select(delivery.c.chat_id).where(delivery.c.kind == Kind.NOTICE)
        return tables.values(self.storage, asked)

    def is_busy(self, chat_id: int = CHANNEL) -> bool:
        asked = select(chat_pace.c.busy_with).where(chat_pace.c.chat_id == chat_id)
        return tables.values(self.storage, asked) not in ([], [None])


@pytest.fixture
async def desk(storage: Storage, clock: Clock) -> Desk:
    await hired(storage, an_owner())
    await a_channel(storage)
    return Desk(storage, clock)


@pytest.mark.parametrize(
    ("audience", "outcome", "wakes"),
    [
        (Audience.READER, Shown(50, 1), False),
        (Audience.READER, Retry(NOON, said("no connection")), True),
        (Audience.CHANNEL, Shown(50, 1), True),
    ],
)
async def test_a_worker_with_messages_in_hand_is_not_woken_because_some_have_arrived(
    desk: Desk, audience: Audience, outcome: Outcome, *, wakes: bool
) -> None:
    """It looks at the database again by itself, for less than a look after each few messages."""
    (row,) = await desk.enqueue(
        [OLENA if audience is Audience.READER else CHANNEL], audience=audience
    )
    await desk.record(row, outcome)
    assert desk.woken.is_set() is wakes
    assert desk.outcome_writer.recorded.is_set() is not wakes


async def test_one_chat_shows_that_telegram_takes_a_text_and_others_write_nothing_of_that(
    desk: Desk,
) -> None:
    article_id = await a_published_article(desk.storage)
    await tables.change(desk.storage, update(article).values(proved=0))
    async with desk.storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE,
            article_id,
            [OLENA, TARAS],
            audience=Audience.READER,
            lane=Lane.READER,
            now=NOON,
        )
        (first,) = await tx.ledger.claim(10, NOON, LEASE)
    await desk.record(first, Shown(50, 1))
    assert tables.values(desk.storage, select(article.c.proved)) == [1]
    async with desk.storage.writing() as tx:
        (second,) = await tx.ledger.claim(10, NOON, LEASE)
    await tables.change(desk.storage, update(article).values(proved=0))
    await desk.record(second, Shown(51, 1))
    assert tables.values(desk.storage, select(article.c.proved)) == [0]


async def test_a_text_that_was_corrected_after_the_claim_is_taken_in_its_newest_words(
    desk: Desk,
) -> None:
    (row,) = await desk.enqueue([OLENA], audience=Audience.READER)
    await desk.record(row._replace(proves=False), Shown(50, 2))
    assert tables.values(desk.storage, select(article.c.proved)) == [2]


async def test_a_shown_post_frees_the_channel_and_its_number_is_remembered(desk: Desk) -> None:
    (row,) = await desk.enqueue()
    kept = await desk.record(row, Shown(50, 1))
    assert (kept.state, kept.message_id) == (State.SHOWN, 50)
    assert not desk.is_busy()
    async with desk.storage.reading() as tx:
        assert await tx.channels.last_message_id(CHANNEL) == 50


@pytest.mark.parametrize(
    ("outcome", "state", "busy"),
    [
        (Retry(NOON, said("no connection")), State.DUE, False),
        (Unknown(NOON, said("timeout")), State.UNKNOWN, True),
        (Undecided(said("protected")), State.UNKNOWN, True),
        (Absent(), State.DUE, False),
        (Unreachable(said("bot was kicked")), State.DUE, False),
        (GivenUp(said("can't parse entities")), State.FAILED, False),
        (Skipped(said("nothing is owed any more")), State.SKIPPED, False),
        (Withdrawn(said("deleted")), State.WITHDRAWN, False),
        (Moved(NEW_GROUP), State.DUE, False),
    ],
)
async def test_a_channel_takes_the_next_post_only_once_this_one_is_no_longer_in_doubt(
    desk: Desk,
    outcome: Outcome,
    state: State,
    busy: bool,  # noqa: FBT001 - a column of the table
) -> None:
    (row,) = await desk.enqueue()
    assert (await desk.record(row, outcome)).state == state
    assert desk.is_busy() is busy


async def test_a_doubt_that_could_not_be_looked_up_yet_stays_a_doubt(desk: Desk) -> None:
    (row,) = await desk.enqueue()
    await desk.record(row, Unknown(NOON, said("timeout")))
    async with desk.storage.writing() as tx:
        (doubtful,) = await tx.ledger.claim(10, NOON, LEASE)
    kept = await desk.record(doubtful, Retry(NOON, said("no connection")))
    assert kept.state == State.UNKNOWN
    assert desk.is_busy()


async def test_the_desk_is_told_what_it_has_to_decide(desk: Desk) -> None:
    (row,) = await desk.enqueue()
    await desk.record(row, Undecided(said("protected")))
    ((template, details),) = desk.notices()
    assert template == "cannot_tell"
    assert details == {
        "chat_id": CHANNEL,
        "delivery_id": row.id,
        "article_id": row.subject_id,
        "headline": "Порт Роттердама відкрив зелений термінал",
        "title": "Світ",
        "is_group": False,
        "reason": {"code": "refused", "words": "protected"},
    }
    assert desk.told() == [OLENA]


async def test_a_post_to_a_chat_that_nobody_knows_is_told_of_by_its_number(desk: Desk) -> None:
    async with desk.storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, 404, [-404], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=NOON
        )
        (row,) = await tx.ledger.claim(10, NOON, LEASE)
    await desk.record(row, GivenUp(said("rejected")))
    ((_, details),) = desk.notices()
    assert (details["title"], details["headline"]) == ("-404", "")


@pytest.mark.slow
@pytest.mark.parametrize("tell", [True, False])
@pytest.mark.parametrize(
    ("outcome", "may_have_come"),
    [
        (Shown(50, 1), True),
        (Skipped(Reason(ReasonCode.MAY_HAVE_ARRIVED)), True),
        (Skipped(Reason(ReasonCode.NOT_OWED)), False),
        (GivenUp(said("blocked")), False),
    ],
)
async def test_to_whom_an_article_was_on_its_way_as_it_was_taken_back_is_told_like_the_others(
    desk: Desk,
    outcome: Outcome,
    *,
    may_have_come: bool,
    tell: bool,
) -> None:
    await a_reader(desk.storage, TARAS)
    (row,) = await desk.enqueue([TARAS], audience=Audience.READER)
    async with desk.storage.writing() as tx:
        article = await tx.articles.existing(row.subject_id)
        await tx.publishing.retract(article.retract(NOON), NOON)
        if tell:
            await tx.desk.add_notice(ArticleRetracted("Порт", article.id), NOON)
    assert TARAS not in desk.told()
    await desk.record(row, outcome)
    assert (TARAS in desk.told()) is (may_have_come and tell)


async def a_notice_in_the_channel(desk: Desk) -> Delivery:
    """Claimed: the channel is to be told that an article was taken back."""
    async with desk.storage.writing() as tx:
        told = ArticleRetracted("Порт відкрив термінал")
        notice_id = await tx.desk.add_notice(told, NOON)
        await tx.ledger.enqueue(
            Kind.NOTICE,
            notice_id,
            [CHANNEL],
            audience=Audience.CHANNEL,
            lane=Lane.CHANNEL,
            now=NOON,
        )
        (row,) = await tx.ledger.claim(10, NOON, LEASE)
    return row


async def test_a_notice_that_a_channel_does_not_take_is_no_article_to_be_corrected(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    row = await a_notice_in_the_channel(desk)
    assert (await desk.record(row, GivenUp(said("TOPIC_CLOSED")))).state == State.FAILED
    assert desk.told() == [CHANNEL]  # the notice itself, and no other
    assert "given up: notice" in caplog.text


async def test_of_a_notice_in_doubt_the_desk_is_asked_by_its_headline(desk: Desk) -> None:
    row = await a_notice_in_the_channel(desk)
    await desk.record(row, Undecided(said("protected")))
    _, (template, details) = desk.notices()
    assert (template, details["article_id"]) == ("cannot_tell", None)
    assert details["headline"] == "Порт відкрив термінал"


@pytest.mark.parametrize(
    "outcome", [Rejected(said("can't parse entities")), Unreachable(said("blocked"))]
)
async def test_a_message_of_the_desks_own_that_fails_stops_no_article_and_nobody(
    desk: Desk, outcome: Outcome
) -> None:
    (post,) = await desk.enqueue()
    await a_reader(desk.storage, OLENA)
    async with desk.storage.writing() as tx:
        await tx.ledger.enqueue_again(Kind.CARD, post.subject_id, OLENA, NOON)
        (card,) = await tx.ledger.claim(10, NOON, LEASE)
    assert (await desk.record(card, outcome)).state == State.FAILED
    assert desk.notices() == []
    async with desk.storage.reading() as tx:
        reader = await tx.people.reader(OLENA)
    assert reader
    assert reader.state is ReaderState.ACTIVE
    assert (await desk.record(post, Shown(50, 1))).state == State.SHOWN


async def test_a_text_that_several_channels_reject_is_told_of_once(desk: Desk) -> None:
    await a_channel(desk.storage, CHANNEL - 1, title="Світ коротко")
    for row in await desk.enqueue([CHANNEL, CHANNEL - 1]):
        assert (
            await desk.record(row, Rejected(said("message is too long")))
        ).state == State.FAILED
    assert [template for template, _ in desk.notices()] == ["post_rejected"]


async def test_where_there_is_a_desk_chat_it_is_told_and_not_the_owners(
    storage: Storage, clock: Clock
) -> None:
    await hired(storage, an_owner())
    await a_channel(storage)
    desk = Desk(storage, clock, desk_chat_id=-77)
    (row,) = await desk.enqueue()
    await desk.record(row, Unreachable(said("bot was kicked")))
    assert desk.told() == [-77]


async def test_a_channel_is_paused_once_and_the_desk_told_once(desk: Desk) -> None:
    await a_channel(desk.storage, CHANNEL - 1, title="Світ коротко")
    rows = await desk.enqueue([CHANNEL, CHANNEL - 1])
    for row in rows:
        await desk.record(row, Unreachable(said("bot was kicked")))
        await desk.record(row, Unreachable(said("bot was kicked")))
    ((template, details),) = desk.notices()
    assert (template, details["titles"]) == ("channels_lost", ["Світ", "Світ коротко"])
    async with desk.storage.reading() as tx:
        assert {c.state for c in await tx.channels.all()} == {ChannelState.PAUSED}


async def test_a_readers_rejected_post_fails_and_the_desk_is_not_bothered(desk: Desk) -> None:
    await a_reader(desk.storage)
    (row,) = await desk.enqueue([TARAS], audience=Audience.READER)
    kept = await desk.record(row, GivenUp(said("message is too long")))
    assert (kept.state, kept.reason) == (State.FAILED, ReasonCode.TOO_LONG)
    assert desk.notices() == []


async def test_what_is_given_up_names_the_newsrooms_chats_in_the_log_and_no_readers_group(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await a_reader(desk.storage, NEW_GROUP)
    (row,) = await desk.enqueue([NEW_GROUP], audience=Audience.READER)
    await desk.record(row, GivenUp(said("no")))
    assert "in a group or channel: " in caplog.text
    assert str(NEW_GROUP) not in caplog.text
    (row,) = await desk.enqueue()
    await desk.record(row, GivenUp(said("no")))
    assert f"in {CHANNEL}: " in caplog.text


async def test_a_group_that_moved_is_followed_once(desk: Desk) -> None:
    (first,) = await desk.enqueue()
    kept = await desk.record(first, Moved(NEW_GROUP))
    assert (kept.chat_id, kept.state) == (NEW_GROUP, State.DUE)
    async with desk.storage.reading() as tx:
        (moved,) = await tx.channels.all()
    assert moved.chat_id == NEW_GROUP
    assert moved.section_ids == {SVIT}
    again = await desk.record(first, Moved(NEW_GROUP))  # an edit to the old chat was in hand, too
    assert (again.chat_id, again.state) == (NEW_GROUP, State.DUE)


async def test_what_stood_in_a_group_that_moved_is_not_sent_once_more(desk: Desk) -> None:
    (row,) = await desk.enqueue()
    shown = await desk.record(row, Shown(50, 1))
    for _ in range(2):  # the group told it first, and then so does an edit that was in hand
        kept = await desk.record(shown, Moved(NEW_GROUP))
        assert (kept.chat_id, kept.state, kept.message_id) == (NEW_GROUP, State.SHOWN, None)


async def move(desk: Desk) -> None:
    """The group tells it by itself, while a request is under way."""
    async with desk.storage.writing() as tx:
        await tx.move_chat(CHANNEL, NEW_GROUP)


async def test_what_arrived_before_the_group_moved_gives_no_number_to_the_new_chat(
    desk: Desk,
) -> None:
    """There, another message bears it: a correction would be written over that."""
    (row,) = await desk.enqueue()
    await move(desk)
    kept = await desk.record(row, Shown(50, 1, more_ids=(51,), pictures=("a", "b")))
    assert (kept.chat_id, kept.state, kept.revision) == (NEW_GROUP, State.SHOWN, 1)
    assert (kept.message_id, kept.more_ids, kept.pictures) == (None, None, None)


async def test_half_an_album_that_arrived_before_the_group_moved_is_not_cleared_away_there(
    desk: Desk,
) -> None:
    (row,) = await desk.enqueue()
    await move(desk)
    kept = await desk.record(row, Partial((50,), ("a",), said("half done")))
    assert (kept.chat_id, kept.state, kept.message_id) == (NEW_GROUP, State.DUE, None)


@pytest.mark.parametrize("outcome", [Shown(50, 2), Retry(NOON, said("timeout"))])
async def test_what_became_of_an_edit_before_the_group_moved_settles_nothing_in_the_new_chat(
    desk: Desk, outcome: Outcome
) -> None:
    (row,) = await desk.enqueue()
    await desk.record(row, Shown(50, 1))
    desk.clock.pass_by(60)
    async with desk.storage.writing() as tx:
        await tx.ledger.mark_changed(Kind.ARTICLE, row.subject_id, desk.clock())
        (edit,) = await tx.ledger.claim(1, desk.clock(), LEASE)
    assert edit.message_id == 50
    await move(desk)
    kept = await desk.record(edit, outcome)
    assert (kept.chat_id, kept.state, kept.message_id) == (NEW_GROUP, State.SHOWN, None)
    assert kept.reason == ReasonCode.NUMBER_UNKNOWN, "the desk corrects it by hand"


async def test_what_cannot_be_written_stays_and_is_written_later(desk: Desk) -> None:
    (row,) = await desk.enqueue()
    desk.outcome_writer.put(row, Shown(50, 1))
    await rename(desk.storage, "delivery", "away")
    with pytest.raises(DBAPIError):
        await desk.outcome_writer.flush()
    await rename(desk.storage, "away", "delivery")
    await desk.outcome_writer.flush()
    async with desk.storage.reading() as tx:
        kept = await tx.ledger.find(row.id)
    assert kept
    assert kept.message_id == 50


@pytest.mark.slow
@on_sqlite
async def test_a_lock_is_a_line_in_the_log_and_no_traceback(
    desk: Desk, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (row,) = await desk.enqueue()
    desk.outcome_writer.put(row, Shown(50, 1))
    async with locked(database):
        work = asyncio.create_task(desk.outcome_writer.run())
        async with asyncio.timeout(60):  # SQLite waits for five seconds
            while "cannot be written yet" not in caplog.text:  # noqa: ASYNC110 - a log has no event
                await asyncio.sleep(0.05)
    desk.outcome_writer.close()
    await work
    assert "database is locked" in caplog.text
    assert [record for record in caplog.records if record.exc_info] == []
    async with desk.storage.reading() as tx:
        kept = await tx.ledger.find(row.id)
    assert kept
    assert kept.message_id == 50


async def rename(storage: Storage, table: str, name: str) -> None:
    await tables.change(storage, text(f"ALTER TABLE {table} RENAME TO {name}"))


async def test_a_batch_is_one_transaction_with_every_kind_of_outcome(desk: Desk) -> None:
    await some_readers(desk.storage, (1, 2, 3))
    rows = await desk.enqueue([1, 2, 3], audience=Audience.READER)
    outcomes: list[Outcome] = [
        Shown(5, 1),
        Unreachable(said("user is deactivated")),
        Skipped(said("…")),
    ]
    for row, outcome in zip(rows, outcomes, strict=True):
        desk.outcome_writer.put(row, outcome)
    await desk.outcome_writer.flush()
    async with desk.storage.reading() as tx:
        progress = await tx.totals.progress(rows[0].subject_id)
    assert progress.readers == {State.SHOWN: 1, State.FAILED: 1, State.SKIPPED: 1}
    assert progress.reasons == {said("user is deactivated"): 1, said("…"): 1}


async def test_nothing_to_write_writes_nothing(desk: Desk) -> None:
    await rename(desk.storage, "delivery", "away")
    await desk.outcome_writer.flush()
    await rename(desk.storage, "away", "delivery")


@pytest.mark.parametrize("steps", range(5))
async def test_whoever_is_cancelled_as_an_outcome_comes_ends(
    storage: Storage, clock: Clock, steps: int
) -> None:
    """Else the fault of another task would leave a process that neither works nor ends."""
    desk = Desk(storage, clock)
    (waits,) = await desk.enqueue([1], audience=Audience.READER)
    (urgent,) = await desk.enqueue()
    writing = asyncio.create_task(desk.outcome_writer.run())
    desk.outcome_writer.put(waits, Shown(1, 1))
    await asyncio.sleep(0.01)
    desk.outcome_writer.put(urgent, Shown(1, 1))
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.wait({writing}, timeout=5)
    assert writing.done()


@pytest.mark.slow
async def test_outcomes_wait_for_a_server_that_goes_and_comes(
    machine: Machine, clock: Clock
) -> None:
    """Cut off in the midst of a batch, nothing of it is set aside."""
    server = Server(machine.address)
    server.close()
    async with migrated(server.url) as storage:
        await hired(storage, an_owner())
        await a_channel(storage)
        desk = Desk(storage, clock)
        rows = await desk.enqueue(range(1, 4), audience=Audience.READER)
        for row in rows:
            desk.outcome_writer.put(row, Shown(50, 1))
        await asyncio.to_thread(machine.stop)
        with pytest.raises((DBAPIError, ConnectionError)):
            await desk.outcome_writer.flush()
        await asyncio.to_thread(machine.start)
        await desk.outcome_writer.flush()
        states = [row.state for row in tables.deliveries(storage)]
        assert states == [State.SHOWN] * 3
        assert desk.notices() == []


@on_postgresql
async def test_an_outcome_that_is_only_held_up_is_not_set_aside(desk: Desk) -> None:
    (row,) = await desk.enqueue([TARAS], audience=Audience.READER)
    desk.outcome_writer.put(row, Shown(50, 1))
    held_up = "NEW.state = 'shown'"
    await tables.refuse(desk.storage, "delivery", "UPDATE", held_up, saying=tables.HELD_UP)
    with pytest.raises(DBAPIError):
        await desk.outcome_writer.flush()
    await tables.take_again(desk.storage, "delivery")
    await desk.outcome_writer.flush()
    assert [row.state for row in tables.deliveries(desk.storage)] == [State.SHOWN]
