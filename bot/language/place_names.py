"""What countries and the cities that zones are called after are in English, and in Ukrainian."""

from collections.abc import Iterator
from functools import cache

from bot.language.spelling import small, without_accents


@cache
def in_ukrainian_of() -> dict[str, str]:
    """English names of one word → Ukrainian ones, in small letters."""
    pairs = ((small(without_accents(english)), small(name)) for english, name in _names())
    return {english: name for english, name in pairs if english.isalpha() and _is_word(name)}


def _is_word(name: str) -> bool:
    return name.replace("-", "").replace("'", "").isalpha()


def _names() -> Iterator[tuple[str, str]]:
    from babel import Locale  # noqa: PLC0415 - 75 ms, with the first word in Latin

    english, ukrainian = Locale("en"), Locale("uk")
    for code, name in english.territories.items():
        if code.isalpha() and code in ukrainian.territories:
            yield name, ukrainian.territories[code].replace("ʼ", "'").replace("’", "'")
    for zone, said in ukrainian.time_zones.items():
        if "city" in said:
            called = english.time_zones.get(zone, {}).get("city")
            yield called or zone.rpartition("/")[2], said["city"]
