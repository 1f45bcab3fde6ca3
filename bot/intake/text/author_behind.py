"""Who wrote an article, named but below its text, or there once more over what he or she does."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.intake.text.bylines import is_role
from bot.intake.text.captions import is_caption
from bot.intake.text.classify import Marked
from bot.intake.text.credits import without_pictures
from bot.intake.text.facts import facts_below
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import key_of
from bot.intake.text.person_names import could_be_person, is_person
from bot.intake.text.phrases import reporters_of
from bot.intake.text.stems import stems

_FEWEST = 2  # sentences of a text before it may be over
_FARTHEST = 10  # lines of tags and buttons
_ABOUT = re.compile(r" (?:is |covers |writes |has |—|–|- |журналіст|кореспондент|пише )")
_ABOUT_AUTHOR = re.compile(
    r"(?:про|о|об) автор\w{1,3}"
    r"(?:[.:]? [^\W\d_]+ [^\W\d_]+(?:,| [–—-]) .+|:)?|"
    r"авторк?\w{0,3} колонки:?|about the (?:author|writer)s?|"
    r"o autor\w{2,4}|sobre (?:la firma|el autor|la autora)|à propos de l[’']auteur\w?|"
    r"über (?:den autor|die autorin)|zur person"
)
_WISHES = re.compile(
    r"(?:з повагою|с уважением|z poważaniem|(?:yours )?sincerely),? ", re.IGNORECASE
)
_VILLAGE = re.compile(r"^(?:с|м|смт|сел)\.\s?")  # «Ольга КОСТЕЦЬКА, с. Колиндяни»
_JOURNALIST = re.compile(
    r"\b(?:кор+еспондент|журналіст|журналист|репортер|авторк|correspondent|reporter)\w{0,4}"
    r"(?: «[^«»]{2,40}»)?$",
    re.IGNORECASE,
)
_AND = re.compile(r", | (?:and|та|і|й|und) ")
_MOST_ABOUT = 5  # paragraphs on who wrote the article


def with_author_at_end(page: list[Marked], end: int) -> list[Marked]:
    """Where nobody is named above, a name alone at the end of the text is the author's.

    So is one further down, over what he or she does.
    """
    if _has_author(page):
        return page
    told = [at for at, line in enumerate(page[:end]) if line.tells]
    at = told[-1] + 1 if len(told) >= _FEWEST else len(page)
    last = told[-1] if told else 0
    if (
        last
        and is_caption(page[last].text)
        and could_be_person(_name(page[last - 1].text).rstrip("."))
    ):
        page[last - 1 : last + 1] = page[last], page[last - 1]  # «На знімку: відкриття клубу.»
        at = last
    at += sum(1 for _ in takewhile(_is_short_sentence, page[at:end]))
    at += facts_below(page[at:end])
    at += sum(1 for _ in takewhile(lambda line: line.kind is LineKind.SOURCE, page[at:]))
    for n in range(at, min(at + _FARTHEST, len(page) - 1)):
        if could_be_person(page[n].text) and is_role(page[n + 1].text):
            page[n + 1] = replace(page[n + 1], kind=LineKind.STOP)
            at = n
            break
    if at + 1 < end and " " not in page[at].text and could_be_person(page[at + 1].text):
        at += 1  # below the site's name
    comments = [line.kind for line in page[at + 1 : at + 3]] == [LineKind.DATE, LineKind.TEXT]
    if at < len(page) and not comments and page[at].kind is LineKind.TEXT and _signs(page, at):
        name = _name(page[at].text)
        above = next((n for n in range(at) if page[n].key == key_of(name)), None)
        if above is not None:  # «Раїса КОШІЛЬ.» once more
            name = page[above].text
            page[above] = replace(page[above], kind=LineKind.LABEL)
        page[at] = replace(page[at], kind=LineKind.AUTHOR, value=name)
    return page


def _has_author(page: list[Marked]) -> bool:
    """Whether somebody is named; a reporter behind the text goes before «By Northwire» above."""
    named = [at for at, line in enumerate(page) if line.kind is LineKind.AUTHOR and line.value]
    if any(could_be_person(name) for at in named for name in _AND.split(page[at].value)):
        return True
    for at, line in enumerate(page):
        if line.kind is LineKind.LABEL and (reporters := reporters_of(line.text)):
            for above in named:
                page[above] = replace(page[above], kind=LineKind.LABEL)
            page[at] = replace(line, kind=LineKind.AUTHOR, value=reporters)
            return True
    return bool(named)


def _is_short_sentence(line: Marked) -> bool:
    """«Причину з’ясовують.», and no name with a full stop."""
    told = line.kind is LineKind.TEXT and line.text.endswith(".")
    return told and not could_be_person(line.text.rstrip("."))


def _name(text: str) -> str:
    """«Егор Самсонов» of «Егор Самсонов, Самара» and of «Егор Самсонов, корреспондент»."""
    if wished := _WISHES.match(text):
        return text[wished.end() :]
    if (name := without_pictures(text)) != text and could_be_person(name):
        return name
    name, comma, place = text.rstrip(".,").partition(", ")
    where = _VILLAGE.sub("", place)
    placed = where.istitle() and where.count(" ") < _FEWEST
    return name if placed or is_role(place) or not comma else text


def _signs(page: Sequence[Marked], at: int) -> bool:
    """Whether a line below the text is a name: a known one, or one that the text never tells."""
    name = _name(page[at].text)
    if is_person(name) or any(_tells_who_asked(line.text, name) for line in page[:at]):
        return True
    told = stems(" ".join(line.text for line in page[:at]))
    if _WISHES.match(page[at].text):
        return could_be_person(name)
    return could_be_person(name) and not name.isupper() and not stems(name) & told


def _tells_who_asked(text: str, name: str) -> bool:
    """«Кореспондентка «Вісника» Віра Ільїна поговорила з обома», over her name below."""
    before, named, _ = text.partition(f" {name} ")
    return bool(named) and _JOURNALIST.search(before) is not None


def with_end_at_author(page: list[Marked], signed: Iterable[str] = ()) -> list[Marked]:
    """Behind the text the author's name stands again, over what he or she writes about.

    `signed`: who is named as the author above the page's lines.
    """
    names: set[str] = set()
    above = {name.casefold() for name in signed}
    told = 0
    for at, line in enumerate(page):
        words = line.text.casefold().rstrip(".").lstrip("—– ")
        again = line.kind is LineKind.AUTHOR and line.value.casefold() in names | above
        name = words.partition(", ")[0]  # «Ніка Проценко, Полтавщина»
        told_of = name in names or tells_of_author(words, names | above)
        about = line.kind is LineKind.TEXT and told_of
        heads = line.kind is LineKind.TEXT and heads_author(words)
        if told >= _FEWEST and heads and not names and _is_name(page[at + 1 : at + 2]):
            below = page[at + 1]
            page[at] = replace(line, kind=LineKind.LABEL)
            page[at + 1] = replace(below, kind=LineKind.AUTHOR, value=below.text)
            page[at + 2 : at + 3] = [
                replace(one, kind=LineKind.STOP) for one in page[at + 2 : at + 3]
            ]
        elif told >= _FEWEST and (again or about or heads):
            goes_on = _tells_on(page, at, _MOST_ABOUT if heads else _FEWEST)
            page[at] = replace(line, kind=LineKind.LABEL if goes_on else LineKind.STOP)
        elif line.kind is LineKind.AUTHOR and line.value:
            names.update(names_of(line))
        told += line.tells
    return page


def heads_author(text: str) -> bool:
    """«Про автора», over what somebody does."""
    return _ABOUT_AUTHOR.fullmatch(text.casefold()) is not None


def names_of(author: Marked) -> set[str]:
    """The names on an author's line, in small letters, and all of them together."""
    return {name.casefold() for name in (author.value, *_AND.split(author.value)) if name}


def _is_name(below: Sequence[Marked]) -> bool:
    return any(line.kind is LineKind.TEXT and could_be_person(line.text) for line in below)


def tells_of_author(text: str, names: Iterable[str]) -> bool:
    """«Moira Kent is a novelist»: what somebody is whose article this is."""
    words = text.casefold()
    return any(words.startswith(n) and _ABOUT.match(words, len(n)) for n in names)


def _tells_on(page: Sequence[Marked], at: int, least: int) -> bool:
    """Whether so many paragraphs stand below, before the page is over."""
    told = 0
    for line in page[at + 1 :]:
        if line.kind in (LineKind.STOP, LineKind.RELATED):
            break
        told += line.is_paragraph
        if told >= least:
            return True
    return False
