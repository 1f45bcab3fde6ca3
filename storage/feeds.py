"""The feeds that the newsroom is connected to, and when each is asked next."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, case, delete, func, select, update

from bot.domain.feeds import Category, Feed, FeedFault, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.url_keys import address_key
from storage import statements
from storage.schema import feed
from storage.view import View

_POLLED = (FeedState.ASKED, FeedState.ACTIVE, FeedState.BROKEN)
_UNDECIDED = (FeedState.ASKED, FeedState.OFFERED)


class FeedView(View):
    async def feed(self, feed_id: int) -> Feed | None:
        """The feed with this number."""
        return await self._one(select(feed).where(feed.c.id == feed_id))

    async def at(self, url: str) -> Feed | None:
        """The feed at this address, however it is written."""
        return await self._one(select(feed).where(feed.c.key == _key(url)))

    async def connected(self) -> list[Feed]:
        """All that somebody has agreed to, in the order in which they were added."""
        found = await self._connection.execute(
            select(feed).where(feed.c.state.not_in(_UNDECIDED)).order_by(feed.c.id)
        )
        return [_feed_of(row) for row in found.mappings()]

    async def next_poll(self) -> datetime | None:
        """When the next feed is to be polled."""
        due_at: datetime | None = await self._connection.scalar(
            select(func.min(feed.c.next_poll_at)).where(feed.c.state.in_(_POLLED))
        )
        return due_at

    async def _one(self, statement: Select[Any]) -> Feed | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else _feed_of(row)


class FeedStore(FeedView):
    async def feed(self, feed_id: int, *, lock: bool = False) -> Feed | None:
        """The same; `lock`: kept from others until the transaction ends."""
        if not lock:
            return await super().feed(feed_id)
        return await self._one(select(feed).where(feed.c.id == feed_id).with_for_update())

    async def ask_for(self, url: str, interval: timedelta, by: int, now: datetime) -> Feed:
        """The feed at this address, new or known; it is read as soon as it is polled.

        What nobody has agreed to yet is asked for anew.
        """
        fresh = {"url": url, "state": FeedState.ASKED, "added_by": by, "added_at": now}
        statement = statements.insert(self._connection, feed).values(
            key=_key(url),
            categories=[],
            wanted=[],
            unwanted=[],
            interval=int(interval.total_seconds()),
            next_poll_at=now,
            **fresh,
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["key"],
                set_=fresh | {"next_poll_at": now},
                where=feed.c.state.in_(_UNDECIDED),
            )
        )
        known = await self.at(url)
        if known is None:
            raise LookupError(url)
        return known

    async def change(self, feed_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
        """Write down what the desk wants: columns by their names."""
        await self._connection.execute(update(feed).where(feed.c.id == feed_id).values(**values))

    async def set_categories(self, feed_id: int, categories: Sequence[Category]) -> None:
        await self.change(feed_id, categories=[[c.name, c.section_id] for c in categories])

    async def set_filter(self, feed_id: int, written: WrittenFilter) -> None:
        await self.change(feed_id, wanted=list(written.wanted), unwanted=list(written.unwanted))

    async def remove(self, feed_id: int) -> None:
        """Forget a feed; its articles stay, and so does which items were seen."""
        await self._connection.execute(delete(feed).where(feed.c.id == feed_id))

    async def forget_undecided(self, before: datetime) -> None:
        """Drop what was asked for this long ago and never agreed to."""
        await self._connection.execute(
            delete(feed).where(feed.c.state.in_(_UNDECIDED), feed.c.added_at < before)
        )

    async def take_due(self, now: datetime, until: datetime, most: int) -> list[Feed]:
        """Take feeds in hand that are due, the longest waiting first; after `until` others may."""
        due = (
            select(feed.c.id)
            .where(feed.c.state.in_(_POLLED), feed.c.next_poll_at <= now)
            .order_by(feed.c.next_poll_at, feed.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taken = await self._connection.execute(
            update(feed)
            .where(feed.c.id.in_(statements.once(due)))
            .values(next_poll_at=until)
            .returning(feed)
        )
        return [_feed_of(row) for row in taken.mappings()]

    async def first_heard(self, feed_id: int, now: datetime) -> None:
        """From now on what is new in the feed is news."""
        await self.change(feed_id, heard_at=now)

    async def heard(self, feed_id: int, next_poll_at: datetime, **values: Any) -> None:  # noqa: ANN401 - columns
        """The poll has brought an answer: what broke works again, and failures count anew."""
        works_again = case(
            (
                feed.c.state == FeedState.BROKEN,
                FeedState.ACTIVE.value,
            ),
            else_=feed.c.state,
        )
        await self.change(
            feed_id,
            next_poll_at=next_poll_at,
            failures=0,
            trouble=None,
            state=works_again,
            **values,
        )

    async def failed(
        self, known: Feed, trouble: FeedFault, next_poll_at: datetime, *, breaks: bool
    ) -> None:
        """The poll has failed, once more."""
        state = {"state": FeedState.BROKEN} if breaks else {}
        await self.change(
            known.id,
            failures=known.failures + 1,
            trouble={"code": trouble.code, "details": dict(trouble.details)},
            next_poll_at=next_poll_at,
            **state,
        )

    async def move(self, feed_id: int, url: str) -> bool:
        """Ask at another address from now on; false where another feed is asked there already."""
        other = await self.at(url)
        if other is not None and other.id != feed_id:
            return False
        await self.change(feed_id, url=url, key=_key(url), moves_to=None, moves=0)
        return True


def _key(url: str) -> str:
    return hashlib.sha256((address_key(url) or url).encode("utf-8", "replace")).hexdigest()


def _feed_of(row: RowMapping) -> Feed:
    return Feed(
        id=row["id"],
        url=row["url"],
        state=FeedState(row["state"]),
        title=row["title"],
        section_id=row["section_id"],
        categories=tuple(Category(name, section_id) for name, section_id in row["categories"]),
        publish=row["publish"],
        filter=WrittenFilter(tuple(row["wanted"]), tuple(row["unwanted"])),
        interval=timedelta(seconds=row["interval"]),
        first=row["first"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_poll_at=row["next_poll_at"],
        heard_at=row["heard_at"],
        failures=row["failures"],
        trouble=_trouble(row["trouble"]),
        moves_to=row["moves_to"],
        moves=row["moves"],
        added_by=row["added_by"],
    )


def _trouble(told: Mapping[str, Any] | None) -> FeedFault | None:
    return None if told is None else FeedFault(told["code"], told["details"])
