"""Which article an editor's message is about that answers one of the bot's."""

from dataclasses import dataclass

from bot.domain.people import Editor
from storage.storage import Snapshot


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that was answered; `article_id`: the one article that its buttons name.

    These know it first: for a moment after a card was sent, the ledger has no number for it.
    """

    message_id: int
    article_id: int | None = None


async def article_answered(tx: Snapshot, answered: Answered | None, by: Editor) -> int | None:
    if answered is None:
        return None
    return await tx.ledger.told_of_in(by.user_id, answered.message_id) or answered.article_id
