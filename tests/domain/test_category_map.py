"""A feed's category means a section by its name, its Latin name, or what others call it."""

import pytest

from bot.domain.audience import FIRST_SECTIONS
from bot.domain.category_map import propose_section


@pytest.mark.parametrize(
    ("category", "section"),
    [
        ("СВІТ", "Світ"),
        ("CBIT", "Світ"),  # in Latin letters
        ("world", "Світ"),
        ("International", "Світ"),
        ("polityka", "Політика"),
        ("Politics", "Політика"),
        ("War in Ukraine", "Війна"),
        ("Бізнес", "Економіка"),
        ("Футбол", "Спорт"),
        ("Новини / Спорт", "Спорт"),
        ("Україна > Політика", "Політика"),
        ("Кіно", "Культура"),
    ],
)
def test_a_category_means(category: str, section: str) -> None:
    found = propose_section(category, FIRST_SECTIONS)
    assert found
    assert found.name == section


@pytest.mark.parametrize("category", ["", " ", "Головне", "Погода", "Світлина дня", "1"])
def test_a_category_whose_name_tells_nothing_means_no_section(category: str) -> None:
    assert propose_section(category, FIRST_SECTIONS) is None


def test_a_category_without_an_end_means_nothing_and_costs_nothing() -> None:
    assert propose_section("Травень" + " " * 1_000_000, FIRST_SECTIONS) is None
