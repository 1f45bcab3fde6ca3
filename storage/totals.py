"""Sums over the ledger: who received an article and who did not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, select

from bot.domain.article import ArticleState
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, State
from bot.domain.progress import ChannelProgress, Progress
from bot.domain.reasons import Reason, ReasonCode
from storage.ledger_view import NOT_RECEIVED, NOT_TRIED_ANY_MORE, LedgerView
from storage.reach import ReachView
from storage.reasons import as_reason, given
from storage.round_ups import is_post_of_item
from storage.schema import article, channel, delivery, fan_out, rollup, round_up_item
from storage.view import View

# Why readers did not get it: the states whose reasons are counted.
_WITH_REASONS = NOT_TRIED_ANY_MORE
_WITHOUT_REASONS = tuple(state for state in State if state not in _WITH_REASONS)
_AT_IT = (State.DUE, State.SENDING)
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


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of the rows that stand alike. `in_chat`: of how many of them a message is known."""

    audience: str
    state: str
    reason: Reason | None
    count: int
    in_chat: int
    maybe_twice: int
    first_shown_at: datetime | None
    last_shown_at: datetime | None

    @property
    def is_of_readers(self) -> bool:
        return self.audience == Audience.READER

    @property
    def standing(self) -> int:
        """How many readers keep a message that nothing more is tried at."""
        if not self.is_of_readers or (self.reason and self.reason.code == ReasonCode.GONE):
            return 0
        if self.state == State.SHOWN:
            return self.count
        return self.in_chat if self.state in _WITH_REASONS else 0


class TotalView(View):
    async def progress(self, article_id: int) -> Progress:
        """How far an article has come, channel by channel and for readers in sum.

        Readers whose rows are kept no longer count as they stood.
        """
        kept = await self._kept(article_id)
        sums = await self._sums(article_id)
        readers, reasons = Counter[str](), Counter[Reason]()
        of_readers: list[_Sums | _Kept] = [row for row in sums if row.is_of_readers]
        for row in (*of_readers, *kept):
            readers[row.state] += row.count
            if row.state in _WITH_REASONS:
                reasons[row.reason or _NOT_SAID] += row.count
        ledger = LedgerView(self._connection)
        replayable = standing = 0
        if await self._is_retracted(article_id):
            replayable = await ledger.would_withdraw(article_id)
            standing = sum(row.standing for row in sums)
        elif any(row.state == State.FAILED for row in sums):
            replayable = await ledger.would_replay(article_id)
        counted: list[_Sums | _Kept] = [*sums, *kept]
        return Progress(
            channels=tuple(await self.channels(article_id)),
            readers={State(state): count for state, count in readers.items() if count},
            reasons=dict(reasons),
            maybe_twice=sum(row.maybe_twice for row in counted),
            untracked=sum(row.count for row in kept if row.state == State.SHOWN),
            replayable=replayable,
            standing=standing,
            readers_wait=await self._readers_wait(),
            counting=await self._is_counting(article_id),
            first_shown_at=min(_known(row.first_shown_at for row in counted), default=None),
            last_shown_at=max(_known(row.last_shown_at for row in counted), default=None),
        )

    async def posts(self, article_id: int) -> list[ChannelProgress]:
        """The channels in which the article stands, with the numbers of its posts."""
        return [
            channel
            for channel in await self.channels(article_id)
            if channel.message_id is not None and channel.state is not State.WITHDRAWN
        ]

    async def report_under_way(self, article_id: int, chat_id: int) -> int | None:
        """The message of a report that is to be drawn again."""
        found: int | None = await self._connection.scalar(
            select(delivery.c.message_id).where(
                delivery.c.kind == Kind.PROGRESS,
                delivery.c.subject_id == article_id,
                delivery.c.chat_id == chat_id,
                delivery.c.state.in_((State.DUE, State.SENDING)),
                ~delivery.c.anew,
            )
        )
        return found

    async def _is_retracted(self, article_id: int) -> bool:
        state = await self._connection.scalar(
            select(article.c.state).where(article.c.id == article_id)
        )
        return state == ArticleState.RETRACTED

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

    async def channels(self, article_id: int) -> list[ChannelProgress]:
        """What became of it, channel by channel."""
        found = await self._connection.execute(
            select(
                delivery.c.chat_id,
                channel.c.title,
                channel.c.username,
                channel.c.state.label("channel_state"),
                delivery.c.state,
                delivery.c.message_id,
                delivery.c.revision,
                delivery.c.reason,
                delivery.c.reason_words,
                delivery.c.to_pin,
                delivery.c.to_unpin,
                delivery.c.by_hand,
                delivery.c.not_before,
                delivery.c.enqueued_at,
                delivery.c.attempts,
            )
            .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
            .where(
                _of(article_id),
                delivery.c.audience == Audience.CHANNEL,
                delivery.c.chat_id < 0,  # as Telegram numbers them: by the index, past readers
            )
            .order_by(delivery.c.id)
        )
        return [
            ChannelProgress(
                chat_id=row.chat_id,
                title=row.title or str(row.chat_id),
                username=row.username,
                # What is only taken from the top of its channel stands there all the same.
                state=State.SHOWN if row.to_unpin and row.state in _AT_IT else State(row.state),
                message_id=row.message_id,
                revision=row.revision,
                reason=as_reason(row.reason, row.reason_words),
                to_pin=row.to_pin and row.state in _AT_IT,
                by_hand=row.by_hand,
                waits_until=row.not_before if _waits_its_turn(row) else None,
                paused=row.channel_state == ChannelState.PAUSED,
            )
            for row in found
        ] + await self._in_round_ups(article_id)

    async def _in_round_ups(self, article_id: int) -> list[ChannelProgress]:
        """The channels that have it in a post with others: it stands as that post does.

        What that post says of it, it says once it is shown in the revision of that.
        """
        found = await self._connection.execute(
            select(
                delivery,
                channel.c.title,
                channel.c.username,
                channel.c.state.label("channel_state"),
                round_up_item.c.since,
                round_up_item.c.gone,
                article.c.revision.label("newest"),
            )
            .select_from(
                round_up_item.join(delivery, is_post_of_item())
                .join(article, article.c.id == round_up_item.c.article_id)
                .outerjoin(channel, channel.c.chat_id == delivery.c.chat_id)
            )
            .where(round_up_item.c.article_id == article_id)
            .order_by(delivery.c.id)
        )
        return [
            ChannelProgress(
                chat_id=row.chat_id,
                title=row.title or str(row.chat_id),
                username=row.username,
                state=_state_in_round_up(row),
                message_id=row.message_id,
                revision=row.newest if row.revision >= row.since else row.newest - 1,
                reason=_reason_in_round_up(row),
                by_hand=row.by_hand,
                waits_until=row.not_before if _waits_its_turn(row) else None,
                in_round_up=True,
                paused=row.channel_state == ChannelState.PAUSED,
            )
            for row in found
        ]

    async def _sums(self, article_id: int) -> list[_Sums]:
        """In one walk through the article's rows, of which there may be a million.

        Only those of channels, and of whoever did not get it, are grouped: to group all of them,
        SQLite would sort a million rows in memory.
        """
        of_channels = (
            delivery.c.chat_id < 0,  # by the index; a group that follows sections is a reader
            delivery.c.audience != Audience.READER,
            delivery.c.state.not_in(_WITH_REASONS),
        )
        return [
            *await self._grouped(_of(article_id), *of_channels),
            *await self._grouped(_of(article_id), NOT_RECEIVED),
            *await self._of_readers(article_id),
        ]

    async def _grouped(self, *of_these: ColumnElement[bool]) -> list[_Sums]:
        alike = (delivery.c.audience, delivery.c.state, *given())
        found = await self._connection.execute(
            select(
                *alike,
                func.count(),
                func.count(delivery.c.message_id),
                func.count(case((delivery.c.maybe_twice, 1))),
                func.min(delivery.c.first_shown_at),
                func.max(delivery.c.first_shown_at),
            )
            .where(*of_these)
            .group_by(*alike)
        )
        return [
            _Sums(audience, state, as_reason(code, words), *sums)
            for audience, state, code, words, *sums in found
        ]

    async def _of_readers(self, article_id: int) -> list[_Sums]:
        """Of those who got it, or may yet; with the shown, what there is to add up of all."""
        found = await self._connection.execute(
            select(
                *(func.count(case((delivery.c.state == state, 1))) for state in _WITHOUT_REASONS),
                func.count(case((delivery.c.maybe_twice, 1))),
                func.min(delivery.c.first_shown_at),
                func.max(delivery.c.first_shown_at),
            ).where(
                _of(article_id),
                delivery.c.audience == Audience.READER,
                delivery.c.state.not_in(_WITH_REASONS),
            )
        )
        *counts, twice, first, last = found.one()
        of_all = {State.SHOWN: (twice, first, last)}
        return [
            _Sums(Audience.READER, state, None, count, 0, *of_all.get(state, (0, None, None)))
            for state, count in zip(_WITHOUT_REASONS, counts, strict=True)
            if count or state is State.SHOWN
        ]

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


def _known(moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _of(article_id: int) -> ColumnElement[bool]:
    return and_(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id == article_id)


def _waits_its_turn(row: Row[*tuple[Any, ...]]) -> bool:
    """Whether a channel's post, never tried yet, keeps its distance from the one before."""
    is_new = row.state == State.DUE and not row.attempts and row.message_id is None
    return is_new and row.not_before - row.enqueued_at >= timedelta(minutes=1)


def _state_in_round_up(row: Row[*tuple[Any, ...]]) -> State:
    """An article's own state: a post that grows is due, and shows what it had all the same."""
    state = State(row.state)
    ended = state in (State.WITHDRAWN, State.SKIPPED)  # or deleted by hand
    if ended or row.revision < row.since:
        return state
    return State.WITHDRAWN if row.gone else State.SHOWN


def _reason_in_round_up(row: Row[*tuple[Any, ...]]) -> Reason | None:
    """What went wrong with the post, where it does not say what it should of this article."""
    if _state_in_round_up(row) is State.SHOWN and row.revision >= row.since:
        return None
    return as_reason(row.reason, row.reason_words)
