"""What a printed line is: a date, a label, an address, «Читайте також», or plain text."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.domain.links import read_link
from bot.intake.dates import PrintedDate, read_date
from bot.intake.text.boilerplate import is_boilerplate, is_stop, read_update
from bot.intake.text.credits import bare_names, read_credit
from bot.intake.text.crumbs import read_way
from bot.intake.text.labels import KIND_OF_LABEL, LineKind
from bot.intake.text.line_parts import (
    author_and_date,
    date_and_author,
    name_and_date,
    section_and_date,
    signed,
    submitted,
)
from bot.intake.text.lines import TextLine, key_of
from bot.intake.text.person_names import could_be_person, is_author, is_name, without_place
from bot.intake.text.phrases import read_phrase
from bot.intake.text.section_names import is_known, is_section, is_short_name


@dataclass(frozen=True)
class Marked:
    """A line and its kind; `value` is what a label names, or the address."""

    text: str
    gap: bool = False
    kind: LineKind = LineKind.TEXT
    value: str = ""
    date: PrintedDate | None = None
    menu: bool = False  # stands right below boilerplate
    apart: bool = False  # lines about the article stood right below it
    dropped: int = 0  # so many lines of it
    is_row: bool = False  # of a table
    below_picture: bool = False
    at_home: bool = False  # the last of them is where the way to the page begins
    doubtful: tuple["Marked", ...] = ()  # right above it: the article's if its text is around them

    @cached_property
    def key(self) -> str:
        """Equal for two copies of one line."""
        return key_of(self.text)

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does; a headline or a caption does not."""
        if len(self.text) <= _PARAGRAPH and _ENDS_SHORTENED.search(self.text):
            return False
        text = _SIGNED_BEHIND.sub("", self.text) if len(self.text) > _PARAGRAPH else self.text
        return text.rstrip(_CLOSING).endswith((".", "!", "?", "…", ":", ";"))

    @cached_property
    def is_paragraph(self) -> bool:
        """Whether it is a sentence as long as a story's are."""
        return self.kind is LineKind.TEXT and self.is_sentence and len(self.text) > _PARAGRAPH

    @cached_property
    def tells(self) -> bool:
        """Whether it is a sentence of more than a few words."""
        words = self.text.count(" ") + 1
        return self.kind is LineKind.TEXT and self.is_sentence and words >= _SENTENCE

    @property
    def credits_photographer(self) -> bool:
        """«Автор фото, Getty Images»: with a comma for its colon, as one site has it."""
        return self.kind is LineKind.PHOTO and label_key(self.text.partition(",")[0]) in _CREDITS

    @property
    def ends_with_tags(self) -> bool:
        """Whether it is a label below which no text follows."""
        return self.kind is LineKind.LABEL and label_key(
            self.text.partition(":")[0].partition(" ")[0]
        ) in ("теги", "теми", "tags", "topics")

    @cached_property
    def names_section(self) -> bool:
        """A section's name, by its label, by its words or by its capitals."""
        return self.kind is LineKind.SECTION or (
            self.kind is LineKind.TEXT and is_section(self.text)
        )


_CREDITS = ("автор фото", "image source", "джерело зображення")
_OVER_CAPTION = ("підпис до фото", "image caption", "photo caption")
_ON_SITE = re.compile(r" на [\"«„][^\"»“]{2,30}[\"»“]$")  # «Також читайте на «Віснику»: …»
_COMMA_LABELS = (*_CREDITS, *_OVER_CAPTION, "author", "автор", "role", "роль")
_BARE_LABELS = (
    "автор", "автори", "авторка", "автор(ка)", "author", "автор публікації", "автор матеріалу",
    "written by", "by", "ein artikel von", "autor", "авторы", "тексти", "autorzy",
)  # fmt: skip
_PLACES = ("адреса", "посилання", "link")  # without a web address they are words of the text
_PARAGRAPH = 80
_SENTENCE = 4  # words
_LONGEST_LABEL, _LONGEST_VALUE = 40, 80
_CLOSING = "»\"”“’')]"
_BULLETS = "•·▪►▶→➡👉🔗📌📖📎🔹🔸✅❗️*➤»#"
_ADDRESS = re.compile(r"https?://[^\s<>«»\"]+", re.IGNORECASE)
_PAGE = re.compile(r"\W*https?://[^/]+/[^/\s]", re.IGNORECASE)
_SPLITS = re.compile(
    r"(?<=\d)\s(?=(?-i:in [^\W\d_a-z]))|\s(?=reading time:)|"
    r"\s[|•·‖—–/~]\s|\s(?=[\U0001F300-\U0001FAFF\u2600-\u27BF])"  # blanks are single
    r"|(?<!last),?\s(?=\(?(?:оновлено|updated|modifi(?:é|ca)|aktualisiert|actualizado)\b)",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(
    r"(.{3,80}),\s((?:опубліковано|published|posted)\s.{6,40})", re.IGNORECASE
)
_NUMBERED_PICTURE = re.compile(
    r"\[\d{1,2}/\d{1,2}\]\s?(.{5,400}?)(?:\sPurchase Licensing Rights.{0,40})?"
    r"|(.{5,400}?)\sPurchase Licensing Rights.{0,40}|\d{1,2} of \d{1,2} \| (.{5,400})"
)
_PLAYER = re.compile(r"\d{1,2}:\d{2}\s?/\s?\d{1,2}:\d{2}")  # how far a recording has come
_WITHIN = re.compile(r"^(?:в|у|in) ", re.IGNORECASE)  # «в Культура»
_LOGIN = re.compile(r"(?:[Аа]втор|[Aa]uth?or|[Bb]y):? [a-z][a-z\d_.-]{1,20}")
_MOST_SPLIT = 160
_ROLE_WORDS, _MOST_PARTS = 3, 6  # of a line with a date: more are a table's or a menu's
# «Town bans leaf blowers before 10 a.m.»: its full stop is the last word's
_ENDS_SHORTENED = re.compile(r"^[^.!?]+\b(?:[ap]\.m|U\.[SKN]|D\.C|Inc|Jr|Ltd)\.$")
# «… teilt gerecht. (Theresa Moser, 26.11.2026)»
_SIGNED_BEHIND = re.compile(r"(?<=[.!?…»“\"]) \([^().:]{2,30}, \d[\d.]{5,9}\)$")
_AND = re.compile(r",? and |, | & | (?:und|oraz|та|і|й|i) ")
_WRITTEN = re.compile(
    r"^(?:(?:Written|Words|Story|Text|Reported|Interview) (?:by|von)|[^|]{2,30} \| By)\b"
)  # «WXYT | By Carla Nunez»
_BY = ("by", "від", "von", "par", "por", "di", "przez", "автор", "авторка", "oprac.", "opracowała")
_AGENCY = re.compile(
    r", [A-Z]{2,6}$|(?<=\w\w), [^\W\d_a-zа-яіїєґ][\w-]+(?: (?:correspondent|editor|reporter))?$"
    r"|\s\([^()]{2,40}\)$|\sfor\s(?:the\s)?[A-Z][\w’' -]{2,40}$"
    r"|(?:\s\S+)?\sstaff writer$|\s\S{2,40}@\S{3,60}$"
)
# «, MDR», «(Lyon, correspondante)», «Ledger staff writer»
# «— 27 листопада, 14:20», below a name or behind it
_SIGN_BEFORE = re.compile(r"^[—–|•·]\s(?=.*\d)")


def mark(line: TextLine) -> list[Marked]:
    """The line with its kind; two or more if a section, a date and a counter share it."""
    kind = _kind(line.text)
    parts: list[str] = []
    if kind[0] is LineKind.AUTHOR:
        parts = author_and_date(line.text)
    elif kind[0] is LineKind.TEXT and (picture := _NUMBERED_PICTURE.fullmatch(line.text)):
        return [Marked(line.text, line.gap, LineKind.CAPTION, picture[picture.lastindex or 0])]
    elif kind[0] is LineKind.TEXT and (published := _PUBLISHED_BY.fullmatch(line.text)):
        name, date = published.groups()
        if is_name(name) and read_date(date):
            author = Marked(name, line.gap, LineKind.AUTHOR, name)
            return [
                author,
                Marked(date, gap=False, kind=LineKind.DATE, value=date, date=read_date(date)),
            ]
    elif (
        kind[0] in (LineKind.TEXT, LineKind.BOILERPLATE)
        and len(line.text) <= _MOST_SPLIT
        and not read_update(line.text)
    ):
        parts = (
            submitted(line.text)
            or signed(line.text)
            or _parts(line.text)
            or date_and_author(line.text)
        )
    if (way := read_way(line.text)) and way.date:
        parts = [line.text.removesuffix(way.date), way.date]
    if parts:
        return [Marked(part, line.gap and not n, *_kind(part)) for n, part in enumerate(parts)]
    return [Marked(line.text, line.gap, *kind)]


def without_bullet(text: str) -> str:
    """The text without the sign that a list puts before it."""
    shorn = text.lstrip(_BULLETS + " ")
    for dash in ("— ", "– ", "- "):
        shorn = shorn.removeprefix(dash)
    return shorn or text


def _kind(text: str) -> tuple[LineKind, str, PrintedDate | None]:
    if _ADDRESS.match(text.lstrip("<( ")):
        return (LineKind.TEXT, "", None) if " " in text else (LineKind.LINK, _page_in(text), None)
    date = read_date(_SIGN_BEFORE.sub("", text))
    if date:
        return LineKind.DATE, text, date
    label = _label(text)
    if label:
        return *label, None
    if is_stop(text) or not is_boilerplate(text):
        return LineKind.STOP if is_stop(text) else LineKind.TEXT, "", None
    way = read_way(text)
    if way and way.section:
        return LineKind.SECTION, way.section, None
    return LineKind.BOILERPLATE, "", read_update(text)


def address_in(text: str) -> str:
    """The first web address in a text; nothing if there is none, or one that nobody may open."""
    found = _ADDRESS.search(text)
    return (read_link(found.group().rstrip(".,;:)]")) or "") if found else ""


def _page_in(text: str) -> str:
    """The address of a page; that of a site alone is none."""
    return address_in(text) if _PAGE.match(text) else ""


def has_address(text: str) -> bool:
    """Whether a web address stands in the text, good or bad."""
    return _ADDRESS.search(text) is not None


def _label(text: str) -> tuple[LineKind, str] | None:
    if text.startswith("(") and text.endswith(")"):
        inner = _bare_label(text[1:-1])  # «(Читайте також: …)»
        return inner if inner and inner[0] in (LineKind.RELATED, LineKind.LABEL) else None
    return _bare_label(text)


def _bare_label(text: str) -> tuple[LineKind, str] | None:
    words = without_bullet(text)
    name, colon, value = words[: _LONGEST_LABEL + 2].partition(":")
    key = label_key(_ON_SITE.sub("", name))
    kind = KIND_OF_LABEL.get(key) or KIND_OF_LABEL.get(key.partition("/")[0])
    before, comma, _ = words.partition(",")
    if comma and before.casefold() in _COMMA_LABELS:
        said, value = KIND_OF_LABEL[before.casefold()], words[len(before) + 1 :].strip()
        # «Автор, який змінив театр» names nobody
        if said is not LineKind.AUTHOR or (is_name(value) and value[0].isupper()):
            return said, value
    if kind is None or not colon:
        phrase = read_phrase(words)
        if phrase or kind is None:
            return phrase or read_credit(words) or _by_line(words)
    if not colon:
        # Without its colon hardly any is more than a word of the text.
        alone = name == words and (kind is LineKind.RELATED or name.casefold() in _BARE_LABELS)
        return (kind, "") if alone else None
    value = words[len(name) + 1 :].strip()
    if kind is LineKind.AUTHOR:
        value = bare_names(value)
    if kind is LineKind.RELATED and _are_tags(value.split(", ")):
        return LineKind.LABEL, value  # «Новини за темою: Литва, зброя»
    return (kind, value) if _fits(kind, value, name) else None


def label_key(name: str) -> str:
    """As `KIND_OF_LABEL` has it."""
    return name.strip().casefold().replace("’", "'").rstrip(" .…")


def _fits(kind: LineKind, value: str, name: str) -> bool:
    """Whether a label has such a value; else the line is a sentence that begins with the word."""
    if kind is LineKind.RELATED:
        return len(value) <= 4 * _LONGEST_VALUE
    if kind is LineKind.AUTHOR:
        return not value or is_author(value) or value.casefold() in ("ред.", "red.")
    if kind is LineKind.SECTION:
        return ":" not in value and is_short_name(value[:1].upper() + value[1:])
    if kind is LineKind.SOURCE and (has_address(value) or (value and label_key(name) in _PLACES)):
        return has_address(value)
    if kind is LineKind.PHOTO:
        return len(value) <= 2 * _LONGEST_VALUE
    return len(value) <= _LONGEST_VALUE and not value.endswith((".", "?", "!"))


def _are_tags(names: list[str]) -> bool:
    return len(names) > 1 and all(name.count(" ") <= 1 for name in names)


def _by_line(text: str) -> tuple[LineKind, str] | None:
    by, _, names = _WRITTEN.sub("By", text).replace(" AND ", " and ").partition(" ")
    names = names.partition(" | ")[0].rstrip(" –—-")  # «By Dale Rigging -»
    names = without_place(_AGENCY.sub("", names))  # «Von Jonas Krüger, MDR»
    said = _AND.split(names) if by.casefold() in _BY else []
    people = [without_place(name) for name in said]  # «Luke Hart in Kyiv and Anna Lind»
    named = bool(people) and all(map(_is_full_name, people)) and is_name(names)
    return (LineKind.AUTHOR, names if people == said else ", ".join(people)) if named else None


def _is_full_name(text: str) -> bool:
    words = text.split(" ")
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)  # noqa: PLR2004


def _named(parts: list[str]) -> list[str]:
    """A section, a date and a third that could be nothing but who wrote it."""
    dated = [part for part in parts if (date := read_date(part)) and date.is_whole]
    rest = [part for part in parts if part not in dated and not is_known(part)]
    one = len(parts) == len(rest) + 2 and len(rest) == len(dated) == 1
    named = one and is_name(rest[0]) and not is_boilerplate(rest[0])
    named = named and _kind(rest[0])[0] is not LineKind.AUTHOR  # «Автор: Марта Гук»
    return [f"by: {part}" if named and part in rest else part for part in parts]


def _filed(parts: list[str]) -> list[str]:
    """A date, a counter and one name that is no person's: where a weblog files its post."""
    dated = any((date := read_date(part)) and date.is_day_of_year for part in parts)
    rest = [part for part in parts if _kind(part)[0] is LineKind.TEXT and not is_known(part)]
    one = dated and len(rest) == 1 < len(parts) - 1 and is_short_name(rest[0])
    one = one and not any(map(is_known, parts))
    if not one or could_be_person(rest[0].partition(", ")[0]):
        return parts
    return [f"Рубрика: {part}" if part in rest else part for part in parts]


def _has_role(part: str) -> bool:
    """«Андрій Кома, адвокат»: a word behind a name, in small letters."""
    role = part.partition(", ")[2]
    return role.islower() and role.count(" ") < _ROLE_WORDS


def _stated(part: str) -> str:
    """«Культура» of «в Культура», as weblogs have it."""
    name = _WITHIN.sub("", part)
    return name if is_known(name) else part


def _parts(text: str) -> list[str]:
    """«СВІТ | 10.05.2023, 15:25 | 1204 перегляди» in its parts; nothing if it is no such line."""
    if _PLAYER.fullmatch(text):
        return []
    stated = (_stated(part) for part in _SPLITS.split(text) if not _LOGIN.fullmatch(part))
    parts = [part for one in stated for part in name_and_date(one) or [one]]
    parts = _named(parts) if len(parts) > 1 else section_and_date(text)
    if not 1 < len(parts) <= _MOST_PARTS or not any(read_date(part) for part in parts):
        return []
    whole = any((date := read_date(part)) and date.is_whole for part in parts)
    parts = _filed(parts)
    known = (
        _kind(part)[0] is not LineKind.TEXT
        or is_section(part)
        or could_be_person(part)
        or (could_be_person(part.partition(", ")[0]) and _has_role(part))
        or (whole and (" " not in part or not parts[2:]) and is_short_name(part))
        for part in parts
    )
    if all(known):
        return parts
    sure = [
        part
        for part in parts
        if is_known(part) or could_be_person(part) or _kind(part)[0] is not LineKind.TEXT
    ]
    if len(sure) == len(parts) - 1 > 1:  # «Press release | 17 November 2026 | Brussels»
        return sure
    return parts[:1] if len(parts) == 2 and whole and read_date(parts[0]) else []  # noqa: PLR2004
