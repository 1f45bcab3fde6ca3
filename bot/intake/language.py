"""The language of a text, told by its letters and its commonest words."""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_UKRAINIAN = set("іїєґ")
_RUSSIAN = set("ыэъё")
_UK = "та що це для про не до від за із у в на з як який яка які його її був була є й або також"
_RU = "и что это для о не до от за из как который которая его её был была также с у в на или"
_EN = "the of and to in is for that with was are on has have will from by at as its be said an it"
_COMMON = {"uk": set(_UK.split()), "ru": set(_RU.split())}
_LATIN = {
    "en": _EN,
    "pl": "w i na z się nie do jest że o to po za od jak dla przez oraz ze był ma tym ich",
    "de": "der die und das ist nicht mit den von zu auf für dem ein eine im sich auch wird des",
    "fr": "le la les des et est une un du de dans pour que qui au aux sur par pas avec en",
    "es": "el la los las de en y que por del una un con para se su al es no",
    "it": "il di che la e per un non con della del sono è una gli alla i le in",
    "ro": "și de la în a că din cu pe pentru nu au este care să un o mai al ce sunt fost prin",
    "cs": "a v se na je že s o k z do pro který i ve po jsou byl by si už při roku kteří",
    "sk": "a v sa na je že s o k z do pre ktorý i vo po sú bol by si už pri roku ktorí",
}
_LATIN_COMMON = {code: frozenset(words.split()) for code, words in _LATIN.items()}
# What no other of them writes: short texts have hardly a common word.
_LETTERS = {"pl": "ąęłńśźż", "cs": "ěřů", "sk": "ľĺŕ", "de": "ß", "ro": "țșăţş", "es": "ñ¿¡"}
_FEWEST = 3
_ENOUGH_COMMON = 0.08
_SAMPLE = 20_000


def language_of(text: str) -> str | None:
    """«uk», «ru», «en» or another of Latin letters; None where the text does not tell."""
    sample = text[:_SAMPLE].casefold()
    words = _WORD.findall(sample)
    letters = Counter(sample)
    cyrillic = sum(n for letter, n in letters.items() if "а" <= letter <= "ґ")
    latin = sum(n for letter, n in letters.items() if "a" <= letter <= "z")
    if len(words) < _FEWEST or not words:
        return None
    if latin > cyrillic:
        return _latin(words)
    return _ukrainian_or_russian(letters, words) if cyrillic else None


def _latin(words: list[str]) -> str | None:
    told = {code: sum(map(common.__contains__, words)) for code, common in _LATIN_COMMON.items()}
    for code, letters in _LETTERS.items():
        told[code] += sum(not set(letters).isdisjoint(word) for word in words)
    best = max(told, key=lambda code: told[code])
    return best if told[best] >= len(words) * _ENOUGH_COMMON else None


def _ukrainian_or_russian(letters: Counter[str], words: list[str]) -> str | None:
    ukrainian = sum(letters[letter] for letter in _UKRAINIAN)
    russian = sum(letters[letter] for letter in _RUSSIAN)
    if ukrainian == russian:
        ukrainian = sum(word in _COMMON["uk"] for word in words)
        russian = sum(word in _COMMON["ru"] for word in words)
    if ukrainian == russian:
        return None
    return "uk" if ukrainian > russian else "ru"


def short_language(code: str | None) -> str | None:
    """«uk» of «uk-UA», «UK_ua» or «ua»; None where it is no code."""
    short = (code or "").strip().replace("_", "-").partition("-")[0].lower()
    is_code = len(short) == 2 and short.isascii() and short.isalpha()  # noqa: PLR2004 - ISO 639-1
    return {"ua": "uk"}.get(short, short) if is_code else None
