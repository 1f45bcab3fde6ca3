"""Which archived articles the items of «Читайте також» mean."""

import re
from collections.abc import Callable, Iterable, Sequence

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


def meant_by(
    items: Sequence[Related], articles: Sequence[Article], *, but: int | None = None
) -> tuple[Article, ...]:
    """The articles that these items name, in their order, each once; `but` is none of them.

    Headlines are the same however spelt; where both have a date, it is of the same day. Of
    several the first that is given is meant.
    """
    found: dict[int, Article] = {}
    for item in items:
        article = _named(item, articles)
        if article and article.id != but:
            found.setdefault(article.id, article)
    return tuple(found.values())


def named(
    articles: Iterable[Article], address_of: Callable[[Article], str]
) -> tuple[tuple[str, str], ...]:
    """What stands of them under an article: headlines, each with where it leads."""
    return tuple((article.content.headline, address_of(article)) for article in articles)


def _named(item: Related, articles: Iterable[Article]) -> Article | None:
    key = headline_key(item.headline)
    return next(
        (
            article
            for article in articles
            if headline_key(article.content.headline) == key and _is_of_day(item, article)
        ),
        None,
    )


def _is_of_day(item: Related, article: Article) -> bool:
    at = article.content.published_at
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
