"""Posts of what was taken back are owed their removal where it can be tried, and no others."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Lane
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.reasons import because
from storage.storage import Storage, Transaction
from tests.builders import (
    CHANNEL,
    IHOR,
    TARAS,
    a_channel,
    a_published_article,
    an_altered,
    some_readers,
)
from tests.clock import NOON
from tests.storage.changes import changes, put

LATER = NOON + timedelta(minutes=1)
TAKEN_BACK, TAKEN_BACK_TOO, PUBLIC = 1, 2, 3
LEFT = (-21, -22, -23)
PAUSED = -31
DUE = {"state": "due", "not_before": LATER, "attempts": 0}


def stands(chat_id: int, **more: Any) -> dict[str, Any]:
    """The row of a post that could not be taken away; each in a chat of its own."""
    return {"chat_id": chat_id, "state": "failed", "message_id": 50} | more


def at_reader(chat_id: int, **more: Any) -> dict[str, Any]:
    return stands(chat_id, audience="reader", **{"lane": Lane.READER} | more)


@pytest.fixture
async def house(storage: Storage) -> Storage:
    """Two articles that were taken back and one that was not; chats in every state."""
    for headline in ("Перша", "Друга", "Третя"):
        await a_published_article(storage, headline)
    await a_channel(storage, CHANNEL)
    await a_channel(storage, PAUSED, state=ChannelState.PAUSED)
    for chat_id in LEFT:
        await a_channel(storage, chat_id, state=ChannelState.LEFT)
    await some_readers(storage, (TARAS, TARAS + 1, IHOR))
    async with storage.writing() as tx:
        await tx.people.set_reader_state(IHOR, ReaderState.BLOCKED)
        for article_id in (TAKEN_BACK, TAKEN_BACK_TOO):
            await an_altered(tx, article_id, state=ArticleState.RETRACTED, retracted_at=NOON)
    return storage


ROWS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a removal failed": (stands(CHANNEL), DUE),
    "passed over": (stands(-1, state="skipped"), DUE),
    "in a channel that is paused": (stands(PAUSED), DUE),
    "in a channel that was left": (stands(LEFT[0]), {}),
    "due in a channel that was left": (
        stands(LEFT[1], state="due"),
        {"state": "failed", "lease_until": None, **because(Reason(ReasonCode.REMOVED))},
    ),
    "in hand in a channel that was left": (stands(LEFT[2], state="sending"), {}),
    "a reader has it": (at_reader(TARAS), DUE),
    "paid for": (at_reader(TARAS + 1, lane=Lane.PAID), DUE | {"lane": Lane.BREAKING_READER}),
    "a reader has it who blocked the bot": (at_reader(IHOR), {}),
    "due": (stands(-2, state="due"), {}),
    "in hand": (stands(-3, state="sending"), {}),
    "shown": (stands(-4, state="shown"), {}),
    "in doubt": (stands(-5, state="unknown"), {}),
    "gone": (stands(-6, state="withdrawn"), {}),
    "never sent": (stands(-7, message_id=None), {}),
    "of an article that was not taken back": (stands(-8, subject_id=PUBLIC), {}),
    "a notice of the same number": (stands(-9, kind="notice"), {}),
}


async def put_all(storage: Storage) -> dict[tuple[str, Any], str]:
    ids = await put(storage, *(row for row, _ in ROWS.values()))
    return dict(zip((("delivery", row_id) for row_id in ids), ROWS, strict=True))


async def test_what_stands_of_one_article_is_to_be_taken_away_where_that_can_be_tried(
    house: Storage,
) -> None:
    names = await put_all(house)
    await put(house, stands(CHANNEL, subject_id=TAKEN_BACK_TOO))
    counted: list[int] = []

    async def deed(tx: Transaction) -> None:
        counted.append(await tx.ledger.would_withdraw(TAKEN_BACK))
        counted.append(await tx.ledger.enqueue_withdrawals(LATER, article_id=TAKEN_BACK))

    found = await changes(house, deed)
    assert {names.get(place, "the other article's"): row for place, row in found.items()} == {
        name: changed for name, (_, changed) in ROWS.items() if changed
    }
    assert counted == [5, 5]
    assert await changes(house, deed) == {}
    assert counted[2:] == [0, 0]


async def test_a_right_that_came_back_concerns_its_own_chat_and_all_that_stands_there(
    house: Storage,
) -> None:
    await put_all(house)
    await put(house, stands(CHANNEL, subject_id=TAKEN_BACK_TOO))
    owed: list[int] = []

    async def deed(tx: Transaction) -> None:
        owed.append(await tx.ledger.enqueue_withdrawals(LATER, chat_id=CHANNEL))

    assert [*(await changes(house, deed)).values()] == [DUE, DUE]
    assert owed == [2]


async def test_without_a_name_all_that_stands_is_to_be_taken_away(house: Storage) -> None:
    await put_all(house)
    await put(house, stands(CHANNEL, subject_id=TAKEN_BACK_TOO))
    async with house.writing() as tx:
        assert await tx.ledger.enqueue_withdrawals(LATER) == 6


async def test_the_desk_says_once_that_it_has_removed_a_post(house: Storage) -> None:
    names = await put_all(house)
    said: list[str] = []

    async def deed(tx: Transaction) -> None:
        for (_, row_id), name in names.items():
            said.extend([name] * await tx.ledger.record_taken_away(row_id))

    found = await changes(house, deed)
    away = {"state": "withdrawn", **because(Reason(ReasonCode.TAKEN_AWAY))}
    assert [*found.values()] == [away] * 7
    assert (
        {names[place] for place in found}
        == set(said)
        == {
            "a removal failed",
            "passed over",
            "in a channel that is paused",
            "in a channel that was left",
            "a reader has it",
            "paid for",
            "a reader has it who blocked the bot",
        }
    )
    assert await changes(house, deed) == {}
