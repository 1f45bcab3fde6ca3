"""A feed's category means a section by its name, its Latin name, or what others call it."""

import pytest

from bot.domain.category_map import propose_section
from bot.domain.section import FIRST_SECTIONS, Section
from tests.builders import a_section


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


@pytest.mark.parametrize(
    ("section", "categories"),
    [
        ("Світ", ["Новини світу", "за кордоном", "abroad"]),
        ("Політика", ["влада", "elections"]),
        ("Війна", ["Новини з фронту", "military"]),
        ("Економіка", ["ринки", "markets"]),
        ("Суспільство", ["люди", "life"]),
        ("Спорт", ["теніс", "tennis"]),
        ("Культура", ["театр", "books"]),
        ("Технології", ["гаджети", "gadgets"]),
        ("Наука", ["Новини науки", "research"]),
        ("Здоров’я", ["здоров'я", "медицина", "healthcare"]),
        ("Освіта", ["школа", "school"]),
        ("Кримінал", ["НП", "надзвичайні події", "accidents"]),
        ("Україна", ["Новини України", "national"]),
        ("Думки", ["Блоги", "blogs"]),
        ("Погода", ["weather"]),
        ("Подорожі", ["туризм", "tourism"]),
        ("Авто", ["автомобілі", "motors"]),
        ("Довкілля", ["екологія", "ecology"]),
        ("Екологія", ["Environment"]),  # the section may have any name of its line
    ],
)
def test_rubrics_of_most_newsrooms_are_known_by_what_others_call_them(
    section: str, categories: list[str]
) -> None:
    ours = a_section(section, number=9)
    for category in categories:
        assert propose_section(category, [*FIRST_SECTIONS, ours]) in (ours, *FIRST_SECTIONS)
        assert propose_section(category, [ours]) == ours


@pytest.mark.parametrize(
    "between", ["/", "|", ">", "»", "›", ":", "·", "•", ",", ";", " - ", " – ", " — "]
)
def test_the_first_part_of_a_path_that_means_something_decides(between: str) -> None:
    found = propose_section(f"Новини{between}Спорт{between}Світ", FIRST_SECTIONS)
    assert found
    assert found.name == "Спорт"


def test_a_hyphen_within_a_word_parts_nothing() -> None:
    assert propose_section("міні-спорт", FIRST_SECTIONS) is None


def test_a_sections_own_name_comes_before_its_latin_one_and_that_before_others_words() -> None:
    named, latin, alike = (
        Section(1, "World", "world-1", ""),
        Section(2, "Новини", "world", ""),
        Section(3, "Світ", "svit", ""),
    )
    assert propose_section("world", [alike, latin, named]) == named
    assert propose_section("world", [alike, latin]) == latin
    assert propose_section("world", [alike]) == alike


def test_the_whole_name_comes_before_its_parts() -> None:
    whole = a_section("Наука / Спорт", number=9)
    assert propose_section("Наука / Спорт", [*FIRST_SECTIONS, whole]) == whole


def test_a_name_of_no_letters_is_not_taken_for_a_section_of_none() -> None:
    assert propose_section(" ", [Section(1, "🙂", "section", "🙂")]) is None


def test_a_rubrics_name_has_two_hundred_characters_at_most() -> None:
    path = "Спорт".ljust(199, " ") + "/"
    assert propose_section(path, FIRST_SECTIONS)
    assert propose_section(f"{path}/", FIRST_SECTIONS) is None


@pytest.mark.parametrize("category", ["", " ", "Головне", "Погода", "Світлина дня", "1"])
def test_a_category_whose_name_tells_nothing_means_no_section(category: str) -> None:
    assert propose_section(category, FIRST_SECTIONS) is None


def test_a_category_without_an_end_means_nothing_and_costs_nothing() -> None:
    assert propose_section("Травень" + " " * 1_000_000, FIRST_SECTIONS) is None
