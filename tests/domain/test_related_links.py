"""Items of «Читайте також» mean archived articles of the same headline and day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import Related
from bot.domain.related_links import Headline, meant_by, printed_day
from tests.builders import an_article
from tests.clock import NOON

HEADLINE = "Порт Роттердама відкрив зелений термінал"  # of 10 May 2023, noon UTC


def an_item(
    headline: str = HEADLINE, at: datetime | None = None, date_text: str | None = None
) -> Related:
    return Related("Світ", headline, at, date_text)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (an_item(), True),
        (an_item("ПОРТ Роттердама відкрив «зелений» термінал!"), True),
        (an_item("Порт Роттердама відкрив термінал"), False),
        (an_item(at=NOON + timedelta(hours=3)), True),
        (an_item(at=NOON + timedelta(days=1)), False),
        (an_item(date_text="10 травня, 14:00"), True),
        (an_item(date_text="10.05, 14:00"), True),
        (an_item(date_text="May 10, 14:00"), True),
        (an_item(date_text="11 травня, 14:00"), False),
        (an_item(date_text="10 червня, 14:00"), False),
        (an_item(date_text="сьогодні, 15:25"), True),
    ],
)
def test_headline_and_day_tell_which_article_is_meant(item: Related, *, found: bool) -> None:
    article = an_article(HEADLINE)
    assert meant_by([item], [Headline.of(article)]) == ((article.id,) if found else ())


def test_an_article_without_a_date_is_meant_by_its_headline() -> None:
    article = an_article(HEADLINE, published_at=None)
    assert meant_by([an_item(at=NOON)], [Headline.of(article)]) == (article.id,)


def test_articles_stand_in_the_order_of_the_items_each_once_and_never_the_one_itself() -> None:
    first = Headline.of(replace(an_article("Перша новина"), id=1))
    second = Headline.of(replace(an_article("Друга новина"), id=2))
    items = [an_item("Друга новина"), an_item("Перша новина"), an_item("ДРУГА новина")]
    assert meant_by(items, [first, second]) == (2, 1)
    assert meant_by(items, [first, second], but=2) == (1,)


def test_of_several_with_one_headline_that_of_the_day_is_meant() -> None:
    later = replace(an_article(HEADLINE, published_at=NOON + timedelta(days=7)), id=2)
    article = an_article(HEADLINE)
    known = [Headline.of(later), Headline.of(article)]
    assert meant_by([an_item(date_text="10 травня")], known) == (article.id,)


def test_a_day_is_that_of_the_item_s_own_zone() -> None:
    late = an_article(HEADLINE, published_at=datetime(2023, 5, 9, 22, 30, tzinfo=UTC))
    kyiv = datetime.fromisoformat("2023-05-10T01:30:00+03:00")
    assert meant_by([an_item(at=kyiv)], [Headline.of(late)]) == (late.id,)


MONTHS = (
    ("січня", "January"), ("лютого", "February"), ("березня", "March"), ("квітня", "April"),
    ("травня", "May"), ("червня", "June"), ("липня", "July"), ("серпня", "August"),
    ("вересня", "September"), ("жовтня", "October"), ("листопада", "November"),
    ("грудня", "December"),
)  # fmt: skip


@pytest.mark.parametrize(("number", "names"), [*enumerate(MONTHS, start=1)])
def test_a_month_is_known_in_both_languages(number: int, names: tuple[str, str]) -> None:
    ukrainian, english = names
    assert printed_day(f"7 {ukrainian}, 15:25") == (7, number)
    assert printed_day(f"{english} 7, 15:25") == (7, number)
    assert printed_day(f"7 {english[:3]}") == (7, number)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 вересня", (1, 9)),
        ("31.12", (31, 12)),
        ("5/6", (5, 6)),
        ("12 шкіл, 5.06", (5, 6)),
        ("12 шкіл", None),
        ("", None),
    ],
)
def test_a_day_without_a_year_is_read(text: str, day: tuple[int, int] | None) -> None:
    assert printed_day(text) == day
