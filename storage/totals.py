"""Sums over the ledger: who received an article and who did not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.domain.article import ArticleState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.progress import ChannelProgress, Progress
from bot.domain.reasons import Reason, ReasonCode
from storage.ledger_view import LedgerView
from storage.reach import ReachView
from storage.reasons import as_reason, given
from storage.schema import article, channel, delivery, fan_out, rollup
from storage.view import View

# Why readers did not get it: the states whose reasons are counted.
_WITH_REASONS = (State.FAILED, State.SKIPPED)
_NOT_SAID = Reason(ReasonCode.REFUSED)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One row of `rollup`."""

    state: str
    reason: Reason | None
    count: int
    maybe_twice: int
    first_shown_at: datetime | None
    last_shown_at: datetime | None


class TotalView(View):
    async def progress(self, article_id: int) -> Progress:
        """How far an article has come, channel by channel and for readers in sum.

        Readers whose rows are kept no longer count as they stood.
        """
        kept = await self._kept(article_id)
        readers = Counter(await self._reader_counts(article_id))
        reasons = Counter(await self._reasons(article_id))
        channels = await self._channels(article_id)
        failed = readers[State.FAILED] + sum(c.state is State.FAILED for c in channels)
        for row in kept:
            readers[row.state] += row.count
            if row.state in _WITH_REASONS:
                reasons[row.reason or _NOT_SAID] += row.count
        first, last = await self._times(article_id)
        ledger = LedgerView(self._connection)
        if await self._is_retracted(article_id):
            replayable = await ledger.would_withdraw(article_id)
            standing = await self._standing(article_id)
        else:
            replayable = await ledger.would_replay(article_id) if failed else 0
            standing = 0
        return Progress(
            channels=tuple(channels),
            readers={State(state): count for state, count in readers.items()},
            reasons=dict(reasons),
            maybe_twice=await self._maybe_twice(article_id) + sum(k.maybe_twice for k in kept),
            untracked=sum(row.count for row in kept if row.state == State.SHOWN),
            replayable=replayable,
            standing=standing,
            readers_wait=await self._readers_wait(),
            counting=await self._is_counting(article_id),
            first_shown_at=min(_known(first, *(k.first_shown_at for k in kept)), default=None),
            last_shown_at=max(_known(last, *(k.last_shown_at for k in kept)), default=None),
        )

    async def posts(self, article_id: int) -> list[ChannelProgress]:
        """The channels in which the article stands, with the numbers of its posts."""
        return [
            channel
            for channel in await self._channels(article_id)
            if channel.message_id is not None and channel.state is not State.WITHDRAWN
        ]

    async def _is_retracted(self, article_id: int) -> bool:
        state = await self._connection.scalar(
            select(article.c.state).where(article.c.id == article_id)
        )
        return state == ArticleState.RETRACTED

    async def _standing(self, article_id: int) -> int:
        """How many readers keep a message that nothing more is tried at."""
        counted = await self._connection.scalar(
            select(func.count()).where(
                _of(article_id),
                delivery.c.audience == Audience.READER,
                func.coalesce(delivery.c.reason, "") != ReasonCode.GONE,
                or_(
                    delivery.c.state == State.SHOWN,
                    and_(delivery.c.state.in_(_WITH_REASONS), delivery.c.message_id.is_not(None)),
                ),
            )
        )
        return counted or 0

    async def _kept(self, article_id: int) -> list[_Kept]:
        """The sums of rows that are not there any more."""
        found = await self._connection.execute(
            select(
                rollup.c.state,
                rollup.c.reason,
                rollup.c.reason_words,
                rollup.c["count"],
                rollup.c.maybe_twice,
                rollup.c.first_shown_at,
                rollup.c.last_shown_at,
            ).where(rollup.c.article_id == article_id)
        )
        return [_Kept(state, as_reason(code, words), *sums) for state, code, words, *sums in found]

    async def _channels(self, article_id: int) -> list[ChannelProgress]:
        found = await self._connection.execute(
            select(
                delivery.c.chat_id,
                channel.c.title,
                channel.c.username,
                delivery.c.state,
                delivery.c.message_id,
                delivery.c.revision,
                delivery.c.reason,
                delivery.c.reason_words,
                delivery.c.to_pin,
            )
            .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
            .where(_of(article_id), delivery.c.audience == Audience.CHANNEL)
            .order_by(delivery.c.id)
        )
        return [
            ChannelProgress(
                chat_id=row.chat_id,
                title=row.title or str(row.chat_id),
                username=row.username,
                state=State(row.state),
                message_id=row.message_id,
                revision=row.revision,
                reason=as_reason(row.reason, row.reason_words),
                to_pin=row.to_pin and row.state in (State.DUE, State.SENDING),
            )
            for row in found
        ]

    async def _reader_counts(self, article_id: int) -> Mapping[str, int]:
        found = await self._connection.execute(
            select(delivery.c.state, func.count())
            .where(_of(article_id), delivery.c.audience == Audience.READER)
            .group_by(delivery.c.state)
        )
        return {row[0]: row[1] for row in found}

    async def _reasons(self, article_id: int) -> dict[Reason, int]:
        """Why readers did not get it, and how often."""
        found = await self._connection.execute(
            select(*given(), func.count())
            .where(
                _of(article_id),
                delivery.c.audience == Audience.READER,
                delivery.c.state.in_(_WITH_REASONS),
            )
            .group_by(*given())
        )
        counted = Counter[Reason]()
        for code, words, count in found:
            counted[as_reason(code, words) or _NOT_SAID] += count
        return counted

    async def _times(self, article_id: int) -> tuple[datetime | None, datetime | None]:
        found = await self._connection.execute(
            select(func.min(delivery.c.first_shown_at), func.max(delivery.c.first_shown_at)).where(
                _of(article_id)
            )
        )
        first, last = found.one()
        return first, last

    async def _maybe_twice(self, article_id: int) -> int:
        counted = await self._connection.scalar(
            select(func.count()).where(_of(article_id), delivery.c.maybe_twice)
        )
        return counted or 0

    async def _readers_wait(self) -> bool:
        stop = await ReachView(self._connection).stop()
        return stop is not None and not stop.agreed

    async def _is_counting(self, article_id: int) -> bool:
        """Whether readers' rows are still being written."""
        open_mark = await self._connection.scalar(
            select(fan_out.c.article_id).where(
                fan_out.c.article_id == article_id,
                fan_out.c.last_id < fan_out.c.high_id,
                ~fan_out.c.paused,
            )
        )
        return open_mark is not None


def _known(*moments: datetime | None) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _of(article_id: int) -> ColumnElement[bool]:
    return and_(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id == article_id)
