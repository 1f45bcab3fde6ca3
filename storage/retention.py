"""What the ledger need not keep for ever: readers' old rows become sums, notices are forgotten.

Channels' rows stay: corrections and retractions need their messages' numbers.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, select, update

from bot.domain.article import ArticleState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.reasons import ReasonCode
from storage import statements
from storage.reasons import given
from storage.schema import article, delivery, fan_out, notice, rollup
from storage.view import View

_SETTLED = (State.SHOWN, State.FAILED, State.WITHDRAWN, State.SKIPPED)
_LEFT = (State.SKIPPED, ReasonCode.READER_STOPPED, "")  # while something was owed to them
_UNDECIDED = (ArticleState.DRAFT, ArticleState.ARCHIVED)


@dataclass(slots=True)
class _Sum:
    """What is added to one row of `rollup`."""

    count: int = 0
    maybe_twice: int = 0
    first_shown_at: datetime | None = None
    last_shown_at: datetime | None = None

    def add(self, row: Any) -> None:  # noqa: ANN401 - a row of the ledger
        self.count += 1
        self.maybe_twice += row.maybe_twice
        if at := row.first_shown_at:
            self.first_shown_at = min(self.first_shown_at or at, at)
            self.last_shown_at = max(self.last_shown_at or at, at)


class RetentionView(View):
    async def old_articles(self, before: datetime) -> list[int]:
        """Articles of which nothing was posted since `before`, and whose readers' rows are kept.

        One whose fan-out is not finished is left alone.
        """
        last_posted = func.coalesce(
            article.c.retracted_at, article.c.corrected_at, article.c.released_at
        )
        found = await self._connection.execute(
            select(fan_out.c.article_id)
            .join(article, article.c.id == fan_out.c.article_id)
            .where(
                ~fan_out.c.rolled_up, fan_out.c.last_id >= fan_out.c.high_id, last_posted < before
            )
            .order_by(fan_out.c.article_id)
        )
        return list(found.scalars())


class RetentionStore(RetentionView):
    async def roll_up(self, article_id: int, before: datetime, limit: int) -> int:
        """Make sums of at most `limit` readers' rows; how many there were.

        What is deleted is what is added: a transaction that fails changes neither.
        """
        gone = await self._connection.execute(
            _some(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.audience == Audience.READER,
                _has_rested_since(before),
                limit=limit,
            ).returning(
                delivery.c.state,
                *given(),
                delivery.c.maybe_twice,
                delivery.c.first_shown_at,
            )
        )
        rows = gone.all()
        await self._add(article_id, rows)
        if len(rows) < limit:
            await self._close(article_id)
        return len(rows)

    async def fold_chat(self, chat_id: int) -> None:
        """Make sums of all that a reader was sent or owed; whoever waited for it gets it no more.

        What is in hand may still arrive, and counts as not sent.
        """
        gone = await self._connection.execute(
            delete(delivery)
            .where(
                delivery.c.chat_id == chat_id,
                delivery.c.audience == Audience.READER,
                delivery.c.kind == Kind.ARTICLE,
            )
            .returning(
                delivery.c.subject_id,
                delivery.c.state,
                *given(),
                delivery.c.maybe_twice,
                delivery.c.first_shown_at,
            )
        )
        by_article: dict[int, list[Any]] = defaultdict(list)
        for row in gone:
            by_article[row.subject_id].append(row)
        for article_id, rows in by_article.items():
            await self._add(article_id, rows)

    async def _add(self, article_id: int, rows: Any) -> None:  # noqa: ANN401 - rows of the ledger
        sums: dict[tuple[str, str, str], _Sum] = defaultdict(_Sum)
        for row in rows:
            settled = (row.state, row.reason, row.reason_words)
            sums[settled if row.state in _SETTLED else _LEFT].add(row)
        if not sums:
            return
        statement = statements.insert(self._connection, rollup)
        new = statement.excluded
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=list(rollup.primary_key),
                set_={
                    "count": rollup.c["count"] + new["count"],
                    "maybe_twice": rollup.c.maybe_twice + new.maybe_twice,
                    "first_shown_at": _either(
                        rollup.c.first_shown_at,
                        new.first_shown_at,
                        rollup.c.first_shown_at < new.first_shown_at,
                    ),
                    "last_shown_at": _either(
                        rollup.c.last_shown_at,
                        new.last_shown_at,
                        rollup.c.last_shown_at > new.last_shown_at,
                    ),
                },
            ),
            [
                {
                    "article_id": article_id,
                    "state": state,
                    "reason": code,
                    "reason_words": words,
                    "count": added.count,
                    "maybe_twice": added.maybe_twice,
                    "first_shown_at": added.first_shown_at,
                    "last_shown_at": added.last_shown_at,
                }
                for (state, code, words), added in sums.items()
            ],
        )

    async def _close(self, article_id: int) -> None:
        """Look at the article no more, unless rows of its readers are left."""
        left = exists().where(
            delivery.c.kind == Kind.ARTICLE,
            delivery.c.subject_id == article_id,
            delivery.c.audience == Audience.READER,
        )
        await self._connection.execute(
            update(fan_out).where(fan_out.c.article_id == article_id, ~left).values(rolled_up=True)
        )

    async def forget_desk(self, before: datetime, limit: int) -> int:
        """Drop at most `limit` cards and reports that nobody waits for; how many there were.

        The messages stay in their chats; a draft's card goes on changing with it.
        """
        decided = exists().where(
            article.c.id == delivery.c.subject_id, article.c.state.not_in(_UNDECIDED)
        )
        gone = await self._connection.execute(
            _some(
                delivery.c.kind.in_((Kind.CARD, Kind.PROGRESS)),
                _has_rested_since(before),
                decided,
                limit=limit,
            )
        )
        return gone.rowcount

    async def forget_notices(self, before: datetime, limit: int) -> int:
        """Drop at most `limit` rows of old notices, and the notices of which none is left."""
        gone = await self._connection.execute(
            _some(delivery.c.kind == Kind.NOTICE, _has_rested_since(before), limit=limit)
        )
        owed = exists().where(delivery.c.kind == Kind.NOTICE, delivery.c.subject_id == notice.c.id)
        forgotten = select(notice.c.id).where(notice.c.made_at < before, ~owed).limit(limit)
        await self._connection.execute(delete(notice).where(notice.c.id.in_(forgotten)))
        return gone.rowcount


def _some(*conditions: ColumnElement[bool], limit: int) -> Any:  # noqa: ANN401 - a Delete
    """Delete some rows of the ledger.

    Their state is looked at twice: another process may have them due by the time of their turn.
    """
    # In the order of the key, so that PostgreSQL does not look through the whole ledger for them.
    key = delivery.c.kind, delivery.c.subject_id, delivery.c.chat_id
    chosen = select(delivery.c.id).where(*conditions).order_by(*key).limit(limit)
    return delete(delivery).where(delivery.c.id.in_(chosen), delivery.c.state.in_(_SETTLED))


def _has_rested_since(before: datetime) -> ColumnElement[bool]:
    """Nothing more will happen to the row by itself, and nothing has for long."""
    return and_(
        delivery.c.state.in_(_SETTLED),
        func.coalesce(delivery.c.shown_at, delivery.c.enqueued_at) < before,
    )


def _either(
    old: ColumnElement[Any], new: ColumnElement[Any], old_wins: ColumnElement[bool]
) -> ColumnElement[Any]:
    return case((old.is_(None), new), (new.is_(None), old), (old_wins, old), else_=new)
