"""Who gets an article: `bot.domain.routing` in SQL, for all readers in one statement.

An article without followed or muted topics besides its section is asked for by the section alone,
as the most are. Otherwise a chunk looks at a range of readers only: the union of all who follow
one of its topics would have to be made anew for each chunk.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, literal, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import Kind, Lane
from bot.domain.people import ReaderState
from bot.domain.routing import Pace
from storage.schema import article, article_topic, delivery, fan_out, follow, reader, topic_choice
from storage.types import Moment

# A fan-out's mark, with what readers' wishes may depend on.
MARK = select(fan_out, article.c.released_at).join(article, article.c.id == fan_out.c.article_id)
_BREAKING = (Lane.BREAKING_READER, Lane.PAID)
_RANGE = 4  # readers looked at for each that may be written


def meant_by(mark: Row[Any], chunk: int | None = None) -> Select[tuple[int, int]]:
    """The readers behind a fan-out's mark: id and chat. `chunk`: of those that it looks at."""
    if not mark.has_topics:
        followers = _followers(mark, chunk).subquery("followers")
        return (
            select(reader.c.id, reader.c.chat_id)
            .join(followers, followers.c.id == reader.c.id)
            # PostgreSQL concludes nothing from both keys' being equal, and might begin with the
            # first reader for every chunk.
            .where(*_between(reader.c.id, mark, mark.high_id), *_takes_now(mark))
        )
    end = mark.high_id if chunk is None else range_end(mark, chunk)
    its_topics = select(article_topic.c.topic_id).where(
        article_topic.c.article_id == mark.article_id
    )
    chosen = (
        topic_choice.c.topic_id.in_(its_topics),
        *_between(topic_choice.c.reader_id, mark, end),
    )
    wanted = union(
        select(follow.c.reader_id).where(
            follow.c.section_id == mark.section_id, *_between(follow.c.reader_id, mark, end)
        ),
        select(topic_choice.c.reader_id).where(*chosen, ~topic_choice.c.mutes),
    ).subquery("wanted")
    muted = select(topic_choice.c.reader_id).where(*chosen, topic_choice.c.mutes)
    return (
        select(reader.c.id, reader.c.chat_id)
        .join(wanted, wanted.c.reader_id == reader.c.id)
        .where(reader.c.id.not_in(muted), *_between(reader.c.id, mark, end), *_takes_now(mark))
        .order_by(reader.c.id)
    )


def looked_at(mark: Row[Any], chunk: int) -> Select[Any]:
    """The next readers that a chunk looks at, no more than `chunk`: their ids."""
    return meant_by(mark, chunk).limit(chunk) if mark.has_topics else _followers(mark, chunk)


def range_end(mark: Row[Any], chunk: int) -> int:
    """The last reader that a chunk looks at, where it does not find enough before."""
    end: int = min(mark.last_id + _RANGE * chunk, mark.high_id)
    return end if mark.has_topics else mark.high_id


async def count_off(connection: AsyncConnection, mark: Row[Any], upto: int, now: datetime) -> None:
    """Of those who want so many articles and no more: one more has come to them.

    Who has had the last one waits from then on, for all but breaking news.

    «OFFSET 0»: with it PostgreSQL looks up the rows of those few; it would otherwise begin with
    all that are written of the article, chunk after chunk.
    """
    if mark.lane in _BREAKING:
        return
    has_it = select(delivery.c.id).where(
        delivery.c.kind == Kind.ARTICLE,
        delivery.c.subject_id == mark.article_id,
        delivery.c.chat_id == reader.c.chat_id,
    )
    # A moment later: the article itself has come.
    behind = literal((mark.released_at or now) + timedelta(milliseconds=1), Moment)
    is_last = and_(reader.c.cap_left <= 1, reader.c.capped_from.is_(None))
    await connection.execute(
        update(reader)
        .where(
            reader.c.cap_left.is_not(None),  # by the index of the few who have one
            *_between(reader.c.id, mark, upto),
            has_it.offset(0).exists(),
        )
        .values(
            cap_left=case((reader.c.cap_left > 0, reader.c.cap_left - 1), else_=0),
            capped_from=case((is_last, behind), else_=reader.c.capped_from),
        )
    )


def _followers(mark: Row[Any], most: int | None) -> Select[tuple[int]]:
    """The next who follow the section, whether or not they take it now.

    By themselves and limited: joined with conditions on readers, databases without statistics sort
    all that are left for each chunk.
    """
    return (
        select(follow.c.reader_id.label("id"))
        .where(
            follow.c.section_id == mark.section_id,
            *_between(follow.c.reader_id, mark, mark.high_id),
        )
        .order_by(follow.c.reader_id)
        .limit(most)
    )


def _between(column: ColumnElement[int], mark: Row[Any], end: int) -> list[ColumnElement[bool]]:
    return [column > mark.last_id, column <= end]


def _takes_now(mark: Row[Any]) -> list[ColumnElement[bool]]:
    """`Standing.comes_at_once`, and whose pace and language it is."""
    breaking, conditions = mark.lane in _BREAKING, [reader.c.state == ReaderState.ACTIVE]
    for column, is_later in (
        (reader.c.paused_until, False),
        (reader.c.cut_at, False),
        (reader.c.holds_from, True),
        *([] if breaking else [(reader.c.capped_from, True)]),
    ):
        released = literal(mark.released_at, Moment)
        conditions.append(
            or_(column.is_(None), column > released if is_later else column <= released)
        )
    if not breaking:
        conditions.append(reader.c.pace != Pace.BREAKING)
    if mark.language:
        conditions.append(or_(reader.c.reads.is_(None), reader.c.reads == mark.language))
    return conditions
