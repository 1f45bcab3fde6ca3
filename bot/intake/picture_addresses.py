"""Which of its addresses a picture is taken from, and when two addresses are one picture."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

Tree = Any  # an lxml element: the library has no types

# What stands in `src` while a script waits for the reader is a blank, or a few pixels.
_WAITING = ("data-src", "data-lazy-src", "data-original", "src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_WIDTH = re.compile(r"(\d{1,5})w")
_GLUED = re.compile(r"(?<=\dw),")
_LONGEST_SET = 10_000  # characters
_MOST_IN_PICTURE = 30  # elements of one: its sources stand before all else
_WIDE = 1_280  # pixels: as wide as Telegram shows a photo
_SHOWN_EVERYWHERE = frozenset(("", "image/jpeg", "image/png"))
_FILE = re.compile(r"(?:\.(?:jpe?g|png|webp|gif|avif)){1,2}+$")
_SIZED = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|-scaled)$")
_SIZE = re.compile(r"size|resized?|[wh]?\d{3,4}(?:x\d{2,4})?|w\d{2,4}h\d{2,4}")
_MADE_FROM = ("url", "src", "image")


def addresses(picture: Tree) -> Iterator[str]:
    """What an `<img>` may be fetched from, as written: the best first.

    Of several widths that is the narrowest of those that are wide enough, else the widest.
    """
    widths = sorted(_widths(picture))
    wide = [address for width, address in widths if width >= _WIDE]
    if widths:
        yield wide[0] if wide else widths[-1][1]
    for name in _WAITING:
        if said := picture.get(name):
            yield said


def _widths(picture: Tree) -> Iterator[tuple[int, str]]:
    # The parser knows no end of `<source>`: what follows lies within it.
    outer = next(picture.iterancestors("picture"), None)
    around = islice(outer.iter(), _MOST_IN_PICTURE) if outer is not None else ()
    sources = (one for one in around if one.tag == "source")
    shown = (s for s in sources if (s.get("type") or "").strip().lower() in _SHOWN_EVERYWHERE)
    for element in (picture, *shown):
        for name in _SETS:
            words = _GLUED.sub(" ", (element.get(name) or "")[:_LONGEST_SET]).split()
            for address, told in pairwise(words):
                if width := _WIDTH.fullmatch(told.rstrip(",")):
                    yield int(width[1]), address


def original(url: str) -> str:
    """The picture's own address behind a program's that makes it smaller: «/image?url=…»."""
    query = urlsplit(url).query
    if "http" not in query:
        return url
    told = parse_qs(query)
    named = (told[name][0] for name in _MADE_FROM if name in told)
    whole = (one for one in named if one.startswith(("https://", "http://")))
    return next((one for one in whole if _FILE.search(urlsplit(one).path.lower())), url)


def picture_key(url: str) -> tuple[str, ...]:
    """What the addresses of one picture share, in all its sizes and formats: folder and name."""
    path = urlsplit(url).path.lower()
    if not _FILE.search(path):
        return (url,)
    folders = [part for part in path.split("/")[:-1] if part and not _SIZE.fullmatch(part)]
    name = _SIZED.sub("", _FILE.sub("", path.rpartition("/")[2]))
    if name.isdecimal():  # «1200.jpg» of a picture's own folder, «01.jpg» of all the photos there
        return (*folders, path.rpartition("/")[2])
    return (*folders[-1:], name)
