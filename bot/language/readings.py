"""What a word may be by pymorphy's dictionary, and by its guesses where that has none.

A word is looked up once: `parse` and `word_is_known` look three times, and cost twice as much.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

_PARTS = 3  # numbers that a paradigm has for each form
_IN_SONGS = ("ії", "її", "ую", "юю", "еє")  # «лівії» is of Лівія: of «лівий» in a song alone
_REMEMBERED = 1_000  # words: one is asked about several times, soon after one another


class Reading(NamedTuple):
    """A dictionary form, and pymorphy's tag of the form that was looked up."""

    normal_form: str
    tag: Any


class Dictionary:
    """`known` and `all` of a word, `can_be_done_to` of a verb; only ever read.

    So whoever needs one shares it.
    """

    def __init__(self, language: str) -> None:
        import pymorphy3  # noqa: PLC0415 - loaded by those who need it

        self._morphology = pymorphy3.MorphAnalyzer(lang=language)
        letters = self._morphology.char_substitutes
        self._replaced = frozenset(letter.decode() for letter in letters)
        self.known = lru_cache(_REMEMBERED)(self._look_up)
        self.can_be_done_to = lru_cache(_REMEMBERED)(self._has_passive)

    def all(self, word: str) -> tuple[Reading, ...]:
        """Its readings in the dictionary; those that are guessed where it has none."""
        return self.known(word) or tuple(
            Reading(parse.normal_form, parse.tag) for parse in self._morphology.parse(word)
        )

    def has(self, word: str) -> bool:
        """The same as `bool(known(word))`, in a tenth of the time where it has not."""
        return next(self._items(word), None) is not None

    def _has_passive(self, verb: str) -> bool:
        """Whether somebody may do it to something: «зупинити» has the form «зупинено»."""
        data = self._data
        return any(
            "Impe" in data.build_tag_info(paradigm, at)
            for spelled, items in self._items(verb)
            for paradigm, form in items
            if data.build_normal_form(paradigm, form, spelled) == verb
            for at in range(len(data.paradigms[paradigm]) // _PARTS)
        )

    def _look_up(self, word: str) -> tuple[Reading, ...]:
        data = self._data
        found = [
            Reading(
                data.build_normal_form(paradigm, form, spelled),
                data.build_tag_info(paradigm, form),
            )
            for spelled, items in self._items(word)
            for paradigm, form in items
        ]
        if len(found) > 1 and word.endswith(_IN_SONGS):
            found = [each for each in found if each.tag.POS != "ADJF"] or found
        return tuple(dict.fromkeys(found) if len(found) > 1 else found)

    @property
    def _data(self) -> Any:  # noqa: ANN401 - the library has no types
        return self._morphology.dictionary

    def _items(self, word: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """The word in each spelling that the dictionary has of it: «г» may be «ґ», «е» be «ё»."""
        words = self._data.words
        if not self._replaced.isdisjoint(word):
            yield from words.similar_items(word, self._morphology.char_substitutes)
        elif items := words.get(word):
            yield word, items


@cache
def dictionary(language: str) -> Dictionary:
    """Up to 70 MB."""
    return Dictionary(language)


@cache
def is_surname(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    """A tag takes longer to say it than to be found again: there are a few thousand."""
    return "Surn" in tag


@cache
def is_of_person(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return is_name(tag) or "Patr" in tag


@cache
def is_name(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "Surn" in tag or "Name" in tag


def without_calls(readings: Sequence[Reading]) -> Sequence[Reading]:
    """«Рано» is hardly a call to a wound, nor «суди» one to judge.

    Nobody addresses things, and surnames few.
    """
    if len(readings) == 1:
        return readings
    likely = [r for r in readings if not _is_seldom_called(r.tag)] or readings
    if any(_names_one(r.tag) for r in likely):  # «Олександр» is hardly of several Олександра
        return [r for r in likely if not names_several(r.tag)]
    return likely


@cache
def _is_seldom_called(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    if tag.mood == "impr":
        return bool(tag.number == "sing")
    return bool(tag.case == "voct" and (tag.animacy == "inan" or is_name(tag)))


@cache
def _names_one(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "Name" in tag and tag.case == "nomn" and tag.number != "plur"


@cache
def names_several(tag: Any) -> bool:  # noqa: ANN401 - the library has no types
    return "Name" in tag and tag.number == "plur"
