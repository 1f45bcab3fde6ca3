"""Lines that say who did what for an article: «Ілюстрації: Злата Мороз», «Розмовляла Ніна Гай».

That the value is nothing but names makes it such a line; the label's words say whether they are
the author's.
"""

import re

from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person

_LONGEST = 120
_LABEL_WORDS = 4
_WROTE = (
    "автор", "текст", "тексти", "слова", "ведуч", "розмовля", "спілкува", "записа", "записув",
    "підготу", "опублікув",
    "журналіст", "кореспондент", "репортер", "бесід", "words", "story", "text", "host",
    "reporter", "author", "tekst", "rozmawia", "беседова", "записал", "подготов", "ведущ", "слово",
)  # fmt: skip
_MADE = (
    "фото", "світлин", "ілюстр", "відео", "монтаж", "дизайн", "верстк", "редакт", "редагува",
    "коректор", "коректур", "переклад", "переклала", "переклав", "обклад", "інфограф", "графік",
    "колаж", "photo",
    "foto", "bilder", "picture", "illustrat", "design", "video", "edit", "graphic", "translat",
    "zdjęcia", "иллюстр", "перевод", "оформлен",
)  # fmt: skip
# Without a colon: «Текст Ірина Пасіка»
_ALONE = ("текст", "тексти", "ілюстрація", "ілюстрації", "світлини", "text", "tekst", "zdjęcia")
_AFTER = (
    "текст", "тексти", "фото", "світлини", "відео", "ілюстрації", "text", "words", "photo",
    "photos", "video", "tekst", "zdjęcia", "foto", "і", "та", "й", "и", "and", "i",
)  # fmt: skip
_DASH = re.compile(r"\s[—–]\s")
_AND = re.compile(r", | (?:та|і|й|и|and|i|&) |; ")
# «Регіна Божко, фото – Назар Стець», «Розмовляла Віта Смичок. Фото Ореста Грифа»
_PICTURES = r"\s(?:фото|світлини|ілюстрації|photos?)\b.{2,60}$"
_WITH_PICTURES = re.compile(f",{_PICTURES}", re.IGNORECASE)
_PICTURES_BY = re.compile(  # «Регіна Божко , Назар Стець (фото)»
    r"\s?(?:,|\sта|\sі|\sand)\s[^,()]{3,40}\s\((?:фото|світлини|ілюстрації|відео|photos?)\)$"
)
_PICTURES_BEHIND = re.compile(rf"\.{_PICTURES}", re.IGNORECASE)
_AT_HOUR = re.compile(  # «Ірця Шум о 19:40», «Ірця Шум 2 коментарі»
    r"\s(?:(?:о|об|в|at)\s\d{1,2}:\d\d|\d{1,6}\s(?:комент|comment|коммент|перегляд|view)\w*)$"
)
_OF_PAPER = re.compile(
    r"(?<=\w), (?:[^«»,]{3,20} для )?«[^«»]{2,40}»$"
)  # «Анатолій Рубан, «Наші гроші»»
_OTHERS_BEHIND = re.compile(r"(?<=\w\w)\. [^\W\d_a-zа-яіїєґ][^\W\d_]{3,15}: [^.]{4,60}\.?$")
# «Ліда Пензель Фото: Ян Світло», «… Переглядів: 300»
_LABEL_BESIDE = re.compile(
    r"(?<=\w)\s(?:фото|світлини|ілюстраці[яї]|відео|photos?|foto|редактор(?:ка)?|переглядів|views)\s?:\s"
    r"[^:]{1,60}?(?=\s\d|$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r" (?:та|і|й|и|and|i|&|/) |, |/")


def read_credit(text: str) -> tuple[LineKind, str] | None:
    """The kind of such a line and the names on it; None for any other line."""
    if len(text) > _LONGEST:
        return None
    text = without_pictures_behind(text)
    label, colon, names = text.partition(":")
    if not colon:
        label, colon, names = _DASH.sub(":", text, count=1).partition(":")
    if not colon:
        names, colon, label = text.rpartition(", ")  # «Віра Плин, текст», «Антон Брід, фото»
        colon = ":" if all(word in _AFTER for word in label.casefold().split()) else ""
    if not colon:
        label, _, names = text.partition(" ")  # «Записала Олена Коваль»
        if not (
            label.removesuffix("ся").endswith(("ла", "ли", "в")) or label.casefold() in _ALONE
        ):
            return None
    people = [name.strip() for name in _AND.split(names.strip())]
    if label.count(" ") >= _LABEL_WORDS or "." in label or not all(map(could_be_person, people)):
        return None
    parts = [part.casefold().split() for part in _PARTS.split(label)]
    if not all(_begins(part, (*_WROTE, *_MADE)) for part in parts):
        return None  # «Регіна Божко, фото – Назар Стець»
    if any(_begins(part[:1], _WROTE) and not _begins(part[1:], _MADE) for part in parts):
        return LineKind.AUTHOR, ", ".join(people)
    return LineKind.LABEL, ""


def without_pictures_behind(line: str) -> str:
    """Without a second sentence that names whose pictures there are."""
    return _PICTURES_BEHIND.sub("", line)


def without_pictures(names: str) -> str:
    """«Регіна Божко» of «Регіна Божко, фото – Назар Стець»."""
    return _PICTURES_BY.sub("", _WITH_PICTURES.sub("", names))


def bare_names(line: str) -> str:
    """Without the hour, the paper, the comments' number and whose pictures there are."""
    line = _LABEL_BESIDE.sub("", _OTHERS_BEHIND.sub("", without_pictures_behind(line)))
    return _OF_PAPER.sub("", without_pictures(_AT_HOUR.sub("", line))).rstrip(" –—-|")


def without_labels_beside(line: str) -> str:
    """«Текст: Ліда Пензель 21.11.2026» of «Текст: Ліда Пензель Фото: Ян Світло 21.11.2026»."""
    label, colon, rest = line.partition(": ")
    return f"{label}{colon}{_LABEL_BESIDE.sub('', rest)}"


def _begins(words: list[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)
