"""What a report that goes on says is in its row: whichever process looks at it next, knows."""

import pytest

from bot.domain.delivery import Kind, State
from tests.builders import CHANNEL, IHOR, said
from tests.clock import NOON
from tests.storage.ledger import Book


async def going_on(book: Book) -> None:
    await book.owe_desk(1, IHOR, Kind.PROGRESS)
    await book.shown(await book.claim_one(), refresh_at=book.clock(), said="print")


async def test_what_it_says_is_known_until_it_goes_on_no_more(book: Book) -> None:
    await going_on(book)
    again = await book.claim_one()
    assert again.sent_print == "print"
    await book.shown(again)  # the last word: another one may be the same, after something else
    assert book.row().sent_print is None


async def test_what_a_channels_post_said_is_kept(book: Book) -> None:
    await book.enqueue()
    row = await book.claim_one()
    async with book.storage.writing() as tx:
        await tx.ledger.note_send(row.id, 1, book.clock(), after=0, said="words")
    await book.shown(row, refresh_at=book.clock())
    assert book.row().sent_print == "words"


async def test_after_a_restoration_nobody_knows_what_it_says_by_now(book: Book) -> None:
    await going_on(book)
    async with book.storage.writing() as tx:
        await tx.restored.begin(NOON, book.clock())
    assert book.row().sent_print is None


@pytest.mark.parametrize("ids", [(), (7,), (7, 8, 9)])
async def test_an_undecided_post_that_the_desk_has_seen_is_the_messages_that_it_may_be(
    book: Book, ids: tuple[int, ...]
) -> None:
    await book.enqueue()
    row = await book.claim_one()
    async with book.storage.writing() as tx:
        await tx.ledger.record_undecided(row, said("protected"), ids)
        await tx.ledger.settle_unknown(row, there=True, now=book.clock())
    assert book.row().state == State.SHOWN
    assert book.row().message_id == (ids[0] if ids else None)
    assert book.row().more_ids == (",".join(map(str, ids[1:])) or None)
    assert book.row().chat_id == CHANNEL
