"""What readers follow and mute besides sections, and which of it an article is about."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article
from bot.domain.topics import Matter, Topic, TopicKind, named_in
from storage import statements
from storage.schema import article_topic, fan_out, reader, topic, topic_choice, topic_term
from storage.view import View

_AT_ONCE = 5_000  # terms in a statement: both databases take some 32,000 values
_CHOSEN = (
    select(topic, topic_choice.c.mutes, reader.c.chat_id)
    .join(topic_choice, topic_choice.c.topic_id == topic.c.id)
    .join(reader, reader.c.id == topic_choice.c.reader_id)
    .where(reader.c.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(topic.c.kind, topic.c.name, topic.c.id)
)


class TopicView(View):
    async def get(self, topic_id: int) -> Topic | None:
        found = await self._connection.execute(select(topic).where(topic.c.id == topic_id))
        row = found.one_or_none()
        return None if row is None else as_topic(row)

    async def find(self, named: Topic) -> Topic | None:
        """The row of a topic, if somebody has followed or muted it."""
        found = await self._connection.execute(_same(named))
        row = found.one_or_none()
        return None if row is None else as_topic(row)

    async def chosen(
        self, chat_ids: Collection[int]
    ) -> dict[int, tuple[list[Topic], list[Topic]]]:
        """What each reader follows besides sections, and what they mute; by kind and name."""
        chosen: dict[int, tuple[list[Topic], list[Topic]]] = {each: ([], []) for each in chat_ids}
        for row in await self._connection.execute(_CHOSEN, {"chats": list(chosen)}):
            follows, mutes = chosen[row.chat_id]
            (mutes if row.mutes else follows).append(as_topic(row))
        return chosen

    async def of_article(self, article_id: int) -> list[Topic]:
        """The topics that it was found to be about when it went out."""
        found = await self._connection.execute(
            select(topic)
            .join(article_topic, article_topic.c.topic_id == topic.c.id)
            .where(article_topic.c.article_id == article_id)
            .order_by(topic.c.id)
        )
        return [as_topic(row) for row in found]

    async def are_noted(self, article_id: int) -> bool:
        """Whether somebody has looked what an article that goes out is about."""
        found = await self._connection.execute(
            select(fan_out.c.has_topics).where(fan_out.c.article_id == article_id)
        )
        return found.scalar_one_or_none() is not None

    async def candidates(self, matter: Matter) -> list[Topic]:
        """Known topics that an article may be about: of words, those whose first one is in it."""
        named = [
            and_(topic.c.kind == kind, topic.c.key.in_(keys))
            for kind in (TopicKind.SECTION, TopicKind.TAG, TopicKind.AUTHOR)
            if (keys := [each.key for each in matter.named if each.kind is kind])
        ]
        found = await self._found(select(topic).where(or_(*named))) if named else []
        seen: dict[int, Topic] = {}
        terms = sorted(matter.terms)
        for start in range(0, len(terms), _AT_ONCE):
            some = terms[start : start + _AT_ONCE]
            by_terms = select(topic_term.c.topic_id).where(topic_term.c.term.in_(some))
            for each in await self._found(select(topic).where(topic.c.id.in_(by_terms))):
                seen[each.id] = each
        return [*found, *seen.values()]

    async def words_after(self, topic_id: int, limit: int) -> list[Topic]:
        """Followed and muted words, by their numbers."""
        return await self._found(
            select(topic)
            .where(topic.c.kind == TopicKind.WORD, topic.c.id > topic_id)
            .order_by(topic.c.id)
            .limit(limit)
        )

    async def _found(self, statement: Select[Any]) -> list[Topic]:
        return [as_topic(row) for row in await self._connection.execute(statement)]


class TopicStore(TopicView):
    async def known(self, new: Topic) -> Topic:
        """The topic's row, made where nobody has followed or muted it before."""
        if new.id:
            return new
        added = await self._connection.execute(
            statements.insert(self._connection, topic)
            .values(kind=new.kind, key=new.key, name=new.name)
            .on_conflict_do_nothing()
            .returning(topic.c.id)
        )
        made = added.scalar_one_or_none()
        if made is not None and new.kind is TopicKind.WORD:
            await self._keep_terms(made, new)
        found = await self._connection.execute(_same(new))
        return as_topic(found.one())

    async def renew(self, old: Topic, new: Topic) -> None:
        """A word has other terms than those of its row: whoever chose it has chosen these."""
        there = (await self._connection.execute(_same(new))).one_or_none()
        if there is None:
            of_old = topic_term.c.topic_id == old.id
            await self._connection.execute(delete(topic_term).where(of_old))
            await self._connection.execute(
                update(topic).where(topic.c.id == old.id).values(key=new.key)
            )
            await self._keep_terms(old.id, new)
            return
        chose_old = select(
            literal(there.id, topic_choice.c.topic_id.type),
            topic_choice.c.reader_id,
            topic_choice.c.mutes,
        ).where(topic_choice.c.topic_id == old.id)
        await self._connection.execute(
            statements.insert(self._connection, topic_choice)
            .from_select(["topic_id", "reader_id", "mutes"], chose_old)
            .on_conflict_do_nothing()
        )
        await self._connection.execute(delete(topic).where(topic.c.id == old.id))

    async def _keep_terms(self, topic_id: int, word: Topic) -> None:
        await self._connection.execute(
            insert(topic_term), [{"term": term, "topic_id": topic_id} for term in word.words[0]]
        )

    async def choose(self, chat_id: int, topic_id: int, *, mutes: bool) -> None:
        """Follow a topic, or mute it: whatever was chosen of it before is over."""
        the_reader = select(
            literal(topic_id, topic_choice.c.topic_id.type), reader.c.id, literal(mutes)
        ).where(reader.c.chat_id == chat_id)
        await self._connection.execute(
            statements.insert(self._connection, topic_choice)
            .from_select(["topic_id", "reader_id", "mutes"], the_reader)
            .on_conflict_do_update(
                index_elements=[topic_choice.c.topic_id, topic_choice.c.reader_id],
                set_={"mutes": mutes},
            )
        )

    async def drop(self, chat_id: int, topic_id: int) -> None:
        """Neither follow nor mute it any more."""
        await self._connection.execute(
            delete(topic_choice).where(
                topic_choice.c.topic_id == topic_id,
                topic_choice.c.reader_id
                == select(reader.c.id).where(reader.c.chat_id == chat_id).scalar_subquery(),
            )
        )

    async def note(self, article_id: int, topics: Collection[Topic], language: str | None) -> None:
        """Write down what an article that goes out is about: its readers can be asked for now."""
        if topics:
            await self._connection.execute(
                statements.insert(self._connection, article_topic).on_conflict_do_nothing(),
                [{"article_id": article_id, "topic_id": each.id} for each in topics],
            )
        await self._connection.execute(
            update(fan_out)
            .where(fan_out.c.article_id == article_id)
            .values(has_topics=bool(topics), language=language)
        )

    async def tidy(self) -> None:
        """Forget topics that nobody has chosen any more."""
        nobodys = (
            ~select(topic_choice.c.topic_id).where(topic_choice.c.topic_id == topic.c.id).exists()
        )
        await self._connection.execute(delete(topic).where(nobodys))


async def name_anew(connection: AsyncConnection, changed: Article) -> None:
    """What a new text names is what it is about: digests and reasons are asked after it.

    Who has had the article keeps it; the words that were found in it stay as well.
    """
    noted = await connection.scalar(
        select(fan_out.c.has_topics).where(fan_out.c.article_id == changed.id)
    )
    if noted is None:  # goes nowhere, or nobody has looked yet: whoever does reads the new text
        return
    its = article_topic.c.article_id == changed.id
    named = [_same(each).with_only_columns(topic.c.id) for each in named_in(changed)]
    ids = union_all(*named).subquery() if named else None
    nameable = select(topic.c.id).where(topic.c.kind != TopicKind.WORD)
    over = [its, article_topic.c.topic_id.in_(nameable)]
    if ids is not None:
        over.append(article_topic.c.topic_id.not_in(select(ids.c.id)))
    await connection.execute(delete(article_topic).where(*over))
    if ids is not None:
        article_id = literal(changed.id, article_topic.c.article_id.type)
        await connection.execute(
            statements.insert(connection, article_topic)
            .from_select(["article_id", "topic_id"], select(article_id, ids.c.id).where(true()))
            .on_conflict_do_nothing()
        )
    await connection.execute(
        update(fan_out)
        .where(fan_out.c.article_id == changed.id)
        .values(has_topics=select(article_topic.c.topic_id).where(its).exists())
    )


def _same(named: Topic) -> Select[Any]:
    return select(topic).where(topic.c.kind == named.kind, topic.c.key == named.key)


def as_topic(row: Row[Any]) -> Topic:
    return Topic(TopicKind(row.kind), row.key, row.name, row.id)
