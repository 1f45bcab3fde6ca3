"""In which zone a city lies, in whichever form it is typed: «Харків», «у Харкові», “Kharkiv”."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final
from zoneinfo import available_timezones

from bot.domain.filters import Term
from bot.language.place_names import NAMED_CITIES
from bot.language.terms import Language

_LONGEST: Final = 60  # characters
_BEFORE: Final = frozenset(("у", "в", "in", "м", "місто", "місті", "city"))


class Cities:
    """`language` knows the forms of names, and each in the other alphabet."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def zone_of(self, typed: str) -> str | None:
        """The zone's IANA name; None for what is no city, or may be several.

        Takes its time at the first call: some hundreds of names are looked up.
        """
        city, _, _ = typed[:_LONGEST].partition(",")  # «Київ, Україна»
        words = city.replace(".", " ").split()
        if len(words) > 1 and words[0].casefold() in _BEFORE:
            words = words[1:]
        for name in dict.fromkeys((" ".join(words), "-".join(words))):
            if zone := self._as_printed.get(self._language.exactly(name)):
                return zone
        for name in dict.fromkeys((" ".join(words), "-".join(words))):
            found = self._in_any_form(name)
            if len(found) == 1:
                return found.pop()
        return None

    def _in_any_form(self, name: str) -> set[str]:
        asked = self._language.asked(name)
        if not asked:
            return set()
        first, *others = asked
        names = set().union(*(self._by_term.get(term, set()) for term in first))
        return {
            zone
            for zone, said in names
            if len(said) == len(asked)
            and all(word & there for word, there in zip(others, said[1:], strict=True))
        }

    @cached_property
    def _as_printed(self) -> dict[tuple[Term, ...], str]:
        names = reversed(list(_names()))  # those of the list here go before babel's
        return {self._language.exactly(name): zone for name, zone in names}

    @cached_property
    def _by_term(self) -> dict[Term, set[tuple[str, tuple[frozenset[Term], ...]]]]:
        """The first word of each name, with its zone and all its words."""
        found: dict[Term, set[tuple[str, tuple[frozenset[Term], ...]]]] = {}
        for name, zone in _names():
            said = tuple(self._language.said(name))
            for term in said[0] if said else ():
                found.setdefault(term, set()).add((zone, said))
        return found


def _names() -> Iterator[tuple[str, str]]:
    """The names of cities with their zones."""
    from babel import Locale  # noqa: PLC0415 - for whoever names a city at all
    from babel.core import get_global  # noqa: PLC0415

    for zone, names in NAMED_CITIES.items():
        yield from ((name, zone) for name in names.split())
    newer, known = get_global("zone_aliases"), available_timezones()
    for language in ("uk", "en"):
        for old, said in Locale(language).time_zones.items():
            zone = newer.get(old, old)
            if "city" in said and zone in known:
                yield said["city"], zone
                yield zone.rpartition("/")[2].replace("_", " "), zone
