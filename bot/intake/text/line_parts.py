"""Lines that hold a date with an author, a section or a counter beside it, in their parts."""

import re
from collections.abc import Callable, Iterator
from itertools import dropwhile

from bot.intake.dates import read_date
from bot.intake.text.boilerplate import is_boilerplate, read_update
from bot.intake.text.credits import without_labels_beside
from bot.intake.text.person_names import could_be_person, is_name, is_person
from bot.intake.text.section_names import is_section

_LONGEST = 80
_LONGEST_NAME = 4  # words
_COUNTED = re.compile(
    r"(.{8,70}\d:\d\d)"
    r"(?:\s(?:(?:перегляд|прочитан|коментар|просмотр|view|comment)\w{0,3}:?\s)?\d{1,6}){1,6}",
    re.IGNORECASE,
)  # how often it was read, say
# «8 жовтня 2025 Ірина Мостова 0 коментарів»
_COUNT_BEHIND = re.compile(
    r"(.{8,70}[^\W\d_])\s\d{1,6}(?:\s(?:перегляд|коментар|view|comment)\w{0,3})?", re.IGNORECASE
)
_READ_IN = re.compile(r"(.{8,70}\d:\d\d)\s\d{1,3}\s(?:хв|мин|min)\b.{0,20}")
_WORDS_AT_DATE = 12
_DATE_WITHIN = re.compile(
    r"(?<![\w.])(?:\d{1,2}[./]\d{1,2}[./](?:20)?\d\d|\d{1,2}[ -][^\W\d_]{3,9}[ -]20\d\d)"
    r"(?:,?\s(?:(?:о|в|at)\s)?\d{1,2}:\d\d)?(?!\w)"
)
_TOWN = r"[^\W\d_a-zа-яіїєґ][\w'’-]{1,25}"
# «м. Кривий Ріг», «Kyiv, Ukraine»; two words without a sign may be somebody's name
_PLACE = rf"(?:(?:м\.\s?|с\.\s?|смт\s|місто\s){_TOWN}(?:\s{_TOWN})?|{_TOWN}(?:,\s{_TOWN})?)"
_AT_PLACE = re.compile(
    rf"(\d[\w. /]{{7,30}}),\s{_PLACE}|{_PLACE}(?:,|\s[–—-])\s([\w. ,/]{{8,30}}\d\d(?:\sр\w*\.?)?)"
)
_AUTHOR = re.compile(r"(?:автор(?:ка|и)?|текст|author|autor)\s?:\s", re.IGNORECASE)
_ON = re.compile(r"^(?:on|вкл)\s", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:опубліковано|надіслано|додано|(?:(?:submitted|posted|published)\s)?by)\s", re.IGNORECASE
)

_SUBMITTED = re.compile(
    r"(?:опубліковано|опубликовано|надіслано|submitted by|posted by)\s(\S.{0,59})\s"
    r"(?:вкл|on|на)\s(\S.{5,40})",
    re.IGNORECASE,
)


def date_and_author(text: str) -> list[str]:
    """«Опубліковано 30 жовтня 2026 автором kotyk» in its parts."""
    place, _, date = text.partition(" - ")
    if (
        date
        and " " not in place
        and place.isalpha()
        and (said := read_date(date))
        and said.is_whole
    ):
        return [place, date] if "/" not in date else []  # there the month may come first
    for by in (" автором ", " by ", " von ", " par "):
        date, _, name = text.partition(by)
        if name and read_date(date) and is_name(name):
            return [date, f"by: {name}"]
    return name_and_date(text) or _dated_at_place(text)


def _dated_at_place(text: str) -> list[str]:
    """The date of «20 листопада 2026 року, м. Київ» and «Brussels, 18 November 2026»."""
    beside = _AT_PLACE.fullmatch(text) if len(text) <= _LONGEST else None
    date = (beside[1] or beside[2]) if beside else ""
    said = read_date(date) if date else None
    return [date] if said and said.is_day_of_year else []


def date_within(text: str) -> str:
    """The one whole date among a few other words, or nothing."""
    short = len(text) <= _LONGEST and not name_and_date(text, could_be_person)
    found = _DATE_WITHIN.findall(text) if short else []
    few = text.count(" ") < _WORDS_AT_DATE and not text.endswith((".", "?", "!"))
    said = read_date(found[0]) if len(found) == 1 and few else None
    return found[0] if said and said.is_day_of_year else ""


def submitted(text: str) -> list[str]:
    """«Опубліковано редактор вкл пн, 11/23/2026 - 10:30», the name only if it is somebody's."""
    said = _SUBMITTED.fullmatch(text) if len(text) <= _LONGEST else None
    if said is None or not read_date(said[2]):
        return []
    return [f"by: {said[1]}", said[2]] if _is_named(said[1]) else [said[2]]


def _is_named(who: str) -> bool:
    """«Мар'яна Кузьо», and not «редактор»."""
    return all(word[0].isupper() for word in who.split())


def without_counters(text: str) -> str:
    """«26.11.2026 18:20» of «26.11.2026 18:20 1240»."""
    counted = _COUNTED.fullmatch(text) or _READ_IN.fullmatch(text)
    return counted[1] if counted else text


def name_and_date(text: str, is_author: Callable[[str], bool] = is_person) -> list[str]:
    """«Марта Гук 08.01.2026 18:00», «Вісник.info, 11.11.2026, 21:07», «Опубліковано admin …»."""
    text = without_counters(text)
    day, *more = text.split(", ") if len(text) <= _LONGEST else [""]
    if len(more) > 1 and (said := read_date(f"{day}, {more[0]}")) and said.is_whole:
        return [f"{day}, {more[0]}", more[-1]] if is_author(more[-1]) else []
    dated = len(text) <= _LONGEST and any(map(str.isdigit, text))
    words = text.split(" ") if dated else []
    label = _PUBLISHED.match(text)
    start = label[0].count(" ") if label else 0
    for cut in range(start + 1, min(len(words), start + _LONGEST_NAME)):
        name = " ".join(words[start:cut])
        date = _ON.sub("", " ".join(words[cut:]))
        said = read_date(date)
        person = is_author(name.rstrip(","))
        if label and said and said.is_day_of_year:
            return [f"by: {name}", date] if name.istitle() else [date]
        site = cut == 1 and name.endswith(",") and "." in name
        name = name.rstrip(",") if person else name
        dated = said is not None and (said.is_whole or (said.is_day_of_year and is_person(name)))
        if dated and (person or site):
            return [name.rstrip(","), date]
    for cut in range(len(words) - _LONGEST_NAME + 1, len(words) - 1):
        name, date = " ".join(words[cut:]), " ".join(words[: max(cut, 0)])
        said = read_date(date)
        dated = said is not None and (said.is_whole or (said.is_day_of_year and is_person(name)))
        if is_author(name) and dated:
            return [date, name]
        if label and could_be_person(name) and said and said.is_day_of_year:
            return [date, f"by: {name}"]
    counted = _COUNT_BEHIND.fullmatch(text)
    return name_and_date(counted[1], is_author) if counted else []


def signed(text: str) -> list[str]:
    """The same where the hour would be parted from its day: «Автор: …, 10.05.2023 / 15:25»."""
    return author_and_date(text) if _AUTHOR.match(text) else []


def author_and_date(text: str) -> list[str]:
    """«Автор : Олена Коваль, 10.05.2023, 15:25» in its parts; nothing if it ends otherwise."""
    text = without_labels_beside(text)
    words = text.split(" ")
    for cut in range(3, min(len(words), _LONGEST_NAME + 2)):  # «Автор: Олена Коваль 21.11.2026»
        day = read_date(" ".join(words[cut:]))
        if day and day.is_day_of_year and could_be_person(" ".join(words[1:cut])):
            return [" ".join(words[:cut]), " ".join(words[cut:])]
    for sign in (",", "|", "—", "–"):
        author, _, date = text.partition(sign)
        date = date.strip()
        if said := date and (read_date(date) or read_update(date)):
            date = date if read_date(date) or not said.is_day_of_year else date.partition(": ")[2]
            return [author.strip(), date] if read_date(date) else []
    return []


def section_and_date(text: str) -> list[str]:
    """A section's name or a counter with the date beside it, no sign between them."""
    has_figures = any(map(str.isdigit, text))  # «ОДЕСА СЬОГОДНІ» is a name
    words = text.split(" ") if len(text) <= _LONGEST and has_figures else []
    for cut in range(min(len(words), 10) - 1, 0, -1):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        if is_section(before.rstrip(",:")) and read_date(after):
            return [before.rstrip(",:"), after]
        beside = is_section(after) or is_boilerplate(after) or read_date(after)
        if read_date(before) and (beside or _AUTHOR.match(after)):
            return [before, after]
        if (date := read_date(after)) and date.is_whole and is_boilerplate(before):
            return [before, after]
        if is_section(before.rstrip(",:")) and (dated := _date_and_name(words[cut:])):
            return [before.rstrip(",:"), *dated]
    return [text]


def _date_and_name(words: list[str]) -> list[str]:
    """«9 травня 2026 16:40 1204 3 Олена Коваль»: a date, how often it was read, who wrote it."""
    for cut in range(len(words) - 1, 0, -1):
        if not read_date(" ".join(words[:cut])):
            continue
        name = " ".join(dropwhile(str.isdecimal, words[cut:]))
        if not name or is_person(name):
            return [" ".join(words[:cut]), *filter(None, [name])]
    return []


def tails(text: str) -> Iterator[str]:
    """The line without a name before it: «Ганна Брід 10 травня 2026», «Автор: Г. Брід, 15:25»."""
    words = text.split()
    for start in range(1, min(len(words), _LONGEST_NAME + 1)):
        named = start > 1 and all(word[0].isupper() for word in words[:start])
        if named or words[start - 1].endswith((",", ":")):
            yield " ".join(words[start:])
