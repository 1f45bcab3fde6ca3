"""Lines that are several entries of a menu, and the words of those that are one."""

import re

from bot.intake.text.crumbs import is_home, split_way
from bot.intake.text.page_words import BUTTONS
from bot.intake.text.section_names import is_known

_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LANGUAGES = frozenset(
    ("UA", "UK", "RU", "EN", "DE", "FR", "PL", "ES", "UKR", "RUS", "ENG", "УКР", "РУС", "АНГЛ")
)
_COUNTER_WORDS = {"k", "к", "тис", "тисяч", "млн", "разів", "раз", "m", "one", "min", "about"}
_ROW = re.compile(r"[^\W\d_](?:[\w'’-]|\s){0,300}")
_ENTRIES = re.compile(r" (?=[^\W\d_a-zа-яіїєґ])")  # «Останні новини Політика Економіка»
# What a channel's posts end with, each beside the channel's name or another of them.
_BUTTON = re.compile(
    r"[^\w«\"]{0,4}(?:підписатис[ья]|підпишись|підпишіться|підписатися на (?:нас|канал)|"
    r"(?:надіслати|прислати|запропонувати|повідомити) новину|прислать новость|подписаться|"
    r"предложить новость|subscribe|subskrybuj|obserwuj)[^\w\"]{0,4}"
)
# «Як дивитися нас за кордоном Читати»: another article, and its button
_BESIDE_BUTTON = re.compile(
    r"[^\W\d_][^.!?:]{9,80}[\w\"»] (?:Читати(?: далі)?|Детальніше|Докладніше)"
)
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_LONGEST_ENTRY = 25  # characters
_FEWEST = 3
_MOST_KNOWN = 0.6
_FEWEST_MORE = 4  # entries of a row that goes on


def is_menu(text: str) -> bool:
    """Several menu entries on one line, or the way to the page («Головна / Світ / …»)."""
    for parts in split_way(text):
        most = len(parts) if len(parts) < _FEWEST else len(parts) * _MOST_KNOWN
        short = all(len(part) <= _LONGEST_ENTRY for part in parts)
        known = short and sum(map(_is_entry, parts)) >= most
        if len(parts) > 1 and (known or _is_footer(parts)):
            return True
    words = text.split()
    if (len(words) > 1 and _LANGUAGES.issuperset(words)) or _BESIDE_BUTTON.fullmatch(text):
        return True
    if is_home(words[0]) and len(words) > 2 and text.istitle():  # noqa: PLR2004
        return True
    entries = _entries(text)
    buttons = [words_of(entry.casefold()) in BUTTONS for entry in entries]
    # «Версія для друку Надіслати»; the site's name, «Archive» and «About»
    if len(entries) > 1 and all(buttons[-2:]) and (len(entries) > 2 or all(buttons)):  # noqa: PLR2004
        return True
    entered = sum(map(_is_entry, entries))
    # «Гірський вісник Новини Перевал Контакти»: no headline has such capitals, but English ones
    if len(entries) >= _FEWEST_MORE and entered > 1 and _CYRILLIC.search(text):
        return True
    return len(entries) >= _FEWEST and entered >= len(entries) * _MOST_KNOWN


def _is_footer(parts: list[str]) -> bool:
    """«Назва каналу | Підписатися», «👉 Надіслати новину | Реклама»: a name beside a button."""
    buttons = sum(bool(_BUTTON.fullmatch(part.casefold())) for part in parts)
    short = all(part.count(" ") < _FEWEST and part[-1] not in ".?!" for part in parts)
    return buttons > 0 and short and len(parts) <= _FEWEST_MORE


def goes_on(text: str, above: str) -> bool:
    """Whether a menu that begins on the line above goes on in this one, with names unknown."""
    return (
        len(_entries(text)) >= _FEWEST_MORE and len(_entries(above)) >= _FEWEST and is_menu(above)
    )


def words_of(lowered: str) -> str:
    """The words of a button in small letters, without the counter's beside them."""
    words = _LETTERS.findall(lowered.replace("’", "'"))
    return " ".join(word for word in words if word not in _COUNTER_WORDS or len(words) == 1)


def _entries(text: str) -> list[str]:
    return _ENTRIES.split(text) if _ROW.fullmatch(text) else []


def _is_entry(text: str) -> bool:
    return is_known(text) or words_of(text.casefold()) in BUTTONS
