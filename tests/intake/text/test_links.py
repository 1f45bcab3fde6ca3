"""An address on a page becomes the article's link only where the desk could type it as well."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.links import read_link
from bot.intake.text.page_text import read_page_text

KYIV = ZoneInfo("Europe/Kyiv")
PAGE = """Міст через Рось відкрили для руху

СВІТ
10.05.2023, 15:25
Міст через Рось відкрили для руху

Водії чекали на це три роки

Рух запустили вчора вранці.

Черг немає, повідомляє мерія.

Автор : Відділ новин
"""
RELATED = "Читайте також:\nСвіт\nПор Рось переписали\n9 травня, 10:00\n"
GOOD = ("https://bastion.example/1", "http://новини.укр/міст", "HTTPS://Bastion.Example/a?b=1#c")
BAD = (
    "https://bank.ua@evil.example/1",
    "https://bank.ua:secret@evil.example/1",
    "https://localhost/1",
    "https://bastion.example:0/1",
    "https://bastion.example:port/1",
    "https://[",
    f"https://bastion.example/{'a' * 2_000}",
)
PLACES = {
    "first line": "{link}\n" + PAGE,
    "last line": PAGE + "\n{link}\n",
    "last line after related": PAGE + RELATED + "\n{link}\n",
    "under the date": PAGE.replace("15:25\n", "15:25\n{link}\n"),
    "label": PAGE + "Посилання: {link}\n",
    "source": PAGE.replace("СВІТ\n", "Джерело: {link}\nСВІТ\n"),
}


@pytest.mark.parametrize("link", [*GOOD, *BAD])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_gives_a_link_where_the_desk_would_take_it(place: str, link: str) -> None:
    content = read_page_text(PLACES[place].format(link=link), zone=KYIV).content
    assert content.link == read_link(link)
    assert content.headline == "Міст через Рось відкрили для руху"
    assert content.section == "СВІТ"
    assert content.lead == "Водії чекали на це три роки"
    assert content.body == ("Рух запустили вчора вранці.", "Черг немає, повідомляє мерія.")


def test_an_address_that_is_refused_leaves_the_good_one_elsewhere_on_the_page() -> None:
    page = f"https://bank.ua@evil.example/1\n{PAGE}\nhttps://bastion.example/1\n"
    reading = read_page_text(page, zone=KYIV)
    assert reading.content.link == "https://bastion.example/1"
    reading = read_page_text(f"https://bank.ua@evil.example/1\n{PAGE}", zone=KYIV)
    assert reading.content.link is None
    assert reading.warnings == ("no_link",)


def test_an_address_within_the_text_stays_as_it_is_printed() -> None:
    link = "https://bank.ua@evil.example/1"
    page = PAGE.replace("вранці.\n", f"вранці.\n\n{link}\n")
    content = read_page_text(page, zone=KYIV).content
    assert content.body[1] == link
    assert content.link is None
