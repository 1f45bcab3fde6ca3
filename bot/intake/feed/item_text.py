"""The text of a feed's item without what its site adds to it: calls, other news, tags."""

import re
from collections.abc import Iterator, Sequence

from bot.intake.html_text import Markup
from bot.intake.text.boilerplate import could_be_text
from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import TextLine

# What a site's software writes under every text, in the words of its languages.
_AFTERWORDS = (
    ("the post ", " appeared first on "),
    ("the post ", " first appeared on "),
    ("запис ", " спершу "),
    ("запис ", " вперше з"),
    ("сообщение ", " появились сначала на "),
    ("artykuł ", " pochodzi z serwisu "),
    ("der beitrag ", " erschien zuerst auf "),
    ("la entrada ", " se publicó primero en "),
    ("l’article ", " est apparu en premier sur "),
    ("l'article ", " est apparu en premier sur "),
    ("l'articolo ", " proviene da "),
)
_CALLS = frozenset((
    "читати далі", "читати повністю", "докладніше", "детальніше", "читайте далі",
    "continue reading", "read more", "read full article", "читать далее", "подробнее",
    "czytaj więcej", "czytaj dalej", "weiterlesen", "lire la suite", "leer más", "seguir leyendo",
))  # fmt: skip
_CALL_BEHIND = re.compile(  # behind a text that is cut, or with an arrow
    rf"(?:(?<=\.\.\.)|(?<=[…\]]))\s*+(?:{'|'.join(sorted(_CALLS))})\s*+[»›→>]*+$"
    rf"|(?<!\s)\s++(?:{'|'.join(sorted(_CALLS))})\s*+[»›→]++$"
    rf"|(?<=[.!?])\s++(?:{'|'.join(sorted(_CALLS))})\s*+(?:\.\.\.|…)?$",
    re.IGNORECASE,
)
_BULLET = "• "
_MOST_BEFORE, _MOST_BEHIND = 2, 10  # words around a title below the text


def own_words(markup: Markup, title: str | None) -> list[str]:
    """The paragraphs of an item of that title that are its own."""
    own = [words for words in _without_page(markup.paragraphs) if not _is_added(words)]
    if len(own) > 1 and title and _tells_of_title(own[-1], title):
        own.pop()
    return [_CALL_BEHIND.sub("", words) for words in own]


def _is_added(words: str) -> bool:
    folded = words.casefold()
    if folded.strip(" .…→»[]>|•") in _CALLS:
        return True
    return any(folded.startswith(start) and middle in folded for start, middle in _AFTERWORDS)


def _without_page(paragraphs: Sequence[str]) -> Iterator[str]:
    """Without «Читайте також» and the list below it, tags, and what the page asks of readers.

    A text of one paragraph is left as it is: to look at each costs a long feed half its time.
    """
    if len(paragraphs) == 1:
        yield from paragraphs
        return
    listing = False
    for words in paragraphs:
        listing = listing and words.startswith(_BULLET)
        if listing:
            continue
        lines = mark(TextLine(words))
        line = lines[0]
        listing = line.kind is LineKind.RELATED and not line.value
        of_page = line.kind in (LineKind.RELATED, LineKind.STOP) or line.ends_with_tags
        button = line.kind is LineKind.BOILERPLATE and not could_be_text(words)
        if not (len(lines) == 1 and (of_page or button)):
            yield words


def _tells_of_title(words: str, title: str) -> bool:
    """«The post Міст через Рось appeared first on Бастіон», as software writes below a text."""
    before, found, behind = words.partition(title)
    few = 0 < len(before.split()) <= _MOST_BEFORE and "," not in before
    return bool(found) and few and 0 < len(behind.split()) <= _MOST_BEHIND
