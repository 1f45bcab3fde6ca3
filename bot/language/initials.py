"""Names of several words and their first letters: «Центр протидії дезінформації» is the ЦПД.

Whatever is called so, in no list: the words have to be one name by their forms.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.language.readings import Dictionary, is_of_person
from bot.language.spelling import is_cyrillic

LETTERS: Final = range(3, 8)  # of such a name; two say too little
_MOST_OF_SHORT: Final = 4
_MOST_WORDS = 2 * LETTERS.stop  # with those between
_REMEMBERED = 20_000  # words
_BETWEEN: Final = frozenset(
    (
        "і",
        "й",
        "та",
        "з",
        "із",
        "зі",
        "у",
        "в",
        "на",
        "від",
        "до",
        "для",
        "про",
        "при",
        "щодо",
        "за",
    )
)
_OF_UKRAINE: Final = "у"  # «НСЗУ» is written out without it as well
# What a word may be within a name, and how far a name has come by one reading or another.
_DESCRIBES, _NAMES = 1, 2
_DESCRIBES_WHOSE, _NAMES_WHOSE = 4, 8  # «вищої», «освіти»
_BEFORE, _BEFORE_WHOSE, _WHOLE = 1, 2, 4


class Initials:
    def __init__(self, words: Dictionary) -> None:
        self._words = words
        self._may = lru_cache(_REMEMBERED)(self._look_up)

    def names(self, written: Sequence[str], at: int) -> Iterator[tuple[range, str]]:
        """The names that begin with this word, the shorter first, and their letters."""
        letters = ""
        stands = _BEFORE
        for behind, word in enumerate(written[at : at + _MOST_WORDS], at + 1):
            plain = word.casefold()
            if stands & _WHOLE and plain in _BETWEEN:
                stands = _BEFORE
                continue
            if len(word) <= _MOST_OF_SHORT and word.isupper():  # «Львівська ОВА»
                stands, letters = _next(stands, _NAMES), letters + plain
            else:
                stands = _next(stands, self._may(plain))
                parts = plain.split("-") if "-" in plain else (plain,)
                letters += "".join(part[:1] for part in parts)
            if not stands or len(letters) >= LETTERS.stop:
                return
            if stands & _WHOLE and len(letters) >= LETTERS.start:
                yield range(at, behind), letters

    def _look_up(self, word: str) -> int:
        if not is_cyrillic(word):
            return 0
        may = 0
        known = self._words.known(word)
        if not known and "-" in word:  # «оперативно-раптової»
            known = self._words.known(word.rpartition("-")[2])
        for reading in known:
            tag = reading.tag
            if is_of_person(tag):
                continue
            if tag.POS == "ADJF":
                may |= _DESCRIBES | (_DESCRIBES_WHOSE if tag.case == "gent" else 0)
            elif tag.POS == "NOUN":
                may |= _NAMES | (_NAMES_WHOSE if tag.case == "gent" else 0)
        return may


def _next(stands: int, may: int) -> int:
    """Where a name stands behind a word that may be this."""
    then = 0
    if stands & _BEFORE:
        then |= (may & _DESCRIBES and _BEFORE) | (may & _NAMES and _WHOLE)
    if stands & (_BEFORE_WHOSE | _WHOLE):
        then |= (may & _DESCRIBES_WHOSE and _BEFORE_WHOSE) | (may & _NAMES_WHOSE and _WHOLE)
    return then


def shortened(letters: str) -> Iterator[str]:
    """By which letters a text may have written out what somebody looks for by these."""
    yield letters
    if letters.endswith(_OF_UKRAINE) and len(letters) > LETTERS.start:
        yield letters.removesuffix(_OF_UKRAINE)
