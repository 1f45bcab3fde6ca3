"""Readers' times, and the digests that these make due."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, func, or_, select, update

from bot.domain.article import Article, ArticleState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.digest import (
    CORRECTED_FOR,
    FARTHEST,
    Candidate,
    Digest,
    Notable,
    Subscriber,
)
from bot.domain.people import ReaderState
from bot.domain.quiet_hours import QuietHours
from bot.domain.reading_times import EVENING, Moments, ReadingTimes, read_zone
from bot.domain.routing import Pace, Standing
from storage import statements
from storage.articles import IS_PUBLIC, articles, as_article
from storage.round_ups import in_round_ups
from storage.schema import (
    article,
    article_topic,
    channel,
    delivery,
    digest,
    fan_out,
    follow,
    reaction,
    reader,
    topic_choice,
)
from storage.view import View

_MOST_CANDIDATES = 2_000
_BREAKING = (Lane.BREAKING_READER, Lane.PAID)
_MOMENTS = ("paused_until", "holds_from", "capped_from", "cap_left", "cut_at", "next_at")
_MOVE = (
    update(reader)
    .where(reader.c.id == bindparam("its_id"))
    .values({name: bindparam(f"new_{name}", type_=reader.c[name].type) for name in _MOMENTS})
)


class DigestView(View):
    async def times(self, chat_id: int, zone: tzinfo) -> tuple[ReadingTimes, Moments] | None:
        """When a reader wants news; `zone` is the newsroom's, where they have said none."""
        found = await self._connection.execute(select(reader).where(reader.c.chat_id == chat_id))
        row = found.one_or_none()
        return None if row is None else (_times(row, zone), _moments(row))

    async def zone_name(self, chat_id: int) -> str | None:
        """The zone that a reader has chosen, by its IANA name."""
        found = await self._connection.execute(
            select(reader.c.zone).where(reader.c.chat_id == chat_id)
        )
        return found.scalar_one_or_none()

    async def next_at(self) -> datetime | None:
        """When the next digest is due."""
        found = await self._connection.execute(
            select(func.min(reader.c.next_at)).where(reader.c.next_at.is_not(None))
        )
        at: datetime | None = found.scalar_one_or_none()
        return at

    async def due_ids(self, now: datetime, limit: int, but_for: Collection[int]) -> list[int]:
        """Whose digest is due, by the numbers of their rows."""
        asked = select(reader.c.id).where(reader.c.next_at <= now, reader.c.id.not_in(but_for))
        found = await self._connection.execute(asked.order_by(reader.c.next_at).limit(limit))
        return list(found.scalars())

    async def not_noted(self) -> set[int]:
        """Of what goes out, that of which nobody has found out yet what it is about."""
        found = await self._connection.execute(
            select(fan_out.c.article_id).where(
                fan_out.c.last_id < fan_out.c.high_id,
                ~fan_out.c.paused,
                fan_out.c.has_topics.is_(None),
            )
        )
        return set(found.scalars())

    async def notable(self, article_ids: Sequence[int]) -> dict[int, Notable]:
        """What tells how important these are."""
        images = await self._connection.execute(
            select(article.c.id, article.c.content["images"].label("images")).where(
                article.c.id.in_(article_ids)
            )
        )
        pictured = {row.id for row in images if row.images}
        channels = (await self._connection.execute(select(channel.c.chat_id))).scalars().all()
        posts = await self._connection.execute(
            select(delivery.c.subject_id, delivery.c.chat_id, reaction.c.total)
            .outerjoin(
                reaction,
                and_(
                    reaction.c.chat_id == delivery.c.chat_id,
                    reaction.c.message_id == delivery.c.message_id,
                ),
            )
            .where(
                delivery.c.kind == Kind.ARTICLE,
                delivery.c.subject_id.in_(article_ids),
                delivery.c.chat_id.in_(channels),  # each found by its key; readers are not read
                delivery.c.message_id.is_not(None),
            )
        )
        its_channels: dict[int, set[int]] = {each: set() for each in article_ids}
        totals: Counter[int] = Counter()
        for article_id, chat_id, total in posts:
            its_channels[article_id].add(chat_id)
            totals[article_id] += total or 0
        for article_id, chat_id in await self._connection.execute(in_round_ups(article_ids)):
            its_channels[article_id].add(chat_id)
        return {
            each: Notable(len(its_channels[each]), totals[each], each in pictured)
            for each in article_ids
        }

    async def candidates(
        self, since: datetime, now: datetime, also: Collection[int] = ()
    ) -> list[Candidate]:
        """What went out to readers since then, the newest of it; of now itself nothing yet.

        `also`: these without knowing what they are about, besides their section.
        """
        found = await self._connection.execute(
            select(fan_out, article.c.released_at)
            .join(article, article.c.id == fan_out.c.article_id)
            .where(
                IS_PUBLIC,  # by the index of these
                article.c.state == ArticleState.PUBLISHED,
                article.c.released_at >= max(since, now - FARTHEST),
                article.c.released_at < now,
                or_(
                    fan_out.c.has_topics.is_not(None),
                    fan_out.c.article_id.in_(also),
                ),
            )
            .order_by(article.c.released_at.desc())
            .limit(_MOST_CANDIDATES)
        )
        rows = found.all()
        topics = await self._topics_of([row.article_id for row in rows if row.has_topics])
        return [
            Candidate(
                row.article_id,
                row.section_id,
                row.released_at,
                row.lane in _BREAKING,
                row.language,
                row.last_id,
                row.high_id,
                frozenset(topics.get(row.article_id, ())),
            )
            for row in rows
        ]

    async def digest(self, digest_id: int) -> Digest | None:
        found = await self._connection.execute(select(digest).where(digest.c.id == digest_id))
        row = found.one_or_none()
        if row is None:
            return None
        numbers = tuple(int(each) for each in row.articles.split(",") if each)
        return Digest(row.id, row.local.replace(tzinfo=None), numbers, row.revision)

    async def articles(self, made: Digest) -> list[Article]:
        """Those of a digest that are public still, in its order."""
        found = await self._connection.execute(
            articles().where(
                article.c.id.in_(made.articles), article.c.state == ArticleState.PUBLISHED
            )
        )
        known = {row["id"]: as_article(row) for row in found.mappings()}
        return [known[number] for number in made.articles if number in known]

    async def _topics_of(self, articles: Sequence[int]) -> Mapping[int, list[int]]:
        found = await self._connection.execute(
            select(article_topic).where(article_topic.c.article_id.in_(articles))
        )
        topics: dict[int, list[int]] = {}
        for article_id, topic_id in found:
            topics.setdefault(article_id, []).append(topic_id)
        return topics


class DigestStore(DigestView):
    async def set_times(self, chat_id: int, times: ReadingTimes, zone: str | None) -> None:
        await self._connection.execute(
            update(reader)
            .where(reader.c.chat_id == chat_id)
            .values(
                pace=times.pace,
                reads=times.reads,
                zone=zone,
                digest_at=",".join(map(str, times.digest_at)),
                digest_day=times.digest_day,
                quiet_from=times.quiet.start if times.quiet else None,
                quiet_until=times.quiet.end if times.quiet else None,
                cap=times.cap,
            )
        )

    async def set_moments(self, chat_id: int, moments: Moments) -> None:
        await self._connection.execute(
            update(reader).where(reader.c.chat_id == chat_id).values(**_columns(moments))
        )

    async def due(
        self, now: datetime, ids: Collection[int], zone: tzinfo
    ) -> list[tuple[Subscriber, ReadingTimes]]:
        """Those of them whose digest is due, with all that decides what is in it."""
        found = await self._connection.execute(
            select(reader).where(reader.c.id.in_(ids), reader.c.next_at <= now)
        )
        rows = found.all()
        ids = [row.id for row in rows if row.state == ReaderState.ACTIVE]
        sections = await self._pairs(select(follow.c.reader_id, follow.c.section_id), ids)
        chosen = select(topic_choice.c.reader_id, topic_choice.c.topic_id)
        follows = await self._pairs(chosen.where(~topic_choice.c.mutes), ids)
        mutes = await self._pairs(chosen.where(topic_choice.c.mutes), ids)
        return [
            (
                Subscriber(
                    row.id,
                    row.chat_id,
                    _moments(row).standing,
                    frozenset(sections.get(row.id, ())),
                    frozenset(follows.get(row.id, ())),
                    frozenset(mutes.get(row.id, ())),
                    row.reads,
                    breaking_only=row.pace == Pace.BREAKING,
                    due_at=row.next_at,
                    active=row.state == ReaderState.ACTIVE,
                ),
                _times(row, zone),
            )
            for row in rows
        ]

    async def _pairs(self, asked: Any, ids: Collection[int]) -> dict[int, list[int]]:  # noqa: ANN401
        pairs: dict[int, list[int]] = {}
        of_these = asked.where(asked.selected_columns.reader_id.in_(ids))
        for reader_id, other in await self._connection.execute(of_these):
            pairs.setdefault(reader_id, []).append(other)
        return pairs

    async def owe(
        self, made: Mapping[str, Digest], chats: Mapping[str, Sequence[int]], now: datetime
    ) -> None:
        """Owe digests, by their keys, to chats; one that is there already is not made again."""
        if not made:
            return
        new = [
            {
                "key": key,
                "local": each.local.replace(tzinfo=UTC),
                "articles": "".join(f",{number}" for number in each.articles) + ",",
                "made_at": now,
            }
            for key, each in made.items()
        ]
        statement = statements.insert(self._connection, digest)
        await self._connection.execute(statement.on_conflict_do_nothing(), new)
        found = await self._connection.execute(
            select(digest.c.key, digest.c.id).where(digest.c.key.in_(list(made)))
        )
        ids = {row.key: row.id for row in found}
        rows = [
            {
                "kind": Kind.DIGEST,
                "subject_id": ids[key],
                "chat_id": chat_id,
                "audience": Audience.READER,
                "lane": Lane.DIGEST,
                "state": State.DUE,
                "not_before": now,
                "enqueued_at": now,
            }
            for key, its_chats in chats.items()
            for chat_id in its_chats
        ]
        owed = statements.insert(self._connection, delivery)
        await self._connection.execute(owed.on_conflict_do_nothing(), rows)

    async def change(self, article_id: int, now: datetime) -> Select[Any]:
        """An article has changed, and with it today's digests: what finds these."""
        of_today = (
            digest.c.made_at > now - CORRECTED_FOR,
            digest.c.articles.contains(f",{article_id},"),
        )
        await self._connection.execute(
            update(digest).where(*of_today).values(revision=digest.c.revision + 1)
        )
        return select(digest.c.id).where(*of_today)

    async def move(self, moments: Mapping[int, Moments]) -> None:
        """Write down what comes next for these readers."""
        if moments:
            await self._connection.execute(
                _MOVE,
                [
                    {"its_id": reader_id}
                    | {f"new_{name}": value for name, value in _columns(each).items()}
                    for reader_id, each in moments.items()
                ],
            )

    async def tidy(self, before: datetime) -> None:
        """Forget digests made before that, and that they were sent."""
        old = select(digest.c.id).where(digest.c.made_at < before)
        await self._connection.execute(
            delete(delivery).where(delivery.c.kind == Kind.DIGEST, delivery.c.subject_id.in_(old))
        )
        await self._connection.execute(delete(digest).where(digest.c.made_at < before))


def _columns(moments: Moments) -> dict[str, object]:
    standing = moments.standing
    return {
        "paused_until": standing.paused_until,
        "holds_from": standing.holds_from,
        "capped_from": standing.capped_from,
        "cap_left": moments.cap_left,
        "cut_at": standing.cut_at,
        "next_at": moments.next_at,
    }


def _times(row: Row[Any], zone: tzinfo) -> ReadingTimes:
    quiet = None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_until)
    at = tuple(map(int, row.digest_at.split(","))) if row.digest_at else (EVENING,)
    return ReadingTimes(
        read_zone(row.zone, zone), Pace(row.pace), at, row.digest_day, quiet, row.cap, row.reads
    )


def _moments(row: Row[Any]) -> Moments:
    standing = Standing(row.holds_from, row.capped_from, row.cut_at, row.paused_until)
    return Moments(standing, row.cap_left, row.next_at)
