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
    has_address_of,
    headline_words,
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


MARKS = """
    Оновлено Оновлення Оновлюється Доповнено Виправлено Терміново Ексклюзив Ексклюзивно
    Блискавка фото відео аудіо інфографіка онлайн наживо UPD Updated Update corrected breaking
    Exclusive photo photos video videos live
"""


@pytest.mark.parametrize("mark", MARKS.split())
def test_what_is_put_before_a_headline_that_has_come_out_makes_no_other(mark: str) -> None:
    assert headline_words(f"{mark}: Порт відкрито") == headline_words("Порт відкрито")


SMALL = """
    а але в від для до з за зі й і із їх його її на не о об по при про під та у це через що як
    яка яке який які the a an of in on at to for and or by with from is are as it 12
"""


@pytest.mark.parametrize("word", SMALL.split())
def test_small_words_and_figures_carry_no_headline(word: str) -> None:
    assert headline_words(f"Порт {word} місто") == headline_words("Порт місто")


def test_words_are_known_without_their_endings_and_the_signs_within_them() -> None:
    assert headline_words("Порти портів") == {"порт"}
    assert headline_words("міст мости місто") == {"міст", "мост"}
    assert headline_words("зростання") == {"зростан"}
    assert headline_words("об'єкт") == headline_words("об’єкт") == {"обєк"}
    for sign in "'’ʼ`´‘":
        assert headline_words(f"п{sign}ять") == {"пять"}
    assert headline_words("і\u0308жа") == {"їжа"}


MONTHS = """
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада
    грудня January February March April May June July August September October November
    December
"""


@pytest.mark.parametrize("month", MONTHS.split())
def test_another_day_of_any_month_makes_other_news(month: str) -> None:
    one, other = (f"Прогноз погоди в Україні на {day} {month}" for day in (1, 31))
    assert not alike_in_words(one, other)
    assert alike_in_words(one, one)
    # What is no day of a month tells nothing.
    for figure in (0, 32, 131):
        assert alike_in_words(one, f"Прогноз погоди в Україні на {figure} {month}")


def test_days_are_other_days_only_where_both_headlines_name_some() -> None:
    weather = "Прогноз погоди в Україні"
    assert alike_in_words(f"{weather} на 12 травня", weather)
    assert alike_in_words(f"{weather} 12 травня", f"{weather} 12 травня і 13 травня")
    assert not alike_in_words(f"{weather} на 12 травня", f"{weather} на 12 червня")
    assert alike_in_words(f"{weather}: 12 областей", f"{weather}: 13 областей")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        # Seven of ten words, and less.
        ("а1 а2 а3 а4 а5 а6 а7 б8", "а1 а2 а3 а4 а5 а6 а7 в8 в9", True),
        ("а1 а2 а3 а4 а5 а6 а7 б8 б9", "а1 а2 а3 а4 а5 а6 а7 в8 в9", False),
        # Three shared words, and two.
        ("а1 а2 а3 б4", "а1 а2 а3", True),
        ("а1 а2 б3", "а1 а2", False),
        ("а1 а2", "а1 а2", True),
        # All four of a short one within a longer one, and all three.
        ("а1 а2 а3 а4", "а1 а2 а3 а4 б5 б6 б7 б8", True),
        ("а1 а2 а3", "а1 а2 а3 б5 б6 б7 б8", False),
    ],
)
def test_headlines_are_alike_that_share_most_of_their_words(
    one: str,
    other: str,
    alike: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert alike_in_words(one, other) is alike
    assert alike_in_words(other, one) is alike


KHARKIV = "У місті Харкові відкрили"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("У місті Львові відкрили велику нову школу", f"{KHARKIV} велику нову школу", False),
        ("У місті львові відкрили велику нову школу", f"{KHARKIV} велику нову школу", True),
        ("У МІСТІ ЛЬВОВІ ВІДКРИЛИ ВЕЛИКУ НОВУ ШКОЛУ", f"{KHARKIV} велику нову школу", True),
        ("Львів відкрив нову велику школу міста", "Харків відкрив нову велику школу міста", True),
        ("Нова школа у Прип’яті відкрита й діє", "Нова школа у Сум’яті відкрита й діє", False),
    ],
)
def test_another_name_makes_other_news(
    one: str,
    other: str,
    alike: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert alike_in_words(one, other) is alike
    assert alike_in_words(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LINK, f"{LINK}?utm_source=tg", True),
        (LINK, f"{LINK}3", False),
        (LINK, None, False),
        (None, LINK, False),
        (None, None, False),
    ],
)
def test_two_pages_have_one_address_where_both_have_one(
    one: str | None,
    other: str | None,
    same: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert has_address_of(a_content(link=one), a_content(link=other)) is same


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
