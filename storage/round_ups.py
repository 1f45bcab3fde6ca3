"""Round-ups: which articles a channel has in one post, and since which revision of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from bot.domain.channel import Channel
from bot.domain.delivery import Kind, State
from bot.domain.round_up import MOST, RoundUp, RoundUpRule
from storage.articles import IS_PUBLIC
from storage.ledger_tables import IS_POST
from storage.schema import article, delivery, round_up, round_up_item
from storage.view import View

# Of these rows nothing more comes, or the desk is asked first: news do not wait for that.
_OPEN = (State.DUE, State.SENDING, State.SHOWN, State.UNKNOWN)


class RoundUpView(View):
    async def get(self, round_up_id: int) -> RoundUp | None:
        found = await self._connection.execute(
            select(round_up).where(round_up.c.id == round_up_id)
        )
        row = found.one_or_none()
        if row is None:
            return None
        named = await self._connection.execute(
            select(round_up_item.c.article_id)
            .where(round_up_item.c.round_up_id == round_up_id, ~round_up_item.c.gone)
            .order_by(round_up_item.c.first, round_up_item.c.article_id)
        )
        named_ids = tuple(named.scalars())
        return RoundUp(row.id, row.chat_id, row.revision, named_ids, row.thread_id)

    async def articles(self, round_up_id: int) -> tuple[int, ...]:
        """All that it has ever named, what was taken back included, the first one first."""
        found = await self._connection.execute(
            select(round_up_item.c.article_id)
            .where(round_up_item.c.round_up_id == round_up_id)
            .order_by(round_up_item.c.gone, round_up_item.c.first, round_up_item.c.article_id)
        )
        return tuple(found.scalars())

    async def is_owed(self, round_up_id: int) -> bool:
        """Whether the ledger has its row."""
        found = await self._connection.scalar(
            select(delivery.c.id).where(
                delivery.c.kind == Kind.ROUND_UP, delivery.c.subject_id == round_up_id
            )
        )
        return found is not None

    async def at(self, chat_id: int, message_id: int) -> int | None:
        """The round-up that a message of a channel is."""
        found: int | None = await self._connection.scalar(
            select(delivery.c.subject_id).where(
                IS_POST,
                delivery.c.kind == Kind.ROUND_UP,
                delivery.c.chat_id == chat_id,
                delivery.c.message_id == message_id,
            )
        )
        return found

    async def post_of(
        self, article_id: int, chat_id: int, thread_id: int | None = None
    ) -> int | None:
        """The message of the round-up in which a chat has an article, if in this thread."""
        found: int | None = await self._connection.scalar(
            select(func.max(delivery.c.message_id)).where(
                delivery.c.kind == Kind.ROUND_UP,
                delivery.c.chat_id == chat_id,
                delivery.c.state != State.WITHDRAWN,
                delivery.c.subject_id.in_(naming(article_id)),
                true() if thread_id is None else delivery.c.thread_id == thread_id,
            )
        )
        return found


class RoundUpStore(RoundUpView):
    async def place(
        self, channel: Channel, article_id: int, now: datetime, section_id: int | None = None
    ) -> int | None:
        """The round-up that a new article belongs to; None: it is a post of its own.

        In a group with topics each thread has its own: what the others get does not count.
        """
        rule = channel.round_up
        if rule is None:
            return None
        thread_id = channel.thread_for(section_id)
        known = await self._open(channel.chat_id, thread_id, rule, now)
        if known is not None:
            return await self._add(channel.chat_id, known, [article_id], now)
        beside = channel.shares_thread(section_id)
        if await self._came(channel.chat_id, article_id, rule, now, beside) < rule.posts:
            return None
        return await self._add(channel.chat_id, None, [article_id], now, thread_id)

    async def change(
        self, article_id: int, *, chat_id: int | None = None, gone: bool = False
    ) -> list[int]:
        """An article says something else, or was taken back: the round-ups that do so too."""
        its = round_up_item.c.article_id == article_id
        if chat_id is not None:
            there = select(round_up.c.id).where(round_up.c.chat_id == chat_id)
            its = and_(its, round_up_item.c.round_up_id.in_(there))
        found = await self._connection.execute(
            select(round_up_item.c.round_up_id).where(its, ~round_up_item.c.gone)
        )
        ids = list(found.scalars())
        for round_up_id in ids:
            revision = await self._next_revision(round_up_id)
            await self._connection.execute(
                update(round_up_item)
                .where(
                    round_up_item.c.round_up_id == round_up_id,
                    round_up_item.c.article_id == article_id,
                )
                .values(since=revision, gone=gone)
            )
        return ids

    async def carry_on(self, round_up_id: int, shown: int, now: datetime) -> int | None:
        """Its post was deleted by hand: what nobody has seen there goes into another one."""
        unseen = and_(
            round_up_item.c.round_up_id == round_up_id,
            round_up_item.c.first > shown,
            ~round_up_item.c.gone,
        )
        found = await self._connection.execute(
            select(round_up_item.c.article_id).where(unseen).order_by(round_up_item.c.first)
        )
        article_ids = list(found.scalars())
        old = await self.get(round_up_id)
        if not article_ids or old is None:
            return None
        await self._connection.execute(delete(round_up_item).where(unseen))
        return await self._add(old.chat_id, None, article_ids, now, old.thread_id)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        await self._connection.execute(
            update(round_up).where(round_up.c.chat_id == old).values(chat_id=new)
        )

    async def _open(
        self, chat_id: int, thread_id: int | None, rule: RoundUpRule, now: datetime
    ) -> int | None:
        """The one that takes further articles: young, with room, and a post that can grow."""
        grows = exists().where(
            delivery.c.kind == Kind.ROUND_UP,
            delivery.c.subject_id == round_up.c.id,
            delivery.c.chat_id == chat_id,
            delivery.c.state.in_(_OPEN),
            ~delivery.c.by_hand,
            # A post whose number nobody knows cannot be edited.
            or_(delivery.c.state != State.SHOWN, delivery.c.message_id.is_not(None)),
        )
        of_it = round_up_item.c.round_up_id == round_up.c.id
        count = select(func.count()).where(of_it).scalar_subquery()
        found: int | None = await self._connection.scalar(
            select(func.max(round_up.c.id)).where(
                round_up.c.chat_id == chat_id,
                round_up.c.thread_id.is_not_distinct_from(thread_id),
                round_up.c.begun_at > now - rule.span,
                grows,
                count < MOST,
                exists().where(of_it, ~round_up_item.c.gone),
            )
        )
        return found

    async def _came(
        self,
        chat_id: int,
        article_id: int,
        rule: RoundUpRule,
        now: datetime,
        beside: Collection[int] | None,
    ) -> int:
        """How many ordinary articles the channel got within the rule's span, besides this one.

        `beside`: of these sections alone.
        By the articles of that time, which are few, and the key of the ledger.
        """
        alone = exists().where(
            delivery.c.kind == Kind.ARTICLE,
            delivery.c.subject_id == article.c.id,
            delivery.c.chat_id == chat_id,
        )
        together = exists().where(
            round_up_item.c.article_id == article.c.id,
            round_up_item.c.round_up_id == round_up.c.id,
            round_up.c.chat_id == chat_id,
        )
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(article)
            .where(
                IS_PUBLIC,
                article.c.released_at > now - rule.span,
                ~article.c.breaking,
                article.c.id != article_id,
                or_(alone, together),
                true() if beside is None else article.c.section_id.in_(beside),
            )
        )
        return counted or 0

    async def _add(
        self,
        chat_id: int,
        round_up_id: int | None,
        article_ids: Sequence[int],
        now: datetime,
        thread_id: int | None = None,
    ) -> int:
        """`thread_id`: that a new one is meant for."""
        if round_up_id is None:
            made = await self._connection.execute(
                insert(round_up)
                .values(chat_id=chat_id, thread_id=thread_id, begun_at=now, revision=1)
                .returning(round_up.c.id)
            )
            round_up_id, revision = made.scalar_one(), 1
        else:
            revision = await self._next_revision(round_up_id)
        rows = [
            {
                "round_up_id": round_up_id,
                "article_id": each,
                "added_at": now,
                "first": revision,
                "since": revision,
            }
            for each in article_ids
        ]
        await self._connection.execute(insert(round_up_item), rows)
        return round_up_id

    async def _next_revision(self, round_up_id: int) -> int:
        changed = await self._connection.execute(
            update(round_up)
            .where(round_up.c.id == round_up_id)
            .values(revision=round_up.c.revision + 1)
            .returning(round_up.c.revision)
        )
        return int(changed.scalar_one())


def naming(article_id: int) -> Select[tuple[int]]:
    """The round-ups that have, or had, an article."""
    return select(round_up_item.c.round_up_id).where(round_up_item.c.article_id == article_id)


def is_post_of_item() -> ColumnElement[bool]:
    """Joins what round-ups name with the ledger's rows of their posts.

    «+ 0»: by the articles that are asked for. Without it SQLite walks through the posts of all
    round-ups that there ever were, and looks for the articles in each.
    """
    of_item = delivery.c.subject_id == round_up_item.c.round_up_id + 0
    return and_(delivery.c.kind == Kind.ROUND_UP, of_item)


def in_round_ups(article_ids: Sequence[int]) -> Select[int, int]:
    """Articles with the channels that have them in a post of several.

    What people react to there nobody knows: its reactions count for none of them.
    """
    return (
        select(round_up_item.c.article_id, delivery.c.chat_id)
        .join(delivery, is_post_of_item())
        .where(
            round_up_item.c.article_id.in_(article_ids),
            ~round_up_item.c.gone,
            delivery.c.message_id.is_not(None),
        )
    )
