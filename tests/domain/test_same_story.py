"""The same story is known again, and other news is not taken for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.same_story import (
    alike_in_words,
    find_alike,
    is_another_text,
    tells_the_same,
)
from tests.builders import a_content, an_article
from tests.clock import NOON

PORT = "Порт Роттердама відкрив зелений термінал"
LINK = "https://example.com/news/terminal-12"
LATER = NOON + timedelta(hours=5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PORT, "ОНОВЛЕНО: Порт Роттердама відкрив «зелений» термінал (ФОТО, ВІДЕО)"),
        (PORT, "Оновлено: порт Роттердама відкрив зелений термінал"),
        (PORT, PORT.upper()),
        (PORT, "Порт Роттердама відкрив зелений термінал за два роки"),
        ("Кількість поранених у Дніпрі зросла до 5", "Кількість поранених у Дніпрі зросла до 12"),
        ("Прем’єр відкрив п’ять шкіл у селах", "Прем'єр відкрив п`ять шкіл у селах"),
        ("Нову школу для 350 дітей відкрили у Харкові", "У Харкові відкрили нову школу"),
        (
            "Port of Rotterdam opens a green terminal",
            "UPDATED: Port of Rotterdam opens green terminal",
        ),
        ("Град", "ГРАД!"),
    ],
)
def test_nearly_the_same_headlines_are_alike_both_ways(one: str, other: str) -> None:
    assert alike_in_words(one, other)
    assert alike_in_words(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Президент у Києві зустрівся з колегою Франції",
            "Президент у Києві зустрівся з колегою Польщі",
        ),
        ("Прогноз погоди в Україні на 12 травня", "Прогноз погоди в Україні на 13 травня"),
        ("Weather in Ukraine, 12 May: rain and wind", "Weather in Ukraine, 13 May: rain and wind"),
        (PORT, "Порт Одеси закрив зелений коридор"),
        ("Вибухи у Києві", "Вибухи у Харкові"),
        ("Погода", "Спорт"),
        ("", ""),
        ("2026", "2027"),
        ("Оновлено", "Фото"),
    ],
)
def test_other_news_is_not_alike(one: str, other: str) -> None:
    assert not alike_in_words(one, other)
    assert not alike_in_words(other, one)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whether_headlines_are_alike_does_not_depend_on_their_order(one: str, other: str) -> None:
    assert alike_in_words(one, other) == alike_in_words(other, one)


@pytest.mark.parametrize(
    ("after", "same"),
    [(timedelta(0), True), (timedelta(days=2), True), (timedelta(days=2, minutes=1), False)],
)
def test_the_same_headline_is_the_same_news_for_two_days(after: timedelta, *, same: bool) -> None:
    new = a_content(f"Оновлено: {PORT}", published_at=NOON + after)
    assert tells_the_same(new, an_article(PORT), LATER) is same
    earlier = an_article(f"Оновлено: {PORT}", published_at=NOON + after)
    assert tells_the_same(a_content(PORT), earlier, LATER) is same


def test_a_page_without_a_date_is_of_the_day_on_which_it_comes() -> None:
    undated = a_content(f"Оновлено: {PORT}", published_at=None)
    assert tells_the_same(undated, an_article(PORT), LATER)
    assert not tells_the_same(undated, an_article(PORT), NOON + timedelta(days=3))
    out = replace(an_article(PORT, published_at=None), released_at=NOON)
    assert not tells_the_same(undated, out, NOON + timedelta(days=3))


def test_another_text_of_an_article_comes_before_news_of_the_same() -> None:
    news = replace(an_article(f"Оновлено: {PORT}", body=("Інше.",)), id=1)
    text = replace(an_article("Зовсім інше", link=f"{LINK}?utm_source=tg"), id=2)
    new = a_content(PORT, link=LINK, published_at=LATER)
    assert find_alike(new, [news, text], LATER) == text
    assert find_alike(new, [news], LATER) == news
    assert find_alike(new, [], LATER) is None


def test_a_short_headline_within_a_longer_one_is_the_same_from_four_words_on() -> None:
    more = "після ремонту, який тривав чотири роки поспіль"
    assert alike_in_words(
        f"Міст через Рось відкрили водіям {more}", "Міст через Рось відкрили водіям"
    )
    assert not alike_in_words(f"Міст через Рось відкрили {more}", "Міст через Рось відкрили")


def test_short_words_are_told_apart_by_all_their_letters() -> None:
    assert not alike_in_words("Сапери перевірили вночі міст", "Сапери перевірили вночі міну")


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"headline": "Оновлено: порт Роттердама відкрив зелений термінал"}, True),
        ({"headline": "Зовсім інша новина", "published_at": NOON}, True),
        ({"headline": "Зовсім інша новина", "body": ("Спільний абзац.", "Новий.")}, True),
        ({"headline": "Зовсім інша новина"}, False),
        ({"link": "https://example.com/news/other"}, False),
    ],
)
def test_two_texts_at_one_address_are_one_article_by_headline_time_or_a_paragraph(
    fields: dict[str, Any], *, same: bool
) -> None:
    old = a_content(PORT, link=LINK, body=("Старий.", "Спільний абзац."))
    given: dict[str, Any] = {"headline": PORT, "link": LINK, "body": ("Інше.",)}
    new = a_content(**(given | {"published_at": LATER} | fields))
    assert is_another_text(new, old) is same
