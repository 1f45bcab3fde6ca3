"""Writes into the ledger what became of each row that was claimed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.domain.delivery import (
    Audience,
    Delivery,
    Kind,
    Partial,
    Retry,
    Shown,
    State,
    Unknown,
)
from bot.domain.reasons import Reason, ReasonCode
from storage.by_hand import is_uncertain, uncertain
from storage.claims import as_numbers
from storage.enqueue import NUMBER_UNKNOWN
from storage.fanning_out import as_moment
from storage.late_edits import LateEdits
from storage.ledger_view import NEVER
from storage.reasons import because
from storage.schema import delivery
from storage.statements import as_pairs, pairs
from storage.types import Moment

_UNDER_WAY = (State.DUE, State.SENDING, State.UNKNOWN)


class Recording(LateEdits):
    async def record_shown(self, shown: Sequence[tuple[Delivery, Shown]], now: datetime) -> None:
        """Write down what chats show now; what changed meanwhile is due again."""
        # By revision and file: a broadcast's.
        alike: dict[tuple[int, str | None], dict[int, int | None]] = {}
        others = []
        for row, outcome in shown:
            if _is_apart(row, outcome):
                others.append(_as_bound(row, outcome, now))
            else:
                shows = (outcome.revision, joined(outcome.pictures))
                alike.setdefault(shows, {})[row.id] = outcome.message_id
        for (revision, pictures), messages in alike.items():
            await self._connection.execute(
                _RECORD_ALIKE,
                {
                    "messages": as_pairs(messages),
                    "now_revision": revision,
                    "with_pictures": pictures,
                    "at": now,
                },
            )
        if others:
            await self._connection.execute(_RECORD_SHOWN, others)
        await self._repeat_after_late_edits([row for row, _ in shown])

    async def record_retry(self, row: Delivery, outcome: Retry) -> None:
        """The row is due again; a wait that Telegram asked for does not count as an attempt."""
        if outcome.may_arrive_until:
            await self._note_late_edits(delivery.c.id == row.id, outcome.may_arrive_until)
        await self._put(
            row,
            state=State.UNKNOWN if row.unknown else State.DUE,
            not_before=outcome.at,
            attempts=delivery.c.attempts if outcome.counts else row.attempts,
            sent_at=row.sent_at if row.unknown else None,
            **because(outcome.reason),
        )

    async def record_unknown(self, row: Delivery, outcome: Unknown) -> None:
        await self._put(row, state=State.UNKNOWN, not_before=outcome.at, **because(outcome.reason))

    async def record_partial(self, row: Delivery, outcome: Partial, now: datetime) -> None:
        """Only a part of the post arrived: due again, once that part is deleted."""
        first, *more = outcome.message_ids
        await self._put(
            row,
            state=State.DUE,
            not_before=now,
            message_id=first,
            more_ids=joined(more),
            pictures=joined(outcome.pictures),
            revision=0,
            first_shown_at=func.coalesce(delivery.c.first_shown_at, as_moment(now)),
            **because(outcome.reason),
        )

    async def record_cleared(self, row: Delivery, reason: Reason, now: datetime) -> None:
        """The chat shows nothing of it any more: owed as if it had never been sent.

        Its attempts go on counting: an album that never arrives whole is given up.
        """
        await self._put(
            row,
            state=State.DUE,
            not_before=now,
            again=False,
            message_id=None,
            more_ids=None,
            pictures=None,
            revision=0,
            sent_at=None,
            first_shown_at=None,
            **because(reason),
        )

    async def record_undecided(
        self, row: Delivery, reason: Reason, may_be: Sequence[int] = ()
    ) -> None:
        """Nobody can tell whether it arrived: the desk is asked. If it did, it is `may_be`."""
        waits = {"state": State.UNKNOWN, "not_before": NEVER, "may_be": joined(may_be)}
        await self._put(row, **waits, **because(reason))

    async def record_due(self, row_id: int, now: datetime, reason: Reason | None = None) -> None:
        """Nothing was sent: the row is owed as before."""
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == row_id)
            .values(
                state=State.DUE,
                not_before=now,
                lease_until=None,
                sent_at=None,
                again=False,
                **because(reason),
            )
        )

    async def record_end(self, row: Delivery, state: State, reason: Reason) -> None:
        """Nothing more will be tried; what is wanted below meanwhile is due as a new message."""
        await self._put(
            row,
            state=case((delivery.c.anew, State.DUE), else_=state),
            attempts=case((delivery.c.anew, 0), else_=delivery.c.attempts),
            **because(reason),
        )

    async def record_failure(
        self, row: Delivery, reason: Reason, now: datetime, *, in_doubt: bool = False
    ) -> None:
        """Given up; what has changed while it was in hand is due again, or to be taken away.

        `in_doubt`: an earlier request may have arrived all the same. Its time is kept, so that
        whoever is sent it once more (`replay`) counts as one who may have it twice.
        """
        doubt = in_doubt or row.unknown
        await self._put(
            row,
            state=case(
                (delivery.c.again, State.UNKNOWN if doubt else State.DUE), else_=State.FAILED
            ),
            again=False,
            not_before=now,
            attempts=0,
            sent_at=delivery.c.sent_at if doubt else None,
            **because(reason),
        )

    async def record_set_aside(self, row: Delivery, reason: Reason) -> None:
        """What became of it could not be written down: it waits for somebody's word.

        A post to a channel may be asked about; whatever else may have arrived, and is sent again
        only where somebody says so (`replay`).
        """
        if row.audience is Audience.CHANNEL and row.message_id is None:
            await self.record_undecided(row, reason)
            return
        await self._put(row, state=State.FAILED, again=False, attempts=0, **because(reason))

    async def move_chat(self, old: int, new: int) -> None:
        """Owe to the new chat what was owed to the old one, once.

        Messages stay behind, where nobody can change them any more, and others bear their numbers
        in the new chat. Whatever may have arrived did so there, and cannot be looked for either.
        """
        await self._leave_messages(old)
        twin = delivery.alias()
        owed_there = exists().where(
            twin.c.kind == delivery.c.kind,
            twin.c.subject_id == delivery.c.subject_id,
            twin.c.chat_id == new,
        )
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.chat_id == old, ~owed_there)
            .values(chat_id=new, sent_after=None)
        )
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.chat_id == old)
            .values(state=State.SKIPPED, lease_until=None, **because(Reason(ReasonCode.MOVED)))
        )

    async def _leave_messages(self, chat_id: int) -> None:
        """What was to be changed comes anew if it lives on (the desk's, round-ups), else stays."""
        stands = and_(delivery.c.chat_id == chat_id, delivery.c.message_id.is_not(None))
        lives_on = or_(delivery.c.audience == Audience.DESK, delivery.c.kind == Kind.ROUND_UP)
        over = {"again": False, "anew": False, "lease_until": None, "attempts": 0}
        for which, state, reason in (
            (lives_on, State.DUE, None),
            (not_(lives_on), State.SHOWN, NUMBER_UNKNOWN),
        ):
            await self._connection.execute(
                update(delivery)
                .where(stands, which, delivery.c.state.in_(_UNDER_WAY))
                .values(state=state, **over, **because(reason))
            )
        await self._connection.execute(
            update(delivery)
            .where(stands)
            .values(
                message_id=None,
                more_ids=None,
                pictures=None,
                by_hand=False,
                to_pin=False,
                to_unpin=False,
                unpin_at=None,
            )
        )

    async def settle_unknown(self, row: Delivery, *, there: bool, now: datetime) -> None:
        """The desk has said whether a post in doubt stands in the channel."""
        if not there:
            await self.record_due(row.id, now, Reason(ReasonCode.NOT_THERE))
            return
        may_be = select(delivery.c.may_be).where(delivery.c.id == row.id)
        first, *more = as_numbers(await self._connection.scalar(may_be)) or (None,)
        pictures = row.sent_pictures if first else ()
        shown = Shown(first, row.sent_revision or 1, more_ids=(*more,), pictures=pictures)
        await self.record_shown([(row, shown)], now)


def joined(values: Iterable[object]) -> str | None:
    """As a column holds them, with commas between; None for none."""
    return ",".join(map(str, values)) or None


def _is_apart(row: Delivery, outcome: Shown) -> bool:
    """Whether more is to be written down than the number of a message."""
    return bool(
        row.unknown
        or outcome.refresh_at
        or outcome.message_id is None
        or outcome.by_hand
        or outcome.more_ids
        or row.more_ids
        or (row.pictures and row.audience is Audience.CHANNEL)
        or (row.sent_print and row.audience is Audience.DESK)
    )


def _as_bound(row: Delivery, outcome: Shown, now: datetime) -> dict[str, object]:
    return {
        "row_id": row.id,
        "now_shows": outcome.message_id,
        "now_revision": outcome.revision,
        "twice": row.unknown and row.audience is not Audience.CHANNEL,
        "next": outcome.refresh_at or now,
        "is_known": outcome.message_id is not None,
        "goes_on": outcome.refresh_at is not None,
        "and_these": joined(outcome.more_ids),
        "with_pictures": joined(outcome.pictures),
        "says": outcome.said,
        # That it was so before is in the row, unless the desk has wanted ours back since.
        "changed_by_hand": outcome.by_hand and not row.by_hand,
        "at": now,
    }


_PICTURES = bindparam("with_pictures", type_=Text)
_RECORD_SHOWN = (
    update(delivery)
    .where(delivery.c.id == bindparam("row_id"))
    .values(
        state=case(
            (and_(delivery.c.again, bindparam("is_known", type_=Boolean)), State.DUE),
            (bindparam("goes_on", type_=Boolean), State.DUE),
            else_=State.SHOWN,
        ),
        not_before=bindparam("next"),
        again=False,
        lease_until=None,
        attempts=0,
        message_id=case((delivery.c.anew, null()), else_=bindparam("now_shows", type_=BigInteger)),
        anew=False,
        more_ids=bindparam("and_these"),
        # The desk wanted ours back meanwhile: what was seen before that is certain no more.
        pictures=case(
            (and_(delivery.c.again, is_uncertain(delivery.c.pictures)), uncertain(_PICTURES)),
            else_=_PICTURES,
        ),
        revision=bindparam("now_revision"),
        sent_print=case(
            (delivery.c.audience == Audience.DESK, bindparam("says", type_=Text)),
            else_=delivery.c.sent_print,
        ),
        by_hand=or_(delivery.c.by_hand, bindparam("changed_by_hand", type_=Boolean)),
        maybe_twice=or_(delivery.c.maybe_twice, bindparam("twice", type_=Boolean)),
        # What changed while it was looked for is to be changed by hand where no number is known.
        reason=case(
            (and_(delivery.c.again, ~bindparam("is_known", type_=Boolean)), NUMBER_UNKNOWN.code),
            else_=null(),
        ),
        reason_words=None,
        shown_at=bindparam("at"),
        first_shown_at=func.coalesce(delivery.c.first_shown_at, bindparam("at", type_=Moment)),
    )
)

# The same of rows that differ in their messages alone.
_MESSAGES = pairs("messages")
_AT = bindparam("at", type_=Moment)
_RECORD_ALIKE = (
    update(delivery)
    .where(delivery.c.id == _MESSAGES.c.key)
    .values(
        state=case((delivery.c.again, State.DUE), else_=State.SHOWN),
        not_before=_AT,
        again=False,
        lease_until=None,
        attempts=0,
        message_id=case((delivery.c.anew, null()), else_=_MESSAGES.c.value),
        anew=False,
        pictures=bindparam("with_pictures"),
        revision=bindparam("now_revision"),
        **because(None),
        shown_at=_AT,
        first_shown_at=func.coalesce(delivery.c.first_shown_at, _AT),
    )
)
