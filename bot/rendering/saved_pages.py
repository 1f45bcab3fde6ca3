"""What people keep to read later, and the buttons under an article that is read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.domain.article import Article
from bot.domain.desk import ArchivePage
from bot.domain.post import Button, Keyboard, rows
from bot.domain.reading_here import Beneath
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
from bot.rendering.keyboards import follow_button
from bot.rendering.page import Label, PlainPage, PostPage
from bot.rendering.reader_pages import MOST_ARTICLES

_SHARE = "https://t.me/share/url?"


def buttons_beneath(
    article: Article, beneath: Beneath, address: str, label: Label, *, followed: bool
) -> Keyboard:
    """Site and channel, keep and share, and the section; `address`: where others read it."""
    link = article.content.link
    places = [Button(label("read_on_site"), url=link)] if link else []
    if beneath.post:
        places.append(Button(label("post_in_channel"), url=beneath.post))
    share = f"{_SHARE}{urlencode({'url': address})}"
    own = (save_button(article.id, label, kept=beneath.kept), Button(label("share"), url=share))
    section = article.section
    if section is None:
        return (*rows(places, 2), own)
    return (*rows(places, 2), own, (follow_button(section, label, followed=followed),))


def save_button(article_id: int, label: Label, *, kept: bool) -> Button:
    return Button(label("saved" if kept else "save"), press=Save(article_id, on=not kept))


@dataclass(frozen=True)
class SavedPage(PostPage):
    """A page of what somebody keeps; `addresses` by article id."""

    template = "readers/saved"
    page: ArchivePage
    addresses: Mapping[int, str]

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
        return {"page": self.page, "numbered": self._numbered, "addresses": self.addresses}

    @property
    def _numbered(self) -> list[tuple[int, Article]]:
        return list(enumerate(self.page.articles[:MOST_ARTICLES], start=1))


@dataclass(frozen=True)
class SavedSet(PlainPage):
    template = "readers/saved_set"
    on: bool
