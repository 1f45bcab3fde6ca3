"""What may be asked of the ledger: what is due, what is known of a chat, what could be tried."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Delivery, Kind, State
from bot.domain.people import ReaderState
from bot.domain.picture import MOST_IN_ALBUM, Layout
from storage.articles import TAKEN_BACK
from storage.claims import (
    HAS_DUE,
    HAS_DUE_BESIDE_READERS,
    IN_HAND,
    READ,
    as_delivery,
    as_names,
    as_numbers,
    is_open,
    moments,
)
from storage.ledger_tables import IS_POST, RESTS_ON_TOP
from storage.routing import MARK, meant_by
from storage.schema import (
    article,
    channel,
    delivery,
    fan_out,
    form,
    notice,
    reader,
    round_up_item,
)
from storage.statements import walk_in_order
from storage.view import View

# When the desk has been asked, its answer settles the row, and no clock.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_DISTANCE = timedelta(minutes=1)  # the least that a channel keeps between two posts
NOT_TRIED_ANY_MORE = (State.FAILED, State.SKIPPED)
# In the words of the index `ix_delivery_not_received`.
NOT_RECEIVED: ColumnElement[bool] = delivery.c.state.in_(
    [literal_column(f"'{state}'") for state in NOT_TRIED_ANY_MORE]
)


class LedgerView(View):
    async def post_in(
        self, article_id: int, chat_id: int, thread_id: int | None = None
    ) -> int | None:
        """The message in which a chat shows an article; `thread_id`: if it stands in this one."""
        message_id: int | None = await self._connection.scalar(
            select(delivery.c.message_id).where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.chat_id == chat_id,
                delivery.c.state != State.WITHDRAWN,
                true() if thread_id is None else delivery.c.thread_id == thread_id,
            )
        )
        return message_id

    async def kept_distance(self, row_ids: Collection[int]) -> list[int]:
        """The articles among these rows that had to wait for their channel's last post."""
        if not row_ids:
            return []
        found = await self._connection.execute(
            select(delivery.c.subject_id, delivery.c.enqueued_at, delivery.c.first_shown_at)
            .where(delivery.c.id.in_(row_ids), delivery.c.first_shown_at.is_not(None))
            .distinct()
        )
        return sorted(
            {row.subject_id for row in found if row.first_shown_at - row.enqueued_at >= _DISTANCE}
        )

    async def next_due(self, now: datetime) -> datetime | None:
        """When a row falls due that is not due yet: read where none is, so that few are open."""
        found = await self._connection.execute(
            select(func.min(delivery.c.not_before)).where(is_open(), delivery.c.not_before > now)
        )
        due_at: datetime | None = found.scalar_one()
        return due_at

    async def next_unpinning(self) -> datetime | None:
        """When the first pinned post has been on top for long enough."""
        asked = select(func.min(delivery.c.unpin_at)).where(RESTS_ON_TOP)
        at: datetime | None = await self._connection.scalar(asked)
        return at

    async def has_due(self, now: datetime, *, beside_readers: bool = False) -> bool:
        """Whether a claim may find something: a look that takes no lock.

        What a paused channel keeps in its queue is passed over, as it may be days.
        `beside_readers`: something in other lanes than theirs.
        """
        await walk_in_order(self._connection)
        asked = HAS_DUE_BESIDE_READERS if beside_readers else HAS_DUE
        return await self._connection.scalar(asked, moments(now)) is not None

    async def others_there(self, row: Delivery) -> set[int]:
        """The ids of messages in the row's chat that are known to be other posts of ours."""
        after, number = row.sent_after or 0, delivery.c.message_id
        found = await self._connection.execute(
            select(number, delivery.c.more_ids).where(
                IS_POST,
                delivery.c.chat_id == row.chat_id,
                delivery.c.id != row.id,
                # An album may begin before, and end after.
                number > after - MOST_IN_ALBUM,
                or_(number > after, delivery.c.more_ids.is_not(None)),
            )
        )
        return {number for first, more in found for number in (first, *as_numbers(more)) if number}

    async def pictures_in_channels(self, article_id: int) -> list[tuple[Layout, tuple[str, ...]]]:
        """Of an article's posts, how each channel shows pictures now, and which stand there."""
        found = await self._connection.execute(
            select(channel.c.layout, delivery.c.pictures)
            .join(channel, channel.c.chat_id == delivery.c.chat_id)
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.audience == Audience.CHANNEL,
                delivery.c.message_id.is_not(None),
                delivery.c.state != State.WITHDRAWN,
            )
        )
        return [(Layout(row.layout), as_names(row.pictures)) for row in found]

    async def files_of_old_posts(
        self, article_id: int, before: datetime
    ) -> list[tuple[tuple[str, ...], int]]:
        """Which files stand in messages that were sent before then, and in how many."""
        found = await self._connection.execute(
            select(delivery.c.pictures, func.count())
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id == article_id,
                delivery.c.pictures.is_not(None),
                delivery.c.message_id.is_not(None),
                delivery.c.state != State.WITHDRAWN,
                delivery.c.first_shown_at <= before,
            )
            .group_by(delivery.c.pictures)
        )
        return [(as_names(pictures), count) for pictures, count in found]

    async def told_of_in(self, chat_id: int, message_id: int) -> int | None:
        """The article that a message to the desk is about: its card, form, report or notice.

        Also what a card has become that stands further below by now.
        """
        rows = await self._connection.execute(
            select(delivery.c.kind, delivery.c.subject_id, notice.c.details)
            .outerjoin(
                notice, and_(delivery.c.kind == Kind.NOTICE, notice.c.id == delivery.c.subject_id)
            )
            .where(delivery.c.chat_id == chat_id, delivery.c.message_id == message_id)
            .where(delivery.c.kind.in_((Kind.CARD, Kind.PROGRESS, Kind.NOTICE)))
        )
        article_id: int | None
        if found := rows.first():
            is_notice = found.kind == Kind.NOTICE
            article_id = found.details.get("article_id") if is_notice else found.subject_id
            return article_id
        article_id = await self._connection.scalar(
            select(form.c.article_id).where(
                form.c.chat_id == chat_id, form.c.message_id == message_id
            )
        )
        return article_id

    async def message_of(self, kind: Kind, subject_id: int, chat_id: int) -> int | None:
        """The message in which a chat is shown a subject; None where there is none yet."""
        found: int | None = await self._connection.scalar(
            select(delivery.c.message_id).where(
                delivery.c.kind == kind,
                delivery.c.subject_id == subject_id,
                delivery.c.chat_id == chat_id,
                ~delivery.c.anew,
            )
        )
        return found

    async def article_in(self, chat_id: int, message_id: int) -> int | None:
        """The article that a message shows, or showed; None where it is no post of ours."""
        its = delivery.c.kind == Kind.ARTICLE, *_is_post_at(chat_id, message_id)
        found: int | None = await self._connection.scalar(
            select(delivery.c.subject_id).where(*its)
        )
        return found

    async def post_at(
        self, chat_id: int, message_id: int
    ) -> tuple[Delivery, tuple[str, ...]] | None:
        """The post that a message of a channel is, and exact prints of what we said there."""
        of_post = delivery.c.kind.in_((Kind.ARTICLE, Kind.ROUND_UP))
        found = await self._connection.execute(
            select(*READ, delivery.c.exact_print).where(of_post, *_is_post_at(chat_id, message_id))
        )
        row = found.one_or_none()
        if row is None:
            return None
        return as_delivery(row), tuple(filter(None, (row.exact_print or "").split(",")))

    async def find(self, delivery_id: int) -> Delivery | None:
        row = (
            await self._connection.execute(select(*READ).where(delivery.c.id == delivery_id))
        ).one_or_none()
        return None if row is None else as_delivery(row)

    async def is_undecided(self, delivery_id: int) -> bool:
        """Whether a row waits for the desk's word, and is not being looked up."""
        found = await self._connection.scalar(
            select(delivery.c.id).where(
                delivery.c.id == delivery_id,
                delivery.c.state == State.UNKNOWN,
                delivery.c.not_before == NEVER,
                delivery.c.lease_until.is_(None),
            )
        )
        return found is not None

    async def is_open(self) -> bool:
        """Whether anything is owed now or in hand (what waits for the desk's answer is not)."""
        waits = and_(is_open(), delivery.c.not_before < NEVER)
        for owed in (delivery.c.state == IN_HAND, waits):
            one = select(delivery.c.id).where(owed).order_by(delivery.c.lane).limit(1)
            if await self._connection.scalar(one):
                return True
        return bool(await self.open_fan_outs())

    async def open_fan_outs(self) -> dict[int, int]:
        """The articles whose readers' rows are not all written, and up to which reader they are.

        The most urgent first.
        """
        found = await self._connection.execute(
            select(fan_out.c.article_id, fan_out.c.last_id)
            .where(fan_out.c.last_id < fan_out.c.high_id, ~fan_out.c.paused)
            .order_by(fan_out.c.lane, fan_out.c.article_id)
        )
        return {row.article_id: row.last_id for row in found}

    async def would_replay(self, article_id: int) -> int:
        """To how many chats a replay would send: with it, a stopped fan-out goes on."""
        failed = await self._connection.scalar(
            select(func.count()).where(failed_within_reach(article_id))
        )
        stopped = await self._connection.execute(
            MARK.where(fan_out.c.article_id == article_id, fan_out.c.paused)
        )
        mark = stopped.one_or_none()
        if mark is None:
            return failed or 0
        waiting = await self._connection.scalar(
            select(func.count()).select_from(meant_by(mark).subquery())
        )
        return (failed or 0) + (waiting or 0)

    async def would_withdraw(self, article_id: int) -> int:
        """In how many chats a post of what was taken back could be tried again."""
        counted = await self._connection.scalar(
            select(func.count()).where(stands_unwanted(article_id), *may_be_withdrawn_now())
        )
        return counted or 0


def _is_post_at(chat_id: int, message_id: int) -> list[ColumnElement[bool]]:
    """It may be any of an album's messages, whose numbers follow upon each other."""
    among = literal(",").concat(delivery.c.more_ids).concat(",")
    return [
        IS_POST,
        delivery.c.chat_id == chat_id,
        delivery.c.message_id.between(message_id - MOST_IN_ALBUM, message_id),
        or_(delivery.c.message_id == message_id, among.contains(f",{message_id},")),
    ]


def failed_within_reach(article_id: int) -> ColumnElement[bool]:
    """The rows that a replay owes again."""
    alone = and_(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id == article_id)
    named = select(round_up_item.c.round_up_id).where(round_up_item.c.article_id == article_id)
    together = and_(delivery.c.kind == Kind.ROUND_UP, delivery.c.subject_id.in_(named))
    return and_(
        or_(alone, together), NOT_RECEIVED, delivery.c.state == State.FAILED, within_reach()
    )


def within_reach() -> ColumnElement[bool]:
    """Whether a chat may take something from the bot."""
    return or_(
        delivery.c.audience != Audience.READER,
        exists().where(
            reader.c.chat_id == delivery.c.chat_id, reader.c.state == ReaderState.ACTIVE
        ),
    )


def stands_unwanted(
    article_id: int | None = None, chat_id: int | None = None
) -> ColumnElement[bool]:
    """The rows of what was taken back whose message nobody has taken away."""
    taken_back = select(article.c.id).where(TAKEN_BACK)
    alone = and_(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id.in_(taken_back))
    if article_id is not None:
        of_these = and_(alone, delivery.c.subject_id == article_id)
    else:  # and round-ups of which nothing is left
        left = exists().where(
            round_up_item.c.round_up_id == delivery.c.subject_id, ~round_up_item.c.gone
        )
        of_these = or_(alone, and_(delivery.c.kind == Kind.ROUND_UP, ~left))
    there = [] if chat_id is None else [delivery.c.chat_id == chat_id]
    return and_(
        of_these,
        delivery.c.message_id.is_not(None),
        delivery.c.state != State.WITHDRAWN,
        *there,
    )


def may_be_withdrawn_now() -> list[ColumnElement[bool]]:
    return [
        delivery.c.state.in_(NOT_TRIED_ANY_MORE),
        ~in_a_channel_that_was_left(),
        within_reach(),
    ]


def in_a_channel_that_was_left() -> ColumnElement[bool]:
    return exists().where(
        channel.c.chat_id == delivery.c.chat_id, channel.c.state == ChannelState.LEFT
    )
