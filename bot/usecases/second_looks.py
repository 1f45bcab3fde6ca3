"""A second pair of eyes on what is published: one asks, another one of the desk does it."""

from collections.abc import Container
from datetime import datetime

from bot.domain.article import Article
from bot.domain.card_notices import PublicationDenied, PublicationWanted, PublicationWished
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.errors import RefusedError
from bot.domain.notices import SectionNeedsTwo
from bot.domain.people import Editor, check_decides, decides
from bot.domain.second_look import Look, Wanted, look_at, wish_of
from bot.domain.section import Section
from bot.usecases.draft_cards import outdate_cards_of, redraw_cards, show_card
from bot.usecases.rerouting import concerned
from bot.usecases.wanted import waits_no_more
from storage.storage import Snapshot, Storage, Transaction


class SecondLooks:
    """Owners and chiefs say in which sections two people are needed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def sections(self) -> tuple[tuple[int, str, bool], ...]:
        """Every section with its number, its label, and whether it needs a second person."""
        async with self._storage.reading() as tx:
            strict = await tx.sections.needing_second()
            return tuple((s.id, s.label, s.id in strict) for s in await tx.sections.all())

    async def need(self, section_id: int, *, on: bool, by: Editor) -> None:
        """Raises `RefusedError`: `chiefs_only`, `section_unknown`."""
        if not by.sets_rules:
            raise RefusedError("chiefs_only")
        async with self._storage.writing() as tx:
            section = await tx.sections.get(section_id)
            if section is None:
                raise RefusedError("section_unknown")
            if on is not (section_id in await tx.sections.needing_second()):
                await tx.sections.need_second(section_id, on=on)
                changes = (Change.switched("second_look", on=on),)
                subject, now = Subject.section(section), self._clock()
                await tx.deeds.add(deed(Did.SECTION_CHANGED, subject, changes, by=by, at=now))
                await outdate_cards_of(tx, section_id, now)
                if on:
                    await tell_of_waiting(tx, section, by, now)

    async def deny(self, article_id: int, *, by: Editor, drawn: int | None = None) -> Article:
        """Give it back to whoever asked; or they take their own wish back."""
        async with self._storage.writing() as tx:
            article = await tx.articles.existing(article_id, lock=True)
            check_decides(by, article)
            wish = await tx.wishes.of(article_id)
            if wish is None or not wish.holds(article, await tx.channel_words.of(article_id)):
                raise RefusedError("wish_gone", id=article_id)
            article.as_drawn(drawn)
            now = self._clock()
            await waits_no_more(tx, article_id, now)
            await tx.wishes.drop(article_id)
            await tx.articles.save(article)  # «agree and publish» on other cards means nothing now
            await tx.deeds.add(deed(Did.DENIED, Subject.article(article), by=by, at=now))
            if wish.by != by.user_id:
                headline = article.content.headline
                await tx.tell([wish.by], PublicationDenied(article_id, headline, by.name), now)
            article = await redraw_cards(tx, article_id, now)
            tx.wake()
        return article


async def tell_of_waiting(
    tx: Transaction,
    section: Section,
    by: Editor,
    now: datetime,
    among: Container[int] | None = None,
) -> None:
    """A time is one person's word: what was scheduled waits for a second one.

    `among`: the articles that are new in the section; None: all are.
    """
    waiting = [
        one
        for one in await tx.schedule.of([section.id])
        if (among is None or one.id in among) and one.scheduled and one.scheduled.by is not None
    ]
    for person, count in (await concerned(tx, waiting, by)).items():
        await tx.tell([person], SectionNeedsTwo(section.name, count), now)
    if waiting:
        tx.wake()


async def look(
    tx: Transaction, article: Article, by: Editor, now: datetime, *, breaking: bool
) -> Wanted | None:
    """None where the article may go out by this person's word; else it waits for another's.

    Raises `RefusedError`: `second_own` for one's own wish, `second_nobody` without anybody else.
    """
    if not await needs_second(tx, article):
        return None
    wish = await tx.wishes.of(article.id)
    match look_at(wish, article, await tx.channel_words.of(article.id), by, breaking=breaking):
        case Look.OWN:
            raise RefusedError("second_own", id=article.id)
        case Look.SECOND:
            await _fulfil(tx, article, wish.by if wish else None, by, now)
            return None
        case Look.FIRST:
            return await _wish(tx, article, by, now, breaking=breaking)


async def needs_second(tx: Snapshot, article: Article) -> bool:
    section = article.section
    return section is not None and section.id in await tx.sections.needing_second()


async def leave_wishes(tx: Transaction, user_id: int, now: datetime) -> None:
    """What somebody has asked for who belongs to the desk no more is nobody's word."""
    for article_id in await tx.wishes.by(user_id):
        await waits_no_more(tx, article_id, now)
        await tx.wishes.drop(article_id)
        await tx.articles.save(await tx.articles.existing(article_id, lock=True))  # as `deny` does
        await redraw_cards(tx, article_id, now)


async def _wish(
    tx: Transaction, article: Article, by: Editor, now: datetime, *, breaking: bool
) -> Wanted:
    everybody = await tx.people.editors()
    others = [p for p in everybody if p.user_id != by.user_id and decides(p, article)]
    if not others:
        raise RefusedError("second_nobody", id=article.id)
    words = await tx.channel_words.of(article.id)
    await waits_no_more(tx, article.id, now)
    await tx.wishes.keep(article.id, wish_of(article, words, by, breaking=breaking), now)
    kind = (Change.switched("breaking", on=True),) if breaking else ()
    await tx.deeds.add(deed(Did.WANTED, Subject.article(article), kind, by=by, at=now))
    wanted = PublicationWanted(article.id, article.content.headline, by.name)
    notice_id = await tx.tell([person.user_id for person in others], wanted, now)
    await tx.wishes.told(article.id, notice_id)
    await redraw_cards(tx, article.id, now)
    for person in others:
        await show_card(tx, article.id, person.user_id, now)
    tx.wake()
    return Wanted(article, tuple(person.name for person in others))


async def _fulfil(
    tx: Transaction, article: Article, asker: int | None, by: Editor, now: datetime
) -> None:
    await waits_no_more(tx, article.id, now)
    await tx.wishes.drop(article.id)
    if asker is not None and await tx.people.editor(asker):
        told = PublicationWished(article.id, article.content.headline, by.name)
        await tx.tell([asker], told, now)
