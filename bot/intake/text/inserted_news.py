"""A word over the headline of another article, in the midst of a text: «Важливо», «Цікаво»."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person

_NOTICES = (
    "важливо", "актуально", "цікаво", "не пропустіть", "варто прочитати", "рекомендуємо",
    "також цікаво", "дивіться", "тренд", "don't miss", "recommended",
)  # fmt: skip
_NOTICE = re.compile(
    r"([^!:\s]{3,20}|цікаве по темі|не пропустіть)[!:]? ([^\W\d_a-zа-яіїєґ].{10,200})"
)
_FEWEST = 2  # sentences of a text before it
_CARD = 5  # lines
_TITLE = 4  # blanks of a headline


def without_notices(page: list[Marked]) -> list[Marked]:
    """«Важливо» over another headline, in the midst of the text: neither is the article's."""
    for at in range(1, len(page) - 2):
        above, label, news, below = page[at - 1 : at + 3]
        if not (_is_text(label) and above.is_sentence):
            continue
        goes_on = news.tells or (_is_text(news) and below.tells)  # perhaps below a heading
        if goes_on and (other := _noticed(label)):
            page[at] = replace(label, kind=LineKind.RELATED, value=other)
        elif label.text.casefold().rstrip(" :!") in _NOTICES and _is_title(news) and below.tells:
            page[at] = replace(label, kind=LineKind.RELATED, value=news.text)
            page[at + 1] = replace(news, kind=LineKind.LABEL)
    return page


def without_cards(page: list[Marked]) -> list[Marked]:
    """A headline, its teaser and who wrote it, no blank line between them, as all else has.

    It is another article, shown as a card behind the text.
    """
    told = 0
    dropped: set[int] = set()
    for at, line in enumerate(page):
        told += line.tells
        if told < _FEWEST or not (line.gap and _is_title(line)):
            continue
        below = list(takewhile(lambda one: not one.gap, page[at + 1 : at + 1 + _CARD]))
        ends = page[at + 1 + len(below) : at + 2 + len(below)]
        if len(below) > 1 and ends and _is_card(below):
            page[at] = replace(line, kind=LineKind.RELATED, value=line.text)
            dropped.update(range(at + 1, at + 1 + len(below)))
    return [line for at, line in enumerate(page) if at not in dropped]


def _is_card(below: Sequence[Marked]) -> bool:
    teaser, *_, last = below
    return teaser.tells and not last.is_sentence and could_be_person(last.text)


def _is_text(line: Marked) -> bool:
    return line.kind is LineKind.TEXT


def _is_title(line: Marked) -> bool:
    many = line.text.count(" ") >= _TITLE and line.text[0].isupper()
    return _is_text(line) and many and not line.is_sentence


def _noticed(line: Marked) -> str:
    """The other headline of «Важливо! Кому перерахують пенсії автоматично», or nothing."""
    said = _NOTICE.fullmatch(line.text)
    known = said is not None and said[1].casefold() in _NOTICES and not line.is_sentence
    return said[2] if said and known and line.text.count(" ") >= _TITLE else ""
