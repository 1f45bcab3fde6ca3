"""Posts that somebody has changed by hand: left alone, until the desk wants ours back."""

from datetime import datetime

from sqlalchemy import Text, and_, case, func, update

from bot.domain.delivery import State
from storage.ledger_view import LedgerView
from storage.schema import delivery

# Marks that no file has, of the same media; a voice message nobody can put another in place of.
_UNCERTAIN = case(
    (delivery.c.pictures.startswith("voice:"), delivery.c.pictures),
    else_=func.replace(delivery.c.pictures, ",", "?,", type_=Text) + "?",
)


class ByHand(LedgerView):
    async def note_by_hand(self, delivery_id: int, *, changed: bool) -> None:
        """Whether somebody has changed a post's words: while they have, no edit goes over them."""
        await self._connection.execute(
            update(delivery).where(delivery.c.id == delivery_id).values(by_hand=changed)
        )

    async def restore(self, delivery_id: int, now: datetime) -> bool:
        """Write over what somebody has changed by hand; false where nobody has.

        Nobody knows which picture stands there: it is put in its place once more.
        """
        changed = and_(delivery.c.id == delivery_id, delivery.c.by_hand)
        due = await self._connection.execute(
            update(delivery)
            .where(changed, delivery.c.state == State.SHOWN)
            .values(
                state=State.DUE, not_before=now, attempts=0, by_hand=False, pictures=_UNCERTAIN
            )
        )
        in_hand = await self._connection.execute(
            update(delivery).where(changed).values(again=True, by_hand=False, pictures=_UNCERTAIN)
        )
        return bool(due.rowcount + in_hand.rowcount)
