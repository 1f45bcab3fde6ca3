"""Which headline a web page has: as readers see it, without the site's name and labels."""

import re
from collections.abc import Iterable
from itertools import islice

from bot.domain.article import headline_key
from bot.intake.html_tree import Tree, name_of
from bot.intake.text.crumbs import is_any_news
from bot.intake.text.lines import one_line
from bot.intake.text.section_names import is_known
from bot.intake.web.class_names import marks_of
from bot.intake.web.marks import WAY_SIGNS, leads_home, text_in

_SEPARATORS = re.compile(r"(?<!\s)(?:\s++[|—–\-·•:»/]\s++|\s*+[|»]\s++|\s++::\s++)")
_CALLED = re.compile(r"titl|headline|zagolov|zaholov")
_LONGEST_SITE = 60
_MOST_SITES = 10  # names of sites that hang on one title
_MOST_LOOKED_AT, _MOST_LINES = 100, 3_000  # headings, and lines that could be one
_LONGEST_SHOWN = 2_000
_SHARED = 0.5
_LONGEST_LABEL = 30
_SHORTEST_HEADLINE = 15
_LONGEST_HEADLINE = 300
_WAY_LEVELS, _FEWEST_STEPS = 2, 2
_HEADLINE_WORDS = 4
_CUT_HEADLINE = 100  # programs cut headlines for search engines there
_TAIL = 12
_LINES = ("h1", "h3", "h4", "div", "p", "td", "span", "strong", "b", "font")
_WITHIN_WORDS = frozenset(
    ("b", "i", "em", "strong", "a", "u", "mark", "font", "sub", "sup", "wbr")
)
_LINE_ENDS = frozenset(("br", "p", "div"))


def find_heading(tree: Tree, said: tuple[str, ...], sites: tuple[str, ...]) -> Tree | None:
    """The element of the headline: an h1 or h2 that agrees with what the page says of itself.

    Else whatever holds exactly such a line, or the only h1 or h2 of a page that says nothing
    but the site's name.
    """
    titles = [title for one in said if not _is_section(title := without_site(one, sites))]
    words = [_words(one) for one in titles]
    names = {headline_key(site) for site in sites}
    first = [
        one
        for one in islice(tree.iter("h1"), _MOST_LOOKED_AT)
        if headline_key(text_in(one)) not in names | {""} and not _leads_home(one)
    ]
    second = list(islice(tree.iter("h2"), _MOST_LOOKED_AT))
    keys = {headline_key(one) for one in titles}
    third = list(islice(tree.iter("h3"), _MOST_LOOKED_AT))
    # the last for «Записки рибалки: Перший лід», on a page whose h1 is the site's name
    shown = [*first, *second, *third]
    called = [one for one in shown if _CALLED.search(marks_of(one))]
    for said_so, tops in (
        (keys, shown), (_ends(said), shown), (_ends(said, short=True), called)
    ):  # fmt: skip
        for element in tops:
            if headline_key(text_in(element)) in said_so:
                return element
    at_end = next(filter(_ends_way, shown), None)
    if at_end is not None:
        return at_end
    named = are_names(titles)
    for element in [*first, *second] if not (named and titles) else ():
        text = text_in(element)
        if any(_agree(_words(text), title) for title in words) and not _is_tail(text, said):
            return element
    telling = ([one for one in tops if _tells(text_in(one))] for tops in (first, second, third))
    alone = next((tops[0] for tops in telling if len(tops) == 1 and named), None)
    if alone is not None or (alone := _line_of_title(tree, said)) is not None:
        return alone
    if not (first or second):
        return _called_title(tree, words, named=named)
    return first[0] if len(first) == 1 and (not titles or _is_told_of(first[0], words)) else None


def _ends_way(heading: Tree) -> bool:
    """Whether the way to the page, right above, ends in it: «Головна » Новини » Дощ»."""
    key = headline_key(text_in(heading))
    for outer in (heading, *islice(heading.iterancestors(), _WAY_LEVELS)):
        line = outer.getprevious()
        first = next(line.iter("a"), None) if line is not None else None
        if first is not None and leads_home(first):
            way = text_in(line, limit=_LONGEST_HEADLINE)
            steps = WAY_SIGNS.split(way)
            return len(steps) > _FEWEST_STEPS and headline_key(steps[-1]) == key
    return False


def _line_of_title(tree: Tree, said: tuple[str, ...]) -> Tree | None:
    for lines in (_heads(said), _ends(said)):
        for element in islice(tree.iter(*_LINES), _MOST_LINES):
            if lines and headline_key(text_in(element, limit=_LONGEST_HEADLINE)) in lines:
                return element
    return None


def _called_title(tree: Tree, titles: Iterable[set[str]], *, named: bool) -> Tree | None:
    """Without headings: a line whose class says so, and that has words of a title if one tells."""
    lines = (one for one in tree.iter(*_LINES) if _CALLED.search(marks_of(one)))
    for element in islice(lines, _MOST_LOOKED_AT):
        if _is_told_of(element, titles) or (named and _tells(text_in(element))):
            return element
    return None


def _leads_home(heading: Tree) -> bool:
    """Whether it is a link to where the site begins: then it is the site's name."""
    links = [*islice(heading.iter("a"), 2)]
    return len(links) == 1 and leads_home(links[0])


def _is_section(title: str) -> bool:
    """«Новини», «Новини міста / Міська рада»: what pages of some sites are all called."""
    name = _SEPARATORS.split(title, maxsplit=1)[0]
    return is_known(name) or (name.count(" ") == 1 and is_any_news(name.partition(" ")[0]))


def _is_told_of(only: Tree, titles: Iterable[set[str]]) -> bool:
    """Whether the only heading says more than a title that has two of its words."""
    text = text_in(only)
    return _tells(text) and any(len(_words(text) & title) > 1 for title in titles)


def are_names(titles: Iterable[str]) -> bool:
    """Whether a page calls itself by nothing but a few words, as its site is called."""
    return not any(map(_tells, titles))


def _tells(title: str) -> bool:
    return sum(any(map(str.isalnum, word)) for word in title.split()) >= _HEADLINE_WORDS


def headline_of(heading: Tree | None, said: tuple[str, ...], sites: tuple[str, ...]) -> str:
    """As readers see it, unless the page's data have it without a label that stands beside it."""
    shown = headline_in(heading) if heading is not None else ""
    if (
        heading is not None
        and name_of(heading) != "h1"
        and headline_key(shown) not in _heads(said) | _ends(said)
        and not (_CALLED.search(marks_of(heading)) or _ends_way(heading))
        and not are_names(one for one in said if not _is_section(without_site(one, sites)))
    ):
        shown = ""
    plain = [without_site(one, sites) for one in said]
    has_parts = heading is not None and len(heading) > 0
    for one in plain:
        if shown and headline_key(one) == headline_key(shown):
            return one if _is_shouted(shown, one) or _lost_colon(shown, one) else shown
        if shown and (_is_labelled(shown, one) or (has_parts and _has_tail(shown, one))):
            return one
    return shown or next(iter(plain), "")


def _is_tail(text: str, titles: Iterable[str]) -> bool:
    """Whether a title ends in it as in the site's name, with more before it."""
    key = headline_key(text)
    cuts = ((title, cut) for title in titles for cut in _SEPARATORS.finditer(title))
    return any(
        headline_key(title[cut.end() :]) == key and cut.start() > len(text) for title, cut in cuts
    )


def _heads(titles: Iterable[str]) -> set[str]:
    """The keys of titles, whole and without each part that could be a site's name."""
    heads = set()
    for title in titles:
        for end in [len(title), *(cut.start() for cut in _SEPARATORS.finditer(title))]:
            key = headline_key(title[:end])
            if len(key) > _SHORTEST_HEADLINE:
                heads.add(key)
    return heads


def _ends(titles: Iterable[str], *, short: bool = False) -> set[str]:
    """The keys of what stands behind a site's name that goes before: «Газета :: Заголовок».

    `short`: what is no longer than that name as well.
    """
    ends = [title.partition(": ")[::2] for title in titles]
    ends += [
        (title[: cut.start()], title[cut.end() :])
        for title in titles
        for cut in islice(_SEPARATORS.finditer(title), _MOST_SITES)
    ]
    return {headline_key(end) for site, end in ends if end and (short or len(end) > len(site))}


def _is_labelled(shown: str, plain: str) -> bool:
    """Whether the shown headline is the plain one with a label before it."""
    inside = headline_key(plain)
    ends = len(inside) > _SHORTEST_HEADLINE and headline_key(shown).endswith(inside)
    return ends and len(shown) - len(plain) <= _LONGEST_LABEL


def _has_tail(shown: str, plain: str) -> bool:
    """Whether a word or a counter hangs on the shown headline, and the plain one is not cut."""
    key = headline_key(plain)
    whole = len(key) > _SHORTEST_HEADLINE and len(plain) < _CUT_HEADLINE
    return whole and headline_key(shown).startswith(key) and len(shown) - len(plain) <= _TAIL


def without_site(title: str, sites: tuple[str, ...]) -> str:
    """A title without the site's name that hangs on it: «… | Агенція», «… — УНН»."""
    names = {headline_key(site) for site in sites} - {""}
    cuts = list(_SEPARATORS.finditer(title))
    end = len(title)
    for _ in range(_MOST_SITES):
        shorter = _end_without_site(title[:end], names, [one for one in cuts if one.end() <= end])
        if shorter is None:
            break
        end = shorter
    title = title[:end]
    cuts = [one for one in cuts if one.end() <= end]
    if cuts and headline_key(title[: cuts[0].start()]) in names:
        return title[cuts[0].end() :].strip()
    return title.strip()


def _end_without_site(title: str, names: set[str], cuts: list[re.Match[str]]) -> int | None:
    """Where the title ends without the last name of a site; None where it has none."""
    for cut in reversed(cuts):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if len(tail) > _LONGEST_SITE:
            break
        key = headline_key(tail)
        is_site = key in names or any(name in key and len(name) * 2 > len(key) for name in names)
        if head and (is_site or ("|" in cut.group() and len(head) > len(tail))):
            return cut.start()
    return None


def headline_in(element: Tree) -> str:
    """Its words as readers see them: no blank before a comma that follows a word in italics."""
    from lxml import etree  # noqa: PLC0415 - only those who read HTML load it

    text = ""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        tail = inner.tail if inner is not element else ""
        more = (inner.text if event == "start" else tail) or ""
        glued = text[-1:].isalnum() and more[:1].isalnum() and name_of(inner) not in _WITHIN_WORDS
        text += f" {more}" if glued or name_of(inner) in _LINE_ENDS else more
        if len(text) > _LONGEST_SHOWN:
            break
    return one_line(text)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)}


def _agree(one: set[str], other: set[str]) -> bool:
    """Whether two headlines share most of their words."""
    return bool(one and other) and len(one & other) >= _SHARED * min(len(one), len(other)) + 0.5


def _lost_colon(shown: str, plain: str) -> bool:
    """Whether a label above the headline is shown on a line of its own: «Лінде ¶ Концерн …»."""
    return ":" in plain[:_LONGEST_LABEL] and plain.replace(":", "", 1) == shown


def _is_shouted(shown: str, plain: str) -> bool:
    return shown.isupper() and not plain.isupper()
