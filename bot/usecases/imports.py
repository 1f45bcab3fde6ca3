"""How pages come into the archive, posted nowhere: many at a time, each story once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.article import Article, ArticleState, Content, Reading, fingerprint
from bot.domain.audience import Section
from bot.domain.clock import Clock
from bot.domain.same_story import is_another_text
from bot.domain.url_keys import address_key
from storage.imports import NewArticle
from storage.storage import Storage, Transaction


class Outcome(StrEnum):
    """What became of a page.

    `changed` is a new text of an article that only the archive has; `differs` one of an article
    that the desk has in hand, or that was posted: that one stays as it is.
    """

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Imported:
    """The article that a page has become, or is already."""

    article_id: int
    headline: str
    state: ArticleState
    outcome: Outcome


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
            _kept(outcome, article or self._written[fingerprint(content)])
            for content, (outcome, article) in zip(contents, outcomes, strict=True)
        ]

    async def _outcome(self, reading: Reading) -> tuple[Outcome, Article | None]:
        """What becomes of a page; its article, unless it waits to be written."""
        content = reading.content
        words, page = fingerprint(content), address_key(content.link)
        if words in self._waiting:
            return Outcome.KNOWN, None
        if page in self._waiting_pages:
            await self._write()
        if same := self._by_words.get(words):
            return await self._known(same)
        old = self._by_page.get(page) if page else None
        if old and is_another_text(content, old.content):
            return await self._another_text(old, content)
        section = await self._section(content.section)
        self._waiting[words] = NewArticle(
            reading, section.id if section else None, content.published_at or self._now
        )
        if page:
            self._waiting_pages.add(page)
        return Outcome.NEW, None

    async def _known(self, same: Article) -> tuple[Outcome, Article]:
        """These very words; what the desk once threw away comes into the archive after all."""
        if same.state is not ArticleState.DISCARDED:
            return Outcome.KNOWN, same
        kept = same.archive(same.content.published_at or self._now)
        await self._tx.articles.save(kept)
        self._remember(kept)
        return Outcome.NEW, kept

    async def _another_text(self, old: Article, content: Content) -> tuple[Outcome, Article]:
        if old.state is not ArticleState.ARCHIVED:
            return Outcome.DIFFERS, old
        section = await self._section(content.section) or old.section
        changed = replace(old.revise(content, self._now, marked=False), section=section)
        await self._tx.articles.revise(changed, by=None, now=self._now)
        self._by_words.pop(fingerprint(old.content), None)
        self._remember(changed)
        return Outcome.CHANGED, changed

    async def _write(self) -> None:
        new = list(self._waiting.values())
        numbers = await self._tx.imports.add(new, self._now)
        for number, one in zip(numbers, new, strict=True):
            content = one.reading.content
            article = Article(number, ArticleState.ARCHIVED, 1, content, section=None)
            self._written[fingerprint(content)] = article
            self._remember(article)
        self._waiting.clear()
        self._waiting_pages.clear()

    def _remember(self, article: Article) -> None:
        self._by_words[fingerprint(article.content)] = article
        if page := address_key(article.content.link):
            self._by_page[page] = article

    async def _section(self, printed: str | None) -> Section | None:
        if not printed:
            return None
        if printed not in self._sections:
            self._sections[printed] = await self._tx.audience.section_named(printed)
        return self._sections[printed]


def _kept(outcome: Outcome, article: Article) -> Imported:
    return Imported(article.id, article.content.headline, article.state, outcome)
