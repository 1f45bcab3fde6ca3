"""Posts that somebody has changed by hand: left alone, until the desk wants ours back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, false, func, update

from bot.domain.delivery import State
from storage.ledger_view import LedgerView
from storage.schema import delivery

_MARK = "?"


def uncertain(pictures: ColumnElement[Any]) -> ColumnElement[Any]:
    """Marks that no file has, of the same media; of a voice message nobody changes the file."""
    return case(
        (pictures.startswith("voice:"), pictures),
        else_=func.replace(pictures, ",", f"{_MARK},", type_=Text) + _MARK,
    )


def is_uncertain(pictures: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(pictures.endswith(_MARK), false())


_UNCERTAIN = uncertain(delivery.c.pictures)


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
