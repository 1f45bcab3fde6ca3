"""Where a web page shows its date, and which of its lines stand at the headline."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, pairwise

from bot.intake.dates import (
    DateDoubt,
    Moment,
    Taken,
    moment,
    printed_moment,
    read_date,
)
from bot.intake.html_tree import Tree, name_of
from bot.intake.machine_dates import machine_moment
from bot.intake.text.line_parts import submitted, tails, without_counters
from bot.intake.text.lines import one_line
from bot.intake.web.class_names import marks_of

_DATED = re.compile(
    r"(?<![a-z])(?:(?:create|pub|post|news|article|entry)?date\w*|data|time\w*|publish\w*|published|pub|posted|dt|created|info|meta|"
    r"fecha|datum|publi)(?![a-z])"
)
_CHANGED = re.compile(
    r"(?<![a-z])(?:modif\w*|updat\w*|edited|upd|onovleno)(?![a-z])|оновлен|updated|обновлен",
    re.IGNORECASE,
)
_CHANGED_WORDS = re.compile(  # for the lines that say so: classes are English nearly everywhere
    r"оновлен|updated|обновлен|last modified|aktualisiert|mise? à jour|modifié|actualizado|"
    r"aktualizacja|aktualizováno|aggiornato|atualizado",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"опубліковано|published|posted", re.IGNORECASE)
SIGNED = re.compile(
    r"(?<![a-z])(?:vcard|authors?|byline|autor|avtor|writer|journalist|reporter|firma|name-uid)"
    r"(?![a-z])"
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:relat\w*|read|also|recommend\w*|similar|sidebar|most|popular|latest|last|feed|"
    r"teaser|card|cards|list|comments?|nav|menu|(?<!post.)(?<!entry.)(?<!article.)footer|widget|copyright|weather|currency|trending)"
    r"(?![a-z])"
)
_SITE_HEAD = re.compile(
    r"(?<![a-z])(?:(?:site|page|top|main)[-_ ]?(?:header|head|bar)|^header|masthead)(?![a-z])"
)
_PARTS = re.compile(  # of text in which blanks are single
    r"\s?(?:[|•·‖\n]\s?|(?<=\s)[—–/-]\s|(?=\b(?:оновлено|updated)\b))", re.IGNORECASE
)
_ROOT = re.compile(r"(?:https?://[^/?#]{1,100})?/?|\./|/?index\.\w{2,5}")
_FACTS = ("div", "span", "p", "li", "a", "font", "i", "em", "small", "dd", "nav")
LONGEST_LINE = 120
WAY_SIGNS = re.compile(r"\s?[→»›>/]\s?|::")  # between the steps of the way to a page
_MOST_LINES = 400
_STAMPS = ("datetime", "content", "title", "data-datetime", "data-date", "data-published",
           "data-timestamp", "data-seconds", "data-time")  # fmt: skip
_STAMP = re.compile(r"\d{4}-\d\d|\d{10}|\d\d\.\d\d\.\d{4}|\d{4}\s\d\d:")
_LONGEST_NOTE = 300
_LONGEST_PIECE, _MOST_PIECES = 5_000, 1_000


def date_of(
    tree: Tree, said: Iterable[str], taken: Taken, heading: Tree | None, line: str = ""
) -> tuple[datetime | None, DateDoubt | None, bool]:
    """When it was published, what is doubtful about it, and whether any date is there at all.

    `line` is what stands between headline and text, for want of anything else. A day without a
    time is completed by a time that another place has for the same day.
    """
    day: datetime | None = None
    trouble: DateDoubt | None = None
    for at, doubt in _moments(tree, said, taken, heading, line):
        if at is None:
            trouble = trouble or doubt
        elif doubt is DateDoubt.TIMELESS:
            day = day or at
        elif day is None or at.date() == day.date():
            return at, doubt, True
    if day:
        return day, DateDoubt.TIMELESS, True
    return None, trouble, trouble is not None


def _moments(
    tree: Tree, said: Iterable[str], taken: Taken, heading: Tree | None, line: str
) -> Iterator[Moment]:
    """Every candidate, the surest first. Midnight sharp is how programs write «no time»."""
    for text in said:
        at, doubt = machine_moment(text, taken.zone)
        midnight = at is not None and (at.hour, at.minute, at.second) == (0, 0, 0)
        yield at, DateDoubt.TIMELESS if midnight else doubt
    for element in near(tree.iter("time"), heading):
        if not _is_changed(element):
            yield from _time(element, taken)
    yield from _printed(tree, heading, taken)
    times = list(islice(tree.iter("time"), 2))
    if len(times) == 1 and (found := _stated(times[0], taken)):
        yield found  # the page has no other, so it is the page's own wherever it stands
    if line and (found := _moment_in(line, taken)):
        yield found


def _time(element: Tree, taken: Taken) -> Iterator[Moment]:
    if found := _stated(element, taken) or _moment_in(text_in(element), taken):
        yield found


def _stated(element: Tree, taken: Taken) -> Moment | None:
    """What an attribute says of the time that the text shows."""
    for name in _STAMPS:
        stamp = element.get(name) or ""
        if _STAMP.search(stamp):
            found = machine_moment(stamp, taken.zone)
            if found[0]:
                return found
    return None


def near(elements: Iterable[Tree], heading: Tree | None) -> list[Tree]:
    """Not those of other articles; those in one element with the headline first."""
    others = Others()
    own = [one for one in islice(elements, _MOST_LINES) if not others.hold(one)]
    if heading is None:
        return own
    over = set(heading.iterancestors())
    own = [element for element in own if not _is_of_site(element, over)]
    around = list(heading.iterancestors())[:4]
    far = {element: _distance(element, around) for element in own}
    return sorted(own, key=lambda element: far[element])


def _is_of_site(element: Tree, over: set[Tree]) -> bool:
    """Whether it stands in the page's head, as today's date does, and the headline does not."""
    outside = (outer for outer in element.iterancestors() if outer not in over)
    return any(_SITE_HEAD.search(marks_of(outer)) for outer in outside)


def _distance(element: Tree, around: list[Tree]) -> int:
    """How many levels up from the headline it is till both stand in one element."""
    above = set(element.iterancestors())
    return next((far for far, one in enumerate(around) if one in above), len(around))


class Others:
    """Which elements stand in blocks of other articles; each block is looked at once."""

    def __init__(self) -> None:
        self._told: dict[Tree, bool | None] = {}

    def hold(self, element: Tree) -> bool:
        for outer in element.iterancestors():
            if outer not in self._told:
                self._told[outer] = _is_of_others(outer)
            if (told := self._told[outer]) is not None:
                return told
        return False


def _is_of_others(outer: Tree) -> bool | None:
    """None where it does not tell, and what is around it may."""
    name = name_of(outer)
    if SIGNED.search(marks_of(outer)):  # the author's own card
        return None
    if name in {"article", "main", "body"}:
        return name == "article" and bool(_OTHERS.search(marks_of(outer)))
    within = next(outer.iterancestors("article"), None) is not None
    if name == "footer" and within:
        return None  # of the article itself
    if (name == "aside" and _is_note(outer)) or (name == "li" and _is_fact(outer)):
        return None
    if name in {"aside", "nav", "footer", "li"} or _OTHERS.search(marks_of(outer)):
        return True
    return None


def _is_note(aside: Tree) -> bool:
    """Whether it tells of the article itself: a few words, and no list or headings."""
    listed = next(aside.iter("li", "h2", "h3", "h4"), None) is not None
    return not listed and len(text_in(aside, _LONGEST_NOTE + 1)) <= _LONGEST_NOTE


def _is_fact(point: Tree) -> bool:
    """Whether a list's point tells of the article itself: its list is short and leads nowhere."""
    outer = point.getparent()
    return (
        outer is not None
        and len(text_in(outer, LONGEST_LINE + 1)) <= LONGEST_LINE
        and not _OTHERS.search(marks_of(outer))
        and next(outer.iter("h2", "h3", "h4"), None) is None
    )


def _is_changed(element: Tree) -> bool:
    parent = element.getparent()
    around = text_in(parent)[:LONGEST_LINE] if parent is not None else ""
    marks = f"{marks_of(element)} {element.get('itemprop') or ''}".lower()
    before = around.partition(text_in(element))[0][-20:] if text_in(element) else ""
    return bool(_CHANGED.search(marks) or _CHANGED_WORDS.search(before))


def _printed(tree: Tree, heading: Tree | None, taken: Taken) -> Iterator[Moment]:
    """Dates in short lines: those whose class says so, then those beside the headline."""
    named: list[Tree] = []
    for element in tree.iter("div", "span", "p", "li", "td", "ul", "small", "em", "b", "i", "a",
                             "abbr"):  # fmt: skip
        if len(named) < _MOST_LINES and _DATED.search(marks_of(element)):
            named.append(element)
    for element in [*near(named, heading), *beside(heading)]:
        text = text_in(element, limit=LONGEST_LINE + 1)
        own = len(text) <= LONGEST_LINE and not _is_of_change(element, text)
        told = name_of(element) == "p" and text.endswith(".") and not printed_moment(text, taken)
        if not own or told:  # «Прем'єра – 5 грудня об 11:00.»
            continue
        found = _stated(element, taken) or _moment_in(text, taken)
        if found := found or printed_moment(before_parts(element), taken):
            yield found


def before_parts(element: Tree) -> str:
    """«04.08.2026, 09:15» of a line that names people behind it, each in an element."""
    return one_line(element.text or "").rstrip(" ,|•·—–-") if len(element) else ""


def _is_of_change(element: Tree, text: str) -> bool:
    """By its name; what the line says of itself goes before."""
    return not _PUBLISHED.match(text) and _CHANGED.search(marks_of(element)) is not None


def _moment_in(text: str, taken: Taken) -> Moment | None:
    """The date of a line that has little else: an author, a counter, «Оновлено» beside it."""
    text = without_counters(text)
    if found := printed_moment(text, taken):
        return found
    if (said := submitted(text)) and (found := printed_moment(said[-1], taken)):
        return found
    parts = [part.strip(" ,") for part in parts_of(text)]
    parts = [part for part in parts if part and not _CHANGED_WORDS.match(part)]
    dates = [(part, printed) for part in parts if (printed := read_date(part))]
    for (_, day), (_, hour) in pairwise(dates):
        joined = day.with_hour_of(hour) or hour.with_hour_of(day)
        if joined:
            return moment(joined, taken.zone, taken.copied_at)
    whole = [part for part, one in dates if one.day is not None]
    days = whole[:1] or [part for part, one in dates if not one.is_hour_alone]
    ends = [one for part in (text, *parts) for one in tails(part)]
    ends = [] if _CHANGED_WORDS.search(text) else ends
    moments = (printed_moment(one, taken) for one in (*days, *ends, *parts))
    return next(filter(None, moments), None)


def beside(heading: Tree | None) -> list[Tree]:
    """Lines in one element with the headline."""
    return [element for level in levels_around(heading) for element in level]


def levels_around(heading: Tree | None) -> list[list[Tree]]:
    """The same, from the innermost of those elements on."""
    around = list(heading.iterancestors())[:3] if heading is not None else []
    return [[*islice(one.iter(*_FACTS), 60)] for one in around]


def parts_of(line: str) -> list[str]:
    """What strokes and dots part; «Оновлено» begins another part."""
    return _PARTS.split(line)


def leads_home(link: Tree) -> bool:
    """Whether it leads to where the site begins."""
    return _ROOT.fullmatch(link.get("href") or "") is not None


def text_in(element: Tree, limit: int = 2_000) -> str:
    """The element's words on one line, cut where there are far too many."""
    texts: list[str] = []
    size = 0
    for text in element.itertext():
        texts.append(text[:_LONGEST_PIECE])
        size += len(text.strip())
        if size > limit or len(texts) > _MOST_PIECES:
            break
    return one_line(" ".join(texts) if len(texts) > 1 else "".join(texts))
