"""Outcomes in groups that have become other chats since: their messages stayed behind."""

from bot.domain.delivery import Cleared, Delivery, Outcome, Partial, Shown
from bot.domain.people import is_group
from storage.storage import Transaction


async def without_numbers_of_before(
    tx: Transaction, batch: list[tuple[Delivery, Outcome]]
) -> list[tuple[Delivery, Outcome]]:
    """Groups have become other chats meanwhile: there, these numbers are others' messages.

    What is owed instead of an edit was settled as the group moved.
    """
    groups = [row.id for row, _ in batch if is_group(row.chat_id)]
    if not groups:
        return batch
    chats = await tx.ledger.chats_of(groups)
    moved = {row.id for row, _ in batch if chats.get(row.id, row.chat_id) != row.chat_id}
    return [
        (row, _left_behind(outcome) if row.id in moved else outcome)
        for row, outcome in batch
        if row.id not in moved or row.message_id is None
    ]


def _left_behind(outcome: Outcome) -> Outcome:
    match outcome:
        case Shown(revision=revision):
            return Shown(None, revision)
        case Partial(reason=reason):
            return Cleared(reason)
        case _:
            return outcome
