"""What somebody looks for, as typed: words, «a phrase», -without, рубрика:, від: and the like."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.domain.months import MONTH
from bot.domain.topics import is_too_common

LONGEST_QUERY: Final = 200  # characters
_MOST_WORDS: Final = 16  # more say nothing more
_DASHES = "−–—-"
_ANY_END = "*"
_FEWEST_LETTERS = 4  # of a beginning: with fewer it says next to nothing
_KEYS = {
    "рубрика": "sections", "рубрики": "sections", "section": "sections",
    "автор": "authors", "автора": "authors", "author": "authors",
    "тег": "tags", "теґ": "tags", "tag": "tags",
    "від": "since", "from": "since", "since": "since",
    "до": "until", "to": "until", "until": "until",
}  # fmt: skip
_PIECE = re.compile(
    rf"""(?P<minus>[{_DASHES}](?=[^\s{_DASHES}]))?
    (?:(?P<key>[^\W\d_]{{2,10}}):(?=\S))?
    (?:(?P<open>["«“„”])(?P<quoted>[^"»“”]*)["»“”]?|(?P<word>[^\s"«»“„”]+))""",
    re.VERBOSE,
)
# «м"яч»: such a quote opens nothing.
QUOTE_WITHIN: Final = re.compile(r'(?<=[бпвмфкр])"(?=[яюєї])', re.IGNORECASE)
_KEY_APART = re.compile(r"(?<!\S)([^\W\d_]{2,10}):\s+(?=[^\s:]+)")
_DAYS = {"сьогодні": 0, "today": 0, "вчора": 1, "учора": 1, "yesterday": 1, "позавчора": 2}
# «від:1 травня 2026»: the words of one day.
_DAY_IN_WORDS = re.compile(
    rf"(?<!\S)(від|до|from|since|until|to):\s*(\d{{1,2}})\s({'|'.join(MONTH)})\b(?:\s(\d{{4}})\b)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?"
    r"|(?:(?P<d2>\d{1,2})[./])?(?P<m2>\d{1,2})[./](?P<y2>\d{4})"
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>\d{2})"
    r"|(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})\.?)"
)
_DECEMBER = 12
_FULL_YEAR = 100  # «26» is of this century


@dataclass(frozen=True, slots=True)
class Query:
    """Words and phrases that have to be there, or must not; sections, authors, tags, days.

    `until` belongs to it. `ignored`: what was typed and not understood.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    without_sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ignored: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that every article would do."""
        return self == Query(ignored=self.ignored)

    @property
    def topic(self) -> str | None:
        """The word or phrase that is all it asks for, as one may follow it."""
        one = self.wanted[0] if len(self.wanted) == 1 else None
        if one is None or beginning(one) or is_too_common(one):
            return None
        rest = replace(self, words=(), phrases=())
        return one if rest.is_empty else None

    @property
    def wanted(self) -> tuple[str, ...]:
        """What is to stand in the text, and in bold where it is shown."""
        return self.words + self.phrases

    def __str__(self) -> str:
        """As it may be typed."""
        quoted = [f"«{phrase}»" for phrase in self.phrases]
        without = [f"-{word}" for word in self.without]
        without += [f"-«{phrase}»" for phrase in self.without_phrases]
        without += [f"-рубрика:«{name}»" for name in self.without_sections]
        named = [
            f"{key}:«{value}»"
            for key, values in (
                ("рубрика", self.sections),
                ("автор", self.authors),
                ("тег", self.tags),
            )
            for value in values
        ]
        days = [f"від:{self.since}"] if self.since else []
        days += [f"до:{self.until}"] if self.until else []
        return " ".join((*self.words, *quoted, *without, *named, *days))

    def with_word(self, old: str, new: str) -> "Query":
        return replace(self, words=tuple(new if word == old else word for word in self.words))


def beginning(word: str) -> str | None:
    """«харків» of «харків*», which is any word that begins so; None of another word."""
    begun = word.removesuffix(_ANY_END)
    if begun == word or sum(map(str.isalnum, begun)) < _FEWEST_LETTERS:
        return None
    return begun


def cut_query(text: str) -> str:
    """What was typed in one line, so long as a query may be."""
    return " ".join(text[: 4 * LONGEST_QUERY].split())[:LONGEST_QUERY].strip()


def read_query(text: str, today: date) -> Query:
    """Whatever is typed means something: an unknown key is a word, an open quote ends at the end.

    `today`: for «вчора» and for a day without a year.
    """
    found: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    typed = _DAY_IN_WORDS.sub(_in_figures, QUOTE_WITHIN.sub("'", cut_query(text)))
    typed = _KEY_APART.sub(_joined, typed)
    for piece in list(_PIECE.finditer(typed))[:_MOST_WORDS]:
        kind, value = _meaning(piece)
        if not any(c.isalnum() for c in value):
            continue
        if kind in ("since", "until"):
            span = _days(value, today)
            if span is None:
                found.setdefault("ignored", []).append(piece[0].strip())
            else:
                days[kind] = span[kind == "until"]
            continue
        values = found.setdefault(kind, [])
        if value not in values or value.isdigit():  # «1 000 000»
            values.append(value)
    return Query(**{name: tuple(values) for name, values in found.items()}, **days)  # type: ignore[arg-type]


def _in_figures(day: re.Match[str]) -> str:
    year = f".{day[4]}" if day[4] else ""
    return f"{day[1]}:{day[2]}.{MONTH[day[3].casefold()]}{year}"


def _joined(match: re.Match[str]) -> str:
    """«рубрика: Світ» is «рубрика:Світ»; «увага: міст» are two words."""
    return f"{match[1]}:" if match[1].casefold() in _KEYS else match[0]


def _meaning(piece: re.Match[str]) -> tuple[str, str]:
    """Which field of a query this is, and its value."""
    value = piece["word"] if piece["word"] is not None else piece["quoted"]
    value = " ".join((value or "").split())
    is_phrase = piece["open"] is not None
    if not is_phrase and value.removesuffix(":").casefold() in _KEYS and value.endswith(":"):
        return "ignored", value  # a key of nothing
    key = (piece["key"] or "").casefold()
    if key in _KEYS and not piece["minus"]:
        return _KEYS[key], value
    if key in _KEYS:
        is_section = _KEYS[key] == "sections"
        return ("without_sections", value) if is_section else ("ignored", piece[0].strip())
    if key:
        value = f"{piece['key']} {value}"
    if piece["minus"]:
        return ("without_phrases" if is_phrase else "without"), value
    return ("phrases" if is_phrase else "words"), value


def _days(value: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of what is meant; None where it is no day."""
    plain = value.casefold().strip(".,;")
    if plain in _DAYS:
        day = today - timedelta(days=_DAYS[plain])
        return day, day
    match = _DATE.fullmatch(plain)
    if match is None:
        return None
    parts = {name[0]: int(number) for name, number in match.groupdict().items() if number}
    try:
        if "m" not in parts:
            return date(parts["y"], 1, 1), date(parts["y"], _DECEMBER, 31)
        if "d" not in parts:
            first = date(parts["y"], parts["m"], 1)
            after = first.replace(day=28) + timedelta(days=4)
            return first, after - timedelta(days=after.day)
        day = _day(parts, today)
    except ValueError:
        return None
    return day, day


def _day(parts: dict[str, int], today: date) -> date:
    """One without a year is the latest such day that is not to come."""
    if "y" in parts:
        century = 0 if parts["y"] >= _FULL_YEAR else today.year // _FULL_YEAR * _FULL_YEAR
        return date(century + parts["y"], parts["m"], parts["d"])
    this_year = date(today.year, parts["m"], parts["d"])
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)
