"""A reader's digest: headlines by section, the most important first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.domain.article import Article
from bot.domain.digest import Digest
from bot.domain.post import Button, Keyboard
from bot.domain.reading_buttons import ShowReading, TurnDigest
from bot.rendering.page import Label, PostPage

LINES = 20  # to a page: with the longest headlines and addresses it stays within a message


@dataclass(frozen=True)
class DigestPage(PostPage):
    """One page of a digest; `articles` are those on it, `addresses` open them here."""

    template = "readers/digest"
    digest_id: int
    local: datetime
    articles: tuple[Article, ...]
    addresses: Mapping[int, str]
    page: int
    pages: int

    def keyboard(self, label: Label) -> Keyboard:
        turns = []
        if self.page > 0:
            turns.append(Button(label("sooner"), press=TurnDigest(self.digest_id, self.page - 1)))
        if self.page + 1 < self.pages:
            turns.append(Button(label("more"), press=TurnDigest(self.digest_id, self.page + 1)))
        settings = Button(label("reading_settings"), press=ShowReading("all"))
        return (*((tuple(turns),) if turns else ()), (settings,))

    def context(self) -> Mapping[str, object]:
        sections = [
            (section.label if section else "", tuple(articles))
            for section, articles in groupby(self.articles, key=lambda each: each.section)
        ]
        return {
            "local": self.local,
            "sections": sections,
            "addresses": self.addresses,
            "page": self.page,
            "pages": self.pages,
        }


def digest_page(
    digest: Digest, articles: Sequence[Article], addresses: Mapping[int, str], page: int = 0
) -> DigestPage:
    """`articles`: those of the digest that are public still, the most important first."""
    ordered = by_section(articles)
    pages = max(1, -(-len(ordered) // LINES))
    page = min(max(page, 0), pages - 1)
    shown = ordered[page * LINES : (page + 1) * LINES]
    return DigestPage(digest.id, digest.local, shown, addresses, page, pages)


def by_section(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Section by section, each where its most important article puts it."""
    places: dict[int | None, int] = {}
    for place, article in enumerate(articles):
        places.setdefault(article.section.id if article.section else None, place)
    return tuple(sorted(articles, key=lambda a: places[a.section.id if a.section else None]))
