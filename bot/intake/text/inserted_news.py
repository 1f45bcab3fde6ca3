"""A word over the headline of another article, in the midst of a text: «Важливо», «Цікаво»."""

import re
from dataclasses import replace

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind

_NOTICES = (
    "важливо", "актуально", "цікаво", "не пропустіть", "варто прочитати", "рекомендуємо",
    "також цікаво", "дивіться", "тренд", "don't miss", "recommended",
)  # fmt: skip
_NOTICE = re.compile(
    r"([^!:\s]{3,20}|цікаве по темі|не пропустіть)[!:]? ([^\W\d_a-zа-яіїєґ].{10,200})"
)
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
