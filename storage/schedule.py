"""What goes out by itself, in its order."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from bot.domain.article import Article
from bot.domain.delivery import Audience, Kind, State
from bot.domain.foreseen import Timed
from bot.domain.outlets import from_values
from bot.domain.progress import Spaced
from storage.articles import articles, as_article
from storage.claims import is_open
from storage.schema import article, channel, delivery, round_up_item
from storage.view import View


class ScheduleView(View):
    async def queue(self, limit: int, offset: int = 0) -> list[Article]:
        """What goes out by itself, the next one first."""
        found = await self._connection.execute(
            articles().where(_is_scheduled()).order_by(*_in_order()).limit(limit).offset(offset)
        )
        return [as_article(row) for row in found.mappings()]

    async def times(self, limit: int) -> list[Timed]:
        """What of it says when and where to, the next one first."""
        found = await self._connection.execute(
            select(
                article.c.id,
                article.c.scheduled_at,
                article.c.section_id,
                article.c.breaking,
                article.c.outlets,
            )
            .where(_is_scheduled())
            .order_by(*_in_order())
            .limit(limit)
        )
        return [Timed(*row[:-1], from_values(row.outlets)) for row in found]

    async def count_before(self, at: datetime, article_id: int) -> int:
        """How many go out before an article, whose time this is."""
        before = or_(
            article.c.scheduled_at < at,
            and_(article.c.scheduled_at == at, article.c.id < article_id),
        )
        counted = await self._connection.scalar(
            select(func.count()).select_from(article).where(_is_scheduled(), before)
        )
        return counted or 0

    async def count(self) -> int:
        return (
            await self._connection.scalar(
                select(func.count()).select_from(article).where(_is_scheduled())
            )
            or 0
        )

    async def bound_for(self, chat_id: int, section_ids: Iterable[int]) -> list[Article]:
        """What is of these sections, unless the desk keeps it from that channel."""
        return [each for each in await self.of(section_ids) if each.outlets.take(chat_id)]

    async def of(self, section_ids: Iterable[int]) -> list[Article]:
        """What is of these sections, wherever it goes."""
        of_these = article.c.section_id.in_(sorted(section_ids))
        found = await self._connection.execute(articles().where(_is_scheduled(), of_these))
        return list(map(as_article, found.mappings()))

    async def next_at(self) -> datetime | None:
        """When the next article is to go out."""
        at: datetime | None = await self._connection.scalar(
            select(func.min(article.c.scheduled_at)).where(_is_scheduled())
        )
        return at

    async def due(self, now: datetime, limit: int) -> list[int]:
        """The articles whose time has come, the earliest first."""
        found = await self._connection.execute(
            select(article.c.id)
            .where(_is_scheduled(), article.c.scheduled_at <= now)
            .order_by(*_in_order())
            .limit(limit)
        )
        return list(found.scalars())

    # --- posts that keep their distance from the one before ---

    async def spaced(self, now: datetime, limit: int) -> list[Spaced]:
        """Posts that wait for their channel's last one to be long enough ago, the next first."""
        found = await self._connection.execute(
            select(article, delivery.c.not_before, channel.c.title)
            .select_from(
                delivery.join(article, article.c.id == _first_article()).join(
                    channel, channel.c.chat_id == delivery.c.chat_id
                )
            )
            .where(_keeps_distance(now))
            .order_by(delivery.c.not_before, delivery.c.id)
            .limit(limit)
        )
        return [
            Spaced(row["id"], row["content"]["headline"], row["title"], row["not_before"])
            for row in found.mappings()
        ]

    async def count_spaced(self, now: datetime) -> int:
        counted = await self._connection.scalar(
            select(func.count()).select_from(delivery).where(_keeps_distance(now))
        )
        return counted or 0


def _keeps_distance(now: datetime) -> ColumnElement[bool]:
    """Never tried yet: what waits for another try has a reason of its own."""
    return and_(
        is_open(),
        delivery.c.kind.in_((Kind.ARTICLE, Kind.ROUND_UP)),
        delivery.c.audience == Audience.CHANNEL,
        delivery.c.not_before > now,
        delivery.c.attempts == 0,
        delivery.c.message_id.is_(None),
        delivery.c.state == State.DUE,
    )


def _first_article() -> ColumnElement[int]:
    """The article of a post, or the first one of a round-up."""
    first = (
        select(func.min(round_up_item.c.article_id))
        .where(round_up_item.c.round_up_id == delivery.c.subject_id, ~round_up_item.c.gone)
        .scalar_subquery()
    )
    return case((delivery.c.kind == Kind.ROUND_UP, first), else_=delivery.c.subject_id)


def _is_scheduled() -> ColumnElement[bool]:
    return article.c.scheduled_at.is_not(None)


def _in_order() -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    return article.c.scheduled_at, article.c.id
