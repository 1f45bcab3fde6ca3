"""How Ukrainian has what is spelled as in Russian: «Горловка», «Минфин», «Резников»."""

import re
from collections.abc import Iterator
from typing import Final

from bot.language.engines import Engine
from bot.language.long_names import well_known

_LETTERS: Final = str.maketrans("ыэ", "ие")  # «выборы» are «вибори», Залужный is Залужний
_LETTERS_AND_I: Final = str.maketrans("иыэ", "іие")
_TYPE: Final = re.compile("[а-я]{1,3}-?[0-9]+")  # «МиГ-29» is a «МіГ-29»
_ENDINGS: Final = tuple(
    (re.compile(f"{russian}$"), ukrainian)
    for russian, ukrainian in (
        ("[ое]вка", "івка"),
        ("[ое]вск", "івськ"),
        ("(?<=[сц])к", "ьк"),
        ("(?<=[ое]в)о", "е"),
        ("поль", "піль"),
        ("льот", "літ"),
        ("ия", "ія"),
        ("(?<=[а-яіїє]{3})ая", "а"),
    )
)
_SURNAMES: Final = ("ов", "ев", "ин", "ук", "юк", "енко")


def natives(word: str, speaker: Engine) -> Iterator[str]:
    """What a small-letter word may be: «Цзіньпін» of «Цзиньпин», «нацполіція»."""
    if (native := word.translate(_LETTERS)) != word:
        yield native
    if "и" in word and _TYPE.fullmatch(word):
        yield word.translate(_LETTERS_AND_I)
    if not speaker.knows(word):
        yield from (w for w in _spelled(word) if speaker.knows(w) or w in well_known())
    elif word.endswith(_SURNAMES) and speaker.is_name(word):  # «Резников» is in both
        yield from filter(speaker.is_name, _spelled(word))


def _spelled(word: str) -> set[str]:
    """Not all of them are words."""
    spelled = {word.translate(_LETTERS_AND_I), word.replace("и", "і", 1).translate(_LETTERS)}
    for ending, ukrainian in _ENDINGS:
        spelled |= {ending.sub(ukrainian, each) for each in (word, *spelled)}
    return spelled - {word}
