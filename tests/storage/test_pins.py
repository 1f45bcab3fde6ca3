"""A pin is due from the moment that a breaking post is shown until it is settled."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.delivery import Lane, Shown, State
from storage.storage import Storage
from tests.builders import CHANNEL, a_channel, said
from tests.clock import Clock
from tests.storage.ledger import SETTLE, Book


async def pinning(storage: Storage) -> None:
    await a_channel(storage)
    async with storage.writing() as tx:
        await tx.channels.set_pins(CHANNEL, on=True)


async def shown(book: Book, row: Any, revision: int = 1) -> None:
    """As the recorder does for a breaking post."""
    async with book.storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(50, revision))], book.clock())
        await tx.ledger.enqueue_pin(row, book.clock())


async def settled(book: Book, row: Any) -> None:
    async with book.storage.writing() as tx:
        await tx.ledger.record_pin_settled(row, book.clock())


async def test_a_shown_post_is_due_again_at_once_where_the_channel_pins(
    book: Book, storage: Storage
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    row = await book.claim_one()
    assert (row.to_pin, row.message_id, row.revision) == (True, 50, 1)
    assert (await book.progress()).channels[0].to_pin
    await settled(book, row)
    assert not (await book.progress()).channels[0].to_pin
    kept = book.row()
    assert (kept.state, kept.to_pin, kept.attempts) == (State.SHOWN, False, 0)
    assert not await book.is_open()


async def test_a_channel_that_pins_nothing_has_its_post_and_no_more(
    book: Book, storage: Storage
) -> None:
    await a_channel(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    kept = book.row()
    assert (kept.state, kept.to_pin) == (State.SHOWN, False)


async def test_ours_is_wanted_back_though_the_process_dies_that_was_to_pin_it(
    book: Book, storage: Storage, clock: Clock
) -> None:
    """The next attempt is but the pin once more."""
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    held = await book.claim_one()
    async with storage.writing() as tx:
        await tx.ledger.note_by_hand(held.id, changed=True)
        assert await tx.ledger.restore(held.id, clock())
    await book.give_back()
    clock.pass_by(SETTLE.total_seconds())
    await settled(book, await book.claim_one())
    row = await book.claim_one()
    assert (row.to_pin, row.by_hand) == (False, False)


async def test_a_pin_in_a_dead_process_hands_is_due_again(
    book: Book, storage: Storage, clock: Clock
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    await book.claim_one()
    assert await book.give_back() == 1
    clock.pass_by(SETTLE.total_seconds())
    assert (await book.claim_one()).to_pin


async def test_a_correction_leaves_a_due_pin_due_and_a_settled_one_settled(
    book: Book, storage: Storage, clock: Clock
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    await shown(book, await book.claim_one(), revision=2)
    row = await book.claim_one()
    assert (row.to_pin, row.revision) == (True, 2)
    await settled(book, row)
    clock.pass_by(timedelta(hours=1).total_seconds())
    await book.changed()
    await shown(book, await book.claim_one(), revision=3)
    kept = book.row()
    assert (kept.state, kept.to_pin, kept.revision) == (State.SHOWN, False, 3)


@pytest.mark.slow
async def test_what_changed_while_the_pin_was_in_hand_is_due_after_it(
    book: Book, storage: Storage
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    row = await book.claim_one()
    await book.changed()
    await settled(book, row)
    again = await book.claim_one()
    assert (again.to_pin, again.revision) == (False, 1)


async def test_what_changed_while_the_first_post_was_in_hand_and_its_pin_are_both_due(
    book: Book, storage: Storage
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    first = await book.claim_one()
    await book.changed()
    await shown(book, first)
    assert (await book.claim_one()).to_pin


async def test_a_post_that_waits_for_its_pin_has_not_failed_when_its_text_is_stopped(
    book: Book, storage: Storage
) -> None:
    await pinning(storage)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    async with storage.writing() as tx:
        await tx.ledger.stop_article(1, said("rejected elsewhere"))
    assert (await book.claim_one()).to_pin


async def test_of_pinned_posts_that_are_gone_the_clock_is_told_nothing(
    book: Book, storage: Storage
) -> None:
    """Else it would write, and wake the worker, every few seconds for ever."""
    await pinning(storage)
    async with storage.writing() as tx:
        await tx.channels.set_pinned_hours(CHANNEL, 3)
    await book.enqueue(lane=Lane.BREAKING)
    await shown(book, await book.claim_one())
    row = await book.claim_one()
    async with storage.writing() as tx:
        await tx.ledger.record_pin_settled(row, book.clock(), pinned=True)
        assert await tx.ledger.next_unpinning() == book.clock() + timedelta(hours=3)
    await book.changed()
    await book.end(await book.claim_one(), State.WITHDRAWN)
    async with storage.reading() as tx:
        assert await tx.ledger.next_unpinning() is None
