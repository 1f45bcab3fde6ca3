"""What a feed says of a picture: its description and whose it is, in one line."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from bot.domain.article import Image
from bot.intake.feed.element_names import Element, Parts, text_of
from bot.intake.html_text import plain

_LONGEST: Final = 1_000  # characters of either; a caption is a line
_MOST: Final = 10  # of each in one place


def words_of(element: Element, within: Iterable[Parts], told: Collection[str]) -> str | None:
    """«Міст уранці / Олена Гай»: of the picture itself, else of its group, else of the item.

    A title that is a file's name is left out, and so is what the item says anyway (`told`, in
    small letters).
    """
    places = (Parts(element), *within)
    said = _first(_descriptions(places), told)
    credit = _first(_credits(places), told)
    if said and credit and credit.casefold() in said.casefold():
        credit = None
    return " / ".join(filter(None, (said, credit))) or None


def with_words(images: Iterable[Image]) -> tuple[Image, ...]:
    """Each address once, with the first words that are given for it."""
    once: dict[str, Image] = {}
    for image in images:
        if image.url and not (image.url in once and once[image.url].caption):
            once[image.url] = image
    return tuple(once.values())


def _first(texts: Iterable[str], told: Collection[str]) -> str | None:
    lines = (plain(text[:_LONGEST]) for text in texts)
    return next((line for line in lines if line and line.casefold() not in told), None)


def _descriptions(places: Iterable[Parts]) -> Iterator[str]:
    for place in places:
        yield from map(text_of, islice(place.all("media:description"), _MOST))
        titles = map(text_of, islice(place.all("media:title"), _MOST))
        yield from (title for title in titles if " " in title.strip())


def _credits(places: Iterable[Parts]) -> Iterator[str]:
    """Whoever has taken it goes before whoever has published it."""
    for place in places:
        elements = [*islice(place.all("media:credit"), _MOST)]
        elements.sort(key=lambda one: "photo" not in (one.get("role") or "").casefold())
        yield from ("".join(element.itertext()) for element in elements)
