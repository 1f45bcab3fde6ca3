"""What the desk sets of a section: name, emoji, and whether readers are offered it."""

from bot.domain.audience import ChannelState, Section, read_section_name
from bot.domain.channel_words import read_emoji
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import SectionFacts
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked, Ending, Question
from bot.usecases.questions import ask, close
from storage.storage import Snapshot, Storage

_RECEIVING = (ChannelState.ACTIVE, ChannelState.PAUSED)


class SectionSettings:
    """Owners and chiefs change them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def facts(self, section_id: int) -> SectionFacts:
        """Raises `RefusedError`: `section_unknown`."""
        async with self._storage.reading() as tx:
            section = await _known(tx, section_id)
            channels = [c for c in await tx.audience.channels() if c.state in _RECEIVING]
            strict = section_id in await tx.sections.needing_second()
            hidden = section_id in await tx.sections.hidden()
        return SectionFacts(section, strict, tuple(channels), hidden)

    async def hide(self, section_id: int, *, on: bool, by: Editor) -> None:
        """Offer it to readers no more, or again; whoever follows it goes on following."""
        _check(by)
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            if on is not (section_id in await tx.sections.hidden()):
                await tx.sections.hide(section_id, on=on)
                change = Change.switched("hidden", on=on)
                subject, now = Subject.section(section), self._clock()
                await tx.deeds.add(deed(Did.SECTION_CHANGED, subject, [change], by=by, at=now))

    async def ask(
        self, section_id: int, *, emoji: bool, by: Editor, message_id: int | None
    ) -> Section:
        """The next text is the section's name, or its emoji."""
        _check(by)
        about = Asked.SECTION_EMOJI if emoji else Asked.SECTION_NAME
        async with self._storage.writing() as tx:
            section = await _known(tx, section_id)
            question = Question(by.user_id, about, message_id=message_id, section_id=section_id)
            await ask(tx, question, self._clock())
            tx.wake()
        return section

    async def answer(self, question: Question, text: str, *, by: Editor) -> int:
        """The section whose name or emoji is set to what was typed.

        The question stays open where the answer is refused: `section_name_taken`,
        `section_name_unread`, `words_not_read`, `field_too_long`, `chiefs_only`.
        """
        _check(by)
        async with self._storage.writing() as tx:
            known = await _known(tx, question.section_id or 0)
            if question.about is Asked.SECTION_NAME:
                name = read_section_name(text)
                await tx.sections.rename(known.id, name)
                change = Change("name", known.name, name)
            else:
                emoji = read_emoji(text)
                await tx.sections.set_emoji(known.id, emoji)
                change = Change("emoji", known.emoji, emoji)
            now = self._clock()
            if change.before != change.after:
                subject = Subject.section(known)
                await tx.deeds.add(deed(Did.SECTION_CHANGED, subject, [change], by=by, at=now))
            if await tx.questions.of(by.user_id) == question:
                await close(tx, question, Ending.ANSWERED, now)
            tx.wake()
        return known.id


async def _known(tx: Snapshot, section_id: int) -> Section:
    section = await tx.sections.get(section_id)
    if section is None:
        raise RefusedError("section_unknown")
    return section


def _check(editor: Editor) -> None:
    if not editor.sets_rules:
        raise RefusedError("chiefs_only")
