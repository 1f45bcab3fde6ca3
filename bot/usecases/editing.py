"""What the desk sets by hand on a draft: section, headline, lead, date, author, tags, link."""

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
    without,
)
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, changes_of, deed, section_change
from bot.domain.desk import Card
from bot.domain.errors import RefusedError
from bot.domain.links import read_link
from bot.domain.people import Editor, check_decides
from bot.domain.picture import layout_named
from bot.domain.picture_buttons import AS_CHANNELS
from bot.domain.question_kinds import Asked, Ending, Question, seen_as, standing
from bot.domain.schedule import check_time
from bot.domain.section import Section, section_name
from bot.domain.typed_follow_ups import number_of_earlier
from bot.domain.typed_times import read_time
from bot.intake.dates import DateDoubt
from bot.intake.warnings import warnings_of
from bot.usecases.amending import propose, to_edit
from bot.usecases.draft_cards import draft_of, redraw_cards
from bot.usecases.follow_ups import go_on_from
from bot.usecases.questions import ask, close, overlooks
from bot.usecases.scheduling import keep_time
from bot.usecases.second_looks import needs_second
from bot.usecases.typed_fields import TypedValue
from storage.storage import Storage, Transaction

_NEW_SECTION_EMOJI = "🗞"
# The warnings that a new value settles, or brings.
_TEXT = frozenset(("no_lead", "no_body"))
_WARNINGS = {
    Field.HEADLINE: _TEXT,
    Field.LEAD: _TEXT,
    Field.AUTHOR: frozenset(("no_author", "no_body")),
    Field.DATE: frozenset(("no_date", *DateDoubt)),
    Field.TAGS: frozenset(),
}


class Editing:
    """The form of a draft's fields; each choice is one transaction, and every card follows."""

    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone

    async def form(
        self, article_id: int, *, by: Editor, anew: bool = False, drawn: int | None = None
    ) -> Article:
        """The draft with its fields; what was asked about one of them needs no answer now.

        `anew`: in a message of its own, and not in that of the question. `drawn`, here and below:
        the version that the editor has seen; `card_outdated` where it is not the newest one.
        """
        async with self._storage.writing() as tx:
            draft = await to_edit(tx, article_id, by)
            draft.as_drawn(drawn)
            question = await _open_question(tx, by, article_id)
            if question and anew:
                await close(tx, question, Ending.OUTDATED, self._clock())
            elif question:
                await tx.questions.close(by.user_id)
            tx.wake()
        return draft

    async def card(self, article_id: int, *, drawn: int | None = None) -> Card:
        """The draft, with the sections to choose among."""
        async with self._storage.reading() as tx:
            card = await tx.cards.card(article_id)
        card.article.as_draft().as_drawn(drawn)
        return card

    async def ask(
        self,
        article_id: int,
        about: Field | Literal[Asked.LINK],
        *,
        by: Editor,
        message_id: int | None = None,
        drawn: int | None = None,
    ) -> Article:
        """The editor's next line is the new value, unless a button says it before.

        `message_id`: the message that becomes the question.
        """
        async with self._storage.writing() as tx:
            draft = await to_edit(tx, article_id, by)
            draft.as_drawn(drawn)
            seen = seen_as(standing(draft, about))
            question = Question(by.user_id, about, article_id, message_id=message_id, seen=seen)
            await ask(tx, question, self._clock())
            tx.wake()
        return draft

    async def set_section(
        self, article_id: int, section_id: int, *, by: Editor, drawn: int | None = None
    ) -> Article:
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id, by)
            section = await tx.sections.get(section_id)
            return await self._move(tx, draft, section, by, drawn)

    async def make_section(
        self, article_id: int, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """Make a section of the name that is printed on the page."""
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id, by)
            section = None
            if not by.makes_sections:
                raise RefusedError("chiefs_only")
            if printed := draft.content.section:
                section = await tx.sections.named(printed) or await self._add(tx, printed, by)
            return await self._move(tx, draft, section, by, drawn)

    async def take_line(
        self,
        article_id: int,
        field: Field,
        place: int,
        mark: int,
        *,
        by: Editor,
        drawn: int | None = None,
    ) -> Article:
        """A paragraph of the text becomes the field.

        Raises `RefusedError` where it is not there.
        """
        async with self._changing() as tx:
            draft = await to_edit(tx, article_id, by)
            content = take_line(draft.content, field, place, mark)
            return await self._choose(tx, draft, content, field, by=by, drawn=drawn)

    async def clear(
        self, article_id: int, field: Field, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """The article has no such field."""
        async with self._changing() as tx:
            draft = await to_edit(tx, article_id, by)
            content = without(draft.content, field)
            return await self._choose(tx, draft, content, field, by=by, drawn=drawn)

    async def date_now(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """The article is of this minute."""
        async with self._changing() as tx:
            draft = await to_edit(tx, article_id, by)
            now = self._clock().astimezone(self._zone).replace(second=0, microsecond=0)
            content = with_date(draft.content, now)
            return await self._choose(tx, draft, content, Field.DATE, by=by, drawn=drawn)

    async def set_layout(
        self, article_id: int, layout: str, *, by: Editor, drawn: int | None = None
    ) -> Article:
        """How its posts show the article's pictures; `channels`: as each channel has it."""
        chosen = None if layout == AS_CHANNELS else layout_named(layout)
        async with self._changing() as tx:
            draft = await draft_of(tx, article_id, by)
            if chosen is not draft.layout:
                await tx.articles.save(replace(draft.as_drawn(drawn), layout=chosen))
                change = Change("layout", draft.layout, chosen)
                subject = Subject.article(draft)
                await tx.deeds.add(deed(Did.EDITED, subject, [change], by=by, at=self._clock()))
            return await redraw_cards(tx, draft.id, self._clock(), by=by)

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[Transaction]:
        """A transaction that changes a draft: the cards that show it are owed once it is over."""
        async with self._storage.writing() as tx:
            yield tx
            tx.wake()

    async def _choose(
        self,
        tx: Transaction,
        draft: Article,
        content: Content,
        field: Field,
        *,
        by: Editor,
        drawn: int | None,
    ) -> Article:
        """The form takes the place of the question: the next text is no answer any more."""
        if content != draft.content:
            draft.as_drawn(drawn)
        question = await _open_question(tx, by, draft.id)
        if question and question.about is field:
            await tx.questions.close(by.user_id)
        await _write(tx, draft, content, field, None, by=by, now=self._clock())
        await redraw_cards(tx, draft.id, self._clock(), by=by)
        return await to_edit(tx, draft.id, by)

    async def _add(self, tx: Transaction, printed: str, by: Editor) -> Section:
        section = await tx.sections.add(section_name(printed), _NEW_SECTION_EMOJI)
        made = deed(Did.SECTION_MADE, Subject.section(section), by=by, at=self._clock())
        await tx.deeds.add(made)
        return section

    async def _move(
        self,
        tx: Transaction,
        draft: Article,
        section: Section | None,
        by: Editor,
        drawn: int | None,
    ) -> Article:
        if section is None:
            raise RefusedError("section_unknown")
        if changes := section_change(draft.section, section):
            draft.as_drawn(drawn)
            await tx.articles.save(replace(draft, section=section))
            subject = Subject.article(draft)
            await tx.deeds.add(deed(Did.EDITED, subject, changes, by=by, at=self._clock()))
        return await redraw_cards(tx, draft.id, self._clock(), by=by)


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
) -> Article:
    """Set what was asked for of an article to what `by` has typed, `at` that moment.

    Raises `RefusedError`: `link_invalid`, `date_not_read`, `field_too_long`, `time_not_read` and
    others of a typed time, or what the draft has become; `field_changed` where somebody else has
    set it since, once: the next answer counts.
    """
    draft, about = await to_edit(tx, question.article_id or 0, by), question.about
    there = standing(draft, about)
    if await overlooks(tx, question, there):
        raise RefusedError("field_changed", value=there)
    if question.is_of_time:
        check_decides(by, draft)
        when = read_time(text, at, zone)
        check_time(when, now, text)
        embargo = about is Asked.EMBARGO
        if not embargo and await needs_second(tx, draft):
            raise RefusedError("second_needed", id=draft.id)
        timed = draft.embargo(when) if embargo else draft.schedule(when, now, by=by.user_id)
        # The message that had the time says how the question ended.
        if question.message_id is not None:
            await tx.questions.close_form(by.user_id, question.message_id)
        await keep_time(tx, draft, timed, by=by, now=now)
    elif about is Asked.FOLLOW_UP:
        earlier_id = number_of_earlier(text)
        if earlier_id is None:
            raise RefusedError("follow_up_not_read", text=text)
        await go_on_from(tx, draft, earlier_id, by=by, now=now)
    elif isinstance(about, Field):
        typed = TypedValue(text, zone, at)
        content, trouble = await typed.put(tx, draft.content, about)
        await _write(tx, draft, content, about, trouble, by=by, now=now)
    else:
        await _answer_link(tx, draft, text, by=by, now=now)
    return draft


async def _answer_link(
    tx: Transaction, draft: Article, text: str, *, by: Editor, now: datetime
) -> None:
    link = read_link(text)
    if link is None:
        raise RefusedError("link_invalid", text=text.strip())
    warnings = [code for code in draft.warnings if code != "no_link"]
    await _rewrite(tx, draft, replace(draft.content, link=link), warnings, by=by, now=now)


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
    if content.own:  # nothing is missing from it
        fresh = tuple(code for code in fresh if code == trouble)
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
    if draft.is_published:
        await propose(tx, draft, content, by=by, now=now)
        return
    await tx.articles.rewrite(draft.rewrite(content, warnings))
    if changes := changes_of(draft.content, content):
        await tx.deeds.add(deed(Did.EDITED, Subject.article(draft), changes, by=by, at=now))
