"""What belongs to a person: every table with a word on whose its rows are.

A new table fails a test until it stands in `HOLDINGS`, which `/privacy`, `/mydata` and `/forget`
go by, or in `OF_NO_READER`, with the reason.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, delete, exists, or_, select, update

from bot.domain.delivery import Audience, Kind
from bot.domain.personal_data import Kept
from bot.domain.topics import TopicKind
from storage.retention import RetentionStore
from storage.schema import (
    article,
    awaited_page,
    channel,
    chat_pace,
    delivery,
    editor,
    follow,
    form,
    inbox,
    late_edit,
    letter,
    letter_answer,
    notice,
    paste_part,
    question,
    reader,
    saved,
    search,
    section,
    token_pace,
    topic,
    topic_choice,
    unreached,
)
from storage.view import View


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one person in a table.

    `only_blanks`: what names the person there is taken out, and the row stays. `of_desk`: they are
    the newsroom's for as long as the person belongs to it. `beside`: what `/mydata` shows with a
    row, and `join` is where it stands; `others`: columns that tell of somebody else, and nobody is
    shown.
    """

    what: Kept
    table: Table
    is_of: Callable[[int], ColumnElement[bool]]
    only_blanks: tuple[str, ...] = ()
    of_desk: bool = False
    beside: tuple[ColumnElement[Any], ...] = ()
    join: Table | None = None
    others: tuple[str, ...] = ()

    def rows(self, person_id: int) -> Select[Any]:
        own = [column for column in self.table.c if column.name not in self.others]
        asked = select(*own, *self.beside).where(self.is_of(person_id))
        if self.join is not None:
            asked = asked.join_from(self.table, self.join)
        return asked.order_by(*self.table.primary_key)


def _its_chat(table: Table) -> Callable[[int], ColumnElement[bool]]:
    return lambda person_id: table.c.chat_id == person_id


def _of_readers_row(column: ColumnElement[Any]) -> Callable[[int], ColumnElement[bool]]:
    return lambda person_id: column.in_(select(reader.c.id).where(reader.c.chat_id == person_id))


_HEADLINE = (
    select(article.c.content["headline"].as_string())
    .where(article.c.id == delivery.c.subject_id, delivery.c.kind == Kind.ARTICLE)
    .scalar_subquery()
    .label("headline")
)
_TEXT = (
    select(notice.c.details["text"].as_string())
    .where(notice.c.id == letter.c.notice_id)
    .scalar_subquery()
    .label("text")
)
_REST = (
    select(notice.c.details["rest"])
    .where(notice.c.id == letter.c.notice_id)
    .scalar_subquery()
    .label("rest")
)
_OF_OFFER = ("chat_id", "title", "username", "is_group", "offered_by", "offered_at")
# In the order in which they are erased: what points at a reader's row goes before it.
HOLDINGS: Final = (
    Holding(
        Kept.TOPICS,
        follow,
        _of_readers_row(follow.c.reader_id),
        beside=(section.c.name.label("section"),),
        join=section,
    ),
    Holding(
        Kept.TOPICS,
        topic_choice,
        _of_readers_row(topic_choice.c.reader_id),
        beside=(topic.c.kind, topic.c.name),
        join=topic,
    ),
    Holding(
        Kept.POSTS,
        delivery,
        lambda person_id: and_(
            delivery.c.chat_id == person_id, delivery.c.audience == Audience.READER
        ),
        beside=(_HEADLINE,),
    ),
    Holding(Kept.POSTS, unreached, _its_chat(unreached)),
    Holding(Kept.READER, reader, _its_chat(reader)),
    Holding(Kept.SEARCHES, search, lambda person_id: search.c.user_id == person_id),
    Holding(
        Kept.SAVED,
        saved,
        _its_chat(saved),
        beside=(article.c.content["headline"].as_string().label("headline"),),
        join=article,
    ),
    Holding(Kept.PACE, chat_pace, _its_chat(chat_pace)),
    Holding(
        Kept.PACE,
        token_pace,
        lambda person_id: token_pace.c.halted_by == person_id,
        only_blanks=("halted_by",),
    ),
    Holding(
        Kept.LETTERS,
        letter_answer,
        lambda person_id: letter_answer.c.letter_id.in_(
            select(letter.c.id).where(letter.c.chat_id == person_id)
        ),
        # By whom it is, a reader does not learn; an editor's own chat has their number.
        others=("desk_chat_id", "desk_message_id", "file", "by"),
    ),
    Holding(Kept.LETTERS, letter, _its_chat(letter), beside=(_TEXT, _REST)),
    # An update that was handled has lost its words and its sender; one that was not soon will.
    Holding(
        Kept.UPDATES,
        inbox,
        lambda person_id: and_(inbox.c.line == person_id, inbox.c.aside_at.is_not(None)),
    ),
    Holding(
        Kept.CHANNELS,
        channel,
        lambda person_id: channel.c.offered_by == person_id,
        only_blanks=("offered_by",),
        # How the newsroom has set it up since is its own matter.
        others=tuple(c.name for c in channel.c if c.name not in _OF_OFFER),
    ),
    Holding(Kept.DESK, question, _its_chat(question), of_desk=True),
    Holding(Kept.DESK, form, _its_chat(form), of_desk=True),
    Holding(Kept.DESK, late_edit, _its_chat(late_edit), of_desk=True),
    Holding(Kept.DESK, paste_part, _its_chat(paste_part), of_desk=True),
    Holding(Kept.DESK, awaited_page, _its_chat(awaited_page), of_desk=True),
    Holding(
        Kept.DESK,
        delivery,
        lambda person_id: and_(
            delivery.c.chat_id == person_id, delivery.c.audience == Audience.DESK
        ),
        of_desk=True,
    ),
    # Only people of the desk have one; whoever leaves it has none any more.
    Holding(Kept.DESK, editor, lambda person_id: editor.c.user_id == person_id, of_desk=True),
)

_NOBODY: Final = "nobody's id is in it"
# Every number in it that is no key of another table is named.
OF_NO_READER: Final[Mapping[str, str]] = {
    "article": "the newsroom's: who of it wrote, released and scheduled what "
    "(created_by, released_by, scheduled_by)",
    "revision": "the newsroom's: who of it wrote a text (made_by)",
    "feed": "the newsroom's: who of it connected a feed (added_by)",
    "invitation": "the newsroom's: whom it has invited (invited_by, used_by)",
    "round_up": "the newsroom's: a channel's posts with several articles (chat_id, thread_id)",
    "forum_thread": "the newsroom's: the topics of a group (thread_id)",
    "round_up_item": "the newsroom's: which articles these name",
    "wish": "the newsroom's: who of it has asked to publish, and what told of it (by, notice_id)",
    "deed": "the newsroom's log: who of it did what (by, number)",
    "letter_block": "a digest of whom the newsroom takes no letters from, also after `/forget`",
    "notice": "what the newsroom was told; of a reader's letters the text is taken out",
    "channel_section": "which sections go to a channel, and to which topic of it (thread_id)",
    "channel_words": "a channel's (chat_id)",
    "channel_size": "a channel's (chat_id)",
    "section_size": "sums",
    "reaction": "a channel's, all reactions together (chat_id, message_id)",
    "fan_out": "readers' rows by their own numbers, from and to (last_id, high_id)",
    "rollup": "sums",
    "readers_stop": "a notice's (notice_id)",
    "origin": "a source's (revision)",
    "identity": "the bot's own (bot_id)",
    "search_entry": "an article's (key)",
    "archive_name": _NOBODY,
    "archive_entry": _NOBODY,
    "search_state": "the index's (up_to)",
    "search_word": "the words of what everybody may read",
    "section": _NOBODY,
    "digest": "what many were sent alike (revision)",
    "former_section_name": _NOBODY,
    "look": _NOBODY,
    "restoration": _NOBODY,
    "gap": "a channel's (chat_id, after)",
    "topic": "what can be followed; a word goes with the last one who follows or mutes it",
    "topic_term": _NOBODY,
    "article_topic": _NOBODY,
    "picture": _NOBODY,
    "upload": _NOBODY,
    "article_file": _NOBODY,
    "worry": _NOBODY,
    "poll_mark": _NOBODY,
    "process": _NOBODY,
    "lease": _NOBODY,
}


class PersonalView(View):
    async def of(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """All rows of a person, by the names of their tables."""
        tables: dict[str, list[dict[str, Any]]] = {}
        for holding in HOLDINGS:
            found = await self._connection.execute(holding.rows(person_id))
            rows = [dict(row) for row in found.mappings()]
            if rows:
                tables.setdefault(holding.table.name, []).extend(rows)
        return tables

    async def rested(self, before: datetime, limit: int) -> list[int]:
        """Chats whose pace is of no use any more, and that are neither readers nor channels."""
        found = await self._connection.execute(
            select(chat_pace.c.chat_id).where(_has_rested(before)).limit(limit)
        )
        return list(found.scalars())


class PersonalStore(PersonalView):
    async def forget(self, person_id: int, *, of_desk: bool) -> None:
        """Erase a person; what they were sent goes on counting in the sums.

        `of_desk`: they belong to the newsroom, whose rows stay.
        """
        await RetentionStore(self._connection).fold_chat(person_id)
        for holding in HOLDINGS:
            if holding.of_desk and of_desk:
                continue
            its_own = holding.is_of(person_id)
            if holding.only_blanks:
                blank = dict.fromkeys(holding.only_blanks)
                await self._connection.execute(update(holding.table).where(its_own).values(blank))
            else:
                await self._connection.execute(delete(holding.table).where(its_own))
        # Nobody else knows the words that they have typed.
        chosen = exists().where(topic_choice.c.topic_id == topic.c.id)
        await self._connection.execute(
            delete(topic).where(topic.c.kind == TopicKind.WORD, ~chosen)
        )

    async def forget_pace(self, chat_ids: Collection[int], before: datetime) -> None:
        """Forget when these chats were written to last."""
        await self._connection.execute(
            delete(chat_pace).where(chat_pace.c.chat_id.in_(chat_ids), _has_rested(before))
        )


def _has_rested(before: datetime) -> ColumnElement[bool]:
    held = chat_pace.c.held_until
    return and_(
        ~exists().where(channel.c.chat_id == chat_pace.c.chat_id),
        chat_pace.c.next_at < before,
        or_(held.is_(None), held < before),
        chat_pace.c.busy_with.is_(None),
        ~exists().where(reader.c.chat_id == chat_pace.c.chat_id),
    )
