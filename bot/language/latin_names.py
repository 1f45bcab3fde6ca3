"""Names in two alphabets: what «Зеленський» and «Zelenskyy», «Київ» and «Kyiv» share."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bot.domain.filters import Term
from bot.language.spelling import without_accents

# Terms of names hold what they sound like behind a figure for the alphabet that they stand in:
# so no word finds another one of its own alphabet by its sound.
IN_CYRILLIC, IN_LATIN = "0", "1"
_FEWEST_LETTERS: Final = 3
_FEWEST_FOR_LATIN: Final = 4  # «вон» is a form of «вона», and Von somebody's name
_CYRILLIC: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "i", "є": "i", "ж": "z",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "4", "ш": "s", "щ": "s4", "ю": "iu", "я": "ia", "ё": "io", "ы": "i",
    "э": "i", "ь": None, "ъ": None, "'": None, "-": None,
})  # fmt: skip
_LETTERS: Final = str.maketrans({
    "č": "ch", "ć": "ch", "š": "sh", "ž": "zh", "ł": "l", "ß": "ss", "ø": "o", "'": None,
    "-": None,
})  # fmt: skip
# Longer ones first: «shch» is no «sh» with a «ch».
_GROUPS: Final = {
    "cki": "tski", "shch": "s4", "tsch": "4", "sch": "s", "tch": "4", "ch": "4", "cz": "4",
    "th": "t", "sh": "s", "sz": "s", "zh": "z", "kh": "h", "gh": "h", "ph": "f", "ck": "k",
    "ce": "si", "ci": "si", "cy": "si", "x": "ks", "q": "k", "w": "v", "c": "k", "g": "h",
    "e": "i", "j": "i", "y": "i",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
_DOUBLED = re.compile(r"(.)\1+")
# Spelled in English otherwise than they sound.
_SPELLED: Final = {
    "ukraine": "україна", "russia": "росія", "crimea": "крим", "poland": "польща",
    "germany": "німеччина", "france": "франція", "europe": "європа", "china": "китай",
    "moscow": "москва", "warsaw": "варшава", "brussels": "брюссель", "berlin": "берлін",
    "london": "лондон", "paris": "париж", "washington": "вашингтон", "trump": "трамп",
    "biden": "байден", "johnson": "джонсон", "scholz": "шольц", "merz": "мерц",
    "musk": "маск", "vance": "венс", "rutte": "рютте", "starmer": "стармер",
    "google": "гугл", "facebook": "фейсбук", "twitter": "твіттер", "apple": "еппл",
    "microsoft": "майкрософт", "bloomberg": "блумберг", "mercedes": "мерседес",
    "himars": "хаймарс", "patriot": "петріот", "bradley": "бредлі", "javelin": "джавелін",
    "spacex": "спейсікс", "volkswagen": "фольксваген", "fico": "фіцо", "mirage": "міраж",
    "rafale": "рафаль", "leyen": "ляєн", "joe": "джо", "george": "джордж",
    "giorgia": "джордж", "emmanuel": "емманюель", "friedrich": "фрідріх", "andrzej": "анджей",
    "keir": "кір", "antony": "ентоні", "anthony": "ентоні", "steve": "стів", "mike": "майк",
    "pete": "піт", "james": "джеймс", "charles": "чарльз", "jinping": "цзіньпін",
    "gates": "гейтс", "taylor": "тейлор", "ronaldo": "роналду", "nike": "найк",
    "reuters": "рейтер", "vladimir": "володимир", "sergey": "сергій", "dmitry": "дмитро",
    "alexander": "олександр", "alexei": "олексій", "nikolai": "микола",
    "prague": "прага", "vienna": "відень", "munich": "мюнхен", "geneva": "женева",
    "istanbul": "стамбул", "beijing": "пекін", "chisinau": "кишинів", "rome": "рим",
    "athens": "афіни", "lisbon": "лісабон", "bucharest": "бухарест", "copenhagen": "копенгаген",
    "cairo": "каїр", "jerusalem": "єрусалим", "hague": "гаага", "ramstein": "рамштайн",
    "hungary": "угорщина", "czechia": "чехія", "turkey": "туреччина", "italy": "італія",
    "spain": "іспанія", "sweden": "швеція", "norway": "норвегія", "greece": "греція",
    "japan": "японія", "macedonia": "македонія", "rzeszow": "жешув",
}  # fmt: skip


def in_cyrillic_text(words: Iterable[str]) -> set[Term]:
    """The terms of a name that may be any of these, in small Cyrillic letters."""
    return {f"{IN_CYRILLIC}{sound}" for sound in _sounds(words)}


def for_latin_text(words: Iterable[str]) -> set[Term]:
    """By which the same is looked for in Latin."""
    long = (each for each in words if len(each) >= _FEWEST_FOR_LATIN)
    return {f"{IN_LATIN}{sound}" for sound in _sounds(long)}


def in_latin_text(word: str) -> set[Term]:
    """The same of one in small Latin letters."""
    return {f"{IN_LATIN}{each}" for each in _latin_sounds(word)}


def for_both(word: str) -> set[Term]:
    return {f"{mark}{each}" for each in _latin_sounds(word) for mark in (IN_CYRILLIC, IN_LATIN)}


@cache
def letters_of(sound: str) -> str:
    """The letters of both alphabets with which a name may begin that sounds so."""
    cyrillic = [chr(letter) for letter, made in _CYRILLIC.items() if (made or "")[:1] == sound]
    latin = [group[0] for group, made in _GROUPS.items() if made[0] == sound]
    return "".join({sound, *cyrillic, *latin})


def _sounds(words: Iterable[str]) -> set[str]:
    """«Яр» has two letters, and in Latin three."""
    sounds = {_sound(each) for each in words if each[-1:].isalpha()}
    return {sound for sound in sounds if len(sound) >= _FEWEST_LETTERS}


def _sound(cyrillic: str) -> str:
    return _plain(cyrillic.translate(_CYRILLIC))


def _latin_sounds(word: str) -> list[str]:
    if len(word) < _FEWEST_LETTERS:
        return []
    if known := _SPELLED.get(word):
        return [_sound(known)]
    letters = without_accents(word.translate(_LETTERS))
    if not letters.isalpha():
        return []
    return [_plain(_GROUP.sub(lambda group: _GROUPS[group[0]], letters))]


def _plain(sound: str) -> str:
    """Without doubled sounds; Russian has «-ов» and «-ев» where Ukrainian has «-ів»."""
    once = _DOUBLED.sub(r"\1", sound)
    once = once.replace("4o", "4i")  # «Chernobyl» is Чорнобиль
    return f"{once[:-2]}iv" if once.endswith("ov") else once
