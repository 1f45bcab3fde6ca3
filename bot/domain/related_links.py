"""Which archived articles the items of «Читайте також» mean."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article, Related, headline_key

_DAY_IN_WORDS = re.compile(
    r"\b(?P<day>\d{1,2})\s+(?P<month>[^\W\d]{3,})|\b(?P<first>[^\W\d]{3,})\s+(?P<after>\d{1,2})\b"
)
_DAY_IN_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})\b")
_MONTHS = (
    ("січ", "jan"), ("лют", "feb"), ("бер", "mar"), ("квіт", "apr"), ("трав", "may"),
    ("черв", "jun"), ("лип", "jul"), ("серп", "aug"), ("вер", "sep"), ("жовт", "oct"),
    ("лист", "nov"), ("груд", "dec"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headline:
    """Of the article with this number; `at`: the date that is printed on it.

    One that comes every day stands over thousands of articles, which are not read whole for it.
    """

    article_id: int
    key: str
    at: datetime | None

    @classmethod
    def of(cls, article: Article) -> "Headline":
        content = article.content
        return cls(article.id, headline_key(content.headline), content.published_at)


def meant_by(
    items: Sequence[Related], known: Sequence[Headline], *, but: int | None = None
) -> tuple[int, ...]:
    """The articles that these items name, in their order, each once; `but` is none of them.

    Headlines are the same however spelt; where both have a date, it is of the same day. Of
    several the first that is given is meant.
    """
    found = [_named(item, known) for item in items]
    return tuple(dict.fromkeys(each for each in found if each is not None and each != but))


def named(
    articles: Iterable[Article], address_of: Callable[[Article], str]
) -> tuple[tuple[str, str], ...]:
    """What stands of them under an article: headlines, each with where it leads."""
    return tuple((article.content.headline, address_of(article)) for article in articles)


def _named(item: Related, known: Iterable[Headline]) -> int | None:
    key = headline_key(item.headline)
    return next(
        (each.article_id for each in known if each.key == key and _is_of_day(item, each.at)), None
    )


def _is_of_day(item: Related, at: datetime | None) -> bool:
    if at is None:
        return True
    if item.published_at:
        return at.astimezone(item.published_at.tzinfo).date() == item.published_at.date()
    day = printed_day(item.date_text or "")
    return day is None or day == (at.day, at.month)


def printed_day(text: str) -> tuple[int, int] | None:
    """Day and month of a date that is printed without a year; None for «сьогодні, 15:25»."""
    if said := _DAY_IN_WORDS.search(text.casefold()):
        month = said["month"] or said["first"]
        for number, stems in enumerate(_MONTHS, start=1):
            if month.startswith(stems):
                return int(said["day"] or said["after"]), number
    if said := _DAY_IN_FIGURES.search(text):
        return int(said["day"]), int(said["month"])
    return None
