"""Who gets which row, in which order, and what becomes of it when its holder dies."""

from datetime import timedelta

import pytest

from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.notices import CopyLeft
from storage.storage import Storage
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, said
from tests.clock import Clock
from tests.storage.ledger import LEASE, SETTLE, Book


async def test_the_more_urgent_lane_goes_first_and_then_who_has_waited_longer(
    book: Book, clock: Clock
) -> None:
    await book.owe_reader(1, 11)
    clock.pass_by(1)
    await book.owe_reader(1, 12)
    await book.enqueue(1, [-13])
    await book.enqueue(2, [-14], lane=Lane.BREAKING)
    await book.owe_desk(1, 15)
    claimed = [(await book.claim(1))[0].chat_id for _ in range(5)]
    assert claimed == [15, -14, -13, 11, 12]


async def test_a_claim_takes_one_row_a_chat(book: Book) -> None:
    for subject_id in (1, 2, 3):
        await book.owe_reader(subject_id, 11, 12)
    assert [(row.subject_id, row.chat_id) for row in await book.claim()] == [(1, 11), (1, 12)]


@pytest.mark.parametrize("room", [None, 0, 1, 2])
async def test_of_readers_rows_as_many_are_taken_as_there_is_room_for_and_all_others(
    book: Book, room: int | None
) -> None:
    readers = {11: Lane.BREAKING_READER, 12: Lane.PAID, 13: Lane.READER}
    for chat_id, lane in readers.items():
        await book.enqueue(1, [chat_id], audience=Audience.READER, lane=lane)
    await book.owe_desk(1, 20)
    await book.enqueue(1, [-21], lane=Lane.BREAKING)
    await book.enqueue(1, [-22])
    async with book.storage.writing() as tx:
        rows = await tx.ledger.claim(10, book.clock(), LEASE, readers=room)
    taken = [row.chat_id for row in rows]
    assert {20, -21, -22} < {*taken, 0}
    in_order = sorted(readers, key=lambda chat_id: readers[chat_id])
    assert [chat_id for chat_id in taken if chat_id in readers] == in_order[:room]


async def test_what_is_claimed_is_not_claimed_again(book: Book) -> None:
    await book.owe_reader(1, 11, 12, 13)
    first, rest = await book.claim(2), await book.claim(2)
    assert sorted(row.chat_id for row in first + rest) == [11, 12, 13]
    assert await book.claim() == []
    assert book.rows()[0].state == State.SENDING


async def test_what_is_not_due_yet_is_not_claimed(book: Book, clock: Clock) -> None:
    await book.enqueue(at=clock() + timedelta(seconds=5))
    async with book.storage.reading() as tx:
        assert not await tx.ledger.has_due(clock())
    assert await book.claim() == []
    clock.pass_by(5)
    async with book.storage.reading() as tx:
        assert await tx.ledger.has_due(clock())
    assert len(await book.claim()) == 1


async def test_a_chat_keeps_its_gap_and_the_desk_is_answered_at_once(
    book: Book, clock: Clock
) -> None:
    await book.owe_reader(1, TARAS)
    await book.owe_desk(1, TARAS)
    await book.occupy(TARAS, 5)
    assert (await book.claim_one()).audience is Audience.DESK
    clock.pass_by(4.9)
    assert await book.claim() == []
    clock.pass_by(0.1)
    assert (await book.claim_one()).audience is Audience.READER


async def test_a_breaking_story_follows_at_once_upon_a_post_and_the_next_one_waits(
    book: Book, clock: Clock
) -> None:
    await book.enqueue(1, lane=Lane.CHANNEL)
    await book.enqueue(2, lane=Lane.BREAKING)
    await book.occupy(CHANNEL, 60 / 19)
    assert (await book.claim_one()).subject_id == 2
    await book.enqueue(3, lane=Lane.BREAKING)
    await book.occupy(CHANNEL, 60 / 19)
    clock.pass_by(3)
    assert await book.claim() == []
    clock.pass_by(60 / 19 - 3)
    assert (await book.claim_one()).subject_id == 3


async def test_gaps_add_up_and_the_desks_burst_ends(book: Book, clock: Clock) -> None:
    await book.owe_desk(1, TARAS)
    for _ in range(6):
        await book.occupy(TARAS, 1)
    assert await book.claim() == []
    clock.pass_by(1)
    assert await book.claim_one()


async def test_however_much_a_group_was_sent_a_minute_later_it_takes_the_desks_news(
    book: Book, clock: Clock
) -> None:
    await book.owe_desk(1, TARAS)
    for _ in range(60):
        await book.occupy(TARAS, 60 / 19)
    assert await book.claim() == []
    clock.pass_by(60)
    assert await book.claim_one()


async def test_a_longer_wait_is_never_cut_short_for_the_desk_either(
    book: Book, clock: Clock, storage: Storage
) -> None:
    await book.owe_desk(1, TARAS)
    for seconds in (60, 1):
        async with storage.writing() as tx:
            await tx.pace.hold_chat(TARAS, clock() + timedelta(seconds=seconds))
    clock.pass_by(59.9)
    assert await book.claim() == []
    clock.pass_by(0.1)
    assert await book.claim_one()


async def test_a_paused_channel_keeps_its_queue(book: Book, storage: Storage) -> None:
    await a_channel(storage, state=ChannelState.PAUSED)
    await book.enqueue()
    assert await book.claim() == []
    assert book.row().state == State.DUE
    async with storage.writing() as tx:
        await tx.channels.set_state(CHANNEL, ChannelState.ACTIVE)
    assert len(await book.claim()) == 1


@pytest.mark.parametrize("state", [ChannelState.OFFERED, ChannelState.LEFT])
async def test_nothing_goes_where_the_bot_was_not_taken_or_is_no_more(
    book: Book, storage: Storage, state: ChannelState
) -> None:
    await a_channel(storage, state=state)
    await book.enqueue()
    assert await book.claim() == []


async def test_a_channel_with_a_send_in_hand_or_in_doubt_gets_nothing_else_new(
    book: Book, clock: Clock
) -> None:
    await book.enqueue(1)
    await book.shown(await book.claim_one(), 50)
    await book.enqueue(2)
    second = await book.claim_one()
    await book.busy(second)
    await book.enqueue(3, lane=Lane.BREAKING)
    assert await book.claim() == []
    await book.unknown(second)
    assert await book.claim() == []
    await book.changed(1)  # an edit in place may go: it adds no message
    assert (await book.claim_one()).subject_id == 1
    clock.pass_by(20)
    assert (await book.claim_one()).subject_id == 2  # looked up before anything else is sent
    await book.shown(second, 51)
    async with book.storage.writing() as tx:
        await tx.pace.settle(second.id)
    assert (await book.claim_one()).subject_id == 3


# --- attempts and doubts ---


async def test_an_attempt_counts_and_a_wait_that_telegram_asked_for_does_not(
    book: Book, clock: Clock
) -> None:
    await book.owe_reader(1, TARAS)
    await book.retry(await book.claim_one(), 1)
    assert book.row().attempts == 1
    clock.pass_by(1)
    await book.retry(await book.claim_one(), 30, counts=False)
    assert book.row().attempts == 1
    clock.pass_by(29)
    assert await book.claim() == []
    clock.pass_by(1)
    again = await book.claim_one()
    assert (again.attempts, again.unknown) == (1, False)
    await book.shown(again)
    assert book.row().attempts == 0


async def test_a_doubt_stays_a_doubt_until_it_is_settled(book: Book, clock: Clock) -> None:
    await book.owe_reader(1, TARAS)
    first = await book.claim_one()
    await book.unknown(first, 1)
    clock.pass_by(1)
    again = await book.claim_one()
    assert again.unknown
    await book.retry(again, 1)  # the second try never left: the first may still have arrived
    assert book.row().state == State.UNKNOWN
    clock.pass_by(1)
    await book.shown(await book.claim_one(), 51)
    row = book.row()
    assert (row.state, row.maybe_twice) == (State.SHOWN, True)


async def test_a_post_that_was_surely_sent_once_is_not_counted_as_sent_twice(book: Book) -> None:
    await book.owe_reader(1, TARAS)
    await book.shown(await book.claim_one())
    assert not book.row().maybe_twice


async def test_a_channel_post_that_was_looked_up_is_not_counted_as_sent_twice(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    await book.unknown(await book.claim_one())
    clock.pass_by(20)
    await book.shown(await book.claim_one(), 50)
    assert not book.row().maybe_twice


async def test_nobody_else_looks_while_a_doubt_is_looked_up(book: Book, clock: Clock) -> None:
    await book.enqueue()
    await book.unknown(await book.claim_one())
    clock.pass_by(20)
    assert (await book.claim_one()).unknown
    assert await book.claim() == []
    clock.pass_by(LEASE.total_seconds() + 1)
    assert (await book.claim_one()).unknown


# --- what a dead process had in hand ---


async def test_a_row_whose_send_was_not_noted_is_simply_due_again(book: Book) -> None:
    await book.enqueue()
    await book.claim()
    assert await book.give_back() == 1
    row = await book.claim_one()
    assert (row.unknown, row.sent_at) == (False, None)


async def test_a_channel_post_that_may_have_left_is_looked_up_after_it_has_settled(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    row = await book.claim_one()
    await book.note_send(row, revision=3)
    clock.pass_by(1)
    assert await book.give_back() == 1
    assert book.row().state == State.UNKNOWN
    clock.pass_by(SETTLE.total_seconds() - 0.1)
    assert await book.claim() == []
    clock.pass_by(0.1)
    doubtful = await book.claim_one()
    assert (doubtful.unknown, doubtful.sent_revision) == (True, 3)
    assert doubtful.sent_at


async def test_a_readers_post_that_may_have_left_is_in_doubt_at_once(book: Book) -> None:
    await book.owe_reader(1, TARAS)
    await book.claim()
    await book.give_back()
    assert (await book.claim_one()).unknown


@pytest.mark.parametrize("audience", list(Audience))
async def test_an_edit_that_was_in_hand_is_due_again_once_it_cannot_arrive_any_more(
    book: Book, clock: Clock, audience: Audience
) -> None:
    await book.enqueue(audience=audience)
    await book.shown(await book.claim_one(), 50)
    await book.changed()
    await book.claim()
    await book.give_back()
    if audience is not Audience.DESK:  # whose reports are edited again soon, and read at once
        assert await book.claim() == []
        clock.pass_by(SETTLE.total_seconds())
    edit = await book.claim_one()
    assert (edit.message_id, edit.unknown) == (50, False)


async def test_only_leases_that_ran_out_are_taken_from_living_processes(
    book: Book, clock: Clock
) -> None:
    await book.owe_reader(1, 11)
    await book.claim()
    clock.pass_by(60)
    await book.owe_reader(1, 12)
    await book.claim()
    clock.pass_by(LEASE.total_seconds() - 59)
    assert await book.give_back(all_rows=False) == 1
    assert [row.state for row in book.rows()] == [State.UNKNOWN, State.SENDING]


async def test_a_lease_that_is_renewed_does_not_run_out_and_what_is_settled_takes_none(
    book: Book, clock: Clock
) -> None:
    await book.owe_reader(1, 11, 12)
    held, settled = await book.claim()
    await book.shown(settled)
    clock.pass_by(LEASE.total_seconds() - 1)
    async with book.storage.writing() as tx:
        await tx.ledger.renew([held.id, settled.id], clock() + LEASE)
    clock.pass_by(2)
    assert await book.give_back(all_rows=False) == 0
    assert [row.lease_until is None for row in book.rows()] == [False, True]


async def test_a_look_up_that_died_is_done_again_at_the_next_start(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    row = await book.claim_one()
    await book.note_send(row)
    await book.unknown(row)
    clock.pass_by(20)
    await book.claim()
    await book.give_back()
    again = await book.claim_one()
    assert (again.unknown, again.sent_revision) == (True, 1)


async def test_what_waits_for_the_desks_answer_goes_on_waiting_after_a_restart(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    await book.undecided(await book.claim_one())
    await book.give_back()
    clock.pass_by(10**8)
    assert await book.claim() == []


async def test_the_absent_is_owed_as_if_nothing_had_been_sent(book: Book, clock: Clock) -> None:
    await book.enqueue()
    row = await book.claim_one()
    await book.note_send(row)
    await book.unknown(row)
    clock.pass_by(20)
    await book.claim()
    async with book.storage.writing() as tx:
        await tx.ledger.record_due(row.id, clock(), said("absent"))
    again = await book.claim_one()
    assert (again.unknown, again.sent_at, again.message_id) == (False, None, None)


async def test_the_ledger_is_open_while_anything_is_owed_or_in_hand(book: Book) -> None:
    assert not await book.is_open()
    await book.enqueue()
    assert await book.is_open()
    row = await book.claim_one()
    assert await book.is_open()
    await book.unknown(row)
    assert await book.is_open()
    await book.shown(row)
    assert not await book.is_open()


async def test_a_row_that_is_not_there_is_not_found(book: Book) -> None:
    async with book.storage.reading() as tx:
        assert await tx.ledger.find(404) is None


async def test_a_notice_is_owed_to_the_people_whom_it_is_for(book: Book, clock: Clock) -> None:
    async with book.storage.writing() as tx:
        await tx.tell([IHOR, TARAS], CopyLeft("Світ"), clock())
    rows = await book.claim()
    assert {(row.kind, row.audience, row.chat_id) for row in rows} == {
        (Kind.NOTICE, Audience.DESK, IHOR),
        (Kind.NOTICE, Audience.DESK, TARAS),
    }
    async with book.storage.reading() as tx:
        assert await tx.desk.notice(rows[0].subject_id) == CopyLeft("Світ")
        assert await tx.desk.notice(404) is None
