"""Readers name a city, in whichever form, and get its zone."""

from zoneinfo import available_timezones

import pytest

from bot.domain.reading_times import CITIES
from bot.language.cities import Cities
from bot.language.place_names import NAMED_CITIES
from bot.language.terms import Language

KNOWN = Cities(Language())


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Харків", "Europe/Kyiv"),
        ("у Харкові", "Europe/Kyiv"),
        ("КИЄВІ", "Europe/Kyiv"),
        ("м. Рівне", "Europe/Kyiv"),
        ("Київ, Україна", "Europe/Kyiv"),
        ("Івано-Франківську", "Europe/Kyiv"),
        ("Kharkiv", "Europe/Kyiv"),
        ("kiev", "Europe/Kyiv"),
        ("в Мюнхені", "Europe/Berlin"),
        ("Łódź", "Europe/Warsaw"),
        ("lisbon", "Europe/Lisbon"),
        ("Нью Йорку", "America/New_York"),
        ("new york", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Тель Авів", "Asia/Jerusalem"),
        ("Скоп'є", "Europe/Skopje"),
        ("Буенос-Айрес", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_city_has_its_zone_in_any_form_of_its_name(typed: str, zone: str) -> None:
    assert KNOWN.zone_of(typed) == zone


@pytest.mark.parametrize(
    "typed",
    ["", "і", "Марс", "Сан", "???", "в", "Україна", "😀", "Х" * 5000, "\0", "Харків та"],
)
def test_what_is_no_city_or_may_be_several_has_none(typed: str) -> None:
    assert KNOWN.zone_of(typed) is None


def test_every_zone_of_ours_is_there_and_its_cities_are_found() -> None:
    assert set(NAMED_CITIES) <= available_timezones()
    assert [zone for zone in CITIES if KNOWN.zone_of(zone.rpartition("/")[2]) != zone] == []
    missed = [
        name
        for zone, names in NAMED_CITIES.items()
        for name in names.split()
        if KNOWN.zone_of(name) != zone
    ]
    assert missed == []
