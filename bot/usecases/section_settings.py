"""What the desk sets of a section: name, sign, hashtag, place, for whom; and two become one."""

from dataclasses import replace
from typing import Final

from bot.domain.article_fields import Field
from bot.domain.card_notices import SectionChanged
from bot.domain.channel_words import WordPart, read_emoji, read_hashtag
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import SectionFacts
from bot.domain.errors import RefusedError
from bot.domain.own_words import Typed
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question, seen_as
from bot.domain.section import Section, read_section_name
from bot.domain.section_merger import Merger
from bot.usecases.channels import check_owner
from bot.usecases.draft_cards import outdate_cards_of, redraw_moved
from bot.usecases.questions import ask, close, overlooks
from bot.usecases.second_looks import tell_of_waiting
from storage.storage import Snapshot, Storage, Transaction

PARTS: Final = {
    "name": Asked.SECTION_NAME,
    "emoji": Asked.SECTION_EMOJI,
    "hashtag": Asked.SECTION_HASHTAG,
}


class SectionSettings:
    """Owners and chiefs change them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def facts(self, section_id: int) -> SectionFacts:
        """Raises `RefusedError`: `section_unknown`."""
        async with self._storage.reading() as tx:
            section = await _known(tx, section_id)
            channels = [c for c in await tx.channels.all() if c.is_taken]
            strict = section_id in await tx.sections.needing_second()
            hidden = section_id in await tx.sections.hidden()
            order = [each.id for each in await tx.sections.all()]
            deciders = sum(p.decides_in(section.id) for p in await tx.people.editors())
        return SectionFacts(
            section,
            strict,
            deciders,
            tuple(channels),
            hidden=hidden,
            place=order.index(section.id),
            total=len(order),
        )

    async def move(self, section_id: int, place: int, *, by: Editor) -> None:
        """Have it stand at this place wherever sections are shown, 0 being the first."""
        _check(by)
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            order = [each.id for each in await tx.sections.all()]
            before, after = order.index(section.id), min(max(place, 0), len(order) - 1)
            if before != after:
                await tx.sections.move(section.id, after)
                change = Change("place", str(before + 1), str(after + 1))
                await self._log(tx, Did.SECTION_CHANGED, section, change, by)

    async def clear_hashtag(self, section_id: int, *, by: Editor) -> None:
        """Its posts have the hashtag of its name."""
        _check(by)
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            if section.own_hashtag:
                await tx.sections.set_hashtag(section.id, None)
                change = Change(
                    "hashtag", section.hashtag, replace(section, own_hashtag=None).hashtag
                )
                await self._log(tx, Did.SECTION_CHANGED, section, change, by)
                await outdate_cards_of(tx, section.id, self._clock())
            question = await tx.questions.of(by.user_id)
            if question and question.section_id == section.id:
                await tx.questions.close(by.user_id)

    # --- two become one ---

    async def others(self, section_id: int, *, by: Editor) -> tuple[Section, tuple[Section, ...]]:
        """A section, and those that may take it over."""
        check_owner(by)
        async with self._storage.reading() as tx:
            section = await _known(tx, section_id)
            others = (each for each in await tx.sections.all() if each.id != section.id)
            return section, tuple(others)

    async def merger(self, section_id: int, into_id: int, *, by: Editor) -> Merger:
        """How much would move. Raises `RefusedError`: `owners_only`, `section_unknown`."""
        check_owner(by)
        async with self._storage.reading() as tx:
            gone, into = await _two(tx, section_id, into_id)
            uses = await tx.sections.uses(gone.id)
            both = await tx.sections.following_both(gone.id, into.id)
        return Merger(gone, into, uses, both)

    async def merge(self, section_id: int, into_id: int, *, by: Editor) -> Merger:
        """Give one section's articles, channels, followers, feeds and editors to another.

        Its name goes on leading there. Raises `RefusedError`: `owners_only`, `section_unknown`.
        """
        check_owner(by)
        async with self._storage.writing() as tx:
            gone, into = await _two(tx, section_id, into_id)
            uses = await tx.sections.uses(gone.id)
            both = await tx.sections.following_both(gone.id, into.id)
            now = self._clock()
            moved = await tx.sections.merge(gone.id, into.id)
            await redraw_moved(tx, moved, now, by=by)
            if into.id in await tx.sections.needing_second():
                await tell_of_waiting(tx, into, by, now, among=moved)
            await self._log(tx, Did.SECTIONS_MERGED, into, Change("merged", None, gone.name), by)
            tx.wake()
        return Merger(gone, into, uses, both)

    async def _log(
        self, tx: Transaction, did: Did, section: Section, change: Change, by: Editor
    ) -> None:
        subject = Subject.section(section)
        await tx.deeds.add(deed(did, subject, [change], by=by, at=self._clock()))

    async def hide(self, section_id: int, *, on: bool, by: Editor) -> None:
        """Offer it to readers no more, or again; whoever follows it goes on following."""
        _check(by)
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            if on is not (section_id in await tx.sections.hidden()):
                await tx.sections.hide(section_id, on=on)
                change = Change.switched("hidden", on=on)
                await self._log(tx, Did.SECTION_CHANGED, section, change, by)

    async def ask(
        self, section_id: int, part: str, *, by: Editor, message_id: int | None
    ) -> Section:
        """The next text is this part of the section: one of `PARTS`."""
        _check(by)
        about = PARTS.get(part)
        if about is None:
            raise RefusedError("section_unknown")
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            question = Question(
                by.user_id,
                about,
                message_id=message_id,
                seen=seen_as(_standing(section, about)),
                section_id=section.id,
            )
            await ask(tx, question, self._clock())
            tx.wake()
        return section

    async def answer(
        self, question: Question, text: str, *, by: Editor, sent: Typed | None = None
    ) -> None:
        """Set what was asked for to what was typed, and owe whoever typed it the news of that.

        `sent`: in which message; handed over once more after a kill, it answers nothing else.

        The question stays open where the answer is refused: `section_name_taken`,
        `section_name_unread`, `words_not_read`, `hashtag_unread`, `field_too_long`, `chiefs_only`,
        and once `field_changed`.
        """
        _check(by)
        async with self._storage.writing() as tx:
            if sent and not await tx.desk.note_file(by.user_id, sent.message_id, sent.at):
                return
            known = await _known(tx, question.section_id or 0)
            there = _standing(known, question.about)
            overlooked = await overlooks(tx, question, there)
            if not overlooked:
                await self._take(tx, known, question, text, by)
            tx.wake()
        if overlooked:
            raise RefusedError("field_changed", value=there)

    async def _take(
        self, tx: Transaction, known: Section, question: Question, text: str, by: Editor
    ) -> None:
        change = await _set(tx, known, question.about, text)
        if change.before != change.after:
            await self._log(tx, Did.SECTION_CHANGED, known, change, by)
            await outdate_cards_of(tx, known.id, self._clock())
        now, new = self._clock(), await _known(tx, known.id)
        told = SectionChanged(new.id, new.label, new.hashtag, change.part)
        await tx.tell([by.user_id], told, now)
        if await tx.questions.of(by.user_id) == question:
            await close(tx, question, Ending.ANSWERED, now)


async def _set(
    tx: Transaction, known: Section, about: Asked | Field | WordPart, text: str
) -> Change:
    before = _standing(known, about)
    if about is Asked.SECTION_NAME:
        name = read_section_name(text)
        await tx.sections.rename(known.id, name)
        return Change("name", before, name)
    if about is Asked.SECTION_HASHTAG:
        hashtag = read_hashtag(text)
        await tx.sections.set_hashtag(known.id, hashtag)
        return Change("hashtag", before, hashtag)
    emoji = read_emoji(text)
    await tx.sections.set_emoji(known.id, emoji)
    return Change("emoji", before, emoji)


def _standing(section: Section, about: Asked | Field | WordPart) -> str:
    """What an answer will replace."""
    if about is Asked.SECTION_NAME:
        return section.name
    return section.hashtag if about is Asked.SECTION_HASHTAG else section.emoji


async def _two(tx: Snapshot, section_id: int, into_id: int) -> tuple[Section, Section]:
    gone, into = await _known(tx, section_id), await _known(tx, into_id)
    if gone.id == into.id or gone.id != section_id:  # it has been taken over meanwhile
        raise RefusedError("section_unknown")
    return gone, into


async def _known(tx: Snapshot, section_id: int) -> Section:
    section = await tx.sections.get(section_id)
    if section is None:
        raise RefusedError("section_unknown")
    return section


def _check(editor: Editor) -> None:
    if not editor.sets_rules:
        raise RefusedError("chiefs_only")
