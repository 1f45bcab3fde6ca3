"""A step of the ledger changes the rows that it is for, in what it is for, and no others."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, Lane, Retry, Shown, State, Unknown
from bot.domain.people import ReaderState
from bot.domain.reasons import Reason, ReasonCode
from storage.claims import AFTER_PAID, ALL_LANES, BEFORE_PAID, Lanes
from storage.enqueue import NUMBER_UNKNOWN
from storage.reasons import because
from storage.schema import delivery, reader
from storage.storage import Storage, Transaction
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    SVIT,
    TARAS,
    a_channel,
    a_published_article,
    a_reader,
    a_revision,
    said,
    some_readers,
)
from tests.clock import NOON
from tests.storage.changes import WORN, changes, put

LATER = NOON + timedelta(minutes=1)
NEVER = 9999
SETTLE = timedelta(seconds=20)

Step = Callable[[Transaction, Delivery], Awaitable[Any]]

SHOWN = {"state": "shown", "message_id": 50}
READER = {"audience": "reader", "chat_id": TARAS, "lane": Lane.READER}
SENDING = {"state": "sending"}
SENT = {"sent_at": NOON.replace(hour=6)}
SETTLED: dict[str, Any] = {"lease_until": None}


def of_another(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The same in another chat, of another subject, of another kind."""
    whole = WORN | row
    return [
        row | {"chat_id": whole["chat_id"] - 7},
        row | {"subject_id": 99},
        row | {"kind": "progress" if whole["kind"] == "notice" else "notice"},
    ]


async def what_changes(storage: Storage, row: dict[str, Any], step: Step) -> dict[str, Any]:
    """What the step does to the row; it must do nothing to those beside it."""
    _, row_id, *_ = await put(storage, of_another(row)[0], row, *of_another(row)[1:])

    async def deed(tx: Transaction) -> None:
        known = await tx.ledger.find(row_id)
        assert known
        await step(tx, known)

    found = await changes(storage, deed)
    own = found.pop(("delivery", row_id), {})
    assert found == {}, "rows that are none of its business"
    return {name: value for name, value in own.items() if name in WORN}


# --- of one row ------------------------------------------------------------------------------

# A card that was wanted below while an edit of it was in hand.
BELOW = (
    SENDING
    | {"kind": "card", "chat_id": IHOR, "audience": "desk"}
    | {"message_id": 50, "anew": True}
)
IS_NEW = {"message_id": None, "anew": False}

RECORDED: dict[str, tuple[dict[str, Any], Step, dict[str, Any]]] = {
    "a retry counts as an attempt": (
        SENDING | SENT,
        lambda tx, row: tx.ledger.record_retry(row, Retry(LATER, said("no connection"))),
        SETTLED
        | {"state": "due", "not_before": LATER, **because(said("no connection")), "sent_at": None},
    ),
    "a retry of a doubt stays a doubt, with its time": (
        {"state": "unknown"} | SENT,
        lambda tx, row: tx.ledger.record_retry(row, Retry(LATER, said("no connection"))),
        SETTLED | {"not_before": LATER, **because(said("no connection"))},
    ),
    "a send without an answer": (
        SENDING | SENT,
        lambda tx, row: tx.ledger.record_unknown(row, Unknown(LATER, said("timeout"))),
        SETTLED | {"state": "unknown", "not_before": LATER, **because(said("timeout"))},
    ),
    "what is owed as before": (
        {"state": "unknown"} | SENT,
        lambda tx, row: tx.ledger.record_due(row.id, LATER, said("not found")),
        SETTLED
        | {
            "state": "due",
            "not_before": LATER,
            "sent_at": None,
            **because(said("not found")),
            "again": False,
        },
    ),
    "an end": (
        SENDING,
        lambda tx, row: tx.ledger.record_end(row, State.SKIPPED, said("blocked")),
        SETTLED | {"state": "skipped", **because(said("blocked"))},
    ),
    "a retry of an edit where a new message is wanted": (
        BELOW,
        lambda tx, row: tx.ledger.record_retry(row, Retry(LATER, said("no connection"))),
        SETTLED | IS_NEW | {"state": "due", "not_before": LATER, **because(said("no connection"))},
    ),
    "an end of an edit where a new message is wanted": (
        BELOW,
        lambda tx, row: tx.ledger.record_end(row, State.SKIPPED, said("gone")),
        SETTLED | IS_NEW | {"state": "due", "attempts": 0, **because(said("gone"))},
    ),
    "a failure of an edit where a new message is wanted": (
        BELOW,
        lambda tx, row: tx.ledger.record_failure(row, said("refused"), LATER),
        SETTLED
        | IS_NEW
        | {"state": "due", "again": False, "not_before": LATER, "attempts": 0}
        | because(said("refused")),
    ),
    "an edit that is shown where a new message is wanted": (
        BELOW,
        lambda tx, row: tx.ledger.record_shown([(row, Shown(50, 5))], LATER),
        SETTLED
        | IS_NEW
        | {"state": "due", "again": False, "not_before": LATER, "attempts": 0}
        | {"revision": 5, "shown_at": LATER, "first_shown_at": LATER, **because(None)},
    ),
    "a failure of what has not changed": (
        SENDING | SENT | {"again": False},
        lambda tx, row: tx.ledger.record_failure(row, said("refused"), LATER),
        SETTLED
        | {
            "state": "failed",
            "not_before": LATER,
            "attempts": 0,
            **because(said("refused")),
            "sent_at": None,
        },
    ),
    "a failure of what has changed meanwhile": (
        SENDING | SENT,
        lambda tx, row: tx.ledger.record_failure(row, said("refused"), LATER),
        SETTLED
        | {
            "state": "due",
            "again": False,
            "not_before": LATER,
            "attempts": 0,
            **because(said("refused")),
            "sent_at": None,
        },
    ),
    "a failure in doubt keeps the time of the send": (
        SENDING | SENT | {"again": False},
        lambda tx, row: tx.ledger.record_failure(row, said("refused"), LATER, in_doubt=True),
        SETTLED
        | {"state": "failed", "not_before": LATER, "attempts": 0, **because(said("refused"))},
    ),
    "a failure of a doubt that has changed stays one": (
        {"state": "unknown"} | SENT,
        lambda tx, row: tx.ledger.record_failure(row, said("refused"), LATER),
        SETTLED | {"again": False, "not_before": LATER, "attempts": 0, **because(said("refused"))},
    ),
    "a pin that is settled": (
        SENDING | {"to_pin": True, "message_id": 50, "again": False},
        lambda tx, row: tx.ledger.record_pin_settled(row, LATER),
        SETTLED
        | {
            "state": "shown",
            "not_before": LATER,
            "attempts": 0,
            **because(None),
            "to_pin": False,
        },
    ),
    "a pin that is settled while its post changes": (
        SENDING | {"to_pin": True, "message_id": 50},
        lambda tx, row: tx.ledger.record_pin_settled(row, LATER),
        SETTLED
        | {
            "state": "due",
            "not_before": LATER,
            "again": False,
            "attempts": 0,
            **because(None),
            "to_pin": False,
        },
    ),
    "a first post that is shown": (
        SENDING | {"again": False},
        lambda tx, row: tx.ledger.record_shown([(row, Shown(60, 5))], LATER),
        SETTLED
        | {
            "state": "shown",
            "not_before": LATER,
            "attempts": 0,
            "message_id": 60,
            "revision": 5,
            **because(None),
            "shown_at": LATER,
            "first_shown_at": LATER,
        },
    ),
    "an edit keeps the time of the first post": (
        SENDING | {"message_id": 50, "first_shown_at": NOON, "again": False},
        lambda tx, row: tx.ledger.record_shown([(row, Shown(50, 5))], LATER),
        SETTLED
        | {
            "state": "shown",
            "not_before": LATER,
            "attempts": 0,
            "revision": 5,
            **because(None),
            "shown_at": LATER,
        },
    ),
    "a report that goes on": (
        SENDING | {"again": False, "kind": "progress", "chat_id": IHOR, "audience": "desk"},
        lambda tx, row: tx.ledger.record_shown([(row, Shown(60, 5, refresh_at=LATER))], NOON),
        SETTLED
        | {
            "state": "due",
            "not_before": LATER,
            "attempts": 0,
            "message_id": 60,
            "revision": 5,
            **because(None),
            "shown_at": NOON,
            "first_shown_at": NOON,
        },
    ),
    "a reader's doubt that is sent once more": (
        {"state": "unknown", "again": False} | READER,
        lambda tx, row: tx.ledger.record_shown([(row, Shown(60, 5))], LATER),
        SETTLED
        | {
            "state": "shown",
            "not_before": LATER,
            "attempts": 0,
            "message_id": 60,
            "revision": 5,
            **because(None),
            "maybe_twice": True,
            "shown_at": LATER,
            "first_shown_at": LATER,
        },
    ),
    "a send that is about to leave": (
        SENDING,
        lambda tx, row: tx.ledger.note_send(row.id, 5, LATER, after=77),
        {"sent_revision": 5, "sent_at": LATER, "sent_after": 77},
    ),
    "a lease that is renewed": (
        SENDING,
        lambda tx, row: tx.ledger.renew([row.id], LATER),
        {"lease_until": LATER},
    ),
    "a lease that is no more": (
        SENDING | {"lease_until": None},
        lambda tx, row: tx.ledger.renew([row.id], LATER),
        {},
    ),
    "a channel's post whose end cannot be written down": (
        SENDING | {"message_id": 50, "attempts": 3},
        lambda tx, row: tx.ledger.record_set_aside(row, said("not written")),
        SETTLED
        | {"state": "failed", "again": False, "attempts": 0, **because(said("not written"))},
    ),
    "a reader's post whose end cannot be written down": (
        SENDING | READER,
        lambda tx, row: tx.ledger.record_set_aside(row, said("not written")),
        SETTLED
        | {"state": "failed", "again": False, "attempts": 0, **because(said("not written"))},
    ),
    "the desk's word that a post is not there": (
        {"state": "unknown"} | SENT,
        lambda tx, row: tx.ledger.settle_unknown(row, there=False, now=LATER),
        SETTLED
        | {
            "state": "due",
            "not_before": LATER,
            "sent_at": None,
            **because(Reason(ReasonCode.NOT_THERE)),
            "again": False,
        },
    ),
    "the desk's word that a changed post is there": (
        {"state": "unknown"} | SENT,
        lambda tx, row: tx.ledger.settle_unknown(row, there=True, now=LATER),
        SETTLED
        | {
            "state": "shown",
            "not_before": LATER,
            "again": False,
            "attempts": 0,
            "revision": 2,
            **because(NUMBER_UNKNOWN),
            "shown_at": LATER,
            "first_shown_at": LATER,
        },
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("row", "step", "changed"), RECORDED.values(), ids=RECORDED)
async def test_an_outcome_changes_its_own_row_alone(
    storage: Storage, row: dict[str, Any], step: Step, changed: dict[str, Any]
) -> None:
    assert await what_changes(storage, row, step) == changed


async def test_a_wait_that_telegram_asked_for_gives_the_attempt_back(storage: Storage) -> None:
    (row_id,) = await put(storage, {"lease_until": None})

    async def deed(tx: Transaction) -> None:
        (row,) = await tx.ledger.claim(10, NOON, SETTLE)
        assert row.attempts == 4
        await tx.ledger.record_retry(row, Retry(LATER, said("retry after"), counts=False))

    assert await changes(storage, deed) == {
        ("delivery", row_id): {"not_before": LATER, **because(said("retry after"))}
    }


async def test_what_only_the_desk_can_tell_waits_for_ever(storage: Storage) -> None:
    found = await what_changes(
        storage, SENDING | SENT, lambda tx, row: tx.ledger.record_undecided(row, said("protected"))
    )
    assert found.pop("not_before").year == NEVER
    assert found == {"state": "unknown", "lease_until": None, **because(said("protected"))}


async def test_a_first_post_to_a_channel_that_cannot_be_written_down_is_asked_about(
    storage: Storage,
) -> None:
    found = await what_changes(
        storage, SENDING, lambda tx, row: tx.ledger.record_set_aside(row, said("not written"))
    )
    assert found.pop("not_before").year == NEVER
    assert found == {"state": "unknown", "lease_until": None, **because(said("not written"))}


# --- of a subject, a chat ---------------------------------------------------------------------

OF_A_SUBJECT: dict[str, tuple[dict[str, Any], Step, dict[str, Any]]] = {
    "a correction of what is shown": (
        SHOWN,
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {"state": "due", "not_before": LATER, "attempts": 0},
    ),
    "a correction of what was paid for": (
        SHOWN | READER | {"lane": Lane.PAID},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {"state": "due", "not_before": LATER, "attempts": 0, "lane": Lane.BREAKING_READER},
    ),
    "a correction of what is in hand": (
        SENDING | {"again": False},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {"again": True},
    ),
    "a correction of a doubt": (
        {"state": "unknown", "again": False},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {"again": True},
    ),
    "a correction of what has no known message": (
        {"state": "shown"},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {**because(NUMBER_UNKNOWN)},
    ),
    "a correction of what is due": (
        {"again": False},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {},
    ),
    "a correction of what was taken away": (
        {"state": "withdrawn", "message_id": 50, "again": False},
        lambda tx, row: tx.ledger.mark_changed(row.kind, row.subject_id, LATER),
        {},
    ),
    "what is due and not sent is owed no more": (
        {},
        lambda tx, row: tx.ledger.skip_unsent(row.kind, row.subject_id, said("retracted")),
        {"state": "skipped", **because(said("retracted"))},
    ),
    "what failed and is not there is owed no more": (
        {"state": "failed"},
        lambda tx, row: tx.ledger.skip_unsent(row.kind, row.subject_id, said("retracted")),
        {"state": "skipped", **because(said("retracted"))},
    ),
    "what stands in the chat is owed its deletion": (
        {"message_id": 50},
        lambda tx, row: tx.ledger.skip_unsent(row.kind, row.subject_id, said("retracted")),
        {},
    ),
    "what may stand in the chat is not let off": (
        {"state": "unknown"},
        lambda tx, row: tx.ledger.skip_unsent(row.kind, row.subject_id, said("retracted")),
        {},
    ),
    "what is due of a rejected text fails": (
        {},
        lambda tx, row: tx.ledger.stop_article(row.subject_id, said("rejected")),
        {"state": "failed", **because(said("rejected"))},
    ),
    "a pin is due whatever is rejected": (
        {"to_pin": True, "message_id": 50},
        lambda tx, row: tx.ledger.stop_article(row.subject_id, said("rejected")),
        {},
    ),
    "what is in hand of a rejected text is not touched": (
        SENDING,
        lambda tx, row: tx.ledger.stop_article(row.subject_id, said("rejected")),
        {},
    ),
    "what failed is owed again": (
        {"state": "failed"},
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {"state": "due", "not_before": LATER, "attempts": 0},
    ),
    "what failed and may have arrived is in doubt again": (
        {"state": "failed"} | SENT,
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {"state": "unknown", "not_before": LATER, "attempts": 0},
    ),
    "an edit that failed is simply repeated": (
        {"state": "failed", "message_id": 50} | SENT,
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {"state": "due", "not_before": LATER, "attempts": 0},
    ),
    "an edit that was stopped while another may still arrive comes after that": (
        {"state": "failed", "message_id": 50, "not_before": LATER + SETTLE} | SENT,
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {"state": "due", "attempts": 0},
    ),
    "a reader whom the bot does not know is sent nothing again": (
        {"state": "failed"} | READER,
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {},
    ),
    "what was skipped is not owed again": (
        {"state": "skipped"},
        lambda tx, row: tx.ledger.replay(row.subject_id, LATER),
        {},
    ),
    "a card that is asked for again": (
        SHOWN | {"kind": "card", "chat_id": IHOR, "audience": "desk"},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {
            "state": "due",
            "not_before": LATER,
            "message_id": None,
            "attempts": 0,
            "lease_until": None,
        },
    ),
    "a card that is due as an edit": (
        {"kind": "card", "chat_id": IHOR, "audience": "desk", "message_id": 50},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {"not_before": LATER, "message_id": None, "attempts": 0, "lease_until": None},
    ),
    "a card that is due already": (
        {"kind": "card", "chat_id": IHOR, "audience": "desk"},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {},
    ),
    "a card that is in hand": (
        SENDING | {"kind": "card", "chat_id": IHOR, "audience": "desk", "again": False},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {"again": True},
    ),
    "a card in doubt that is in hand": (
        {"state": "unknown", "again": False}
        | {"kind": "card", "chat_id": IHOR, "audience": "desk"},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {"again": True},
    ),
    "a card in doubt that nobody has in hand": (
        {"state": "unknown", "lease_until": None}
        | {"kind": "card", "chat_id": IHOR, "audience": "desk"},
        lambda tx, row: tx.ledger.enqueue_again(row.kind, row.subject_id, row.chat_id, LATER),
        {"state": "due", "not_before": LATER, "attempts": 0},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("row", "step", "changed"), OF_A_SUBJECT.values(), ids=OF_A_SUBJECT)
async def test_a_step_for_a_subject_leaves_all_others_as_they_are(
    storage: Storage, row: dict[str, Any], step: Step, changed: dict[str, Any]
) -> None:
    _, of_subject, of_kind = of_another(row)
    ours, *theirs = await put(storage, row, of_subject, of_kind)

    async def deed(tx: Transaction) -> None:
        known = await tx.ledger.find(ours)
        assert known
        await step(tx, known)

    found = await changes(storage, deed)
    assert found.get(("delivery", ours), {}) == changed
    assert not found.keys() & {("delivery", other) for other in theirs}


async def test_a_card_that_one_editor_asks_for_comes_to_no_other(storage: Storage) -> None:
    card = SHOWN | {"kind": "card", "audience": "desk"}
    ours, theirs = await put(storage, card | {"chat_id": IHOR}, card | {"chat_id": TARAS})
    found = await changes(storage, lambda tx: tx.ledger.enqueue_again(Kind.CARD, 1, IHOR, LATER))
    assert ("delivery", ours) in found
    assert ("delivery", theirs) not in found


async def test_a_reader_who_stops_is_let_off_and_nobody_else(storage: Storage) -> None:
    due, doubt, *_ = await put(
        storage,
        READER,
        READER | {"state": "unknown", "subject_id": 2},
        READER | SENDING | {"subject_id": 3},
        READER | SHOWN | {"subject_id": 4},
        READER | {"state": "failed", "subject_id": 5},
        READER | {"chat_id": TARAS + 1},
        READER | {"subject_id": 6, "audience": "channel"},
    )
    found = await changes(storage, lambda tx: tx.ledger.skip_chat(TARAS, said("stopped")))
    let_off = {"state": "skipped", **because(said("stopped")), "lease_until": None}
    in_doubt = let_off | because(Reason(ReasonCode.MAY_HAVE_ARRIVED, said("stopped").words))
    assert found == {("delivery", due): let_off, ("delivery", doubt): in_doubt}


@pytest.mark.parametrize("reason", [ReasonCode.READER_STOPPED, ReasonCode.BLOCKED])
async def test_what_stands_with_a_reader_who_stops_is_still_corrected_and_taken_back(
    storage: Storage, reason: ReasonCode
) -> None:
    """Whoever has blocked the bot is out of its reach."""
    new, stands = await put(
        storage, READER, READER | SHOWN | {"state": "due", "subject_id": 2, "message_id": 50}
    )
    found = await changes(storage, lambda tx: tx.ledger.skip_chat(TARAS, Reason(reason)))
    over = {new} if reason is ReasonCode.READER_STOPPED else {new, stands}
    assert found.keys() == {("delivery", row_id) for row_id in over}


CARD_OF_IHOR = {"kind": "card", "audience": "desk", "chat_id": IHOR}


async def test_what_a_chat_is_being_shown_is_shown_once_more_where_that_changes(
    storage: Storage,
) -> None:
    """An editor who was dismissed while a card was on its way."""
    shown, sending, doubt, *_ = await put(
        storage,
        CARD_OF_IHOR | SHOWN,
        CARD_OF_IHOR | SENDING | {"subject_id": 2, "again": False},
        CARD_OF_IHOR | {"state": "unknown", "subject_id": 3, "again": False},
        CARD_OF_IHOR | SENDING | {"chat_id": TARAS, "again": False},
        CARD_OF_IHOR | SENDING | {"kind": "progress", "again": False},
    )
    found = await changes(storage, lambda tx: tx.ledger.mark_chat_changed(Kind.CARD, IHOR, LATER))
    assert found == {
        ("delivery", shown): {"state": "due", "not_before": LATER, "attempts": 0},
        ("delivery", sending): {"again": True},
        ("delivery", doubt): {"again": True},
    }


async def test_a_group_that_moves_takes_its_own_rows_with_it(storage: Storage) -> None:
    moves, twin, _, _ = await put(
        storage,
        {"chat_id": -5},
        {"chat_id": -5, "subject_id": 2},
        {"chat_id": -6, "subject_id": 2},  # owed there already
        {"chat_id": -7},
    )
    kind, _ = await put(
        storage,
        {"chat_id": -5, "subject_id": 3, "kind": "notice"},
        {"chat_id": -6, "subject_id": 3, "kind": "card"},  # of that number, and another thing
    )
    found = await changes(storage, lambda tx: tx.ledger.move_chat(-5, -6))
    assert found == {
        ("delivery", moves): {"chat_id": -6, "sent_after": None},
        ("delivery", kind): {"chat_id": -6, "sent_after": None},
        ("delivery", twin): {
            "state": "skipped",
            **because(Reason(ReasonCode.MOVED)),
            "lease_until": None,
        },
    }


async def test_messages_stay_behind_where_a_group_was(storage: Storage) -> None:
    """Their numbers are those of other messages in the new chat."""
    card = {"kind": "card", "audience": "desk"}
    stood: tuple[dict[str, Any], ...] = (
        {"state": "shown", "more_ids": "41,42", "pictures": "a,b,c"},
        {"state": "sending"},
        {"state": "due", "to_pin": True},
        {"state": "withdrawn"},
        {"state": "due", "kind": "round_up"},
        {"state": "sending", **card},
        {"state": "shown", **card},
    )
    of_group = ({"chat_id": -5, "message_id": 40, "subject_id": n} for n in range(len(stood)))
    rows = await put(storage, *(row | other for row, other in zip(of_group, stood, strict=True)))
    await changes(storage, lambda tx: tx.ledger.move_chat(-5, -6))
    kept = {row.id: row for row in tables.deliveries(storage)}
    assert {(row.chat_id, row.message_id, row.more_ids, row.to_pin) for row in kept.values()} == {
        (-6, None, None, False)
    }
    assert [kept[number].state for number in rows] == [
        "shown",
        *("shown", "shown"),  # not sent once more
        "withdrawn",
        *("due", "due"),  # they say something new, and come anew
        "shown",
    ]
    assert [kept[number].reason for number in rows[:3]] == ["our_fault", *["number_unknown"] * 2]


# --- fan-outs ---------------------------------------------------------------------------------


async def _two_publications(storage: Storage) -> tuple[int, int]:
    await a_reader(storage)
    first, second = [
        await a_published_article(storage, headline) for headline in ("Перша", "Друга")
    ]
    async with storage.writing() as tx:
        for article_id in (first, second):
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    return first, second


async def test_a_rejected_text_stops_its_own_fan_out_and_a_replay_lets_it_go_on(
    storage: Storage,
) -> None:
    first, second = await _two_publications(storage)
    stopped = await changes(storage, lambda tx: tx.ledger.stop_article(first, said("rejected")))
    assert stopped == {("fan_out", first): {"paused": True}}
    async with storage.writing() as tx:
        await tx.ledger.stop_article(second, said("rejected"))
        assert list(await tx.ledger.open_fan_outs()) == []
        assert await tx.ledger.would_replay(first) == 1
        assert await tx.ledger.fan_out(second, NOON) == 1
    replayed = await changes(storage, lambda tx: tx.ledger.replay(first, LATER))
    assert replayed == {("fan_out", first): {"paused": False}}
    async with storage.reading() as seen:
        assert list(await seen.ledger.open_fan_outs()) == [first]


async def test_a_retraction_ends_its_own_fan_out(storage: Storage) -> None:
    first, second = await _two_publications(storage)
    ended = await changes(storage, lambda tx: tx.ledger.end_fan_out(first))
    assert [*ended] == [("fan_out", first)]
    async with storage.reading() as tx:
        assert list(await tx.ledger.open_fan_outs()) == [second]


async def test_a_chunk_moves_its_own_mark(storage: Storage) -> None:
    first, second = await _two_publications(storage)
    found = await changes(storage, lambda tx: tx.ledger.fan_out(first, LATER))
    assert ("fan_out", second) not in found
    (row,) = [row for (table, _), row in found.items() if table == "delivery"]
    assert (row["kind"], row["subject_id"], row["chat_id"]) == ("article", first, TARAS)
    assert (row["audience"], row["lane"], row["state"]) == ("reader", Lane.READER, "due")
    assert (row["not_before"], row["enqueued_at"]) == (LATER, LATER)


@pytest.mark.parametrize("state", [ReaderState.STOPPED, ReaderState.BLOCKED])
async def test_what_failed_is_not_owed_again_to_who_cannot_be_reached(
    storage: Storage, state: ReaderState
) -> None:
    await some_readers(storage, (TARAS, TARAS + 1))
    gone, _ = await put(
        storage,
        READER | {"state": "failed"},
        READER | {"state": "failed", "chat_id": TARAS + 1},
    )
    async with storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, state)
        assert await tx.ledger.would_replay(1) == 1
    found = await changes(storage, lambda tx: tx.ledger.replay(1, LATER))
    assert ("delivery", gone) not in found
    assert len(found) == 1


async def test_who_received_an_article_is_told_of_its_sequel_and_nobody_else(
    storage: Storage,
) -> None:
    seen = {"first_shown_at": NOON}
    await put(
        storage,
        seen | SHOWN,
        seen | READER | {"state": "withdrawn"},
        READER | {"chat_id": TARAS + 1},  # never came
        READER | {"chat_id": TARAS + 2, "state": "skipped", "reason": "may_have_arrived"},
        READER | {"chat_id": TARAS + 3, "state": "skipped", "reason": "retracted"},
        seen | {"chat_id": CHANNEL - 7, "subject_id": 99},
        seen | {"chat_id": IHOR, "kind": "card", "audience": "desk"},
    )
    found = await changes(storage, lambda tx: tx.ledger.tell_receivers(1, 500, LATER))
    told = sorted(
        (
            row["kind"],
            row["subject_id"],
            row["chat_id"],
            row["audience"],
            row["lane"],
            row["state"],
            row["not_before"],
            row["enqueued_at"],
        )
        for row in found.values()
    )
    assert told == [
        ("notice", 500, CHANNEL, "channel", Lane.CHANNEL, "due", LATER, LATER),
        ("notice", 500, TARAS, "reader", Lane.READER, "due", LATER, LATER),
        ("notice", 500, TARAS + 2, "reader", Lane.READER, "due", LATER, LATER),
    ]


# --- what people change by hand ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("pictures", "then"), [("a,b", "a?,b?"), ("a", "a?"), ("voice:a", "voice:a"), (None, None)]
)
async def test_ours_that_the_desk_wants_back_is_not_forgotten_while_the_post_is_in_hand(
    storage: Storage, pictures: str | None, then: str | None
) -> None:
    """It was taken in hand to be left as it is, since somebody had changed it."""
    row = {"lease_until": None, "message_id": 50, "by_hand": True, "pictures": pictures}
    (row_id,) = await put(storage, row | {"again": False})
    async with storage.writing() as tx:
        (claimed,) = await tx.ledger.claim(1, NOON, SETTLE)
    async with storage.writing() as tx:
        assert await tx.ledger.restore(row_id, NOON)
    left = Shown(50, 3, by_hand=True, pictures=claimed.pictures)
    async with storage.writing() as tx:
        await tx.ledger.record_shown([(claimed, left)], LATER)
    (kept,) = tables.deliveries(storage)
    assert (kept.state, kept.by_hand, kept.pictures) == ("due", False, then)


async def test_what_somebody_has_changed_stays_so_while_the_desk_says_nothing(
    storage: Storage,
) -> None:
    row = {"lease_until": None, "message_id": 50, "by_hand": True, "pictures": "a"}
    await put(storage, row | {"again": False})
    async with storage.writing() as tx:
        (claimed,) = await tx.ledger.claim(1, NOON, SETTLE)
        left = Shown(50, 3, by_hand=True, pictures=claimed.pictures)
        await tx.ledger.record_shown([(claimed, left)], LATER)
    (kept,) = tables.deliveries(storage)
    assert (kept.state, kept.by_hand, kept.pictures) == ("shown", True, "a")


# --- what a dead process had in hand ----------------------------------------------------------

DESK = {"kind": "card", "audience": "desk", "chat_id": IHOR}
GIVEN_BACK: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a channel's post that was not noted": (
        {},
        {"state": "due", "not_before": LATER, "again": False},
    ),
    "a channel's post that may be on its way": (
        SENT,
        {
            "state": "unknown",
            "not_before": LATER + SETTLE,
            **because(Reason(ReasonCode.INTERRUPTED)),
        },
    ),
    "a reader's post": (
        SENT | READER,
        {"state": "unknown", "not_before": LATER, **because(Reason(ReasonCode.INTERRUPTED))},
    ),
    "an edit in a channel": (
        SENT | {"message_id": 50},
        {"state": "due", "not_before": LATER + SETTLE, "again": False},
    ),
    "an edit for a reader": (
        SENT | READER | {"message_id": 50},
        {"state": "due", "not_before": LATER + SETTLE, "again": False},
    ),
    "an edit of the desk's where a new message is wanted": (
        SENT | DESK | {"message_id": 50, "anew": True},
        {"state": "due", "not_before": LATER, "again": False, "message_id": None, "anew": False},
    ),
    "an edit of the desk's": (
        SENT | DESK | {"message_id": 50},
        {"state": "due", "not_before": LATER, "again": False},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("row", "changed"), GIVEN_BACK.values(), ids=GIVEN_BACK)
async def test_what_was_in_hand_comes_back_with_its_doubt_and_its_attempts(
    storage: Storage, row: dict[str, Any], changed: dict[str, Any]
) -> None:
    orphan, *_ = await put(
        storage,
        SENDING | row,
        SENDING | row | {"subject_id": 2, "lease_until": LATER + SETTLE},
        row | {"subject_id": 3},
    )
    found = await changes(storage, lambda tx: tx.ledger.give_back(LATER, SETTLE))
    if DESK.items() <= row.items():
        late = {"chat_id": IHOR, "message_id": 50, "until": LATER + SETTLE}
        assert found.pop(("late_edit", (IHOR, 50))) == late
    assert found == {("delivery", orphan): changed | {"lease_until": None, "attempts": 3}}


async def test_a_look_that_a_dead_process_was_at_is_no_try(storage: Storage) -> None:
    """An album would be given up for it, and stand there as a text."""
    in_doubt = {"state": "unknown", "holder": "dead", "attempts": 4}
    looked_for, *_ = await put(
        storage,
        in_doubt | {"lease_until": LATER},
        in_doubt | {"lease_until": None, "subject_id": 2},
        in_doubt | {"lease_until": LATER, "subject_id": 3, "holder": "another"},
    )
    found = await changes(storage, lambda tx: tx.ledger.give_back(NOON, SETTLE, holders=["dead"]))
    assert found == {("delivery", looked_for): {"lease_until": None, "attempts": 3}}


async def test_what_a_process_holds_without_knowing_it_is_due_as_before(
    storage: Storage,
) -> None:
    """Its line broke as it claimed: nothing has left."""
    held = {"holder": "one", "lease_until": LATER}
    news, edit, look, *_ = await put(
        storage,
        held | SENDING | SENT | READER,
        held | SENDING | {"message_id": 50, "subject_id": 2},
        held | SENT | {"state": "unknown", "subject_id": 3},
        held | SENDING | {"subject_id": 4},  # which it knows of
        held | SENDING | {"subject_id": 5, "holder": "another"},
        held | {"subject_id": 6, "lease_until": None},
    )
    known = news + 3
    found = await changes(storage, lambda tx: tx.ledger.give_back_unseen("one", {known}))
    due = {"state": "due", "lease_until": None, "attempts": 3}
    assert found == {
        ("delivery", news): due | {"sent_at": None},
        ("delivery", edit): due,
        ("delivery", look): {"lease_until": None, "attempts": 3},
    }


async def test_who_was_cut_off_settles_no_edit_that_is_due_again(storage: Storage) -> None:
    """Its article may be retracted since: what comes late would say that all is as wanted."""
    mine = {"holder": "one", "lease_until": NOON}
    news, edit, in_hand, anothers = await put(
        storage,
        mine | SENDING | SENT,
        mine | SENDING | SENT | {"message_id": 50, "subject_id": 2},
        mine | SENDING | SENT | {"subject_id": 3, "lease_until": LATER + SETTLE},
        mine | SENDING | SENT | {"subject_id": 4, "holder": "another"},
    )
    async with storage.writing() as tx:
        await tx.ledger.give_back(LATER, SETTLE)
        ours = await tx.ledger.held([news, edit, in_hand, anothers], ["one"])
    assert ours == {news, in_hand}


async def test_a_channel_waits_for_a_send_in_hand_or_in_doubt_and_for_no_other(
    storage: Storage,
) -> None:
    rows: list[dict[str, Any]] = [SENDING, {"state": "unknown"}, {}, SHOWN, {"state": "failed"}]
    ids = await put(
        storage, *(row | {"chat_id": -n, "lease_until": None} for n, row in enumerate(rows, 1))
    )
    async with storage.writing() as tx:
        for n, row_id in enumerate(ids, 1):
            await tx.pace.make_busy(-n, row_id, NOON)
        await tx.pace.make_busy(-9, 12345, NOON)  # a row that is no more
    found = await changes(storage, lambda tx: tx.ledger.give_back(NOON, SETTLE))
    freed = {place for place, row in found.items() if row == {"busy_with": None}}
    assert freed == {("chat_pace", chat) for chat in (-3, -4, -5, -9)}


@pytest.mark.parametrize(
    ("row", "noted"),
    [
        (SENDING | {"holder": "ours"}, True),
        (SENDING | {"holder": "another"}, False),
        ({"state": "unknown", "holder": "ours"}, False),
        (SENDING | {"holder": "ours", "lease_until": None}, False),
    ],
)
async def test_what_others_have_taken_over_is_not_noted_as_leaving(
    storage: Storage, row: dict[str, Any], *, noted: bool
) -> None:
    """What they have noted is what is looked for."""
    (row_id,) = await put(storage, row | {"sent_after": 40})
    async with storage.writing() as tx:
        sent = await tx.ledger.note_send(row_id, 3, LATER, after=60, holder="ours")
        edited = await tx.ledger.note_edit(row_id, "print", holder="ours")
    (kept,) = tables.deliveries(storage)
    assert (sent, edited) == (noted, noted)
    assert (kept.sent_after, kept.sent_at) == ((60, LATER) if noted else (40, None))
    assert bool(kept.exact_print) is noted


# --- claims -----------------------------------------------------------------------------------


async def test_a_claim_takes_its_rows_in_hand_and_no_others(storage: Storage) -> None:
    fresh = {"lease_until": None}
    first, readers, doubt, *_ = await put(
        storage,
        SENT | fresh,
        SENT | READER | fresh,
        SENT | fresh | {"state": "unknown", "chat_id": -8},
        fresh | {"chat_id": -9, "not_before": LATER},
        {"chat_id": -10, "lease_until": LATER},
    )
    found = await changes(storage, lambda tx: tx.ledger.claim(10, NOON, SETTLE))
    until = NOON + SETTLE
    assert found == {
        ("delivery", first): {
            "state": "sending",
            "lease_until": until,
            "attempts": 5,
            "sent_at": None,
        },
        ("delivery", readers): {
            "state": "sending",
            "lease_until": until,
            "attempts": 5,
            "sent_at": NOON,
        },
        ("delivery", doubt): {"lease_until": until, "attempts": 5},
    }


@pytest.mark.parametrize(
    ("state", "paused", "code"),
    [
        (ReaderState.STOPPED, None, ReasonCode.READER_STOPPED),
        (ReaderState.BLOCKED, None, ReasonCode.BLOCKED),
        (ReaderState.ACTIVE, LATER, ReasonCode.READER_STOPPED),
        (ReaderState.ACTIVE, NOON, None),
    ],
)
async def test_what_comes_back_once_its_reader_has_stopped_is_owed_no_more(
    storage: Storage, state: ReaderState, paused: datetime | None, code: ReasonCode | None
) -> None:
    """It was in hand when they stopped, and was not sent after all."""
    await a_reader(storage, TARAS)
    stopped = {"state": state, "paused_until": paused}
    await tables.change(storage, update(reader).values(stopped))
    due = READER | {"lease_until": None}
    news, doubt, *others = await put(
        storage,
        due,
        due | {"kind": "digest", "state": "unknown"},
        due | {"subject_id": 2, "message_id": 50},
        due | {"kind": "notice"},
        due | {"audience": "desk", "kind": "card"},
    )
    let_off: set[int] = set()
    taken: set[int] = set()
    for _ in range(5):
        async with storage.writing() as tx:
            rows = await tx.ledger.claim(10, NOON, SETTLE)
        taken |= {row.id for row in rows}
    for row in tables.deliveries(storage):
        if row.state == State.SKIPPED:
            let_off.add(row.id)
            said_of_it = ReasonCode.MAY_HAVE_ARRIVED if row.id == doubt else code
            assert (row.reason, row.lease_until) == (said_of_it, None)
    expected = set() if code is None else {news, doubt}
    assert let_off == expected
    assert taken == {news, doubt, *others} - expected


async def test_what_comes_back_once_its_channel_was_left_is_owed_no_more(
    storage: Storage,
) -> None:
    """Nothing would take it in hand, and its publication would never come to an end."""
    await a_channel(storage)
    async with storage.writing() as tx:
        await tx.channels.set_state(CHANNEL, ChannelState.LEFT)
    due = {"lease_until": None, "reason": None, "reason_words": None}
    first, edit, pin, *_ = await put(
        storage,
        due,
        due | {"subject_id": 2, "message_id": 50},
        due | {"subject_id": 3, "message_id": 51, "to_pin": True},
        due | {"subject_id": 4, "not_before": LATER},
    )
    async with storage.reading() as seen:
        assert await seen.ledger.has_due(NOON)
    async with storage.writing() as tx:
        assert await tx.ledger.claim(10, NOON, SETTLE) == []
    async with storage.reading() as seen:
        assert not await seen.ledger.has_due(NOON)
    found = {row.id: (row.state, row.reason) for row in tables.deliveries(storage)}
    removed = ReasonCode.REMOVED.value
    assert (found[first], found[edit]) == (("skipped", removed), ("failed", removed))
    assert found[pin] == ("shown", removed)


async def test_a_claimed_row_brings_what_belongs_to_its_own_chat_and_article(
    storage: Storage,
) -> None:
    """Two of everything: the facts of one must not come with the row of another."""
    for chat_id, language in ((1, "uk"), (2, "en")):
        await a_reader(storage, chat_id, language=language)
    for headline, number in (("Перша", 5), ("Друга", 6)):
        article_id = await a_published_article(storage, headline)
        async with storage.writing() as tx:
            for _ in range(number - 1):
                old = await tx.articles.existing(article_id)
                await a_revision(
                    tx, old, old.content, section_id=SVIT, by=IHOR, now=NOON, marked=False
                )
            await tx.articles.prove(article_id, number)
    reader = READER | {"lease_until": None}
    await put(
        storage,
        reader | {"chat_id": 1, "subject_id": 1},
        reader | {"chat_id": 2, "subject_id": 2},
        {"lease_until": None, "kind": "notice", "subject_id": 2, "lane": Lane.READER},
    )
    async with storage.writing() as tx:
        rows = await tx.ledger.claim(10, NOON, SETTLE)
    assert [(row.chat_id, row.language, row.newest) for row in rows] == [
        (1, "uk", 5),
        (2, "en", 6),
        (CHANNEL, None, None),
    ]


async def test_a_claim_for_some_lanes_takes_no_others(storage: Storage) -> None:
    for lanes, taken in (
        (BEFORE_PAID, [Lane.REPLY, Lane.BREAKING]),
        (AFTER_PAID, [Lane.CHANNEL, Lane.BREAKING_READER, Lane.READER, Lane.DIGEST]),
        (Lanes(paid=(1,)), [Lane.PAID]),
        (ALL_LANES, [*Lane]),
    ):
        await tables.change(storage, delete(delivery))
        due = {"lease_until": None}
        await put(storage, *(due | {"chat_id": lane + 1, "lane": lane} for lane in Lane))
        async with storage.writing() as tx:
            assert [row.lane for row in await tx.ledger.claim(10, NOON, SETTLE, lanes)] == taken


async def test_for_stars_go_first_posts_of_their_own_story_alone(storage: Storage) -> None:
    paid = {"lane": Lane.PAID, "audience": "reader", "lease_until": None}
    await put(
        storage,
        paid | {"chat_id": 1},
        paid | {"chat_id": 2, "message_id": 50},
        paid | {"chat_id": 3, "subject_id": 2},
    )
    async with storage.writing() as tx:
        rows = await tx.ledger.claim(10, NOON, SETTLE, Lanes(paid=(1,)))
    assert [row.chat_id for row in rows] == [1]


async def test_for_free_go_no_first_posts_of_another_paid_story(storage: Storage) -> None:
    """Whose first posts came after somebody looked which stories are paid for."""
    paid = {"lane": Lane.PAID, "audience": "reader", "lease_until": None}
    await put(
        storage,
        {"chat_id": 1, "lane": Lane.READER, "audience": "reader", "lease_until": None},
        paid | {"chat_id": 2},
        paid | {"chat_id": 3, "message_id": 50, "subject_id": 2},
        paid | {"chat_id": 4, "subject_id": 2},
    )
    for stories, taken in (((), {1, 3}), ((1,), {2})):
        async with storage.writing() as tx:
            rows = await tx.ledger.claim(10, NOON, SETTLE, Lanes(for_free=stories))
        assert {row.chat_id for row in rows} == taken


async def test_a_look_for_what_is_due_sees_what_a_claim_would_take(storage: Storage) -> None:
    """Neither what is over, nor what is held, nor what is due later."""
    await put(
        storage,
        {"lease_until": None, "not_before": LATER},
        {"lease_until": LATER, "subject_id": 2},
        SHOWN | {"lease_until": None, "subject_id": 3},
    )
    async with storage.reading() as tx:
        assert not await tx.ledger.has_due(NOON)
        assert await tx.ledger.has_due(LATER)
        assert not await tx.ledger.has_due(LATER - timedelta(milliseconds=1))


async def test_the_next_moment_is_that_of_what_is_open_and_not_due_yet(storage: Storage) -> None:
    async with storage.reading() as tx:
        assert await tx.ledger.next_due(NOON) is None
    await put(
        storage,
        {"not_before": NOON},
        {"not_before": LATER + SETTLE, "subject_id": 2},
        {"not_before": LATER, "subject_id": 3, "state": "unknown"},
        *(
            {"not_before": NOON + SETTLE, "subject_id": n, "state": state}
            for n, state in enumerate(("shown", "sending", "failed", "withdrawn", "skipped"), 4)
        ),
    )
    async with storage.reading() as tx:
        assert await tx.ledger.next_due(NOON) == LATER
        assert await tx.ledger.next_due(LATER) == LATER + SETTLE
        assert await tx.ledger.next_due(LATER + SETTLE) is None


async def test_other_posts_of_a_channel_are_those_behind_the_send_whatever_they_are_of(
    storage: Storage,
) -> None:
    ours, *_ = await put(
        storage,
        {"message_id": 90, "sent_after": 40},
        {"message_id": 40, "subject_id": 2},
        {"message_id": 41, "subject_id": 3},
        {"message_id": 99, "kind": "notice"},
        {"message_id": None, "subject_id": 4},
        {"message_id": 50, "chat_id": CHANNEL - 1},
    )
    async with storage.reading() as tx:
        row = await tx.ledger.find(ours)
        assert row
        assert await tx.ledger.others_there(row) == {41, 99}
        assert await tx.ledger.others_there(row._replace(sent_after=None)) == {40, 41, 99}


async def test_of_a_new_text_one_chat_goes_first_and_the_others_follow_after_seconds(
    storage: Storage,
) -> None:
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        old = await tx.articles.existing(article_id)
        await a_revision(tx, old, old.content, section_id=SVIT, by=IHOR, now=NOON, marked=False)
    other = await a_published_article(storage, "Друга")
    fresh: dict[str, Any] = {"lease_until": None, "subject_id": article_id}
    await put(
        storage,
        *(fresh | {"chat_id": -n} for n in (1, 2, 3)),
        *({"lease_until": None, "subject_id": other, "chat_id": -n} for n in (4, 5)),
        *(fresh | {"chat_id": -n, "kind": "notice"} for n in (6, 7)),
    )
    lease = timedelta(minutes=5)
    async with storage.writing() as tx:
        assert [row.chat_id for row in await tx.ledger.claim(10, NOON, lease)] == [
            -1,
            *(-4, -5, -6, -7),
        ]
        soon, late = NOON + timedelta(seconds=2.9), NOON + timedelta(seconds=3.1)
        assert await tx.ledger.claim(10, soon, lease) == []
        assert [row.chat_id for row in await tx.ledger.claim(10, late, lease)] == [-2]


async def test_a_pin_is_owed_where_the_channel_wants_one(storage: Storage) -> None:
    for chat_id in (CHANNEL, CHANNEL - 1):
        await a_channel(storage, chat_id)
    async with storage.writing() as tx:
        await tx.channels.set_pins(CHANNEL, on=True)
    wants, not_wanted, corrected, was_due = await put(
        storage,
        SENDING,
        SENDING | {"chat_id": CHANNEL - 1},
        SENDING | {"subject_id": 2, "message_id": 50},
        SENDING | {"subject_id": 3, "message_id": 50, "to_pin": True, "chat_id": CHANNEL - 1},
    )

    async def deed(tx: Transaction) -> None:
        for row_id in (wants, not_wanted, corrected, was_due):
            row = await tx.ledger.find(row_id)
            assert row
            await tx.ledger.enqueue_pin(row, LATER)

    assert await changes(storage, deed) == {
        ("delivery", wants): {"state": "due", "not_before": LATER, "to_pin": True},
        ("delivery", was_due): {"state": "due", "not_before": LATER},
    }


async def test_what_is_owed_is_written_as_it_is_said(storage: Storage) -> None:
    async def deed(tx: Transaction) -> None:
        await tx.ledger.enqueue(
            Kind.ARTICLE, 8, [TARAS], audience=Audience.READER, lane=Lane.PAID, now=LATER
        )

    ((_, row),) = (await changes(storage, deed)).items()
    del row["id"]
    assert {name: value for name, value in row.items() if name in WORN and value} == {
        "kind": "article",
        "subject_id": 8,
        "chat_id": TARAS,
        "audience": "reader",
        "lane": Lane.PAID,
        "state": "due",
        "not_before": LATER,
        "enqueued_at": LATER,
    }
