"""What is no article is refused with its reason; what is one is never refused."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import RefusedError
from bot.intake.text.page_text import read_page_text
from bot.intake.text.split_pages import LONGEST_PAGE

KYIV = ZoneInfo("Europe/Kyiv")
LONG_MESSAGE = (
    "Завтра о десятій збираємося в редакції, прошу всіх узяти з собою звіти за тиждень. "
    "Потім поговоримо про чергування у вихідні та про відпустки на травень."
)


def refusal(text: str) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        read_page_text(text, zone=KYIV)
    return refused.value


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u200b\ufeff", "\u00a0\n\u00ad", "\x00"])
def test_a_page_of_nothing_but_blanks_is_empty(text: str) -> None:
    assert refusal(text).code == "page_empty"


def test_a_page_over_the_limit_is_refused_with_its_length() -> None:
    refused = refusal("а" * 110_000)
    assert refused.code == "page_too_long"
    assert refused.details == {"length": 110_000, "limit": LONGEST_PAGE}


def test_a_page_of_the_very_limit_is_read() -> None:
    head = "Місто оновлює парк\n\nСВІТ\n10.05.2023, 15:25\nМісто оновлює парк\n\nНове в парку\n\n"
    page = head + "Тут слова. " * ((LONGEST_PAGE - len(head)) // 11)
    page += "." * (LONGEST_PAGE - len(page))
    assert len(read_page_text(page, zone=KYIV).content.body[0]) > 90_000


@pytest.mark.parametrize(
    "text",
    [
        "Привіт, як справи?",
        "Привіт!\nЯк справи?\nЗавтра зустріч о 10",
        f"Привіт, колеги!\n\n{LONG_MESSAGE}",
        f"Доброго дня\n\n{LONG_MESSAGE}",
        "ок",
        "+",
        "👍👍👍",
        "...",
        "1234567890",
        "12.05\n13.05\n14.05",
        "https://example.com/news/1",
        "asdf qwer zxcv\nqwer asdf",
        '{"id": 17, "tags": ["a", "b"], "size": {"w": 100, "h": 200}, "ok": true}\n' * 3,
        "Головна\nПолітика\nСвіт\nВійна\nКонтакти",
        "Поділитися\nFacebook\nTelegram",
        "Меню\nПошук\nУвійти\nУчора тут щось було.\nУчора тут щось було.",
        "дякую, все отримав, гляну ввечері",
        "/publish 12",
        "рядок\n" * 5_000,
    ],
)
def test_what_people_write_to_each_other_and_garbage_are_no_article(text: str) -> None:
    assert refusal(text).code == "page_not_article"


@pytest.mark.parametrize(
    "text",
    [
        "СВІТ\n10.05.2023, 15:25\n\nУ місті відкрили міст. Він новий.\n\nРух запустили.",
        "СВІТ\n10.05.2023, 15:25",
        f"{LONG_MESSAGE}\n\n{LONG_MESSAGE}",
    ],
)
def test_text_without_a_headline_is_told_so(text: str) -> None:
    assert refusal(text).code == "page_no_headline"


def test_a_headline_without_text_is_told_so_with_the_headline() -> None:
    page = "Міст через Рось відкрили для руху\n\nСВІТ\n10.05.2023, 15:25\n"
    refused = refusal(page + "Міст через Рось відкрили для руху\n\nАвтор : Відділ новин\n")
    assert refused.code == "page_no_text"
    assert refused.details == {"headline": "Міст через Рось відкрили для руху"}


def test_a_headline_that_greets_is_one_within_a_page() -> None:
    headline = "Привіт, осене: що змінить жовтень?"
    page = f"{headline}\n\nСУСПІЛЬСТВО\n01.10.2024, 09:00\n\nВід жовтня зміниться графік."
    assert read_page_text(page, zone=KYIV).content.headline == headline


def test_a_headline_with_enough_text_is_an_article_without_anything_else() -> None:
    reading = read_page_text(f"Редакція змінює розклад\n\n{LONG_MESSAGE}", zone=KYIV)
    assert reading.content.headline == "Редакція змінює розклад"
    assert reading.content.body == (LONG_MESSAGE,)
    assert reading.warnings == ("no_section", "no_date", "no_lead", "no_author", "no_link")


@pytest.mark.parametrize("ending", ["", ".", "?"])
@pytest.mark.parametrize("length", [430, 2_000])
def test_a_headline_of_any_length_is_read_where_the_page_shows_that_it_is_one(
    length: int, ending: str
) -> None:
    headline = f"Мости {'та дороги ' * (length // 10)}відкрили{ending}"
    meta = "СВІТ\n10.05.2023, 15:25\n"
    for head in (f"{headline}\n\n{meta}{headline}", f"{headline}\n\n{meta}"):
        content = read_page_text(f"{head}\n\n{LONG_MESSAGE}", zone=KYIV).content
        assert content.headline == headline
        assert content.body == (LONG_MESSAGE,)


def test_a_long_headline_is_read_also_on_a_page_that_has_nothing_else() -> None:
    headline = f"Мости {'та дороги ' * 42}відкрили"
    content = read_page_text(f"{headline}\n\n{LONG_MESSAGE}", zone=KYIV).content
    assert content.headline == headline
