"""Readers in a row who could not be reached: what is counted, taken back, and let off."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.delivery import Lane
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.reach import ReadersStop
from storage.reasons import because
from storage.storage import Storage
from tests.builders import SVIT, TARAS, a_published_article, a_reader, said, some_readers
from tests.clock import NOON
from tests.storage.changes import changes, put

LATER = NOON + timedelta(minutes=1)
EARLIER = NOON - timedelta(hours=1)
FIRST, SECOND, THIRD, OTHER = range(TARAS, TARAS + 4)


def at_reader(chat_id: int = FIRST, **more: Any) -> dict[str, Any]:
    return {"audience": "reader", "lane": Lane.READER, "chat_id": chat_id} | more


async def test_readers_are_counted_and_not_their_deliveries(storage: Storage) -> None:
    async with storage.writing() as tx:
        assert await tx.reach.in_a_row() == 0
        await tx.reach.note(FIRST, [1, 2])
        await tx.reach.note(FIRST, [2, 3])
        assert await tx.reach.in_a_row() == 1
        await tx.reach.note(SECOND, [4])
        assert await tx.reach.in_a_row() == 2


async def test_of_what_is_in_hand_readers_alone_are_counted(storage: Storage) -> None:
    sending = {"state": "sending"}
    await put(
        storage,
        at_reader(FIRST, **sending),
        at_reader(SECOND, **sending),
        at_reader(THIRD),
        sending,
        {"audience": "desk", "kind": "card"} | sending,
    )
    async with storage.reading() as tx:
        assert await tx.reach.in_hand() == 2


async def test_whoever_is_reached_ends_the_row_and_no_question_that_is_open(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        await tx.reach.note(FIRST, [1])
        await tx.reach.stop_all(7, NOON)
    assert await changes(storage, lambda tx: tx.reach.reached()) == {
        ("unreached", 1): {"gone": True}
    }
    async with storage.writing() as tx:
        assert await tx.reach.stop() == ReadersStop(agreed=False, notice_id=7)
        await tx.reach.go_on()
        assert await tx.reach.stop() == ReadersStop(agreed=True, notice_id=7)
        await tx.reach.reached()
        assert await tx.reach.stop() is None


async def test_who_stops_first_has_asked_the_desk(storage: Storage) -> None:
    found = await changes(storage, lambda tx: tx.reach.stop_all(7, NOON))
    ((_, stop),) = found.items()
    assert (stop["agreed"], stop["notice_id"], stop["since"]) == (False, 7, NOON)
    assert await changes(storage, lambda tx: tx.reach.stop_all(8, LATER)) == {}


@pytest.mark.slow
async def test_what_the_row_was_taken_for_is_taken_back(storage: Storage) -> None:
    await some_readers(storage, (FIRST, SECOND, THIRD, OTHER))
    async with storage.writing() as tx:
        for chat_id in (FIRST, SECOND, OTHER):
            await tx.people.set_reader_state(chat_id, ReaderState.BLOCKED)
        await tx.people.set_reader_state(THIRD, ReaderState.STOPPED)
    failed, skipped, in_doubt, edit, shown, theirs = await put(
        storage,
        at_reader(FIRST, state="failed"),
        at_reader(FIRST, subject_id=2, state="skipped"),
        at_reader(SECOND, state="failed", sent_at=EARLIER),
        at_reader(SECOND, subject_id=2, state="failed", sent_at=EARLIER, message_id=50),
        at_reader(THIRD, state="shown", message_id=50),
        at_reader(OTHER, state="failed"),
    )
    async with storage.writing() as tx:
        await tx.reach.note(FIRST, [failed, skipped])
        await tx.reach.note(SECOND, [in_doubt, edit])
        await tx.reach.note(THIRD, [shown])
    why = said("Bad Request: chat not found")
    owed = {"state": "due", "not_before": LATER, "attempts": 0, **because(why)}
    active = {"state": "active"}
    found = await changes(storage, lambda tx: tx.reach.take_back(why, LATER))
    assert found == {
        ("delivery", failed): owed,
        ("delivery", skipped): owed,
        ("delivery", in_doubt): owed | {"state": "unknown"},
        ("delivery", edit): owed,
        ("reader", 1): active,
        ("reader", 2): active,
        **{("unreached", row): {"gone": True} for row in (failed, skipped, in_doubt, edit, shown)},
    }
    assert ("delivery", theirs) not in found


async def test_what_the_desk_lets_be_fails_for_readers_alone(storage: Storage) -> None:
    await a_reader(storage)
    for article_id in [await a_published_article(storage, each) for each in ("Перша", "Друга")]:
        async with storage.writing() as tx:
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    due, doubt, *_ = await put(
        storage,
        at_reader(FIRST),
        at_reader(SECOND, state="unknown"),
        at_reader(THIRD, state="sending"),
        at_reader(OTHER, state="shown", message_id=50),
        {},
        {"audience": "desk", "kind": "card"},
    )
    async with storage.writing() as tx:
        await tx.ledger.end_fan_out(1)
        await tx.reach.stop_all(7, NOON)
    let_be = {
        "state": "failed",
        "lease_until": None,
        "again": False,
        **because(Reason(ReasonCode.STOPPED_BY_DESK)),
    }
    assert await changes(storage, lambda tx: tx.reach.let_off()) == {
        ("delivery", due): let_be,
        ("delivery", doubt): let_be,
        ("fan_out", 2): {"paused": True},
        ("readers_stop", "readers"): {"gone": True},
    }
