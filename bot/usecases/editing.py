"""What the desk sets by hand on a draft: section, headline, lead, date, author, link."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Literal

from bot.domain.article import Article, Content
from bot.domain.article_fields import (
    Field,
    take_line,
    with_date,
    with_words,
    without,
)
from bot.domain.audience import Section, section_name
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, changes_of, deed, section_change
from bot.domain.desk import Card
from bot.domain.errors import RefusedError
from bot.domain.links import read_link
from bot.domain.people import Editor
from bot.domain.picture import layout_named
from bot.domain.picture_buttons import AS_CHANNELS
from bot.domain.question_kinds import Asked, Ending, Question
from bot.intake.dates import DateDoubt, moment, read_date
from bot.intake.text.lines import clean
from bot.intake.warnings import warnings_of
from bot.usecases.draft_cards import draft_of, redraw_cards
from bot.usecases.questions import ask, close
from storage.storage import Storage, Transaction

_NEW_SECTION_EMOJI = "🗞"
# The warnings that a new value settles, or brings.
_TEXT = frozenset(("no_lead", "no_body"))
_WARNINGS = {
    Field.HEADLINE: _TEXT,
    Field.LEAD: _TEXT,
    Field.AUTHOR: frozenset(("no_author", "no_body")),
    Field.DATE: frozenset(("no_date", *DateDoubt)),
}


class Editing:
    """The form of a draft's fields; each choice is one transaction, and every card follows."""

    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone

    async def form(self, article_id: int, *, by: Editor, anew: bool = False) -> Article:
        """The draft with its fields; what was asked about one of them needs no answer now.

        `anew`: in a message of its own, and not in that of the question.
        """
        async with self._storage.writing() as tx:
            draft = (await tx.articles.existing(article_id)).as_draft()
            question = await _open_question(tx, by, article_id)
            if question and anew:
                await close(tx, question, Ending.OUTDATED, self._clock())
            elif question:
                await tx.questions.close(by.user_id)
            tx.wake()
        return draft

    async def card(self, article_id: int) -> Card:
        """The draft, with the sections to choose among."""
        async with self._storage.reading() as tx:
            card = await tx.cards.card(article_id)
        card.article.as_draft()
        return card

    async def ask(
        self,
        article_id: int,
        about: Field | Literal[Asked.LINK],
        *,
        by: Editor,
        message_id: int | None = None,
    ) -> Article:
        """The editor's next line is the new value, unless a button says it before.

        `message_id`: the message that becomes the question.
        """
        async with self._storage.writing() as tx:
            draft = (await tx.articles.existing(article_id)).as_draft()
            question = Question(by.user_id, about, article_id, message_id=message_id)
            await ask(tx, question, self._clock())
            tx.wake()
        return draft

    async def set_section(self, article_id: int, section_id: int, *, by: Editor) -> Article:
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            return await self._move(tx, draft, await tx.sections.get(section_id), by)

    async def make_section(self, article_id: int, *, by: Editor) -> Article:
        """Make a section of the name that is printed on the page."""
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            section = None
            if printed := draft.content.section:
                section = await tx.sections.named(printed) or await self._add(tx, printed, by)
            return await self._move(tx, draft, section, by)

    async def take_line(
        self, article_id: int, field: Field, place: int, mark: int, *, by: Editor
    ) -> Article:
        """A paragraph of the text becomes the field.

        Raises `RefusedError` where it is not there.
        """
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            content = take_line(draft.content, field, place, mark)
            return await self._choose(tx, draft, content, field, by)

    async def clear(self, article_id: int, field: Field, *, by: Editor) -> Article:
        """The article has no such field."""
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            return await self._choose(tx, draft, without(draft.content, field), field, by)

    async def date_now(self, article_id: int, *, by: Editor) -> Article:
        """The article is of this minute."""
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            now = self._clock().astimezone(self._zone).replace(second=0, microsecond=0)
            content = with_date(draft.content, now)
            return await self._choose(tx, draft, content, Field.DATE, by)

    async def set_layout(self, article_id: int, layout: str, *, by: Editor) -> Article:
        """How its posts show the article's pictures; `channels`: as each channel has it."""
        chosen = None if layout == AS_CHANNELS else layout_named(layout)
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id)
            await tx.articles.save(replace(draft, layout=chosen))
            if chosen is not draft.layout:
                change = Change("layout", draft.layout, chosen)
                about = Subject.article(draft)
                await tx.deeds.add(deed(Did.EDITED, about, [change], by=by, at=self._clock()))
            return await redraw_cards(tx, draft.id, self._clock())

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[Transaction]:
        """A transaction that changes a draft: the cards that show it are owed once it is over."""
        async with self._storage.writing() as tx:
            yield tx
            tx.wake()

    async def _choose(
        self, tx: Transaction, draft: Article, content: Content, field: Field, by: Editor
    ) -> Article:
        """The form takes the place of the question: the next text is no answer any more."""
        question = await _open_question(tx, by, draft.id)
        if question and question.about is field:
            await tx.questions.close(by.user_id)
        await _write(tx, draft, content, field, None, by=by, now=self._clock())
        return await redraw_cards(tx, draft.id, self._clock())

    async def _add(self, tx: Transaction, printed: str, by: Editor) -> Section:
        section = await tx.sections.add(section_name(printed), _NEW_SECTION_EMOJI)
        made = deed(Did.SECTION_MADE, Subject.section(section), by=by, at=self._clock())
        await tx.deeds.add(made)
        return section

    async def _move(
        self, tx: Transaction, draft: Article, section: Section | None, by: Editor
    ) -> Article:
        if section is None:
            raise RefusedError("section_unknown")
        await tx.articles.save(replace(draft, section=section))
        if changes := section_change(draft.section, section):
            subject = Subject.article(draft)
            await tx.deeds.add(deed(Did.EDITED, subject, changes, by=by, at=self._clock()))
        return await redraw_cards(tx, draft.id, self._clock())


async def _open_question(tx: Transaction, by: Editor, article_id: int) -> Question | None:
    """What the editor was asked about a field of the article."""
    question = await tx.questions.of(by.user_id)
    is_of_field = question and question.article_id == article_id and question.about in set(Field)
    return question if is_of_field else None


async def answer(
    tx: Transaction,
    question: Question,
    text: str,
    *,
    by: Editor,
    zone: tzinfo,
    at: datetime,
    now: datetime,
) -> None:
    """Set what was asked for to what was typed at that moment, `at`.

    Raises `RefusedError`: `link_invalid`, `date_not_read`, `field_too_long`, or what the draft has
    become.
    """
    draft, about = await draft_of(tx, question.article_id or 0), question.about
    if isinstance(about, Field):
        content, trouble = _answered(draft.content, about, text, zone, at)
        await _write(tx, draft, content, about, trouble, by=by, now=now)
    else:
        await _answer_link(tx, draft, text, by=by, now=now)


async def _answer_link(
    tx: Transaction, draft: Article, text: str, *, by: Editor, now: datetime
) -> None:
    link = read_link(text)
    if link is None:
        raise RefusedError("link_invalid", text=text.strip())
    warnings = [code for code in draft.warnings if code != "no_link"]
    await _rewrite(tx, draft, replace(draft.content, link=link), warnings, by=by, now=now)


def _answered(
    content: Content, field: Field, text: str, zone: tzinfo, at: datetime
) -> tuple[Content, DateDoubt | None]:
    words = " ".join(clean(text).split())
    if field is not Field.DATE:
        return with_words(content, field, words), None
    published_at, trouble = _read_date(words, zone, at)
    return with_date(content, published_at), trouble


def _read_date(words: str, zone: tzinfo, at: datetime) -> tuple[datetime, DateDoubt | None]:
    said = read_date(words)
    published_at, trouble = moment(said, zone, at) if said else (None, None)
    if published_at is None:
        raise RefusedError("date_not_read", text=words)
    return published_at, trouble


async def _write(
    tx: Transaction,
    draft: Article,
    content: Content,
    field: Field,
    trouble: DateDoubt | None,
    *,
    by: Editor,
    now: datetime,
) -> None:
    """The new words, and the warnings that still hold; what changes nothing is not written."""
    mine = _WARNINGS[field]
    fresh = warnings_of(content, trouble, dated=content.published_at is not None)
    warnings = [code for code in draft.warnings if code not in mine]
    warnings += [code for code in fresh if code in mine]
    if content != draft.content or tuple(warnings) != draft.warnings:
        await _rewrite(tx, draft, content, warnings, by=by, now=now)


async def _rewrite(
    tx: Transaction,
    draft: Article,
    content: Content,
    warnings: Sequence[str],
    *,
    by: Editor,
    now: datetime,
) -> None:
    await tx.articles.rewrite(draft.rewrite(content, warnings))
    if changes := changes_of(draft.content, content):
        await tx.deeds.add(deed(Did.EDITED, Subject.article(draft), changes, by=by, at=now))
