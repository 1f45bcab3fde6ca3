"""Sections are known by their names, however these are typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.section import FIRST_SECTIONS, section_key, section_name, slug_of
from tests.builders import a_section

CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’"
LOOK_ALIKES = dict(zip("авсенікмортху", "abcehikmoptxy", strict=True))


@pytest.mark.parametrize(
    "typed",
    ["Світ", "СВІТ", "світ", " світ\n", "CBIT", "Cвiт", "св\u200bіт", "СВІТ\u00a0", "\ufeffсвіт"],
)
def test_a_section_is_known_however_it_is_typed(typed: str) -> None:
    assert section_key(typed) == section_key("Світ")


def test_spaces_within_a_name_count_once() -> None:
    assert section_key("Відеоновини\u00a0та  фото") == section_key("ВІДЕОНОВИНИ ТА ФОТО")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Світ", "Світи"),
        ("Covid", "Соvid"),
        ("Top", "Світ"),
        ("Авто", "Auto"),
        ("Місто", "МістоX"),
        ("Oz", "Оz"),  # the first letter of the second is Cyrillic
        ("Відео та фото", "Відеотафото"),
    ],
)
def test_different_sections_stay_different(one: str, other: str) -> None:
    assert section_key(one) != section_key(other)


def test_a_key_is_in_small_cyrillic_letters_with_one_space() -> None:
    assert section_key("ВІДEO  ta ФOTO Media") == "відео та фото media"
    assert section_key("СВІТ") == "світ"


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_what_cannot_be_seen_makes_no_other_section(unseen: str) -> None:
    assert section_key(f"С{unseen}віт") == "світ"


@given(st.text(CYRILLIC + " ", min_size=1), st.data())
def test_no_look_alike_letter_makes_another_section(name: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from([c, LOOK_ALIKES.get(c, c), c.upper()])) for c in name
    )
    assert section_key(typed) == section_key(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Світ", "svit"),
        ("Політика", "polityka"),
        ("Війна", "viina"),
        ("Суспільство", "suspilstvo"),
        ("Європа", "yevropa"),
        ("Їжа та йога", "yizha-ta-yoha"),
        ("Югра", "yuhra"),
        ("Ярмарок", "yarmarok"),
        ("Об’єднання", "obiednannia"),
        ("Сім'я", "simia"),
        ("Згода", "zghoda"),
        ("Щастя", "shchastia"),
        ("Воєнний\u00a0щоденник", "voiennyi-shchodennyk"),
        ("Реи\u0306тинги", "reitynhy"),
        ("COVID-19", "covid-19"),
        ("Xbox", "xbox"),
        ("Абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "abvhgdeiezhzyiiiklmnoprstufkhtschshshchiuia"),
        ("день тінь", "den-tin"),
        ("п’ять п'ять пʼять", "piat-piat-piat"),
        ("🙂 Йога", "yoha"),
        ("🙂", "section"),
        ("", "section"),
    ],
)
def test_a_slug_is_the_name_in_latin_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text())
def test_a_slug_is_fit_for_an_address(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(name))


@pytest.mark.parametrize(
    ("name", "hashtag"),
    [
        ("Світ", "#Світ"),
        ("Відеоновини та фото", "#Відеоновини_та_фото"),
        ("Наука й IT", "#Наука_й_IT"),
        ("Сім’я, дім", "#Сімя_дім"),
        ("Спорт і здоров'я", "#Спорт_і_здоровя"),
        ("«Об’єктив»", "#Обєктив"),
    ],
)
def test_a_hashtag_is_one_that_telegram_reads_whole(name: str, hashtag: str) -> None:
    assert a_section(name).hashtag == hashtag


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ПОГОДА", "Погода"),
        ("НАУКА\u00a0І  ТЕХНІКА", "Наука і техніка"),
        ("Погода", "Погода"),
        ("НАТО", "НАТО"),
        ("СПОРТ", "Спорт"),
        ("ЗСУ", "ЗСУ"),
        ("Спорт у США", "Спорт у США"),
    ],
)
def test_a_new_section_is_named_as_the_desk_writes_and_not_in_the_pages_capitals(
    printed: str, name: str
) -> None:
    assert section_name(printed) == name


def test_a_label_has_the_emoji_before_the_name() -> None:
    assert a_section("Світ", emoji="🌍").label == "🌍 Світ"


def test_the_first_sections_are_seven_and_known_apart() -> None:
    assert [section.name for section in FIRST_SECTIONS] == [
        "Світ",
        "Політика",
        "Війна",
        "Економіка",
        "Суспільство",
        "Спорт",
        "Культура",
    ]
    assert len({section.slug for section in FIRST_SECTIONS}) == 7
    assert len({section_key(section.name) for section in FIRST_SECTIONS}) == 7
    assert [section.id for section in FIRST_SECTIONS] == [1, 2, 3, 4, 5, 6, 7]
    assert [section.emoji for section in FIRST_SECTIONS] == [*"🌍🏛🛡📈👥", "⚽️", "🎭"]
