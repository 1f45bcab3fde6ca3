"""The latest time that the database has seen, and how waits change when the clock is set back."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    case,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.digest import FARTHEST
from bot.domain.rate import Tariff
from storage import statements
from storage.claims import is_open
from storage.ledger_view import NEVER
from storage.pace import KEYS
from storage.schema import (
    awaited_page,
    channel,
    chat_pace,
    delivery,
    feed,
    inbox,
    invitation,
    late_edit,
    letter,
    letter_answer,
    look,
    notice,
    paste_part,
    picture,
    process,
    question,
    reader,
    round_up,
    token_pace,
)
from storage.types import Moment, to_milliseconds
from storage.view import View

_NO_SIGN_LASTS = timedelta(minutes=1)


class TimekeepingStore(View):
    async def last_seen(self) -> datetime | None:
        """The latest moment at which anything was sent, or the clock was looked at."""
        found = await self._connection.execute(
            select(token_pace.c.seen_at)
            .where(token_pace.c.seen_at.is_not(None))
            .order_by(token_pace.c.seen_at.desc())
            .limit(1)
            .with_for_update()
        )
        seen: datetime | None = found.scalar_one_or_none()
        return seen

    async def see(self, now: datetime) -> None:
        """It is this late at least."""
        statement = statements.insert(self._connection, token_pace)
        later = statement.excluded.seen_at
        known = token_pace.c.seen_at
        await self._connection.execute(
            statement.values(
                key=KEYS[Tariff.FREE], next_at=now, seen_at=now
            ).on_conflict_do_update(
                index_elements=[token_pace.c.key],
                set_={"seen_at": case((or_(known.is_(None), known < later), later), else_=known)},
            )
        )

    async def set_back(self, by: timedelta, now: datetime) -> None:
        """The clock was set back to `now`: what waits is to wait as long as it had to before.

        What happened keeps its time, as people were told it; but what decides how soon something
        is done again happened now at the latest.
        """
        milliseconds = by // timedelta(milliseconds=1)
        for column, of_these in WAITING:
            ahead = type_coerce(column, BigInteger) > to_milliseconds(now)
            await self._connection.execute(
                update(column.table)
                .where(ahead, *of_these)
                .values({column.name: type_coerce(column, BigInteger) - milliseconds})
            )
        for column in LATELY:
            await self._connection.execute(
                update(column.table).where(column > now).values({column.name: now})
            )
        await self._look_at_digests_again(now)
        await self._bury_sooner(milliseconds, now)
        await self._connection.execute(update(token_pace).values(seen_at=now))

    async def _look_at_digests_again(self, now: datetime) -> None:
        """Digests come by the clock on the wall, so that they do not move along.

        One that was made ahead of its time has dealt with nothing that goes out from now on, and
        none is farther ahead than a week and a day: whose it is, their next one is reckoned anew.
        """
        early = reader.c.cut_at > now
        await self._connection.execute(
            update(reader)
            .where(or_(early, reader.c.next_at > now + FARTHEST))
            .values(next_at=now, cut_at=case((early, literal(now, Moment)), else_=reader.c.cut_at))
        )

    async def _bury_sooner(self, milliseconds: int, now: datetime) -> None:
        """Signs of life are by the database's clock, and last for seconds.

        Whoever died before that was set back would be taken for alive, with all duties.
        """
        await self._connection.execute(
            update(process)
            .where(process.c.until > now + _NO_SIGN_LASTS)
            .values(until=type_coerce(process.c.until, BigInteger) - milliseconds)
        )


# All that is waited for. A wait that Telegram asked for is none of ours to shorten: it keeps its
# length, like every other.
WAITING: tuple[tuple[Column[datetime], tuple[ColumnElement[bool], ...]], ...] = (
    (token_pace.c.next_at, ()),
    (token_pace.c.halted_until, ()),
    (token_pace.c.probe_at, ()),
    (chat_pace.c.next_at, ()),
    (chat_pace.c.held_until, ()),
    (delivery.c.not_before, (is_open(), delivery.c.not_before < NEVER)),
    (delivery.c.lease_until, ()),
    (delivery.c.unpin_at, ()),
    (inbox.c.held_until, ()),
    (late_edit.c.until, ()),
    (paste_part.c.complete_at, (paste_part.c.taken.is_(False),)),
    (awaited_page.c.due_at, ()),
    (feed.c.next_poll_at, ()),
    (invitation.c.expires_at, ()),
    (channel.c.last_post_at, ()),
    (reader.c.paused_until, ()),
    (look.c.due_at, ()),
    (letter_answer.c.due_at, ()),
)

# What is not done again too soon behind these: a letter, a notice, a look, a picture's next try.
# What is asked is awaited, and a round-up grows, for so long.
LATELY: tuple[Column[datetime], ...] = (
    letter.c.at,
    notice.c.made_at,
    channel.c.announced_at,
    picture.c.at,
    look.c.looked_at,
    question.c.asked_at,
    round_up.c.begun_at,
)
