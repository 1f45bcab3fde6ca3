"""What a paid broadcast still costs, which story is next, and what goes for free after all."""

from datetime import timedelta
from typing import Any

from bot.domain.delivery import Lane
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.storage import Storage, Transaction
from tests.builders import (
    IHOR,
    POLITYKA,
    SVIT,
    a_published_article,
    a_reader,
    a_release,
    some_readers,
)
from tests.clock import NOON
from tests.storage.changes import changes, put

MOMENT = timedelta(milliseconds=1)


def paid(chat_id: int, **more: Any) -> dict[str, Any]:
    row = {"lane": Lane.PAID, "audience": "reader", "chat_id": chat_id, "lease_until": None}
    return row | more


async def test_a_story_costs_what_is_written_and_not_sent_and_those_who_are_yet_to_come(
    storage: Storage,
) -> None:
    first, second = [await a_published_article(storage, name) for name in ("Перша", "Друга")]
    await some_readers(storage, range(1, 6))
    await a_reader(storage, 6, follows=[POLITYKA])
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(first, SVIT, Lane.PAID)
        await tx.ledger.fan_out(first, NOON, 2)
        assert await tx.broadcasts.owed([first]) == 5
        await tx.people.set_reader_state(5, ReaderState.STOPPED)
        assert await tx.broadcasts.owed([first]) == 4
    await a_reader(storage, 7)  # joined too late to be meant
    async with storage.writing() as tx:
        assert await tx.broadcasts.owed([first]) == 4
        await tx.ledger.start_fan_out(second, SVIT, Lane.PAID)
        assert await tx.broadcasts.owed([second]) == 5
        assert await tx.broadcasts.owed([first, second]) == 9
        await tx.ledger.end_fan_out(first)
        assert await tx.broadcasts.owed([first]) == 2
    await put(
        storage,
        paid(11, subject_id=first, state="unknown"),
        paid(12, subject_id=first, message_id=50),
        paid(13, subject_id=first, state="sending"),
        paid(14, subject_id=first, state="shown"),
        paid(15, subject_id=first, lane=Lane.BREAKING_READER),
    )
    async with storage.reading() as tx:
        assert await tx.broadcasts.owed([first]) == 3
        assert await tx.broadcasts.owed([]) == 0


async def test_the_next_story_is_the_one_that_has_waited_longest_and_may_be_claimed(
    storage: Storage,
) -> None:
    async with storage.reading() as tx:
        assert await tx.broadcasts.next_story(NOON) is None
    await put(
        storage,
        paid(1, subject_id=3, not_before=NOON),
        paid(2, subject_id=2, not_before=NOON),
        paid(3, subject_id=4, not_before=NOON - MOMENT),
        paid(4, subject_id=5, not_before=NOON - 9 * MOMENT, message_id=50),
        paid(5, subject_id=6, not_before=NOON - 9 * MOMENT, lane=Lane.READER),
        paid(6, subject_id=7, not_before=NOON - 9 * MOMENT, state="shown"),
        paid(7, subject_id=8, not_before=NOON - 9 * MOMENT, lease_until=NOON),
        paid(8, subject_id=9, not_before=NOON - 9 * MOMENT, state="sending"),
    )
    early, at_once, last = NOON - 2 * MOMENT, NOON - MOMENT, NOON + MOMENT
    async with storage.reading() as tx:
        assert await tx.broadcasts.next_story(early) is None
        assert await tx.broadcasts.next_story(at_once) == 4
        assert await tx.broadcasts.next_story(NOON) == 4
        assert await tx.broadcasts.next_story(last) == 8, "its lease has run out"


async def test_a_story_is_let_go_a_chunk_at_a_time(storage: Storage) -> None:
    await put(storage, *(paid(chat_id) for chat_id in range(1, 6)))
    await put(storage, *(paid(chat_id, subject_id=2) for chat_id in range(1, 6)))
    let_go = []
    for _ in range(4):
        async with storage.writing() as tx:
            let_go.append(await tx.broadcasts.release(1, 2))
    assert let_go == [2, 2, 1, 0]


async def test_what_was_not_paid_for_is_not_ended_and_its_readers_stay_in_their_lane(
    storage: Storage,
) -> None:
    await a_reader(storage)
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await a_release(tx, article_id, breaking=True, by=IHOR, now=NOON)
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    ended: list[bool] = []

    async def deed(tx: Transaction) -> None:
        ended.append(await tx.broadcasts.end(article_id, Reason(ReasonCode.TOO_FEW_STARS)))

    assert await changes(storage, deed) == {}
    assert ended == [False]
