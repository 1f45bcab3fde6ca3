"""Names in two alphabets: what «Зеленський» and «Zelenskyy», «Київ» and «Kyiv» share."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from bot.domain.filters import Term
from bot.language.chinese_names import from_pinyin
from bot.language.place_names import in_ukrainian_of
from bot.language.pronunciation import (
    BEGINNINGS,
    ENGLISH,
    KOREAN,
    OTHERS,
    Readings,
    as_read,
    may_be_korean,
)
from bot.language.spelling import without_accents

# Terms of names hold what they sound like behind a figure for the alphabet that they stand in:
# so no word finds another one of its own alphabet by its sound.
IN_CYRILLIC, IN_LATIN = "0", "1"
AS_NAME = "7"  # the same in Cyrillic of what is no word, but for a name
IN_ENGLISH = "4"  # a word of the language, which is a name at times: «Cook», «Bush»
_FEWEST_LETTERS: Final = 3
_FEWEST_IN_CYRILLIC: Final = 4
_FEWEST_FOR_LATIN: Final = 4  # «вон» is a form of «вона», and Von somebody's name
_CYRILLIC: Final = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "i", "є": "i", "ж": "z",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "4", "ш": "s", "щ": "s4", "ю": "iu", "я": "ia", "ё": "io", "ы": "i",
    "э": "i", "ь": None, "ъ": None, "'": None, "ʼ": None, "’": None, "-": None,
})  # fmt: skip
_LETTERS: Final = str.maketrans({
    "č": "cz", "ć": "cz", "š": "sh", "ž": "zh", "ł": "l", "ß": "ss", "ø": "o", "'": None,
    "-": None,
})  # fmt: skip
_MARKED: Final = _LETTERS | str.maketrans({
    "ö": "oe", "ø": "oe", "ä": "ae", "ę": "en", "ą": "on", "ř": "rzh", "ņ": "ni", "ñ": "ni",
    "ļ": "li", "ň": "ni", "å": "o", "đ": "dj", "ț": "ts", "ţ": "ts",
})  # fmt: skip
# Longer ones first: «shch» is no «sh» with a «ch».
_GROUPS: Final = {
    "cki": "tski", "wh": "v", "shch": "s4", "tsch": "4", "sch": "s", "tch": "4", "ch": "4",
    "cz": "4", "th": "t", "sh": "s", "sz": "s", "zh": "z", "kh": "h", "gh": "h", "ph": "f",
    "ck": "k", "dh": "d", "bh": "b", "xx": "ks", "ce": "si", "ci": "si", "cy": "si",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
_OTHER_LETTERS: Final = str.maketrans(
    {"x": "ks", "q": "k", "w": "v", "c": "k", "g": "h", "e": "i", "j": "i", "y": "i"}
)
_FEWEST_TO_READ: Final = 4
_APART: Final = {"венеція": "venetsia"}  # else it sounds like Вінниця
# «Al-Sharaa» is Аш-Шараа: the article sounds like what it stands before.
_ARTICLE = re.compile("^(?:[ae][sdrntz]h?|[ae]l|[ае](?:ль|[шсдрнтз]))-")
_DOUBLED: Final = {letter: letter * 2 for letter in "abdfhiklmnoprstuvz4"}
_LONG_VOWELS: Final = frozenset("aiouy")  # at the end; an «e» is silent there
_CLOSED: Final = re.compile("ov(?![aoui])")  # «Глухов», «Горловка»
# «Дебальцево», «Борисполь», «Винница», «Навальная» in Russian
_OF_RUSSIAN: Final = {
    "ivo": "ivi", "ovo": "ovi", "pol": "pil", "vol": "vil", "tsia": "tsa", "kaia": "ka",
    "naia": "na",
}  # fmt: skip
_RUSSIAN_ENDS: Final = tuple(_OF_RUSSIAN)
_LONGEST_END: Final = max(map(len, _OF_RUSSIAN))  # «Kaia» is more than one
_W = re.compile("^u(?=[aio])")  # «Уиткофф», as he is in Russian
# Spelled in English otherwise than they sound.
_SPELLED: Final = {
    "crimea": "крим", "europe": "європа", "washington": "вашингтон", "trump": "трамп",
    "biden": "байден", "johnson": "джонсон", "scholz": "шольц", "merz": "мерц", "musk": "маск",
    "vance": "венс", "rutte": "рютте", "starmer": "стармер", "google": "гугл",
    "facebook": "фейсбук", "twitter": "твіттер", "apple": "еппл", "microsoft": "майкрософт",
    "bloomberg": "блумберг", "mercedes": "мерседес", "himars": "хаймарс гімарс",
    "bradley": "бредлі", "javelin": "джавелін", "spacex": "спейсікс", "volkswagen": "фольксваген",
    "fico": "фіцо", "mirage": "міраж", "rafale": "рафаль", "leyen": "ляєн", "joe": "джо",
    "george": "джордж", "giorgia": "джордж", "emmanuel": "емманюель", "friedrich": "фрідріх",
    "andrzej": "анджей", "keir": "кір", "antony": "ентоні", "anthony": "ентоні", "steve": "стів",
    "mike": "майк", "pete": "піт", "james": "джеймс", "charles": "чарльз шарль",
    "jinping": "цзіньпін",
    "gates": "гейтс", "taylor": "тейлор", "ronaldo": "роналду", "nike": "найк",
    "reuters": "рейтер рейтерс ройтерс", "vladimir": "володимир", "sergey": "сергій",
    "dmitry": "дмитро", "alexander": "олександр александер александр",
    "lee": "лі", "wang": "ван", "francois": "франсуа", "jong": "чен чон чжон", "un": "ин",
    "alexei": "олексій", "nikolai": "микола", "munich": "мюнхен",
    "geneva": "женева", "beijing": "пекін", "hague": "гаага", "ramstein": "рамштайн",
    "turkey": "туреччина", "kremlin": "кремль", "truss": "трасс", "booker": "букер",
    "naples": "неаполь", "venice": "венеція", "delhi": "делі", "texas": "техас",
    "przemysl": "перемишль", "dresden": "дрезден", "magyar": "мадяр", "peugeot": "пежо",
    "xiaomi": "сяомі", "nanjing": "нанкін", "macau": "макао",
    "choe": "цой чхве", "choi": "цой чхве чой",
    "lukashenka": "лукашенко", "houthi": "хусит", "houthis": "хусит", "slavyansk": "слов'янськ",
    "torino": "турин", "carpathians": "карпати", "carpathian": "карпати", "airbus": "ейрбас",
    "reagan": "рейган", "thatcher": "тетчер", "churchill": "черчилль", "bolsonaro": "болсонару",
    "rowling": "роулінг ролінг", "spotify": "спотіфай", "joshua": "джошуа", "broadway": "бродвей",
    "manhattan": "манхеттен",
    "ohio": "огайо", "miami": "маямі", "buckingham": "букінгем", "versailles": "версаль",
    "normandy": "нормандія", "saxony": "саксонія", "siberia": "сибір", "caucasus": "кавказ",
    "sicily": "сицилія", "constanta": "констанца", "zaporozhye": "запоріжжя",
    "bialystok": "білосток", "tikhanovskaya": "тихановська", "tsikhanouskaya": "тихановська",
    "haaland": "голанд", "monfils": "монфіс", "bavaria": "баварія", "venezia": "венеція",
    "bush": "буш", "waltz": "волц", "walz": "волз", "graham": "грем", "rihanna": "ріанна",
    "shakespeare": "шекспір", "beethoven": "бетховен", "roosevelt": "рузвельт", "yoon": "юн",
    "lifecell": "лайфселл", "jose": "хосе жозе", "montenegro": "чорногорія монтенегру",
    "macedonia": "македонія", "rzeszow": "жешув", "chiang": "чан цзян", "kai-shek": "кайші",
    "tse-tung": "цзедун", "ing-wen": "інвень", "ching-te": "цінде", "kaohsiung": "гаосюн",
    "taichung": "тайчжун", "kuomintang": "гоміньдан", "oschadbank": "ощадбанк",
    "sabalenka": "соболенко сабаленка", "swiatek": "швйонтек швьонтек", "caesar": "цезар",
    "leo": "лев лео", "freud": "фрейд", "forbes": "форбс", "cruise": "круз", "coelho": "коельйо",
    "shinawatra": "чинават",
    "snyder": "снайдер", "leavitt": "левітт", "wiles": "вайлс",
    "mcmahon": "макмехон", "applebaum": "епплбаум",
    "england": "англія", "scotland": "шотландія", "wales": "уельс", "silesia": "сілезія",
    "transnistria": "придністров'я", "transcarpathia": "закарпаття",
    "mediterranean": "середземний", "galicia": "галичина галісія", "podolia": "поділля",
    "nagorno": "нагірний", "alps": "альпи", "balkans": "балкани", "urals": "урал",
    "danube": "дунай", "dnieper": "дніпро", "rhine": "рейн", "dniester": "дністер",
    "vistula": "вісла", "bosphorus": "босфор", "transylvania": "трансильванія",
    "thuringia": "тюрингія", "hesse": "гессен", "crete": "крит", "rhodes": "родос",
    "himalayas": "гімалаї", "ossetia": "осетія", "lapland": "лапландія", "thames": "темза",
    "europol": "європол", "eurojust": "євроюст", "eurostat": "євростат",
    "bayern": "баварія баєрн", "lufthansa": "люфтганза", "ryanair": "раянейр",
    "eurofighter": "єврофайтер", "zircon": "циркон", "burevestnik": "буревісник",
    "euronews": "євроньюз", "paypal": "пейпал",
    # As neighbours call places.
    "wien": "відень", "prag": "прага", "praha": "прага", "moskau": "москва", "moscou": "москва",
    "warschau": "варшава", "krakau": "краків", "lemberg": "львів", "haag": "гаага", "roma": "рим",
    "bruxelles": "брюссель", "lisboa": "лісабон", "londres": "лондон", "peking": "пекін",
    "dnepr": "дніпро", "nikolaev": "миколаїв ніколаєв", "krivoy": "кривий", "rog": "ріг",
    "rovno": "рівне", "ugledar": "вугледар", "kremenchug": "кременчук", "belaya": "біла",
    "tserkov": "церква", "konstantinovka": "костянтинівка", "zaporoze": "запоріжжя",
    # Given names.
    "nikolay": "микола", "petr": "петро петр", "anna": "анна ганна", "francis": "франциск френсіс",
    "elizabeth": "єлизавета елізабет", "paul": "пол павло поль", "philip": "філіп пилип",
    "daniil": "данило данііл", "fyodor": "федір", "fedor": "федір", "iosif": "йосип",
    "yelena": "олена", "lukaszenka": "лукашенко", "yulia": "юлія", "julia": "юлія джулія",
    "natalya": "наталія", "nadezhda": "надія", "artyom": "артем", "joseph": "джозеф йосип йозеф",
    "pam": "пем", "karoline": "керолайн", "caroline": "керолайн", "susie": "сьюзі",
    "alice": "аліса еліс", "amy": "емі", "andrew": "ендрю", "ann": "енн анн",
    "anne": "енн анн анне", "brian": "браян", "catherine": "кетрін катрін катерина",
    "claire": "клер", "frank": "френк франк", "jack": "джек", "jacob": "джейкоб якоб",
    "jason": "джейсон", "john": "джон", "louis": "луї луїс", "matt": "метт",
    "matthew": "метью меттью", "michael": "майкл міхаель мікаель", "ryan": "раян", "sean": "шон",
    "simon": "саймон сімон симон", "susan": "сьюзен сузан", "jorge": "хорхе жорже",
    "giuseppe": "джузеппе", "jacques": "жак", "aleksandr": "олександр александр",
    "alexey": "олексій", "aleksei": "олексій", "aleksey": "олексій", "evgeniy": "євген",
    "konstantin": "костянтин константин", "mikhail": "михайло міхаїл", "nikita": "микита нікіта",
    "pavel": "павел павло", "pyotr": "петро", "semyon": "семен", "vasily": "василь",
    "elena": "олена елена", "ekaterina": "катерина", "tatyana": "тетяна татьяна",
    "tatiana": "тетяна татьяна", "kirill": "кирило кірілл", "jordan": "жордан джордан йорданія",
    "sam": "сем", "brad": "бред", "mohammed": "мухаммед мохаммед магомед", "shehbaz": "шахбаз",
    "dan": "ден дан", "jackie": "джекі", "hugh": "г'ю", "wayne": "вейн", "jay": "джей",
    "geoffrey": "джеффрі", "charlotte": "шарлотта", "archie": "арчі", "tyler": "тайлер",
    "kyle": "кайл", "zachary": "закарі", "heather": "гезер", "tammy": "теммі", "bruce": "брюс",
    "israel": "ізраїль ісраель", "araghchi": "аракчі арагчі", "madeleine": "мадлен",
    "tyson": "тайсон", "nigel": "найджел", "powell": "павелл пауелл", "stephen": "стівен стефен",
}  # fmt: skip
_SHORT: Final = frozenset(" ".join(_SPELLED.values()).split())


def in_cyrillic_text(words: Iterable[str], *, is_word: bool) -> set[Term]:
    """The terms of a name that may be any of these, in small Cyrillic letters."""
    mark = IN_CYRILLIC if is_word else AS_NAME
    return {f"{mark}{sound}" for sound in _sounds(words)}


def for_cyrillic_text(words: Iterable[str]) -> set[Term]:
    """By which a name is looked for that is none of Ukrainian, «Харьков»."""
    return {f"{mark}{sound}" for sound in _sounds(words) for mark in (IN_CYRILLIC, AS_NAME)}


def for_names(words: Iterable[str]) -> set[Term]:
    """By which one is looked for that no dictionary has: «Кристерссон» is Крістерссон.

    No mistyped word is, of which the index has the right one to propose.
    """
    names = {w for w in words if len(w) >= _FEWEST_IN_CYRILLIC}
    japanese = {w.replace("чі", "ті") for w in names} | {w.replace("ті", "чі") for w in names}
    return in_cyrillic_text(names | japanese, is_word=False)  # «Такаїчі» is «Такаїті»


def for_latin_text(words: Iterable[str], names: Collection[str] = ()) -> set[Term]:
    """By which the same is looked for in Latin; `names` may be as short as «Буш»."""
    return {f"{IN_LATIN}{sound}" for sound in _sounds_for_latin(words, names)}


def for_english_text(words: Iterable[str]) -> set[Term]:
    """By which a name is looked for that is a word of English, too; «Mask» is no Musk."""
    others = (each for each in words if each not in _SPELLED.values())
    return {f"{IN_ENGLISH}{sound}" for sound in _sounds_for_latin(others)}


def in_latin_text(word: str, *, is_name: bool) -> set[Term]:
    """The same of one in small Latin letters; `is_name`: it is no word of English."""
    mark = IN_LATIN if is_name or _known(word) else IN_ENGLISH
    return {f"{mark}{each}" for each in _latin_sounds(word, is_name=is_name)}


def for_both(word: str, *, is_name: bool) -> set[Term]:
    """«Messi» may be «Mesi», too; a word of English has one spelling there."""
    marks = (IN_CYRILLIC, AS_NAME, IN_LATIN) if is_name else (IN_CYRILLIC, AS_NAME)
    sounds = _latin_sounds(word, is_name=is_name, of_syllables=True)
    return {f"{mark}{each}" for each in sounds for mark in marks}


@cache
def letters_of(sound: str) -> str:
    """The letters of both alphabets with which a name may begin that sounds so."""
    cyrillic = [chr(letter) for letter, made in _CYRILLIC.items() if (made or "")[:1] == sound]
    latin = [group[0] for group, made in _GROUPS.items() if made[0] == sound]
    latin += [chr(letter) for letter, made in _OTHER_LETTERS.items() if str(made)[0] == sound]
    return "".join({sound, *cyrillic, *latin, *BEGINNINGS.get(sound, "")})


def _known(latin: str) -> str | None:
    """A name in Cyrillic that does not sound as it is spelled in English."""
    plain = latin if latin.isascii() else without_accents(latin)
    return _SPELLED.get(plain) or in_ukrainian_of().get(plain)


def _sounds_for_latin(words: Iterable[str], names: Collection[str] = ()) -> set[str]:
    return _sounds(w for w in words if w in names or len(w) >= _FEWEST_FOR_LATIN or w in _SHORT)


def _sounds(words: Iterable[str]) -> set[str]:
    """«Яр» has two letters, and in Latin three; «дж» is one sound; «10-й» is no name."""
    sounds = ((each, _sound(each)) for each in words if each[-1:].isalpha() and each[0].isalpha())
    return {
        sound
        for word, sound in sounds
        if len(sound) >= min(len(word.replace("дж", "ж")), _FEWEST_LETTERS)
    }


def with_before(before: str, terms: Iterable[Term]) -> set[Term]:
    """«Ді Капріо» is «DiCaprio»: of the terms of the second word."""
    first = _latin_sound(before.translate(_CYRILLIC))
    sounds = {term[1:] for term in terms if term[0] in (IN_CYRILLIC, AS_NAME, IN_LATIN)}
    both = (AS_NAME, IN_LATIN)  # and «ДіКапріо»
    return {f"{mark}{first}{sound}" for sound in sounds for mark in both}


def of_letter(letter: str) -> set[Term]:
    """«Ван І» is «Wang Yi», and «Ван Ї»."""
    return {f"{mark}{letter.casefold().translate(_CYRILLIC)}" for mark in (AS_NAME, IN_LATIN)}


def _sound(cyrillic: str) -> str:
    if cyrillic in _APART:
        return _APART[cyrillic]
    return _plain(_ARTICLE.sub("", cyrillic).translate(_CYRILLIC))


def _latin_sounds(word: str, *, is_name: bool, of_syllables: bool = False) -> set[str]:
    """`of_syllables`: «Park» and «Long» may be somebody in the East."""
    if known := _known(word):
        return set(map(_sound, known.split()))
    if "ç" in word:  # in French; as «c» it is in Turkish below
        both = (word.replace("ç", letter) for letter in "sc")
        return set().union(*(_latin_sounds(each, is_name=is_name) for each in both))
    of_syllables |= is_name
    if len(word) < _FEWEST_LETTERS and not of_syllables:
        return set()
    word = _ARTICLE.sub("", word)
    letters = marked = word.translate(_LETTERS)
    if not letters.isascii():
        letters, marked = without_accents(letters), without_accents(word.translate(_MARKED))
    if not letters.isalpha():
        return set()
    if letters.startswith("mc"):  # «McConnell»
        letters = f"mak{letters[2:].removeprefix('c')}"
        marked = letters
    readings = _readings(marked, is_name=is_name, of_syllables=of_syllables)
    read = {letters, marked, *as_read(marked, readings)}
    sounds = set(map(_plain, {_latin_sound(each) for each in read}))
    if of_syllables and (chinese := from_pinyin(letters)):
        sounds.add(_sound(chinese))
    fewest = min(len(word) - 1, _FEWEST_LETTERS)  # «Xu», and «Yi» is Ван І
    return {sound for sound in sounds if len(sound) >= fewest}


def _readings(word: str, *, is_name: bool, of_syllables: bool) -> Readings:
    """By length: «Sumy» is no «Самі», «Hunt» is Гант, and «Kate» Кейт."""
    is_long = len(word) > _FEWEST_TO_READ or (
        len(word) == _FEWEST_TO_READ and word[-1] not in _LONG_VOWELS
    )
    readings = ENGLISH if is_long else frozenset()
    if is_name and len(word) >= _FEWEST_TO_READ:
        readings |= OTHERS
    return readings | KOREAN if of_syllables and may_be_korean(word) else readings


def _latin_sound(letters: str) -> str:
    return _GROUP.sub(lambda group: _GROUPS[group[0]], letters).translate(_OTHER_LETTERS)


def _plain(sound: str) -> str:
    """Without doubled sounds, and as Ukrainian has what Russian spells otherwise."""
    once = _CLOSED.sub("iv", sound) if "ov" in sound else sound
    for letter, twice in _DOUBLED.items():
        while twice in once:
            once = once.replace(twice, letter)
    if once.endswith(_RUSSIAN_ENDS) and len(once) > _LONGEST_END:
        ending = once[-3:] if once[-3:] in _OF_RUSSIAN else once[-4:]
        once = f"{once.removesuffix(ending)}{_OF_RUSSIAN[ending]}"
    once = once.replace("dz", "z").replace("4o", "4i").replace("t4", "4")  # «Chernobyl», «Mitch»
    once = once.replace("iu", "u").replace("lia", "la")  # «Lublin» is Люблін, «Alaska» Аляска
    return _W.sub("v", once) if once[:1] == "u" else once
