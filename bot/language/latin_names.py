"""Names in two alphabets: what «Зеленський» and «Zelenskyy», «Київ» and «Kyiv» share."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bot.domain.filters import Term
from bot.language.place_names import in_ukrainian_of
from bot.language.spelling import without_accents

# Terms of names hold what they sound like behind a figure for the alphabet that they stand in:
# so no word finds another one of its own alphabet by its sound.
IN_CYRILLIC, IN_LATIN = "0", "1"
IN_ENGLISH = "4"  # a word of the language, which is a name at times: «Cook», «Bush»
_FEWEST_LETTERS: Final = 3
_FEWEST_FOR_LATIN: Final = 4  # «вон» is a form of «вона», and Von somebody's name
_CYRILLIC: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "i", "є": "i", "ж": "z",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "4", "ш": "s", "щ": "s4", "ю": "iu", "я": "ia", "ё": "io", "ы": "i",
    "э": "i", "ь": None, "ъ": None, "'": None, "ʼ": None, "’": None, "-": None,
})  # fmt: skip
_LETTERS: Final = str.maketrans({
    "č": "ch", "ć": "ch", "š": "sh", "ž": "zh", "ł": "l", "ß": "ss", "ø": "o", "'": None,
    "-": None,
})  # fmt: skip
_MARKED: Final = _LETTERS | str.maketrans({"ö": "oe", "ø": "oe", "ä": "ae", "ę": "en", "ą": "on"})
# Longer ones first: «shch» is no «sh» with a «ch».
_GROUPS: Final = {
    "cki": "tski", "shch": "s4", "tsch": "4", "sch": "s", "tch": "4", "ch": "4", "cz": "4",
    "th": "t", "sh": "s", "sz": "s", "zh": "z", "kh": "h", "gh": "h", "ph": "f", "ck": "k",
    "dh": "d", "bh": "b", "xx": "ks",
    "ce": "si", "ci": "si", "cy": "si", "x": "ks", "q": "k", "w": "v", "c": "k", "g": "h",
    "e": "i", "j": "i", "y": "i",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
# What is written so may sound otherwise: all of it by the rules of one language.
_Readings = tuple[tuple[tuple[re.Pattern[str], str], ...], ...]
_READINGS: Final[_Readings] = tuple(
    tuple((re.compile(written), sound) for written, sound in rules)
    for rules in (
        # «Sullivan», «Chelsea», «Kissinger», «Powell», «Christine»: words of English, too
        (
            *(("^rh", "r"), ("chr", "kr")),
            *(("ai(?!r)", "ei"), ("aw", "o")),
            *(("ur(?![aeiouy])", "er"), ("(?<!o)u", "a"), ("oo", "u"), ("ea", "i")),
            *(("ow", "au"), ("ah$", "a"), ("ew", "iu")),
            *(("j|g(?=[eiy])", "dz"), ("(?<=[bcdgkpt])le", "l"), ("e$", "")),
        ),
        # «Steinmeier», «Baerbock», «Zuckerberg», «Raiffeisen», «Verstappen»
        (
            *(("ae|oe", "i"), ("ei", "ai"), ("eu", "oi"), ("rh", "r"), ("tz|z", "ts")),
            *(("(?<=[aeiou])s(?=[aeiou])", "z"), ("^v", "f")),
        ),
        # «Leipzig», «Zurich»
        (("ch", "h"), ("tz|z", "ts")),
        # «Djokovic», «Kinzhal», «Debrecen», «Lucerne»
        (("dj|zh", "dz"), ("c(?=[eiy][^c])", "ts"), ("c(?![hkz])", "4"), ("(?<=n)e$", "")),
        # «Sanchez», «Rodriguez», «Guardiola», «Austin», «Crosetto», «Bologna», «Lagarde»
        (
            *(("au", "o"), ("gu(?=[ei])", "h"), ("gu(?=a)", "hv"), ("z$", "s"), ("gn", "ni")),
            *(("(?<=[aeioun])s(?=[aeiou])", "z"), ("e$", "")),
        ),
        # «Trudeau», «Strasbourg», «Renault», «Michel», «Bernard», «Barnier», «Chevrolet»
        (
            *(("(?:eau|au)(?:lt|ld|x|d|t)?$|(?<=o)t$|eau|au", "o"), ("ou", "u"), ("ch", "s")),
            *(("(?<=[nr])[cdt]$|(?<=ie)r$|(?<=e)t$", ""), ("ce$", "s"), ("ge$|j", "zh")),
        ),
        # «Ancelotti», «Georgescu», «Mourinho», «Dubois»
        (
            *(("ch", "k"), ("c(?=[ei])", "4"), ("z", "ts"), ("gn", "ni")),
            *(("ge(?=o)|gi(?=[aou])|g(?=[ei])", "dz"),),
        ),
        (("nh", "ni"), ("lh", "li"), ("o(?=s?$)", "u")),
        (("oi", "ua"), ("s$", "")),
        # «Cameron», «Lammy», «Snowden»
        (("ca", "ki"), ("a", "i"), ("ow", "ou")),
        # «Navalnaya»
        (("aya$", "a"),),
        # «Wroclaw», «Rzepa», «Walesa»
        (("rz", "zh"), ("ch", "h"), ("c(?![hkz])", "ts")),
    )
)
_ENGLISH: Final = _READINGS[:1]
_FEWEST_TO_READ: Final = 5  # «Sumy» is no «Самі»
_APART: Final = {"венеція": "venetsia"}  # else it sounds like Вінниця
# «Al-Sharaa» is Аш-Шараа: the article sounds like what it stands before.
_ARTICLE = re.compile("^(?:[ae][sdrntz]h?|[ae]l|[ае](?:ль|[шсдрнтз]))-")
_DOUBLED = re.compile(r"(.)\1+")
# Spelled in English otherwise than they sound.
_SPELLED: Final = {
    "crimea": "крим", "europe": "європа", "washington": "вашингтон", "trump": "трамп",
    "biden": "байден", "johnson": "джонсон", "scholz": "шольц", "merz": "мерц", "musk": "маск",
    "vance": "венс", "rutte": "рютте", "starmer": "стармер", "google": "гугл",
    "facebook": "фейсбук", "twitter": "твіттер", "apple": "еппл", "microsoft": "майкрософт",
    "bloomberg": "блумберг", "mercedes": "мерседес", "himars": "хаймарс",
    "bradley": "бредлі", "javelin": "джавелін", "spacex": "спейсікс", "volkswagen": "фольксваген",
    "fico": "фіцо", "mirage": "міраж", "rafale": "рафаль", "leyen": "ляєн", "joe": "джо",
    "george": "джордж", "giorgia": "джордж", "emmanuel": "емманюель", "friedrich": "фрідріх",
    "andrzej": "анджей", "keir": "кір", "antony": "ентоні", "anthony": "ентоні", "steve": "стів",
    "mike": "майк", "pete": "піт", "james": "джеймс", "charles": "чарльз", "jinping": "цзіньпін",
    "gates": "гейтс", "taylor": "тейлор", "ronaldo": "роналду", "nike": "найк",
    "reuters": "рейтер", "vladimir": "володимир", "sergey": "сергій", "dmitry": "дмитро",
    "alexander": "олександр", "alexei": "олексій", "nikolai": "микола", "munich": "мюнхен",
    "geneva": "женева", "beijing": "пекін", "hague": "гаага", "ramstein": "рамштайн",
    "turkey": "туреччина", "kremlin": "кремль", "truss": "трасс", "booker": "букер",
    "naples": "неаполь", "venice": "венеція", "delhi": "делі", "texas": "техас",
    "przemysl": "перемишль", "dresden": "дрезден", "magyar": "мадяр", "peugeot": "пежо",
    "xiaomi": "сяомі", "houthi": "хусит", "houthis": "хусит", "slavyansk": "слов'янськ",
    "torino": "турин", "carpathians": "карпати", "carpathian": "карпати", "airbus": "ейрбас",
    "reagan": "рейган", "thatcher": "тетчер", "churchill": "черчилль", "bolsonaro": "болсонару",
    "rowling": "роулінг", "spotify": "спотіфай", "joshua": "джошуа", "broadway": "бродвей",
    "manhattan": "манхеттен",
    "ohio": "огайо", "miami": "маямі", "buckingham": "букінгем", "versailles": "версаль",
    "normandy": "нормандія", "saxony": "саксонія", "siberia": "сибір", "caucasus": "кавказ",
    "sicily": "сицилія", "constanta": "констанца", "zaporozhye": "запоріжжя",
    "bialystok": "білосток", "tikhanovskaya": "тихановська", "tsikhanouskaya": "тихановська",
    "haaland": "голанд", "monfils": "монфіс", "bavaria": "баварія", "venezia": "венеція",
    "bush": "буш", "waltz": "волц", "walz": "волз", "graham": "грем", "rihanna": "ріанна",
    "shakespeare": "шекспір", "beethoven": "бетховен", "roosevelt": "рузвельт", "yoon": "юн",
    "lifecell": "лайфселл", "macedonia": "македонія", "rzeszow": "жешув",
}  # fmt: skip


def in_cyrillic_text(words: Iterable[str]) -> set[Term]:
    """The terms of a name that may be any of these, in small Cyrillic letters."""
    return {f"{IN_CYRILLIC}{sound}" for sound in _sounds(words)}


def for_latin_text(words: Iterable[str], *, name: str = "") -> set[Term]:
    """By which the same is looked for in Latin; a `name` may be as short as «Буш»."""
    return {f"{IN_LATIN}{sound}" for sound in _sounds_for_latin(words, name)}


def for_english_text(words: Iterable[str]) -> set[Term]:
    """By which a name is looked for that is a word of English, too; «Mask» is no Musk."""
    others = (each for each in words if each not in _SPELLED.values())
    return {f"{IN_ENGLISH}{sound}" for sound in _sounds_for_latin(others)}


def in_latin_text(word: str, *, is_name: bool) -> set[Term]:
    """The same of one in small Latin letters; `is_name`: it is no word of English."""
    mark = IN_LATIN if is_name or _known(word) else IN_ENGLISH
    return {f"{mark}{each}" for each in _latin_sounds(word, _READINGS if is_name else _ENGLISH)}


def for_both(word: str, *, is_name: bool) -> set[Term]:
    """«Messi» may be «Mesi», too; a word of English has one spelling there."""
    sounds = _latin_sounds(word, _READINGS if is_name else ())
    marks = (IN_CYRILLIC, IN_LATIN) if is_name else (IN_CYRILLIC,)
    return {f"{mark}{each}" for each in sounds for mark in marks}


@cache
def letters_of(sound: str) -> str:
    """The letters of both alphabets with which a name may begin that sounds so."""
    cyrillic = [chr(letter) for letter, made in _CYRILLIC.items() if (made or "")[:1] == sound]
    latin = [group[0] for group, made in _GROUPS.items() if made[0] == sound]
    return "".join({sound, *cyrillic, *latin})


def _known(latin: str) -> str | None:
    """A name in Cyrillic that does not sound as it is spelled in English."""
    plain = without_accents(latin)
    return _SPELLED.get(plain) or in_ukrainian_of().get(plain)


def _sounds_for_latin(words: Iterable[str], name: str = "") -> set[str]:
    return _sounds(each for each in words if each == name or len(each) >= _FEWEST_FOR_LATIN)


def _sounds(words: Iterable[str]) -> set[str]:
    """«Яр» has two letters, and in Latin three; «10-й» is no name."""
    sounds = {_sound(each) for each in words if each[-1:].isalpha() and each[0].isalpha()}
    return {sound for sound in sounds if len(sound) >= _FEWEST_LETTERS}


def _sound(cyrillic: str) -> str:
    if cyrillic in _APART:
        return _APART[cyrillic]
    return _plain(_ARTICLE.sub("", cyrillic).translate(_CYRILLIC))


def _latin_sounds(word: str, possible: _Readings) -> set[str]:
    if known := _known(word):
        return {_sound(known)}
    if len(word) < _FEWEST_LETTERS:
        return set()
    word = _ARTICLE.sub("", word)
    letters = without_accents(word.translate(_LETTERS))
    if not letters.isalpha():
        return set()
    if letters.startswith("mc"):  # «McConnell»
        letters = f"mak{letters[2:].removeprefix('c')}"
    readings = {letters}
    marked = letters if word.isascii() else without_accents(word.translate(_MARKED))
    for rules in possible if len(marked) >= _FEWEST_TO_READ else ():
        read = marked
        for written, sound in rules:
            read = written.sub(sound, read)
        readings.add(read)
    sounds = {_plain(_GROUP.sub(lambda group: _GROUPS[group[0]], read)) for read in readings}
    return {sound for sound in sounds if len(sound) >= _FEWEST_LETTERS}


def _plain(sound: str) -> str:
    """Without doubled sounds; Russian has «-ов» and «-ев» where Ukrainian has «-ів»."""
    once = _DOUBLED.sub(r"\1", sound)
    once = once.replace("4o", "4i").replace("t4", "4")  # «Chernobyl», «Mitch»
    once = once.replace("iu", "u").replace("lia", "la")  # «Lublin» is Люблін, «Alaska» Аляска
    return f"{once[:-2]}iv" if once.endswith("ov") else once
