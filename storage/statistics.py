"""What the newsroom did in a time, as the rows tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Row, and_, case, func, select, type_coerce, union_all

from bot.domain.article import ArticleState
from bot.domain.delivery import Kind, State
from bot.domain.people import ReaderState
from storage import statements
from storage.articles import IS_PUBLIC, TAKEN_BACK
from storage.round_ups import is_post_of_item
from storage.schema import (
    article,
    channel,
    channel_size,
    delivery,
    editor,
    follow,
    reaction,
    reader,
    round_up_item,
    section_size,
)
from storage.types import from_milliseconds, to_milliseconds
from storage.view import View

_HOUR = 3_600_000  # milliseconds
# Each in the words of an index: most articles were published long ago.
_STANDS = and_(IS_PUBLIC, article.c.state != ArticleState.ARCHIVED)
_RELEASES = select(article.c.id, article.c.section_id, article.c.released_at, article.c.breaking)
_AT_ONCE = 500  # articles whose posts one statement looks up
# Whoever is of the desk reads along, and is no reader to be counted.
_IS_READER = reader.c.chat_id.not_in(select(editor.c.user_id))


@dataclass(frozen=True, slots=True)
class Release:
    """A publication."""

    article_id: int
    section_id: int | None
    released_at: datetime
    breaking: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    """What a channel has of a publication."""

    article_id: int
    chat_id: int
    title: str
    state: State
    message_id: int | None
    waited: timedelta | None  # from the publication until it was shown


class StatisticsView(View):
    async def releases(self, begins: datetime, until: datetime) -> list[Release]:
        """What was published in that time, also where it has been retracted since."""
        found = await self._connection.execute(
            union_all(
                *(
                    _RELEASES.where(
                        state, article.c.released_at >= begins, article.c.released_at < until
                    )
                    for state in (_STANDS, TAKEN_BACK)
                )
            )
        )
        return [Release(*row) for row in found]

    async def changed(self, begins: datetime, until: datetime) -> tuple[int, int]:
        """How many articles were corrected, and how many retracted, most lately then."""
        counts = []
        for at in (article.c.corrected_at, article.c.retracted_at):
            counted = await self._connection.scalar(
                select(func.count()).where(at.is_not(None), at >= begins, at < until)
            )
            counts.append(counted or 0)
        return counts[0], counts[1]

    async def posts(self, begins: datetime, until: datetime) -> list[PostRow]:
        """What channels have of what was published in that time."""
        released = {
            release.article_id: release.released_at
            for release in await self.releases(begins, until)
        }
        found = await self._connection.execute(select(channel.c.chat_id, channel.c.title))
        titles = dict(found.all())
        return [
            PostRow(
                row.subject_id,
                row.chat_id,
                titles[row.chat_id],
                State(row.state),
                row.message_id,
                _span(released[row.subject_id], row.first_shown_at),
            )
            for row in await self.posts_of(list(released), list(titles))
        ]

    async def posts_of(
        self, article_ids: Sequence[int], chat_ids: Sequence[int]
    ) -> list[Row[Any]]:
        """The rows of these articles in these chats, each by the key of the ledger.

        In one statement with the articles either database may rather walk through all of the
        ledger, where an article has a million readers' rows beside these.
        """
        rows: list[Row[Any]] = []
        for start in range(0, len(article_ids), _AT_ONCE):
            rows += await self._connection.execute(
                select(
                    delivery.c.subject_id,
                    delivery.c.chat_id,
                    delivery.c.state,
                    delivery.c.message_id,
                    delivery.c.first_shown_at,
                ).where(
                    delivery.c.kind == Kind.ARTICLE,
                    delivery.c.subject_id.in_(article_ids[start : start + _AT_ONCE]),
                    delivery.c.chat_id.in_(chat_ids),
                )
            )
        return rows + await self._in_round_ups(article_ids, chat_ids)

    async def _in_round_ups(
        self, article_ids: Sequence[int], chat_ids: Sequence[int]
    ) -> list[Row[Any]]:
        """What channels have of them in a post with others, shown once that names them."""
        rows: list[Row[Any]] = []
        shown = delivery.c.revision >= round_up_item.c.first
        for start in range(0, len(article_ids), _AT_ONCE):
            rows += await self._connection.execute(
                select(
                    round_up_item.c.article_id.label("subject_id"),
                    delivery.c.chat_id,
                    delivery.c.state,
                    delivery.c.message_id,
                    case(
                        (
                            and_(shown, delivery.c.first_shown_at < round_up_item.c.added_at),
                            round_up_item.c.added_at,
                        ),
                        (shown, delivery.c.first_shown_at),
                    ).label("first_shown_at"),
                )
                .join(delivery, is_post_of_item())
                .where(
                    round_up_item.c.article_id.in_(article_ids[start : start + _AT_ONCE]),
                    delivery.c.chat_id.in_(chat_ids),
                )
            )
        return rows

    async def readers(self) -> int:
        """How many readers there are."""
        counted = await self._connection.scalar(
            select(func.count()).where(reader.c.state == ReaderState.ACTIVE, _IS_READER)
        )
        return counted or 0

    async def some_readers(self, most: int) -> list[int]:
        """The chats of no more readers than that: of all, or of some from among the whole.

        A story goes out in the order of their numbers, so that those are as far apart as can be.
        """
        highest = await self._connection.scalar(select(func.max(reader.c.id))) or 0
        spread = {1 + (highest - 1) * place // (most - 1) for place in range(most)}
        chosen = reader.c.id.in_(spread) if highest > most else reader.c.id <= most
        found = await self._connection.execute(
            select(reader.c.chat_id).where(
                chosen, reader.c.state == ReaderState.ACTIVE, _IS_READER
            )
        )
        return list(found.scalars())

    async def followers(self) -> dict[int, int]:
        """How many readers follow each section."""
        found = await self._connection.execute(
            select(follow.c.section_id, func.count())
            .join_from(follow, reader, reader.c.id == follow.c.reader_id)
            .where(reader.c.state == ReaderState.ACTIVE, _IS_READER)
            .group_by(follow.c.section_id)
        )
        return dict(found.all())

    async def followers_before(self, begins: datetime) -> dict[int, int]:
        """How many readers followed each section on the last day that began before then."""
        last = (
            select(section_size.c.section_id, func.max(section_size.c.day).label("day"))
            .where(section_size.c.day <= _day(begins))
            .group_by(section_size.c.section_id)
            .subquery()
        )
        found = await self._connection.execute(
            select(section_size.c.section_id, section_size.c.followers).join(
                last,
                and_(
                    last.c.section_id == section_size.c.section_id,
                    last.c.day == section_size.c.day,
                ),
            )
        )
        return dict(found.all())

    async def followers_are_counted(self, day: datetime) -> bool:
        """Whether that day, in UTC, has its count of followers."""
        counted = select(section_size.c.day).where(section_size.c.day == _day(day)).limit(1)
        return await self._connection.scalar(counted) is not None

    async def joined(self, begins: datetime) -> list[tuple[datetime, int]]:
        """How many readers came since then, by the hour."""
        return await self._by_hour(reader.c.joined_at, begins)

    async def left(self, begins: datetime) -> list[tuple[datetime, int]]:
        """How many have left since then and not come back, by the hour."""
        return await self._by_hour(reader.c.left_at, begins)

    async def sizes(self, begins: datetime) -> dict[int, tuple[int, int | None]]:
        """Each channel's members, as told last, and on the last day before that moment."""
        newest = select(channel_size.c.chat_id, func.max(channel_size.c.day).label("day"))
        sizes: list[dict[int, int]] = []
        for days in (newest, newest.where(channel_size.c.day < _day(begins))):
            last = days.group_by(channel_size.c.chat_id).subquery()
            found = await self._connection.execute(
                select(channel_size.c.chat_id, channel_size.c.members).join(
                    last,
                    and_(
                        last.c.chat_id == channel_size.c.chat_id,
                        last.c.day == channel_size.c.day,
                    ),
                )
            )
            sizes.append(dict(found.all()))
        now, before = sizes
        return {chat_id: (members, before.get(chat_id)) for chat_id, members in now.items()}

    async def reactions(self, since: datetime) -> dict[tuple[int, int], int]:
        """Reactions by chat and message, of posts that drew one since then."""
        found = await self._connection.execute(
            select(reaction.c.chat_id, reaction.c.message_id, reaction.c.total).where(
                reaction.c.told_at >= since
            )
        )
        return {(row.chat_id, row.message_id): row.total for row in found}

    async def counted_on(self, day: datetime) -> set[int]:
        """The channels whose members are known for that day, in UTC."""
        found = await self._connection.execute(
            select(channel_size.c.chat_id).where(channel_size.c.day == _day(day))
        )
        return set(found.scalars())

    async def headlines(self, article_ids: Sequence[int]) -> dict[int, str]:
        found = await self._connection.execute(
            select(article.c.id, article.c.content).where(article.c.id.in_(article_ids))
        )
        return {row.id: row.content["headline"] for row in found}

    async def _by_hour(self, moment, begins: datetime) -> list[tuple[datetime, int]]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a column
        hour = type_coerce(moment, BigInteger) // _HOUR
        found = await self._connection.execute(
            select(hour, func.count()).where(moment >= begins, _IS_READER).group_by(hour)
        )
        return [(from_milliseconds(hours * _HOUR), count) for hours, count in found]


class StatisticsStore(StatisticsView):
    async def note_size(self, chat_id: int, members: int, now: datetime) -> None:
        """A channel has so many members today."""
        statement = statements.insert(self._connection, channel_size).values(
            chat_id=chat_id, day=_day(now), members=members
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[channel_size.c.chat_id, channel_size.c.day],
                set_={"members": members},
            )
        )

    async def note_followers(self, counts: Mapping[int, int], now: datetime) -> None:
        """So many readers follow the sections today; the first count of a day stands."""
        statement = statements.insert(self._connection, section_size).on_conflict_do_nothing()
        rows = [
            {"section_id": section_id, "day": _day(now), "followers": followers}
            for section_id, followers in counts.items()
        ]
        if rows:
            await self._connection.execute(statement, rows)

    async def note_reactions(
        self, chat_id: int, message_id: int, total: int, now: datetime
    ) -> None:
        """A post has so many reactions; an older count that comes late changes nothing."""
        statement = statements.insert(self._connection, reaction).values(
            chat_id=chat_id, message_id=message_id, total=total, told_at=now
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[reaction.c.chat_id, reaction.c.message_id],
                set_={"total": total, "told_at": now},
                where=reaction.c.told_at <= now,
            )
        )


def _span(released_at: datetime, shown_at: datetime | None) -> timedelta | None:
    return None if shown_at is None else max(shown_at - released_at, timedelta())


def _day(moment: datetime) -> int:
    return to_milliseconds(moment) // (24 * _HOUR)
