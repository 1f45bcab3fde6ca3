"""A page copied whole: which of its lines are the article's head, and where its text begins.

Above the headline stand menus and tickers, between headline and text names, captions and
buttons, below the text tags. What a line can be, its words tell; what it is, its place does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intake.text.author_behind import with_author_at_end, with_end_at_author
from bot.intake.text.behind import rejoined, without_end
from bot.intake.text.between import between
from bot.intake.text.bylines import is_role
from bot.intake.text.classify import Marked, mark, without_bullet
from bot.intake.text.crumbs import is_any_news
from bot.intake.text.head_lines import MOST_META
from bot.intake.text.header import Header, find_head, is_below_capitals
from bot.intake.text.headline_place import headline_at, is_of_head, is_spoken_against
from bot.intake.text.labels import LineKind
from bot.intake.text.line_parts import name_and_date
from bot.intake.text.lines import TextLine, key_of
from bot.intake.text.person_names import could_be_person, is_person
from bot.intake.text.pleas import without_pleas
from bot.intake.text.section_names import is_known, is_short_name
from bot.intake.text.stems import stems

_DEEPEST = 150
_FEWEST_AROUND = 3  # lines of menus and buttons: with fewer a page was not copied whole
_SENTENCES_WITHIN = 5  # lines from the first sentence of a story to its second
_LISTED = 3  # times as far, where a list stands between
_FAR = 9
_NAME = 3  # words: so few may be a site's name
_STOPS = (".", "…", ":", '"', "»", "”")
_SENTENCE_BREAK = re.compile(r"[.!?…] [«\"„(]?[^\W\d_a-zа-яіїєґ]")


def without_surroundings(lines: Sequence[Marked]) -> list[Marked]:
    """The page without what stands above its headline, before its text and below it."""
    page = _with_bylines(lines)
    story = _story_at(page)
    found = find_head(page) if story is not None else None
    head = headline_at(page, story, found) if story is not None else None
    last = len(page) - 1  # a headline without text
    if story is None or head in (None, last) or not _has_surroundings(page, story, head, found):
        page = rejoined(without_pleas(lines))
        return with_end_at_author(with_author_at_end(page, len(page)))
    text = max(story, head + 1)
    below = without_end([page[head], *_with_credits(between(page, head, text))])
    top = found.first if found and head == found.last else head
    above = _with_section(page, _with_author(page, head, top), head)
    again = find_head([*above, *below])
    if not again or again.last != len(above):
        above = _with_section(page, _above(page, head), head)
        again = find_head([*above, *below])
    signed = [line.value for line in above if line.kind is LineKind.AUTHOR and line.value]
    below = with_end_at_author(below, signed)
    dated = (again is not None and again.date_at is not None) or any(map(_is_dated, below))
    date = [] if dated else _date_above(page, head)
    address = [line for line in lines[:1] if line.kind is LineKind.LINK and line not in above]
    return [*address, *(line for line in above if line not in date), *date, *below]


def _with_credits(lines: Sequence[Marked]) -> list[Marked]:
    """Who took a picture above the text took those within it, too."""
    names = {
        line.key
        for above, line in pairwise(lines)
        if above.kind is LineKind.CAPTION and line.kind is LineKind.LABEL
    }
    return [
        replace(line, kind=LineKind.PHOTO)
        if line.kind is LineKind.TEXT and line.key in names
        else line
        for line in lines
    ]


def _with_bylines(lines: Sequence[Marked]) -> list[Marked]:
    """Above the text a name may share its line with the date: «Іва Корч, 20.12.2026, 09:00»."""
    story = _story_at(lines) or 0
    page: list[Marked] = []
    for line in lines[:story]:
        text = line.kind is LineKind.TEXT
        parts = name_and_date(line.text, could_be_person) if text else []
        marked = (mark(TextLine(part))[0] for part in parts)
        page += [replace(line, text=part.text, kind=part.kind, value=part.value, date=part.date)
                 for part in marked] or [line]  # fmt: skip
    return [*page, *lines[story:]]


def _story_at(lines: Sequence[Marked]) -> int | None:
    """The first sentence that another follows soon; two of them on a line are more of a story."""
    told = [at for at, line in enumerate(lines) if line.tells]
    for at, following in pairwise(told):
        many = lines[at].is_paragraph and _SENTENCE_BREAK.search(lines[at].text)
        between_them = lines[at + 1 : following]
        listed = sum(line.text.endswith((";", ":")) for line in between_them)
        pictures = sum(line.kind is LineKind.PHOTO for line in between_them)
        within = _SENTENCES_WITHIN * (_LISTED if many else 1)
        soon = following - at - listed - 2 * pictures <= within  # each with its caption
        if at < _DEEPEST and soon and lines[at].text.endswith(_STOPS):
            return at
    return _only_sentence(lines, told)


def _only_sentence(lines: Sequence[Marked], told: Sequence[int]) -> int | None:
    """The first one close below a whole date, over a list of what has no sentences.

    Not where the headline stands twice from the top on: then nothing was copied around.
    """
    at = told[0] if len(told) == 1 and told[0] < _DEEPEST else 0
    near, found = lines[max(at - _NAME, 0) : at], find_head(lines[:at])
    twice = found is not None and found.first < min(found.last, _FEWEST_AROUND)
    dated = any(map(_tells_moment, near)) and lines[at].text.endswith(_STOPS)
    return at if dated and not twice else None


def _tells_moment(line: Marked) -> bool:
    """A day with its hour, «сьогодні, 14:05» as well."""
    date = line.date
    day = date is not None and (date.day is not None or date.days_ago is not None)
    return day and date is not None and date.hour is not None


def _has_surroundings(
    lines: Sequence[Marked], story: int, head: int, found: Header | None
) -> bool:
    """Whether enough stands around, or a site's name that would be the headline."""
    around = _lines_around(lines, head)
    if around >= _FEWEST_AROUND:
        return True
    if found is None or found.last >= head:
        return False
    is_name = lines[found.last].text.count(" ") + 1 < _NAME
    return is_name or (around > 1 and is_spoken_against(lines, story, found.last))


def _lines_around(lines: Sequence[Marked], head: int) -> int:
    """How many lines of the page are none of the article's: above its headline, and buttons."""
    if any(line.kind is LineKind.SECTION and line.at_home for line in lines[:head]):
        return _FEWEST_AROUND  # the way to the page stands on lines of its own
    above = sum(line.kind is LineKind.TEXT for line in lines[:head])
    ends = sum(line.kind is LineKind.STOP for line in lines)
    return above + ends + sum(line.dropped for line in lines)


def _date_above(lines: Sequence[Marked], head: int) -> list[Marked]:
    """Short lines may stand between the date and the headline below it."""
    near = [line for line in lines[max(head - MOST_META, 0) : head] if line.date]
    return [line for line in near[-1:] if _is_dated(line)]


def _is_dated(line: Marked) -> bool:
    return line.kind is LineKind.DATE and line.date is not None and line.date.is_whole


def _above(lines: Sequence[Marked], head: int) -> list[Marked]:
    """What stands right above the headline and is about the article; menus go."""
    kept: list[Marked] = []
    apart = 0  # short lines between the line and the headline, or the author above it
    near = lines[max(head - MOST_META, 0) : head]
    for line in reversed(near):
        dated = any(one.kind is LineKind.DATE for one in _beside(lines[: head + 1], line))
        if is_of_head(line) or line.kind in (
            LineKind.SECTION,
            LineKind.LINK,
            LineKind.SOURCE,
        ):
            kept.append(line)
            apart = 0 if is_of_head(line) else apart
        elif (
            could_be_person(line.text)
            and not _is_shouted(line)
            and (
                is_person(line.text)
                or _is_over_role(near, line)
                or (line is not lines[0] and (dated or _signs_below(lines[head + 1 :], line.text)))
            )
        ):
            kept.append(replace(line, kind=LineKind.AUTHOR, value=line.text))
            apart = 0
        elif _is_less_than_above(lines, line) or is_role(line.text):
            continue
        elif line.names_section and _is_near(line, apart) and _is_own(lines, head, line, kept):
            kept.append(replace(line, kind=LineKind.SECTION, value=line.text.strip(" #|:")))
            apart = _FAR
        elif line.text.count(" ") < _NAME or line.text[0].islower():  # what somebody is
            apart = 1 if line is near[-1] and " " not in line.text else _FAR
        else:
            break
    way = [line for line in near if line.kind is LineKind.SECTION]
    if way and not any(line.names_section for line in kept):
        kept.append(way[-1])
    return kept[::-1]


def _is_shouted(line: Marked) -> bool:
    """«НАШІ ЛЮДИ», as a paper's sections are printed, and no known name."""
    return line.text.isupper() and line.names_section


def _is_over_role(lines: Sequence[Marked], name: Marked) -> bool:
    return any(one is name and is_role(below.text) for one, below in pairwise(lines))


def _is_less_than_above(lines: Sequence[Marked], line: Marked) -> bool:
    """Whether it is but «Новини», below a section that the menu has as well."""
    at = next(n for n, one in enumerate(lines) if one is line)
    return at > 0 and is_any_news(line.text) and _says_more(lines[:at], lines[at - 1])


def _says_more(lines: Sequence[Marked], over: Marked) -> bool:
    return over.names_section and not is_any_news(over.text) and _stands_again(lines, over)


def _is_near(line: Marked, apart: int) -> bool:
    """Whether a section's name stands right above, or above but one word, a part of it."""
    return apart == 0 or (apart == 1 and not is_any_news(line.text))


def _is_own(lines: Sequence[Marked], head: int, line: Marked, kept: Sequence[Marked]) -> bool:
    """Whether a section's name above the headline is the article's, and not the menu's last."""
    at = next(n for n, one in enumerate(lines) if one is line)
    above = lines[at - 1] if at else None
    menu = above is not None and is_known(above.text) and not is_any_news(above.text)
    menu = menu and not (above is not None and above.menu)  # two of them below a button
    shouted = line.text.isupper() and (len(line.text) > _NAME or is_known(line.text))
    shouted = shouted and not any(
        one.text.isupper() and (one.names_section or n == head)
        for n, one in enumerate(lines[: head + 1])
        if n != at
    )
    own = shouted or is_below_capitals(lines[: at + 1]) or _stands_again(lines[: head + 1], line)
    named = line.kind is LineKind.SECTION or own or not menu
    below_menu = lines[head].menu or (lines[head].gap and lines[head].dropped > 0)
    return bool(kept) or (named and not below_menu)


def _beside(lines: Sequence[Marked], line: Marked) -> Sequence[Marked]:
    at = next(n for n, one in enumerate(lines) if one is line)
    return [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]


def _with_author(lines: Sequence[Marked], head: int, top: int) -> list[Marked]:
    """All above the headline; the author's name is known, dated, or stands below again."""
    above = list(lines[:head])
    signed = any(
        line.kind is LineKind.AUTHOR or could_be_person(line.text)
        for line in lines[head + 1 : head + 2]
    )
    for at in range(max(top - MOST_META, 0), top):
        name = above[at].text
        called = lines[at].names_section
        dated = at > 0 and not (called or signed) and _is_dated(_below_role(lines, at))
        again = above[at].key != lines[0].key and _signs_below(lines[head + 1 :], name)
        again = again or (at > 0 and above[at].key == lines[at - 1].key)
        known = dated or is_person(name) or again or is_role(lines[at + 1].text)
        if above[at].kind is LineKind.TEXT and could_be_person(name) and known:
            above[at] = replace(above[at], kind=LineKind.AUTHOR, value=above[at].text)
    return above


def _below_role(lines: Sequence[Marked], name: int) -> Marked:
    """What stands below a name: what somebody does and a section's name aside."""
    below = range(name + 1, len(lines) - 1)
    at = next((n for n in below if not (is_role(lines[n].text) or lines[n].names_section)), -1)
    return lines[at] if at <= name + _NAME else lines[name + 1]


def _is_of_menu_above(lines: Sequence[Marked], at: int) -> bool:
    """Whether the line above is a section of the menu, and no such thing is this line."""
    above = lines[at - 1] if at > 1 else None
    named = above is not None and _stands_again(lines[:at], above) and not above.tells
    return named and not is_known(lines[at].text)


def _is_kind_of(menu: Sequence[Marked], name: str) -> bool:
    """«Рецензія», where the menu has «Рецензії»."""
    near = (line.text for line in menu[1:] if " " not in line.text and len(line.text) > _NAME)
    return " " not in name and any(stems(other) == stems(name) != set() for other in near)


def _signs_below(lines: Sequence[Marked], name: str) -> bool:
    """Whether the name stands below alone, or as «Про автора. Ярема Кріль – письменник»."""
    about = f"{name} – ".casefold()
    return any(
        line.key == key_of(name) or about in line.text.casefold()[: 2 * _FAR + len(about)]
        for line in lines
    )


def _stands_again(lines: Sequence[Marked], line: Marked) -> bool:
    site = lines[0].key if not (lines[0].dropped or is_known(lines[0].text)) else ""
    key = without_bullet(line.key)
    return line.key != site and sum(without_bullet(other.key) == key for other in lines) > 1


def _with_section(lines: Sequence[Marked], above: list[Marked], head: int) -> list[Marked]:
    """A short line right over the headline names its section, if menu or tags hold it as well.

    So does a section's name over a date over the headline.
    """
    for at in range(head - 1, max(head - MOST_META, -1), -1):
        line = lines[at]
        again = _stands_again(lines, line)
        name = line.text.strip(" #|")
        twice = any(one.key == line.key for one in _beside(lines, line))  # below its own picture
        person = twice or is_person(line.text) or not _stands_again(lines[:head], line)
        person = person and could_be_person(line.text)
        if person or (is_role(line.text) and not line.names_section):  # «Аналітика»
            continue
        over_date = at < head - 1 and (
            line.names_section or is_known(name.partition(" ")[0])  # «Новини університету»
        )
        few = is_short_name(name[:1].upper() + name[1:]) and name.count(" ") < _NAME
        again = again or _is_kind_of(lines[:at], name)
        if not again and few and _is_of_menu_above(lines, at):
            continue  # «Wirtschaft», and what is a part of it
        if line.kind is LineKind.TEXT and few and (again or over_date):
            over = lines[at - 1]
            if is_any_news(name) and over.key != line.key and _stands_again(lines[:head], over):
                continue  # the section that stands above it says more
            below = lines[at + 1]
            if again and is_any_news(name) and at == head - 2 and is_short_name(below.text):
                line, name = below, below.text  # «Новини», and which
            named = replace(line, kind=LineKind.SECTION, value=name)
            return [*(other for other in above if other is not line), named]
        if not (is_of_head(line) or line.kind is LineKind.STOP):  # «2 коментарі»
            break
    return above
