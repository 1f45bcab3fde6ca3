"""The pictures of a web page's article, its own main one first, each once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.article import Image
from bot.intake.html_tree import Tree
from bot.intake.picture_addresses import picture_key
from bot.intake.web.article_text import Words
from bot.intake.web.metadata import Metadata

_MOST_IMAGES = 20
_SITES_OWN = re.compile(
    r"(?:logo|default|placeholder|no[-_]?image|favicon|og[-_]image)", re.IGNORECASE
)
# Cut for the networks, or with the site's name laid over it.
_FOR_SHARING = re.compile(r"brand|shar(?:e|ing)|social|\d{2,4}x\d{2,4}", re.IGNORECASE)


def show_without_scripts(tree: Tree) -> None:
    """What a page has for whoever runs no scripts is the picture that a script would show."""
    for element in tree.iter("noscript"):
        words = "".join(element.itertext()).strip()
        if not words and next(element.iter("img"), None) is not None:
            element.tag = "span"


def pictures_of(head: Metadata, words: Words) -> tuple[Image, ...]:
    """The one that the page names goes first, unless it is the site's own.

    A page shows that one at another size, and says there what is to be seen; where it names
    none, the one over its text is the main one.
    """
    shown = [replace(one, caption=_caption(one, words.captions)) for one in _shown(words)]
    named = [url for url in head.images if not _SITES_OWN.search(urlsplit(url).path)][:1]
    first = [_as_shown(url, shown) for url in named]
    above = shown[:1] if words.above else []
    found: dict[tuple[str, ...], Image] = {}
    for image in (*(first or above), *shown[len(above) :]):
        found.setdefault(picture_key(image.url), image)
    return tuple(found.values())[:_MOST_IMAGES]


def _shown(words: Words) -> Iterator[Image]:
    if words.above:
        yield words.above
    yield from words.images


def _as_shown(url: str, shown: list[Image]) -> Image:
    key = picture_key(url)
    twin = next((one for one in shown if picture_key(one.url) == key), Image(url))
    made, plain = (_FOR_SHARING.search(urlsplit(one).path) for one in (url, twin.url))
    return twin if made and not plain else replace(twin, url=url)


def _caption(image: Image, captions: tuple[str, ...]) -> str | None:
    """The caption as it is shown: without words for those who cannot see the picture.

    Each of its paragraphs is one of the page's captions.
    """
    rest, words = image.caption or "", ""
    while found := max((one for one in captions if rest.endswith(one)), key=len, default=""):
        rest, words = rest.removesuffix(found).rstrip(), f"{found} {words}"
    return words.rstrip() or image.caption
