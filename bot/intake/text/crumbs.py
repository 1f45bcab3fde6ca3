"""The way to the page that a site prints above its article: «Головна / Новини / Освіта»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.intake.dates import read_date
from bot.intake.text.section_names import is_known, is_short_name

_HOME = frozenset((
    "головна", "головна сторінка", "home", "homepage", "главная", "главная страница",
    "strona główna", "startseite", "accueil", "inicio", "domů", "pradžia",
))  # fmt: skip
_ANY = frozenset((
    "новини", "головне", "news", "всі новини", "усі новини", "новости", "wiadomości",
    "aktualności", "теми", "темы", "рубрики", "розділи",
))  # fmt: skip
_SIGNS = ("/", "»", ">", "›", "→", "⟩", "❯", "▸", "|", "•", "·", "\\", "::", " – ", " — ", " - ")
_ALONE = ("/", "»", ">", "›", "→", "⟩", "❯", "▸", "::")  # no menu is parted by these
_BEHIND_HOME = (*_ALONE, " – ", " — ", " - ")
_HERE = re.compile(
    r"(?:ви (?:знаходитесь )?тут|вы (?:находитесь )?здесь|you are here|jesteś tu(?:taj)?|"
    r"sie (?:sind|befinden sich) hier)\s?:\s",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[^\W\d_A-ZА-ЯІЇЄҐ])(?=[A-ZА-ЯІЇЄҐ])")
_LONGEST = 400
_MOST = 6
_SITE = 3  # words
_STEP_WORDS = 3
_FEWEST_BY_STOPS = 3  # steps


@dataclass(frozen=True, slots=True)
class Way:
    """Where the page stands on its site; either may be empty."""

    section: str
    date: str


def read_way(text: str) -> Way | None:
    """The section and the date of a way to the page; None for a line that is none.

    The section is the last on the way that newsrooms know; else the last that could be one.
    «Новини | Світ» is such a way, too.
    """
    if len(text) > _LONGEST:
        return None
    text = _HERE.sub("", text)
    for sign in filter(text.__contains__, _SIGNS):
        home, *names = _parted(text, sign)
        if sign == "|" and len(names) == 1 and home.count(" ") < _SITE and is_any_news(names[0]):
            return Way("", "")  # «Суспільне Харків | Новини»
        any_news = is_any_news(home.partition(" ")[0]) and len(names) == 1
        of_news = any_news and is_any_news(home) and sign in _ALONE[1:] and is_short_name(names[0])
        any_news = of_news or (any_news and is_known(names[0]))
        if not names or not (is_home(home) or any_news or _is_way_to_known(sign, home, names)):
            continue
        date = names[-1] if read_date(names[-1]) else ""
        known = [name for name in names if is_known(name)]
        near = names if of_news else [name for name in known if not is_any_news(name)]
        if not near and sign in _BEHIND_HOME and len(names) < _MOST:
            short = [name for name in names if is_short_name(name)]
            near = [name for name in short if not is_any_news(name)] or short
        word = " " not in names[-1] and is_short_name(names[-1]) and not is_any_news(names[-1])
        if near and is_home(home) and word and not date:
            near = names  # no headline is one word
        near = near or (known if sign in _BEHIND_HOME else [])  # «Головна | Новини | Афіша»
        return Way(near[-1] if near else "", date)
    first, _, rest = text.partition(" ")
    if is_home(first) and is_known(rest) and not is_any_news(rest):
        return Way(rest, "")  # «Головна Суспільство»
    home, *names = _GLUED.split(text) if " " not in text else [text]
    if names and is_home(home) and is_known(names[-1]):
        return Way(names[-1], "")  # «ГоловнаСпорт»
    return None


def _is_way_to_known(sign: str, home: str, names: Sequence[str]) -> bool:
    """«Пресцентр > Пресрелізи», «Сайт > Смачно > Випічка», «Ринки › Агро»: to known steps."""
    short = len(names) < _SITE and is_short_name(home)
    return sign in _ALONE[1:] and short and all(map(is_known, names))


def split_way(text: str) -> Iterator[list[str]]:
    """The parts of a line by each sign that parts the way to a page, or a menu."""
    return (_parted(text, sign) for sign in _SIGNS)


def _parted(text: str, sign: str) -> list[str]:
    return [part for part in map(str.strip, text.split(sign)) if part] or [""]


def is_any_news(text: str) -> bool:
    """«Новини»: a section only where there is no other."""
    return text.casefold().strip(" /»>›→⟩❯▸") in _ANY


def is_home(text: str) -> bool:
    """Whether the way to the page begins with these words, as it does on every site."""
    return text.casefold().rstrip(" /»>›→⟩❯▸") in _HOME


def is_way_by_stops(text: str) -> bool:
    """«Матч.ua. Новини. Футбол. Чемпіонат України»: steps with full stops between them."""
    steps = text.split(". ")
    few = all(step.count(" ") < _STEP_WORDS for step in steps)
    return len(steps) >= _FEWEST_BY_STOPS and few and sum(map(is_known, steps)) > 1
