"""Lets one section take over all that another one has: its articles, channels and followers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import ArticleState
from bot.domain.section_merger import SectionUses
from bot.domain.topics import TopicKind
from storage.desk_tables import former_section_name
from storage.schema import (
    article,
    channel_section,
    editor,
    fan_out,
    feed,
    follow,
    question,
    revision,
    section,
    topic,
    topic_choice,
)


async def count_uses(connection: AsyncConnection, section_id: int) -> SectionUses:
    """How much of the newsroom's is in a section."""

    async def count(table: Any) -> int:  # noqa: ANN401 - whichever has sections
        of_it = table.c.section_id == section_id
        return await connection.scalar(select(func.count()).select_from(table).where(of_it)) or 0

    categories = (await connection.execute(select(feed.c.section_id, feed.c.categories))).all()
    own = (await connection.execute(select(editor.c.section_ids))).scalars()
    return SectionUses(
        articles=await count(article),
        channels=await count(channel_section),
        followers=await count(follow),
        feeds=sum(
            row.section_id == section_id or any(id_ == section_id for _, id_ in row.categories)
            for row in categories
        ),
        editors=sum(section_id in ids for ids in own),
    )


async def count_both(connection: AsyncConnection, one: int, other: int) -> int:
    """How many readers follow both sections."""
    theirs = select(follow.c.reader_id).where(follow.c.section_id == other)
    both = select(func.count()).where(follow.c.section_id == one, follow.c.reader_id.in_(theirs))
    return await connection.scalar(both) or 0


async def merge(connection: AsyncConnection, gone: int, into: int) -> Sequence[int]:
    """Give all that is of one section to another, whose own settings stay; the drafts moved.

    A row of the one that is gone stays for old buttons and addresses, and leads to the other.
    """
    drafts = await _move_articles(connection, gone, into)
    await _move_chats(connection, gone, into)
    await _move_feeds(connection, gone, into)
    await _move_editors(connection, gone, into)
    # Whoever muted the one has said nothing of the other.
    muted = topic.c.kind == TopicKind.SECTION, topic.c.key == str(gone)
    await connection.execute(delete(topic).where(*muted))
    await connection.execute(delete(question).where(question.c.section_id == gone))
    await _leave_its_name(connection, gone, into)
    return drafts


async def _move_articles(connection: AsyncConnection, gone: int, into: int) -> Sequence[int]:
    drafts = await connection.execute(
        update(article)
        .where(article.c.section_id == gone, article.c.state == ArticleState.DRAFT)
        .values(section_id=into, version=article.c.version + 1)
        .returning(article.c.id)
    )
    moved = sorted(drafts.scalars())
    for table in (article, revision, fan_out):
        here = table.c.section_id == gone
        await connection.execute(update(table).where(here).values(section_id=into))
    return moved


async def _move_chats(connection: AsyncConnection, gone: int, into: int) -> None:
    """Channels and readers; who has both has one of them, and who muted the other has none."""
    mutes = (
        select(topic_choice.c.reader_id)
        .join(topic, topic.c.id == topic_choice.c.topic_id)
        .where(topic.c.kind == TopicKind.SECTION, topic.c.key == str(into), topic_choice.c.mutes)
    )
    for table, whose, more, unwanted in (
        (channel_section, channel_section.c.chat_id, (channel_section.c.thread_id,), ()),
        (follow, follow.c.reader_id, (), (follow.c.reader_id.not_in(mutes),)),
    ):
        have = select(whose).where(table.c.section_id == into)
        theirs = select(whose, literal(into, table.c.section_id.type), *more).where(
            table.c.section_id == gone, whose.not_in(have), *unwanted
        )
        names = [whose.name, "section_id", *(column.name for column in more)]
        await connection.execute(insert(table).from_select(names, theirs))
        await connection.execute(delete(table).where(table.c.section_id == gone))


async def _move_feeds(connection: AsyncConnection, gone: int, into: int) -> None:
    here = feed.c.section_id == gone
    await connection.execute(update(feed).where(here).values(section_id=into))
    for row in (await connection.execute(select(feed.c.id, feed.c.categories))).all():
        moved = [[name, into if id_ == gone else id_] for name, id_ in row.categories]
        if moved != [list(pair) for pair in row.categories]:
            await connection.execute(
                update(feed).where(feed.c.id == row.id).values(categories=moved)
            )


async def _move_editors(connection: AsyncConnection, gone: int, into: int) -> None:
    for row in (await connection.execute(select(editor.c.user_id, editor.c.section_ids))).all():
        if gone in row.section_ids:
            theirs = sorted({into if id_ == gone else id_ for id_ in row.section_ids})
            its = editor.c.user_id == row.user_id
            await connection.execute(update(editor).where(its).values(section_ids=theirs))


async def _leave_its_name(connection: AsyncConnection, gone: int, into: int) -> None:
    await connection.execute(
        update(former_section_name)
        .where(former_section_name.c.section_id == gone)
        .values(section_id=into)
    )
    key = await connection.scalar(select(section.c.key).where(section.c.id == gone))
    await connection.execute(insert(former_section_name).values(key=key, section_id=into))
    await connection.execute(
        update(section).where(section.c.merged_into == gone).values(merged_into=into)
    )
    # Its key is free for another section; no name has such a one, which is dropped from them.
    await connection.execute(
        update(section)
        .where(section.c.id == gone)
        .values(
            merged_into=into,
            key=f"\u2060{gone}",
            hidden=False,
            needs_second=False,
            edition=section.c.edition + 1,
        )
    )
