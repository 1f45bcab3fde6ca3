"""What is owed: once to every chat, and again when the article has changed."""

from datetime import timedelta

import pytest

from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.people import ReaderState
from storage.storage import Storage
from tests.builders import (
    CHANNEL,
    IHOR,
    POLITYKA,
    SVIT,
    a_channel,
    a_published_article,
    a_reader,
    said,
    some_readers,
)
from tests.clock import Clock
from tests.storage.ledger import SETTLE, Book


async def test_a_chat_is_owed_an_article_once_however_often_it_is_said(book: Book) -> None:
    await book.enqueue(1, [CHANNEL, CHANNEL - 1])
    await book.enqueue(1, [CHANNEL - 1, CHANNEL - 2], lane=Lane.BREAKING)
    rows = book.rows()
    assert [row.chat_id for row in rows] == [CHANNEL, CHANNEL - 1, CHANNEL - 2]
    assert [row.lane for row in rows] == [Lane.CHANNEL, Lane.CHANNEL, Lane.BREAKING]


async def test_nobody_to_owe_to_is_nothing_to_do(book: Book) -> None:
    await book.enqueue(1, [])
    assert book.rows() == []
    assert not await book.is_open()


async def test_a_card_and_an_article_of_one_number_are_two_things(book: Book) -> None:
    await book.enqueue(1, [IHOR], kind=Kind.ARTICLE)
    await book.enqueue(1, [IHOR], kind=Kind.CARD)
    assert len(book.rows()) == 2


# --- corrections ---


async def test_a_correction_makes_what_is_shown_due_as_an_edit_in_place(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    await book.shown(await book.claim_one(), 50)
    assert await book.claim() == []
    clock.pass_by(60)
    await book.changed()
    edit = await book.claim_one()
    assert (edit.message_id, edit.revision, edit.unknown) == (50, 1, False)
    await book.shown(edit, 50, revision=2)
    row = book.row()
    assert (row.state, row.revision, row.message_id) == (State.SHOWN, 2, 50)
    assert row.first_shown_at < row.shown_at


async def test_a_correction_of_what_is_in_hand_is_owed_as_soon_as_it_is_shown(book: Book) -> None:
    await book.enqueue()
    first = await book.claim_one()
    await book.changed()
    assert book.row().state == State.SENDING
    await book.shown(first, 50)
    assert book.row().state == State.DUE
    await book.shown(await book.claim_one(), 50, revision=2)
    assert book.row().state == State.SHOWN


async def test_a_correction_of_a_post_in_doubt_is_an_edit_once_the_post_is_found(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    await book.unknown(await book.claim_one())
    await book.changed()
    clock.pass_by(20)
    await book.shown(await book.claim_one(), 50)
    assert (await book.claim_one()).message_id == 50


async def test_a_post_whose_message_nobody_knows_is_never_sent_anew_by_a_correction(
    book: Book,
) -> None:
    await book.enqueue()
    await book.shown(await book.claim_one(), None)
    await book.changed()
    assert book.row().state == State.SHOWN
    assert await book.claim() == []


async def test_the_desks_word_that_a_post_is_there_ends_a_correction_that_came_meanwhile(
    book: Book, clock: Clock
) -> None:
    await book.enqueue()
    row = await book.claim_one()
    await book.note_send(row, 1)
    await book.undecided(row)
    await book.changed()
    async with book.storage.writing() as tx:
        found = await tx.ledger.find(row.id)
        assert found
        assert found.unknown
        await tx.ledger.settle_unknown(found, there=True, now=clock())
    settled = book.row()
    assert (settled.state, settled.revision, settled.message_id) == (State.SHOWN, 1, None)
    assert await book.claim() == []


async def test_the_desks_word_that_a_post_is_absent_makes_it_due(book: Book, clock: Clock) -> None:
    await book.enqueue()
    await book.undecided(await book.claim_one())
    clock.pass_by(10**8)
    assert await book.claim() == []
    assert not await book.is_open()
    async with book.storage.writing() as tx:
        found = await tx.ledger.find(book.row().id)
        assert found
        await tx.ledger.settle_unknown(found, there=False, now=clock())
    assert not (await book.claim_one()).unknown


async def test_what_failed_or_was_skipped_is_not_owed_again_by_a_correction(book: Book) -> None:
    await book.owe_reader(1, 1, 2)
    failed, skipped = await book.claim()
    await book.end(failed, State.FAILED)
    await book.end(skipped, State.SKIPPED)
    await book.changed()
    assert [row.state for row in book.rows()] == [State.FAILED, State.SKIPPED]


# --- the desk's own messages ---


async def test_a_card_that_is_asked_for_again_becomes_a_new_message(book: Book) -> None:
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    await book.owe_desk(1, IHOR)
    again = await book.claim_one()
    assert again.message_id is None
    assert len(book.rows()) == 1


async def test_a_card_that_is_asked_for_while_it_is_edited_becomes_a_new_message_behind_that(
    book: Book,
) -> None:
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    await book.changed(1, Kind.CARD)
    edit = await book.claim_one()
    assert edit.message_id == 50
    await book.owe_desk(1, IHOR)
    async with book.storage.reading() as tx:
        assert await tx.ledger.message_of(Kind.CARD, 1, IHOR) is None, "it is left already"
    await book.shown(edit, 50)
    below = await book.claim_one()
    assert below.message_id is None
    await book.shown(below, 60)
    assert book.row().message_id == 60
    await book.changed(1, Kind.CARD)
    assert (await book.claim_one()).message_id == 60


async def test_a_card_that_is_due_already_is_not_owed_twice(book: Book) -> None:
    await book.owe_desk(1, IHOR)
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    assert await book.claim() == []


async def test_a_card_that_changes_while_it_is_in_hand_is_shown_once_more(book: Book) -> None:
    await book.owe_desk(1, IHOR)
    in_hand = await book.claim_one()
    await book.owe_desk(1, IHOR)
    await book.shown(in_hand, 50)
    assert (await book.claim_one()).message_id == 50


async def test_a_progress_report_that_goes_on_is_due_again_at_its_time(
    book: Book, clock: Clock
) -> None:
    await book.owe_desk(1, IHOR, Kind.PROGRESS)
    report = await book.claim_one()
    await book.shown(report, 50, refresh_at=clock() + timedelta(seconds=2))
    assert await book.claim() == []
    clock.pass_by(2)
    assert (await book.claim_one()).message_id == 50


# --- the fan-out to readers ---


async def publish(book: Book, article_id: int, *, lane: Lane = Lane.READER) -> None:
    async with book.storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, lane)


async def write_chunk(book: Book, article_id: int, chunk: int = 100) -> int:
    async with book.storage.writing() as tx:
        return await tx.ledger.fan_out(article_id, book.clock(), chunk)


async def die_within_a_chunk(book: Book, article_id: int) -> None:
    async with book.storage.writing() as tx:
        await tx.ledger.fan_out(article_id, book.clock(), 3)
        raise ConnectionResetError


async def owed_readers(book: Book) -> list[int]:
    return [row.chat_id for row in book.rows() if row.audience == Audience.READER]


async def test_an_article_is_owed_to_active_followers_who_had_joined(
    book: Book, storage: Storage
) -> None:
    await some_readers(storage, (1, 2, 3))
    await a_reader(storage, 4, follows=[POLITYKA])
    await a_reader(storage, 5, follows=[])
    await a_reader(storage, 6)
    async with storage.writing() as tx:
        await tx.people.set_reader_state(2, ReaderState.STOPPED)
        await tx.people.set_reader_state(6, ReaderState.BLOCKED)
    article_id = await a_published_article(storage)
    await publish(book, article_id)
    await a_reader(storage, 7)  # came after the article
    assert await write_chunk(book, article_id) == 2
    assert await owed_readers(book) == [1, 3]
    rows = book.rows()
    assert {(row.state, row.lane, row.subject_id) for row in rows} == {
        (State.DUE, Lane.READER, article_id)
    }


async def test_the_readers_rows_are_written_to_the_end_through_any_kill(
    book: Book, storage: Storage
) -> None:
    await some_readers(storage, range(1, 8))
    article_id = await a_published_article(storage)
    await publish(book, article_id)
    counts = []
    while await open_marks(storage):
        assert (await book.progress(article_id)).counting
        with pytest.raises(ConnectionResetError):
            await die_within_a_chunk(book, article_id)
        counts.append(await write_chunk(book, article_id, 3))
    assert counts == [3, 3, 1]
    assert await owed_readers(book) == list(range(1, 8))
    assert not (await book.progress(article_id)).counting


async def test_a_chunk_that_ends_with_the_last_reader_is_followed_by_an_empty_one(
    book: Book, storage: Storage
) -> None:
    await some_readers(storage, range(1, 5))
    async with storage.writing() as tx:
        await tx.people.set_reader_state(4, ReaderState.STOPPED)
    article_id = await a_published_article(storage)
    await publish(book, article_id)
    assert [await write_chunk(book, article_id, 3) for _ in range(2)] == [3, 0]
    assert await open_marks(storage) == []
    assert await owed_readers(book) == [1, 2, 3]


async def test_an_article_without_any_reader_is_counted_at_once(
    book: Book, storage: Storage
) -> None:
    article_id = await a_published_article(storage)
    await publish(book, article_id)
    assert await open_marks(storage) == []
    assert not await book.is_open()


async def test_who_is_meant_is_fixed_once(book: Book, storage: Storage) -> None:
    await a_reader(storage, 1)
    article_id = await a_published_article(storage)
    await publish(book, article_id)
    await a_reader(storage, 2)
    await publish(book, article_id, lane=Lane.BREAKING)
    await write_chunk(book, article_id)
    assert await owed_readers(book) == [1]


async def test_breaking_news_are_written_first(book: Book, storage: Storage) -> None:
    await a_reader(storage, 1)
    plain = await a_published_article(storage, "Звичайна новина")
    breaking = await a_published_article(storage, "Термінова новина")
    await publish(book, plain)
    await publish(book, breaking, lane=Lane.BREAKING)
    assert await open_marks(storage) == [breaking, plain]
    assert await book.is_open()


async def open_marks(storage: Storage) -> list[int]:
    async with storage.reading() as tx:
        return list(await tx.ledger.open_fan_outs())


# --- chats that move, stop, or are paused ---


async def test_what_is_owed_to_a_group_moves_with_it_once(book: Book) -> None:
    await book.enqueue(1, [-5])
    await book.enqueue(2, [-5, -6])  # the new chat is owed the second article already
    async with book.storage.writing() as tx:
        await tx.ledger.move_chat(-5, -6)
    owed = {(row.subject_id, row.chat_id): row.state for row in book.rows()}
    assert owed == {(1, -6): State.DUE, (2, -5): State.SKIPPED, (2, -6): State.DUE}


async def test_a_group_takes_its_sections_and_its_state_with_it(storage: Storage) -> None:
    await a_channel(storage, -5, takes=[SVIT, POLITYKA], state=ChannelState.PAUSED, title="Група")
    async with storage.writing() as tx:
        await tx.channels.saw_message(-5, 900)
        await tx.channels.move_chat(-5, -6)
        await tx.channels.move_chat(-5, -6)  # told twice
        (moved,) = await tx.channels.all()
        assert await tx.channels.last_message_id(-6) == 0  # its numbers begin anew
    assert (moved.chat_id, moved.title, moved.state) == (-6, "Група", ChannelState.PAUSED)
    assert moved.section_ids == {SVIT, POLITYKA}


async def test_a_reader_who_stops_is_owed_nothing_more(book: Book, clock: Clock) -> None:
    for subject_id in (1, 2, 3):
        await book.owe_reader(subject_id, 7)
    await book.owe_reader(1, 8)
    shown = (await book.claim())[0]
    await book.shown(shown)
    clock.pass_by(1)
    doubtful = next(row for row in await book.claim() if row.chat_id == 7)
    await book.unknown(doubtful)
    async with book.storage.writing() as tx:
        await tx.ledger.skip_chat(7, said("the reader has stopped"))
    states = [row.state for row in book.rows() if row.chat_id == 7]
    assert states == [State.SHOWN, State.SKIPPED, State.SKIPPED]
    assert [row.state for row in book.rows() if row.chat_id == 8] != [State.SKIPPED]


async def test_a_reader_who_is_an_editor_too_keeps_the_desks_messages(book: Book) -> None:
    await book.owe_reader(1, IHOR)
    await book.owe_desk(1, IHOR)
    async with book.storage.writing() as tx:
        await tx.ledger.skip_chat(IHOR, said("the reader has stopped"))
    assert [(row.kind, row.state) for row in book.rows()] == [
        (Kind.ARTICLE, State.SKIPPED),
        (Kind.CARD, State.DUE),
    ]


async def test_what_the_desk_is_shown_while_an_edit_may_arrive_is_shown_once_more(
    book: Book, clock: Clock
) -> None:
    """The process died in the middle of it: an old card would keep its buttons for good."""
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    clock.pass_by(60)
    await book.changed(kind=Kind.CARD)
    assert (await book.claim_one()).message_id == 50
    await book.owe_desk(1, IHOR)
    await book.tell_in(50, IHOR)
    await book.give_back()
    took = {}
    for _ in range(2):  # one a chat
        for row in await book.claim():
            took[row.kind] = row.message_id
            await book.shown(row, row.message_id or 60)
        clock.pass_by(5)
    assert took == {Kind.CARD: None, Kind.NOTICE: 50}, "nobody waits for it"
    clock.pass_by(SETTLE.total_seconds() - 11)
    assert await book.claim() == []
    clock.pass_by(1)
    again = await book.claim_one()
    assert (again.kind, again.message_id, again.revision) == (Kind.NOTICE, 50, 0)
    await book.shown(again, 50)
    clock.pass_by(60)
    assert await book.claim() == []


async def test_an_edit_that_was_not_answered_is_shown_once_more_when_it_can_arrive_no_more(
    book: Book, clock: Clock
) -> None:
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    clock.pass_by(60)
    await book.changed(kind=Kind.CARD)
    await book.retry(await book.claim_one(), 1, may_arrive_until=clock() + SETTLE)
    clock.pass_by(1)
    await book.shown(await book.claim_one(), 50)
    clock.pass_by(18)
    await book.changed(kind=Kind.CARD)
    assert await book.claim() == []
    clock.pass_by(1)
    await book.shown(await book.claim_one(), 50)
    clock.pass_by(60)
    assert await book.claim() == [], "it has been settled"


async def test_what_takes_a_messages_place_waits_for_the_edit_of_it_that_is_in_hand(
    book: Book, clock: Clock
) -> None:
    """Where both are under way nobody knows which comes last: an old card kept its buttons."""
    await book.owe_desk(1, IHOR)
    await book.shown(await book.claim_one(), 50)
    clock.pass_by(60)
    await book.changed(kind=Kind.CARD)
    edit = await book.claim_one()
    assert edit.message_id == 50
    await book.owe_desk(1, IHOR)
    await book.tell_in(50, IHOR, 1)
    await book.tell_in(51, IHOR, 2)
    assert [(row.kind, row.subject_id) for row in await book.claim()] == [(Kind.NOTICE, 2)]
    await book.shown(edit, 50)
    taken = []
    for _ in range(2):  # one a chat
        clock.pass_by(60)
        taken += [(row.kind, row.message_id) for row in await book.claim()]
    assert sorted(taken) == [(Kind.CARD, None), (Kind.NOTICE, 50)]
