"""Who wrote an article, where no label says so: a name in its head, and what he or she does."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.intake.text.classify import Marked, label_key
from bot.intake.text.credits import without_pictures
from bot.intake.text.labels import KIND_OF_LABEL, LineKind
from bot.intake.text.lines import key_of
from bot.intake.text.person_names import could_be_person, is_name, is_person, without_place
from bot.intake.text.stems import stems

_DATELINE = re.compile(
    r"[^\W\d_][^•|]{1,30}\s•\s[^•|.]{2,30}"
    r"|[^\W\d_]{3,20}[.,] \d{1,2} [^\W\d_]{3,10}\.? [/(]?[^\W\d_a-zа-яіїєґ][^.!?,]{2,30}\.?"
)
_ROLE = re.compile(
    r"(?:головн\w{2}\s|старш\w{2}\s|спеціальн\w{2}\s|власн\w{2}\s)?(?:редактор|кореспондент|журналіст|"
    r"оглядач|репортер|істори[кч]|економіст|політолог|письменни|юрист|доцент|професор|аналітик|експерт|"
    r"автор|шеф-редактор|випусков|ведуч|фотограф)\w*(?:,?\s[^!?]{2,60})?"
    r"|(?:(?:senior|chief|special|political|science|staff)\s)?"
    r"(?:editor|correspondent|reporter|journalist|columnist|writer)(?:[\s,][^.!?]{2,60})?"
    r"|[^.!?]{2,40}\s(?:editor|correspondent|reporter)|(?:наш|власн\w{2}|спец)\.?\s?кор\.?"
    # «Новинна редакторка», «Міжнародна оглядачка»
    r"|(?:[^\W\d_][\w’'-]*(?:н|ськ|цьк|ов|в)\w{1,2}\s){1,2}"
    r"(?:редактор|кореспондент|журналіст|оглядач|репортер|аналітик|колумніст)\w{0,4}",
    re.IGNORECASE,
)
# «Мандрівниця, авторка книжки …», below whose name it is
TWO_ROLES = re.compile(
    r"[^\W\d_]{4,20}(?:\s[^\W\d_]{4,20})?, (?:спів)?"
    r"(?:автор|засновни|редактор|керівни|директор|викладач|член|голова|експерт|журналіст|"
    r"кандидат|доктор|author|founder|editor|director|professor)\w{0,6}\b[^.!?]{0,80}",
    re.IGNORECASE,
)
# «Відділ комунікації поліції Полтавської області», whose press office a text comes from
_OFFICE = re.compile(
    r"(?:прес-?служба|прес-?центр|(?:відділ|департамент|управління|сектор|служба) "
    r"(?:комунікаці|інформаці|зв['’]язк|інформування|взаємодії|преси)\w{0,3}|press office|"
    r"media relations)\b[^.!?:]{0,80}",
    re.IGNORECASE,
)
# «Редакція «Обрій»»
_DESK = re.compile(
    r"(?:редакція|редакция|redakcja|(?:die )?redaktion)(?: «[^«»]{2,40}»| \S{2,30})?",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(r"(.{3,60}?)(?:,?\s(?:in|for|at)\s[A-Z].{1,40})")
_OWN_PICTURE = re.compile(r"[.,]\s(?:фото|photos?)\s(?:автор\w{1,3}|author)\.?$", re.IGNORECASE)
_AND = re.compile(r", | (?:та|і|й|and) ")
_TELLS = re.compile(r"[.!?:]|^(?:як|що|котр|who|which)")
_RANKS = (
    "by",
    "senior",
    "chief",
    "special",
    "staff",
    "political",
    "foreign",
    "deputy",
    "managing",
)
_DASH = re.compile(r"\s?[—–]\s?|\s-\s")
_LONGEST_NAMED = 160
_HEADLINE_WORDS = 4
_FIRST = 3  # paragraphs
_NEAR = 40  # lines
_BESIDE = 2  # lines from one author to the next; a name farther off took a picture


def with_names(lines: list[Marked]) -> list[Marked]:
    """A name alone in the head is the author, if no label tells him; «Київ • УНН» is no text."""
    labelled = any(line.kind is LineKind.AUTHOR for line in lines)
    found = -1
    end = _end_of_head(lines)
    over = next((at for at in range(end, len(lines)) if lines[at].kind is LineKind.STOP), None)
    for at, line in enumerate(lines[:over]):
        if line.kind is LineKind.TEXT and (_is_role(lines, at) or _is_below_label(lines, at)):
            lines[at] = replace(line, kind=LineKind.LABEL)
        elif line.kind is not LineKind.TEXT or not (
            _is_beside_date(lines, at) or _is_below_headline(lines, at, end)
        ):
            continue
        elif at and lines[at - 1].text.endswith(f" {line.text}"):
            continue  # who took the picture, named in its caption and below it
        elif (
            not labelled
            and (found < 0 or at - found <= _BESIDE)
            and (name := _name(line.text) or _between(lines, at) or _described(lines, at))
            and not is_told_of(name, lines[at : at + _NEAR])
        ):
            lines[at] = replace(line, kind=LineKind.AUTHOR, value=name)
            found = at
        elif _DATELINE.fullmatch(line.text):
            lines[at] = replace(line, kind=LineKind.LABEL)
    return lines


def _is_below_label(lines: Sequence[Marked], at: int) -> bool:
    """«Дана Кіт», right below «Ілюстрації:»."""
    above = lines[at - 1] if at else None
    bare = above is not None and above.kind is LineKind.LABEL and above.text.endswith(":")
    return bare and not lines[at].gap and could_be_person(lines[at].text)


def _name(text: str) -> str:
    """«Anna Lind» of «Anna Lind in Tallinn»; of several all."""
    name = without_pictures(text)
    if name != text and could_be_person(name):
        return name
    text = _OWN_PICTURE.sub("", text.rstrip(","))  # the date stands on the next line
    people = [without_place(name) for name in _AND.split(text)]
    if len(people) > 1 and any(map(is_person, people)) and all(map(could_be_person, people)):
        return ", ".join(people)
    somewhere = _SOMEWHERE.fullmatch(text)
    name = somewhere[1] if somewhere else text
    return name if is_person(name) else ""


def _described(lines: Sequence[Marked], at: int) -> str:
    """«Ілля Бордюр» of «Ілля Бордюр, урбаніст», beside the date, or of the two lines."""
    if _is_trade(lines, at + 1) and could_be_person(lines[at].text):
        return lines[at].text
    name, _, what = lines[at].text.partition(", ")
    place = what.istitle() and what.isalpha()  # «Кайса Ранд, Таллінн»
    few = what[:1].islower() and what.count(" ") < _HEADLINE_WORDS and not _TELLS.search(what)
    few = few or place
    return name if few and could_be_person(name) and _is_beside_date(lines, at) else ""


def _between(lines: Sequence[Marked], at: int) -> str:
    """A name that nobody knows, at the date, where the story does not tell of it."""
    name, text = lines[at].text, lines[at + 1 : at + 2]
    dated = at and text and lines[at - 1].kind is LineKind.DATE and text[0].is_paragraph
    if not dated and not _is_over_date(lines, at):
        return ""
    told = stems(" ".join(line.text for line in (*lines[:at], *lines[at + 1 : at + _NEAR])))
    return name if could_be_person(name) and not stems(name) & told else ""


def _is_over_date(lines: Sequence[Marked], at: int) -> bool:
    """Whether two words stand apart, over the date, below a headline and no text yet."""
    text, above = lines[at].text, lines[:at]
    dated = any(line.kind is LineKind.DATE for line in lines[at + 1 : at + 2])
    if not dated or not lines[at].gap or text.count(" ") != 1 or text.isupper():
        return False
    headed = any(line.kind is LineKind.TEXT and line.text.count(" ") > 1 for line in above)
    return headed and not any(line.is_paragraph for line in above)


def _end_of_head(lines: Sequence[Marked]) -> int:
    """The first line that reads as the story."""
    return next((at for at, line in enumerate(lines) if line.is_paragraph), len(lines))


def _is_beside_date(lines: Sequence[Marked], at: int) -> bool:
    """What somebody is may stand between the name and the date."""
    roles = "".join(line.text for line in lines[at + 1 : at + 2])
    below = at + 1 + (is_role(roles) or _is_trade(lines, at + 1))
    beside = (*lines[max(at - 1, 0) : at], *lines[below : below + 1])
    return any(line.kind is LineKind.DATE for line in beside)


def _is_below_headline(lines: Sequence[Marked], at: int, end: int) -> bool:
    """Whether a headline or its sub-headline stands right above, and a story below."""
    if not 0 < at < end < len(lines):
        return False
    return any(
        line.kind is LineKind.TEXT
        and not line.is_sentence
        and line.text.count(" ") + 1 >= _HEADLINE_WORDS
        for line in lines[max(at - 2, 0) : at]
    )


def is_told_of(name: str, below: Sequence[Marked]) -> bool:
    """Whether the first paragraphs speak of that person: whoever writes does not."""
    told = (line.text for line in below[:_NEAR] if line.tells)
    return any(text.find(name) > 0 for text in islice(told, _FIRST))


def is_role(text: str) -> bool:
    """«Редакторка стрічки»."""
    return bool(_ROLE.fullmatch(text) or TWO_ROLES.fullmatch(text))


def is_office(line: Marked) -> bool:
    """Whether it names whose press office a text comes from, and tells nothing."""
    many = line.kind is LineKind.TEXT and line.text.count(" ") > 1
    return many and bool(_OFFICE.fullmatch(line.text))


def is_desk(text: str) -> bool:
    """«Редакція», where a name would stand."""
    return bool(_DESK.fullmatch(text))


def spelled(name: str, lines: Sequence[Marked]) -> str:
    """«Ruth Alder» of «RUTH ALDER», as she stands on another line of the page."""
    again = (line.text for line in lines if name.isupper() and line.key == key_of(name))
    return next((text for text in again if not text.isupper()), name)


def _is_role(lines: Sequence[Marked], at: int) -> bool:
    """«Редакторка стрічки», right below the name of whoever wrote it."""
    above = lines[at - 1] if at else None
    named = above is not None and above.kind is LineKind.AUTHOR and bool(above.value)
    return (
        named and not lines[at].is_sentence and (is_role(lines[at].text) or _is_trade(lines, at))
    )


def _is_trade(lines: Sequence[Marked], at: int) -> bool:
    """«інженер-мостобудівник», in small letters right above the date."""
    if at + 1 >= len(lines) or lines[at + 1].kind is not LineKind.DATE:
        return False
    line = lines[at]
    small = line.kind is LineKind.TEXT and line.text.islower() and not line.is_sentence
    return small and line.text.count(" ") < _HEADLINE_WORDS


def name_and_role(text: str) -> tuple[str, str, str]:
    """«Anna Lind Environment reporter», which two lines of a byline are in one."""
    first, _, rest = text.partition(" ")
    second, gap, role = rest.partition(" ")
    name = f"{first} {second}"
    named = could_be_person(name) and first.casefold() not in _RANKS and is_role(role)
    return (name, gap, role) if named else (text, "", "")


def without_role(byline: Marked) -> str:
    """«Іван Гай» of «Автор: Іван Гай, оглядач»; «Anna Lind» of «Anna Lind Reporter»."""
    name, gap, role = name_and_role(byline.value)
    if gap:
        return name
    name, _, role = byline.value.partition(", ")
    trade = could_be_person(name) and role.islower() and role.count(" ") < _HEADLINE_WORDS
    return name if is_role(role) or trade else byline.value


def name_after_dash(line: Marked) -> str:
    """«Відділ міста» of «Автор – Відділ міста», or nothing; its place tells whether it is one."""
    if line.kind is not LineKind.TEXT or len(line.text) > _LONGEST_NAMED:
        return ""
    label, *name = _DASH.split(line.text, maxsplit=1)
    if not name or KIND_OF_LABEL.get(label_key(label)) is not LineKind.AUTHOR:
        return ""
    return name[0] if is_name(name[0]) else ""
