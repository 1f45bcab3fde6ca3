"""The archive's own web pages: whole documents of HTML, by templates of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from bot.domain.article import Article, dated_at
from bot.domain.found import FoundPage
from bot.domain.section import Section
from bot.domain.shelves import ArchiveName, Month, NamePage, Shelf, ShelfPage
from bot.domain.url_keys import untracked

# The one style of all pages, served beside them: a page holds none, so that none can be put in.
STYLE: Final = """\
:root{color-scheme:light dark;
--ink:#1c1c1e;--paper:#fff;--faint:#66666b;--line:#d9d9de;--link:#0a58ca}
@media (prefers-color-scheme:dark){
:root{--ink:#ececf0;--paper:#17181b;--faint:#a0a0a8;--line:#3a3b40;--link:#7db3ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:44rem;padding:1rem;font:1.0625rem/1.55 system-ui,sans-serif;
color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
header{display:flex;flex-wrap:wrap;gap:.75rem;align-items:baseline;justify-content:space-between;
border-bottom:1px solid var(--line);padding-bottom:.75rem;margin-bottom:1rem}
header>a{font-weight:700;font-size:1.25rem;color:inherit;text-decoration:none}
form{display:flex;gap:.5rem;flex:1 1 16rem}
input,button{font:inherit;color:inherit;background:transparent;border:1px solid var(--line);
border-radius:.4rem;padding:.4rem .6rem}
input{flex:1;min-width:0}
nav{display:flex;flex-wrap:wrap;gap:.25rem .9rem;margin:.75rem 0}
nav [aria-current]{font-weight:700;color:inherit;text-decoration:none}
h1{font-size:1.5rem;line-height:1.25;margin:.75rem 0}
ol{list-style:none;margin:0;padding:0}
li{padding:.75rem 0;border-bottom:1px solid var(--line)}
li p{margin:.25rem 0}
.faint,figcaption,footer{color:var(--faint);font-size:.9375rem}
.lead{font-weight:600}
img{max-width:100%;height:auto;border-radius:.4rem}
figure{margin:1rem 0}
.days a{min-width:2.75rem;padding:.5rem;text-align:center;border:1px solid var(--line);
border-radius:.4rem;text-decoration:none}
b{background:color-mix(in srgb,var(--link) 18%,transparent);border-radius:.15rem}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.75rem}
"""


@dataclass(frozen=True)
class Document:
    """A page for browsers; the template is `templates/<language>/web/<template>.html.j2`."""

    template: ClassVar[str] = ""

    def context(self) -> Mapping[str, Any]:
        return {"canonical": None, "query": "", "feed": ""}


@dataclass(frozen=True)
class ArchiveDocument(Document):
    """A page of the archive: of all, of a section, an author, a tag; of one day or of all.

    `follow`: an address by which whoever has Telegram follows that.
    """

    template = "list"
    page: ShelfPage
    sections: tuple[Section, ...]
    follow: str | None = None

    def context(self) -> Mapping[str, Any]:
        shelf, day = self.page.shelf, self.page.day
        same = query_of(shelf) | ({"day": day.isoformat()} if day else {})
        shown = self.page.articles
        own = {
            "page": self.page,
            "articles": _dated(shown),
            "sections": self.sections,
            "section": shelf.section,
            "name": shelf.name,
            "follow": self.follow,
            "feed": urlencode(query_of(shelf)),
            "newer": urlencode({**same, "after": shown[0].id}) if self.page.has_newer else "",
            "older": urlencode({**same, "before": shown[-1].id}) if self.page.has_older else "",
        }
        return {**super().context(), **own}


@dataclass(frozen=True)
class NamesDocument(Document):
    """A page of authors or tags, those with most articles first."""

    template = "names"
    page: NamePage

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "page": self.page}


@dataclass(frozen=True)
class CalendarDocument(Document):
    """The days of a month that have articles."""

    template = "days"
    month: Month

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "month": self.month}


@dataclass(frozen=True)
class FoundDocument(Document):
    """What a search found; without words, how to look for something."""

    template = "search"
    found: FoundPage | None

    def context(self) -> Mapping[str, Any]:
        words = self.found.words if self.found else ""
        return {**super().context(), "found": self.found, "query": words}


@dataclass(frozen=True)
class ArticleDocument(Document):
    """A whole article; whoever looks for it elsewhere is led to the site by `canonical`.

    `follow`: an address by which whoever has Telegram follows its section.
    """

    template = "article"
    article: Article
    related: tuple[Article, ...]
    names: tuple[ArchiveName, ...]
    follow: str | None = None

    def context(self) -> Mapping[str, Any]:
        content = self.article.content
        shown = [image for image in content.images if image.is_on_the_web]
        placed = {
            text: [each for each in shown[1:] if each.behind == text] for text in content.body
        }
        beside = [each for each in shown[1:] if each.behind not in placed]
        under = {image.caption for image in shown}
        own = {
            "article": self.article,
            "content": content,
            "at": dated_at(self.article),
            # Of words that stand there twice, «* * *», the first have the pictures.
            "paragraphs": [(text, placed.pop(text, [])) for text in content.body],
            "images": shown[:1] + beside,
            # A caption stands under its picture, or below the text where that is not shown.
            "captions": [each for each in content.captions if each not in under],
            "related": self.related,
            "names": self.names,
            "follow": self.follow,
        }
        return {**super().context(), **own, "canonical": content.link and untracked(content.link)}


@dataclass(frozen=True)
class NoDocument(Document):
    """Nothing is here: it was taken back (`is_gone`), or never was."""

    template = "missing"
    is_gone: bool

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "is_gone": self.is_gone}


def query_of(shelf: Shelf) -> dict[str, str]:
    """By which its page and its feeds are asked for."""
    if shelf.name:
        return {"name": str(shelf.name.id)}
    return {"section": shelf.section.slug} if shelf.section else {}


def label_of(shelf: Shelf) -> str:
    """«✍️ Олена Коваль», «#порт», «Світ»; of all of the archive nothing."""
    if shelf.name:
        return shelf.name.topic.label
    return shelf.section.name if shelf.section else ""


def _dated(articles: Iterable[Article]) -> list[tuple[Article, Any]]:
    return [(article, dated_at(article)) for article in articles]
