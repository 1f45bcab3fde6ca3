"""Writes what is owed: new rows of the ledger, rows that are due again or owed no more.

The worker sees to it once it looks: whoever wants that at once calls `tx.wake()` as well.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.reasons import Reason, ReasonCode
from storage import statements
from storage.articles import resembling
from storage.fanning_out import FanningOut, as_moment
from storage.ledger_view import failed_within_reach, stands_unwanted
from storage.reasons import because, because_unless_in_doubt, first_post_in_doubt
from storage.round_ups import naming
from storage.schema import article, delivery, fan_out, round_up_item
from storage.withdrawal import LANE_OF_EDIT

# Wanted below while an edit of it was in hand: whatever became of that, the next one is new. The
# message of before has been told where to look by then, and is not to become a card again.
BELOW: Final[dict[str, Any]] = {
    "message_id": case((delivery.c.anew, null()), else_=delivery.c.message_id),
    "anew": False,
}
# The desk found the post itself, so that its number, which an edit needs, is not known.
NUMBER_UNKNOWN = Reason(ReasonCode.NUMBER_UNKNOWN)
_NEWEST = 100  # messages that one chat is owed edits of at once


class Owing(FanningOut):
    async def enqueue(
        self,
        kind: Kind,
        subject_id: int,
        chats: Iterable[int],
        *,
        audience: Audience,
        lane: Lane,
        now: datetime,
        message_id: int | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Owe a subject to chats; a chat that has a row for it keeps that row as it is.

        `subject_id`: the number of an article, notice, digest or round-up, by `kind`.
        `message_id`: one that stands there, and is to become it: an edit is owed, no message.
        `not_before`: when it may leave; None: `now`.
        """
        rows = [
            {
                "kind": kind,
                "subject_id": subject_id,
                "chat_id": chat_id,
                "audience": audience,
                "lane": lane,
                "state": State.DUE,
                "not_before": not_before or now,
                "enqueued_at": now,
                "message_id": message_id,
            }
            for chat_id in chats
        ]
        if rows:
            statement = statements.insert(self._connection, delivery)
            await self._connection.execute(statement.on_conflict_do_nothing(), rows)

    async def enqueue_again(
        self, kind: Kind, subject_id: int, chat_id: int, now: datetime
    ) -> None:
        """Owe the desk a new message of a subject, below all that the chat shows already."""
        await self.enqueue(
            kind, subject_id, [chat_id], audience=Audience.DESK, lane=Lane.REPLY, now=now
        )
        its_row = and_(
            delivery.c.kind == kind,
            delivery.c.subject_id == subject_id,
            delivery.c.chat_id == chat_id,
        )
        in_doubt_in_hand = and_(
            delivery.c.state == State.UNKNOWN, delivery.c.lease_until.is_not(None)
        )
        in_hand = or_(delivery.c.state == State.SENDING, in_doubt_in_hand)
        await self._connection.execute(
            update(delivery)
            .where(
                its_row,
                ~in_hand,
                # One that is due without a message is what is wanted already; with one, an edit.
                or_(delivery.c.state != State.DUE, delivery.c.message_id.is_not(None)),
            )
            .values(
                state=State.DUE,
                not_before=now,
                message_id=None,
                anew=False,
                attempts=0,
                lease_until=None,
            )
        )
        # One in hand may have been read before the change: it is shown once more, as an edit; or
        # as a new message, where what is under way is an edit itself.
        await self._connection.execute(
            update(delivery)
            .where(its_row, in_hand)
            .values(again=True, anew=delivery.c.message_id.is_not(None))
        )

    async def catch_up(self, chat_id: int, now: datetime) -> None:
        """The bot may act in a channel again: what was corrected or taken back meanwhile is tried.

        The desk's reports of what is taken back are owed an edit, too.
        """
        await self.correct_again(chat_id, now)
        await self.enqueue_withdrawals(now, chat_id=chat_id)
        owed = await self._connection.execute(
            select(delivery.c.kind, delivery.c.subject_id).where(
                stands_unwanted(chat_id=chat_id), delivery.c.state == State.DUE
            )
        )
        subjects: dict[str, list[int]] = {Kind.ARTICLE: [], Kind.ROUND_UP: []}
        for row in owed:
            subjects[row.kind].append(row.subject_id)
        its, of = delivery.c.subject_id, round_up_item.c.round_up_id
        gathered = select(round_up_item.c.article_id).where(of.in_(subjects[Kind.ROUND_UP]))
        is_of_one = or_(its.in_(subjects[Kind.ARTICLE]), its.in_(gathered))
        await self._mark_changed(and_(delivery.c.kind == Kind.PROGRESS, is_of_one), now)

    async def mark_changed(self, kind: Kind, subject: int | Select[Any], now: datetime) -> None:
        """A subject has changed: the chats that show it are due for an edit.

        `subject`: its number, or a statement that finds those of several. What is in hand is
        edited after that, and nothing is sent to chats that do not have it yet. A post whose
        number nobody knows stays as it is, with the reason `number_unknown`.
        """
        its = delivery.c.subject_id
        is_it = its == subject if isinstance(subject, int) else its.in_(subject)
        await self._mark_changed(and_(delivery.c.kind == kind, is_it), now)

    async def mark_post_changed(self, article_id: int, chat_id: int, now: datetime) -> None:
        """The same of an article's post in one chat."""
        its_own = and_(delivery.c.subject_id == article_id, delivery.c.chat_id == chat_id)
        await self._mark_changed(and_(delivery.c.kind == Kind.ARTICLE, its_own), now)

    async def mark_cards_changed(self, article_id: int, now: datetime) -> None:
        """An article has changed: its cards follow, and those of drafts that resemble it."""
        # Of one list: of an OR SQLite would walk through all cards that there are.
        itself = select(literal(article_id, article.c.id.type))
        its = union_all(itself, select(article.c.id).where(resembling(article_id)))
        is_its = delivery.c.subject_id.in_(its)
        await self._mark_changed(and_(delivery.c.kind == Kind.CARD, is_its), now)

    async def _mark_changed(self, of_subject: ColumnElement[bool], now: datetime) -> None:
        is_shown = and_(of_subject, delivery.c.state == State.SHOWN)
        has_number = delivery.c.message_id.is_not(None)  # else it would be sent anew
        await self._owe_edits(and_(is_shown, has_number), of_subject, now)
        await self._connection.execute(
            update(delivery).where(is_shown, ~has_number).values(**because(NUMBER_UNKNOWN))
        )

    async def mark_chat_changed(self, kind: Kind, chat_id: int, now: datetime) -> None:
        """The newest 100 messages of this kind in a chat are due for an edit.

        Nobody looks at older ones. What is in hand may have been read before the change, and is
        edited after that.
        """
        its_own = and_(delivery.c.kind == kind, delivery.c.chat_id == chat_id)
        newest = (
            select(delivery.c.id)
            .where(
                its_own,
                delivery.c.state == State.SHOWN,
                delivery.c.message_id.is_not(None),
            )
            .order_by(delivery.c.id.desc())
            .limit(_NEWEST)
        )
        await self._owe_edits(delivery.c.id.in_(newest), its_own, now)

    async def _owe_edits(
        self, shown: ColumnElement[bool], concerned: ColumnElement[bool], now: datetime
    ) -> None:
        """At once for what is shown; for what of all that is concerned is in hand, after that."""
        await self._connection.execute(
            update(delivery)
            .where(shown)
            .values(state=State.DUE, not_before=now, attempts=0, lane=LANE_OF_EDIT)
        )
        await self._connection.execute(
            update(delivery)
            .where(concerned, delivery.c.state.in_((State.SENDING, State.UNKNOWN)))
            .values(again=True)
        )

    async def skip_unsent(self, kind: Kind, subject_id: int, reason: Reason) -> None:
        """What no chat has been sent of a subject is owed no more: `skipped`, for this reason.

        What is in hand goes on, and what stands somewhere stays.
        """
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.kind == kind,
                delivery.c.subject_id == subject_id,
                delivery.c.state.in_((State.DUE, State.FAILED)),
                delivery.c.message_id.is_(None),
            )
            .values(state=State.SKIPPED, **because_unless_in_doubt(reason))
        )

    async def skip_chat(
        self, chat_id: int, reason: Reason, audience: Audience = Audience.READER
    ) -> list[int]:
        """All that is owed to a chat is owed no more; the ids of these rows of the ledger.

        What is in hand goes on. A reader who has stopped gets nothing new: what stands there is
        corrected and taken back.
        """
        stands = delivery.c.message_id.is_not(None)
        goes_on = stands if reason.code is ReasonCode.READER_STOPPED else false()
        skipped = await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience == audience,
                delivery.c.state.in_((State.DUE, State.UNKNOWN)),
                ~goes_on,
            )
            .values(state=State.SKIPPED, lease_until=None, **because_unless_in_doubt(reason))
            .returning(delivery.c.id)
        )
        return list(skipped.scalars())

    async def stop_article(self, article_id: int, reason: Reason) -> None:
        """Telegram rejects the text: what is due of it fails, until there is another text.

        No further readers' rows are written either, before `replay`.
        """
        await self._connection.execute(
            update(delivery)
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.state == State.DUE,
                ~delivery.c.to_pin,  # its post is there
                ~delivery.c.to_unpin,
            )
            .values(state=State.FAILED, **because(reason))
        )
        await self._pause_fan_out(article_id, paused=True)

    async def _pause_fan_out(self, article_id: int, *, paused: bool) -> None:
        await self._connection.execute(
            update(fan_out).where(fan_out.c.article_id == article_id).values(paused=paused)
        )

    async def replay(self, article_id: int, now: datetime) -> int:
        """Owe again what failed, to chats that can be reached; how many rows.

        The readers' rows that were never written follow. `would_replay` counts beforehand.
        """
        count = await self._try_again(failed_within_reach(article_id), now)
        await self._pause_fan_out(article_id, paused=False)
        return count

    async def replay_round_up(self, round_up_id: int, now: datetime) -> None:
        """Try again what failed of a round-up: it says something else now."""
        its_own = and_(delivery.c.kind == Kind.ROUND_UP, delivery.c.subject_id == round_up_id)
        await self._try_again(and_(its_own, delivery.c.state == State.FAILED), now)

    async def _try_again(self, failed: ColumnElement[bool], now: datetime) -> int:
        """What may have arrived before it was given up is looked for, or may come twice."""
        owed = await self._connection.execute(
            update(delivery)
            .where(failed)
            .values(
                state=case((first_post_in_doubt(), State.UNKNOWN), else_=State.DUE),
                not_before=_once_settled(now),
                attempts=0,
            )
        )
        return int(owed.rowcount)

    async def tell_receivers(self, article_id: int, notice_id: int, now: datetime) -> None:
        """Owe a notice to every chat that received an article, or may have: once to each.

        Alone or in a round-up. It leaves at the pace of edits, behind what is new.
        """
        fixed = {
            "kind": literal(Kind.NOTICE),
            "subject_id": literal(notice_id),
            "state": literal(State.DUE),
            "not_before": as_moment(now),
            "enqueued_at": as_moment(now),
        }
        lane = LANE_OF_EDIT.label("lane")
        owed = select(delivery.c.chat_id, delivery.c.audience, lane, *fixed.values())
        received = owed.where(delivery.c.first_shown_at.is_not(None))
        alone = owed.where(
            delivery.c.kind == Kind.ARTICLE,
            delivery.c.subject_id == article_id,
            or_(delivery.c.first_shown_at.is_not(None), _was_left_in_doubt()),
        )
        # A round-up may have been shown before it named the article.
        named = exists().where(
            round_up_item.c.round_up_id == delivery.c.subject_id,
            round_up_item.c.article_id == article_id,
            round_up_item.c.first <= delivery.c.revision,
        )
        together = received.where(
            delivery.c.kind == Kind.ROUND_UP, delivery.c.subject_id.in_(naming(article_id)), named
        )
        for rows in (alone, together):
            await self._connection.execute(
                statements.insert(self._connection, delivery)
                .from_select(["chat_id", "audience", "lane", *fixed], rows)
                .on_conflict_do_nothing()
            )


def _was_left_in_doubt() -> ColumnElement[bool]:
    """Whether it may stand there, and nobody will find out any more."""
    in_doubt = delivery.c.reason == ReasonCode.MAY_HAVE_ARRIVED.value
    return and_(delivery.c.state == State.SKIPPED, in_doubt)


def _once_settled(now: datetime) -> ColumnElement[Any]:
    """Now; what was stopped while it waited for an edit that may still arrive, waits for that."""
    waits = and_(delivery.c.message_id.is_not(None), delivery.c.not_before > as_moment(now))
    return case((waits, delivery.c.not_before), else_=as_moment(now))
