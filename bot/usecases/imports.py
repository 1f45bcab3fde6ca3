"""How pages come into the archive, posted nowhere: many at a time, each story once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.admission_rule import Admission, Verdict, Way, judge
from bot.domain.article import (
    Article,
    ArticleState,
    Content,
    Reading,
)
from bot.domain.clock import Clock
from bot.domain.content_values import fingerprint
from bot.domain.preflight import dated_ahead
from bot.domain.section import Section
from bot.domain.url_keys import address_key
from bot.usecases.admission import section_of
from storage.imports import NewArticle
from storage.storage import Storage, Transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """The article that a page has become, is already, or is held because of.

    `date_ahead`: its date is yet to come, so that it stands above all newer ones.
    """

    article_id: int
    headline: str
    state: ArticleState
    outcome: Admission
    date_ahead: bool = False


class Imports:
    """Pages in, archived articles out."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def keep(self, readings: Sequence[Reading]) -> list[Imported]:
        """Put pages into the archive in one transaction; what became of each, in order."""
        async with self._storage.writing(patient=True) as tx:
            return await _Batch(tx, self._clock()).keep(readings)


class _Batch:
    """The pages of one transaction. New ones are written together, at the end."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._sections: dict[str, Section | None] = {}
        self._by_words: dict[str, Article] = {}
        self._by_page: dict[str, Article] = {}
        self._waiting: dict[str, NewArticle] = {}  # by fingerprint
        self._waiting_pages: set[str] = set()
        self._written: dict[str, Article] = {}  # by the fingerprint that they came with

    async def keep(self, readings: Sequence[Reading]) -> list[Imported]:
        contents = [reading.content for reading in readings]
        known = await self._tx.imports.known(contents)
        self._by_words, self._by_page = dict(known.by_words), dict(known.by_page)
        outcomes = [await self._outcome(reading) for reading in readings]
        await self._write()
        return [
            self._kept(outcome, article or self._written[fingerprint(content)])
            for content, (outcome, article) in zip(contents, outcomes, strict=True)
        ]

    async def _outcome(self, reading: Reading) -> tuple[Admission, Article | None]:
        """What becomes of a page; its article, unless it waits to be written."""
        content = reading.content
        words, page = fingerprint(content), address_key(content.link)
        if words in self._waiting:
            return Admission.KNOWN, None
        if page in self._waiting_pages:
            await self._write()
        old = self._by_page.get(page) if page else None
        same = self._by_words.get(words)
        verdict = judge(content, same, [old] if old else [], by=Way.IMPORT, now=self._now)
        match verdict:
            case Verdict(Admission.NEW, Article() as thrown_away):
                kept = thrown_away.archive(thrown_away.content.published_at or self._now)
                await self._tx.articles.save(kept)
                self._remember(kept)
                return Admission.NEW, kept
            case Verdict(Admission.CHANGED, Article() as archived):
                return Admission.CHANGED, await self._revise(archived, content)
            case Verdict(_, Article()):
                return verdict.admission, verdict.article
        section = await self._section(content)
        self._waiting[words] = NewArticle(reading, section, content.published_at or self._now)
        if page:
            self._waiting_pages.add(page)
        return Admission.NEW, None

    async def _revise(self, old: Article, content: Content) -> Article:
        section = await self._section(content) or old.section
        changed = replace(old.revise(content, self._now, marked=False), section=section)
        await self._tx.articles.revise(changed, by=None, now=self._now)
        self._by_words.pop(fingerprint(old.content), None)
        self._remember(changed)
        return changed

    async def _write(self) -> None:
        new = list(self._waiting.values())
        numbers = await self._tx.imports.add(new, self._now)
        for number, one in zip(numbers, new, strict=True):
            article = one.numbered(number)
            self._written[fingerprint(article.content)] = article
            self._remember(article)
        self._waiting.clear()
        self._waiting_pages.clear()

    def _remember(self, article: Article) -> None:
        self._by_words[fingerprint(article.content)] = article
        if page := address_key(article.content.link):
            self._by_page[page] = article

    async def _section(self, content: Content) -> Section | None:
        printed = content.section or ""
        if printed not in self._sections:
            self._sections[printed] = await section_of(self._tx, content)
        return self._sections[printed]

    def _kept(self, outcome: Admission, article: Article) -> Imported:
        content = article.content
        ahead = dated_ahead(content, self._now)
        return Imported(article.id, content.headline, article.state, outcome, ahead)
