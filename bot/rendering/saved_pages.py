"""What people keep to read later, and the buttons under an article that is read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from urllib.parse import urlencode

from bot.domain.article import Article
from bot.domain.desk import ArchivePage
from bot.domain.post import Button, Keyboard, rows
from bot.domain.reading_here import Beneath, ReadAs
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
from bot.domain.search_buttons import TurnFound
from bot.rendering.keyboards import follow_button
from bot.rendering.page import Label, PlainPage, PostPage
from bot.rendering.reader_pages import MOST_ARTICLES

_SHARE = "https://t.me/share/url?"


@dataclass(frozen=True, slots=True)
class ReadHere:
    """How an article stands open: for whom, and which way back there is.

    `address`: where others read it. `other`: another way to read it, in pages or not; None where
    there is none. `back`: the search that it was found by.
    """

    address: str
    followed: bool
    other: ReadAs | None
    back: TurnFound | None


def buttons_beneath(
    article: Article, beneath: Beneath, reading: ReadHere, label: Label
) -> Keyboard:
    """Site and channel, keep and share, another way to read, and the section."""
    link, section = article.content.link, article.section
    places = [Button(label("read_on_site"), url=link)] if link else []
    if beneath.post:
        places.append(Button(label("post_in_channel"), url=beneath.post))
    share = f"{_SHARE}{urlencode({'url': reading.address})}"
    keep = save_button(article, label, kept=beneath.kept)
    own = [keep, Button(label("share"), url=share)]
    ways = []
    if other := reading.other:
        ways.append(Button(label("read_in_pages" if other.paged else "read_whole"), press=other))
    if reading.back:
        ways.append(Button(label("back_to_search"), press=reading.back))
    follow = [follow_button(section, label, followed=reading.followed)] if section else []
    return (*rows(places, 2), *rows(own, 2), *rows(ways, 2), *rows(follow, 1))


def save_button(article: Article, label: Label, *, kept: bool) -> Button:
    press = Save(article.id, on=not kept, revision=article.revision)
    return Button(label("saved" if kept else "save"), press=press)


@dataclass(frozen=True)
class SavedPage(PostPage):
    """A page of what somebody keeps; `addresses` by article id."""

    template = "readers/saved"
    page: ArchivePage
    addresses: Mapping[int, str]
    zone: tzinfo | None = None

    def keyboard(self, label: Label) -> Keyboard:
        page = self.page
        drops = (
            Button(label("drop_saved", number=number), press=DropSaved(article.id, page.page))
            for number, article in self._numbered
        )
        turns = []
        if page.page > 0:
            turns.append(Button(label("newer"), press=ShowSaved(page.page - 1)))
        if page.page + 1 < page.pages:
            turns.append(Button(label("older"), press=ShowSaved(page.page + 1)))
        return (*rows(drops, 4), *rows(turns, 2))

    def context(self) -> Mapping[str, Any]:
        return {
            "page": self.page,
            "numbered": self._numbered,
            "addresses": self.addresses,
            "zone": self.zone,
        }

    @property
    def _numbered(self) -> list[tuple[int, Article]]:
        return list(enumerate(self.page.articles[:MOST_ARTICLES], start=1))


@dataclass(frozen=True)
class SavedSet(PlainPage):
    template = "readers/saved_set"
    on: bool
