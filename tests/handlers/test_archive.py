"""What stands behind `/latest` and `/archive`: how many, which part, when."""

from datetime import UTC, datetime

import pytest

from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar
from bot.domain.article import Content, Reading
from bot.domain.buttons import unpack
from tests.handlers.house import READER, House

_MAY = datetime(2023, 5, 10, 9, tzinfo=UTC)


async def archived(house: House, headline: str, at: datetime, author: str | None = None) -> None:
    content = Content(headline, published_at=at, body=(f"{headline}: текст.",), author=author)
    await house.imports.keep([Reading(content)])


async def said(house: House, typed: str) -> str:
    house.telegram.forget()
    await house.write(READER, typed)
    return house.telegram.said[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "many"),
    [
        ("/latest", 5),
        ("/latest 3", 3),
        ("/latest 0", 1),
        ("/latest 8", 8),
        ("/latest 99999999999999999999", 20),
    ],
)
async def test_as_many_come_as_are_asked_for(house: House, typed: str, many: int) -> None:
    for number in range(21):
        await house.published(headline=f"Новина {number}.", body=(f"Текст {number}.",))
    assert (await said(house, typed)).count("Новина") == many


async def test_a_command_that_is_mended_by_an_edit_is_answered(house: House) -> None:
    await house.published(headline="Новина світу")
    for slip, mended in (("/latset", "/Latest 3"), ("/archve", "/archive світ")):
        house.telegram.forget()
        await house.send(READER, text=slip, message_id=7)
        await house.feed(edited_message=house.message(READER, text=mended) | {"message_id": 7})
        assert "Такої команди немає" in house.telegram.said[0]
        assert "Новина світу" in house.telegram.said[1]


@pytest.mark.parametrize("command", ["/latest", "/archive"])
async def test_what_is_called_so_is_shown_as_its_shelf(house: House, command: str) -> None:
    await archived(house, "Міст відкрито", _MAY, author="Марта Довженко")
    await house.published(headline="Новина світу")
    world = await house.section("Світ")
    for typed in ("світ", "рубрика Світ"):
        shown = await said(house, f"{command} {typed}")
        assert "Новина світу" in shown
        assert "Міст відкрито" not in shown
        assert ShowCalendar(world) in map(unpack, house.telegram.data_under_last())
    for typed in ("Марта Довженко", "автор марта довженко", "автор: Марта Довженко"):
        shown = await said(house, f"{command} {typed}")
        assert "Архів · ✍️" in shown.replace("\u2060", ""), typed
        assert "Міст відкрито" in shown
        assert "Новина світу" not in shown


async def test_a_year_or_month_is_its_calendar_and_a_day_is_that_day(house: House) -> None:
    await archived(house, "Міст відкрито", _MAY)
    await archived(house, "Порт замерз", datetime(2020, 1, 5, 9, tzinfo=UTC))
    day = Browse(0, day=_MAY.date().toordinal())
    for typed in ("2023", "травень 2023", "05.2023"):
        shown = await said(house, f"/archive {typed}")
        assert "Травень 2023" in shown
        assert "тоді нічого" not in shown
        assert day in map(unpack, house.telegram.data_under_last())
    assert "Січень 2020" in await said(house, "/archive 2020")
    shown = await said(house, "/archive 10.05.2023")
    assert "Міст відкрито" in shown
    assert "Порт замерз" not in shown


async def test_of_a_time_without_articles_the_nearest_month_is_shown_and_it_says_so(
    house: House,
) -> None:
    await archived(house, "Міст відкрито", _MAY)
    for typed, meant in (
        ("2021", "1 січня 2021 – 31 грудня 2021"),
        ("травень 1823", "1 травня 1823 – 31 травня 1823"),
        ("11.05.2023", "11 травня 2023"),
        ("1 січня", "1 січня 2023"),  # which year is meant, it says
    ):
        shown = await said(house, f"/archive {typed}")
        assert f"\n{meant}: тоді нічого не виходило" in shown.replace("\xa0", " ")
        assert "Травень 2023" in shown


@pytest.mark.parametrize("command", ["/latest", "/archive"])
async def test_other_words_are_looked_for(house: House, command: str) -> None:
    await house.published(headline="Міст через Рось відкрито")
    assert "1\xa0стаття</b> за запитом «через міст»" in await said(house, f"{command} через міст")


async def test_alone_the_archive_offers_its_parts(house: House) -> None:
    await said(house, "/archive")
    assert ShowArchive() not in map(unpack, house.telegram.data_under_last())
    assert Browse(0) in map(unpack, house.telegram.data_under_last())
