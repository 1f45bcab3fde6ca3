"""What a line is by the lines around it: the browser's title, a byline with a dash, tags."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.intake.text.bylines import name_after_dash, with_names
from bot.intake.text.classify import Marked, mark
from bot.intake.text.crumbs import is_any_news, is_home, read_way
from bot.intake.text.head_lines import MOST_META, is_meta
from bot.intake.text.header import can_be_headline
from bot.intake.text.labels import LineKind
from bot.intake.text.last_step import is_another_telling, without_last_step
from bot.intake.text.lines import TextLine, key_of
from bot.intake.text.person_names import could_be_person, is_name
from bot.intake.text.section_names import is_known, is_short_name, ties_words
from bot.intake.text.summaries import without_summaries
from bot.intake.text.surroundings import without_surroundings

_DEEPEST = 150
_LONGEST_TITLE = 2_000
_FEWEST_WORDS = 2
_MENU_WORDS = 4
_MOST_STEPS = 2  # more of them are a menu
_FEWEST_NEWS = 2
_FORMS = ("онлайн", "наживо", "ексклюзив", "відео", "фото", "live")
_TAGS = re.compile(r"#[^\W\d]\w*(?:[,;]?\s#[^\W\d]\w*)*")
_DOMAIN = re.compile(r"(?:[^\W_][\w-]{0,60}\.){1,4}[^\W\d_]{2,20}")
_WAY_SIGNS = ("»", "›", ">", "→", "⟩", "❯", "▸", "⋅", "/")
_HERE = re.compile(
    r"^(?:ви (?:є )?тут|you are here|вы здесь|jesteś tutaj|sie sind hier)\s?:\s", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s(?:[|•·—–/-]|::)\s")
_AUTHOR_BEHIND = re.compile(r"(.*\S)\s((?:Автори?|Авторка|Authors?)\s?:\s?(\S.{0,80}))")
_TAGS_BEHIND = re.compile(r"(.*\S)\s((?:Tags|Теги|Мітки|Позначки)\s?:\s?(\S.{0,200}))")
_RELATED_BEHIND = re.compile(r"(.*\S)\s?((?:Читайте також|Read also)\s?:)")


def settle(lines: Sequence[Marked]) -> list[Marked]:
    """The lines with what their neighbours say of them."""
    lines = without_last_step(without_summaries(lines))
    lines = _without_crumbs(_without_top(_with_way_on_lines(lines)))
    settled = _unglued(_without_ticker_below(_without_ticker(lines)))
    for at in range(len(settled) - 1, 0, -1):  # upwards: of two bylines the lower tells the upper
        name = name_after_dash(settled[at])
        ends = _is_end(settled, at)
        if name and (ends or _is_below_date(settled, at)):
            settled[at] = replace(settled[at], kind=LineKind.AUTHOR, value=name)
        elif settled[at].kind is LineKind.TEXT and _are_tags(settled[at].text, ends=ends):
            settled[at] = replace(settled[at], kind=LineKind.LABEL)
    return without_surroundings(
        _without_site_name(with_names(_without_alternative_words(settled)))
    )


def _are_tags(text: str, *, ends: bool) -> bool:
    """«#порт #зерно» anywhere, one alone where no text goes on."""
    return _TAGS.fullmatch(text) is not None and (ends or text.count("#") > 1)


def _without_alternative_words(lines: list[Marked]) -> list[Marked]:
    """What a screen reader says of a picture is copied above its photographer's name.

    The first line that is longer than a menu's may as well be the headline.
    """
    long = (at for at, line in enumerate(lines) if line.text.count(" ") + 1 > _MENU_WORDS)
    first = next(long, 0)
    return [
        line
        for at, line in enumerate(lines)
        if line.kind is not LineKind.TEXT
        or line.is_sentence
        or at == first
        or not (below := lines[at + 1 : at + 2])
        or not below[0].credits_photographer
    ]


def _without_top(lines: Sequence[Marked]) -> Sequence[Marked]:
    """The page's own domain on top of it goes, and the way to it that ends in its headline."""
    if len(lines) > 1 and _DOMAIN.fullmatch(lines[0].text):
        lines = [replace(lines[1], dropped=lines[1].dropped + 1), *lines[2:]]
    kept: list[Marked] = []
    for at, line in enumerate(lines):
        below = lines[at + 1 : at + 1 + _MENU_WORDS]
        way = _way_to(line, below, lines[0].text) if at < _DEEPEST else [line]
        if at and line.kind is LineKind.TEXT and (section := _below_site(line, lines[0])):
            way = [replace(line, kind=LineKind.SECTION, value=section)]
        kept += [replace(step, gap=line.gap, menu=line.menu, dropped=line.dropped) for step in way]
    return kept


def _below_site(line: Marked, top: Marked) -> str:
    """The section of «Сайт / Стосунки», where the site's name stands on top of the page."""
    for sign in _WAY_SIGNS:
        site, _, section = map(str.strip, line.text.partition(sign))
        if site == top.text and is_short_name(section):
            return section
    return ""


def _way_to(whole: Marked, below: Sequence[Marked], site: str) -> list[Marked]:
    """«Сайт > Погода > Сніг засипав гори», above that headline, is the section; else the line.

    So is «Сайт Погода Сніг засипав гори», where the site's name stands on top of the page.
    """
    line = replace(whole, text=_HERE.sub("", whole.text))
    heads = [one.text for one in below if one.text.count(" ") >= _FEWEST_WORDS]
    ends = ((head, (f" {head}", f"/{head}", f"|{head}")) for head in heads)
    head = next((head for head, end in ends if line.text.endswith(end)), "")
    before = line.text.removesuffix(head).rstrip() if head else _before_headline(line, heads)
    if before.endswith("|") and is_known(before[:-1]):
        section = Marked(line.text, kind=LineKind.SECTION, value=before[:-1])
        return [Marked(head), section] if head.endswith(".") else [section]  # one in sentences
    if (names := before.removeprefix(f"{site} ").split(" ")) and all(map(is_known, names)):
        return [Marked(line.text, kind=LineKind.SECTION, value=names[-1])]
    if not before.endswith(_WAY_SIGNS):
        return [] if before and is_home(before.partition(" ")[0]) else [whole]
    steps = [step.strip() for step in before[:-1].split(before[-1])]
    named = len(steps) > 1 and is_short_name(steps[-1])
    return [Marked(line.text, kind=LineKind.SECTION, value=steps[-1])] if named else []


def _before_headline(line: Marked, heads: Sequence[str]) -> str:
    """The way without its last step, which is a headline's beginning; nothing for another line."""
    for sign in _WAY_SIGNS:
        way, _, last = line.text.rpartition(sign)
        last = last.strip(" .…")
        if not way or last.count(" ") < _FEWEST_WORDS:
            continue
        if any(one.startswith(last) or is_another_telling(one, last) for one in heads):
            return f"{way.rstrip()}{sign}"
    return ""


def _with_way_on_lines(lines: Sequence[Marked]) -> Sequence[Marked]:
    """Right above a headline the way to the page may take a line for each step.

    It begins where it says so, or with a name of a section on top of the page; below buttons it
    ends in one as well, or it is a menu.
    """
    for at, line in enumerate(lines[:_DEEPEST]):
        again = at > 1 and lines[at - 1].key == lines[0].key  # the site's name, as the way begins
        again = again and any(one.key == line.key for one in lines[: at - 1])  # with a menu's word
        if not (line.at_home or again or (at == 0 and is_known(line.text))):
            continue
        most = _MOST_STEPS + again  # a menu has not the site's name on top of it again
        below_it = lines[at + 1 : at + 1 + most]
        beside = takewhile(
            lambda one: not (one.dropped or could_be_person(one.text)),  # «Блоги», and whose
            below_it,
        )
        steps = _without_headline(list(takewhile(_is_step, [line, *beside])))
        dated = bool(steps) and lines[at + len(steps) : at + len(steps) + 1]
        further = len(steps) + bool(dated and dated[0].kind is LineKind.DATE)
        below = lines[at + further : at + further + 1]
        menu = line.dropped and not (line.at_home or any(is_known(s.text) for s in steps[-1:]))
        if 0 < len(steps) <= most and _heads_page(below) and not menu:
            last = at + len(steps) - 1
            way = "/".join(("", *(step.text for step in steps)))
            names = [step.text for step in steps if not is_any_news(step.text.rstrip(" /»>›→"))]
            if len(names) > 1 and _is_badge(names[-1]) and not names[-2].isupper():
                names = names[:-1]
            last_step = steps[-1].text.rstrip(" /»>›→")  # «Карта», «Новини» are a menu
            known = any(map(is_known, names))
            name = (names if names and (known or not is_any_news(last_step)) else [last_step])[-1]
            name = name.rstrip(" /»>›→")
            section = replace(
                steps[-1],
                text=way,
                kind=LineKind.SECTION,
                value=name,
                at_home=line.at_home,
                dropped=line.dropped + len(steps),
            )
            return [*lines[:at], section, *lines[last + 1 :]]
    return lines


def _is_badge(text: str) -> bool:
    """«ОНЛАЙН», behind a way in small letters: what kind of article it is."""
    return text.isupper() and (text.casefold() in _FORMS or not is_known(text))


def _without_headline(steps: list[Marked]) -> list[Marked]:
    """Below a section that newsrooms know three words are a headline, and no step to it."""
    above, last = steps[-2:] if len(steps) > 1 else (None, None)
    if above is None or last is None or is_known(last.text) or not is_known(above.text):
        return steps
    return steps[:-1] if ties_words(last.text) else steps


def _is_step(line: Marked) -> bool:
    few = line.text.count(" ") < _MENU_WORDS - 1
    return line.kind is LineKind.TEXT and few and is_short_name(line.text)


def _heads_page(below: Sequence[Marked]) -> bool:
    return any(
        line.kind is LineKind.TEXT
        and not (line.dropped or line.text.endswith("."))
        and line.text.count(" ") >= _MENU_WORDS - 1
        for line in below
    )


def _without_crumbs(lines: Sequence[Marked]) -> Sequence[Marked]:
    """The way to the page names the section only where nothing below it does."""
    crumbs = [at for at, line in enumerate(lines[:_DEEPEST]) if _is_way(line)]
    if not crumbs:
        return lines
    below = lines[crumbs[-1] + 1 : crumbs[-1] + 1 + MOST_META]
    spare = crumbs if any(line.names_section for line in below) else crumbs[:-1]
    return [
        replace(line, menu=line.menu or at - 1 in spare)
        for at, line in enumerate(lines)
        if at not in spare
    ]


def _is_way(line: Marked) -> bool:
    return line.kind is LineKind.SECTION and read_way(line.text) is not None


def _without_ticker(lines: Sequence[Marked]) -> Sequence[Marked]:
    """A list of other news above the article goes: hours, each with a headline below it."""
    whole = (at for at, line in enumerate(lines) if line.date and line.date.is_whole)
    end = next(whole, 0)
    hours = [at for at in range(end - 1) if _is_of_ticker(lines, at)]
    if len(hours) < _FEWEST_NEWS:
        return lines
    dropped = {*hours, *(at + 1 for at in hours)}
    return [line for at, line in enumerate(lines) if at not in dropped]


def _without_ticker_below(lines: Sequence[Marked]) -> Sequence[Marked]:
    """So does one that closes the page: of a chronicle each hour heads a sentence."""
    end = len(lines)
    while end > 2 and _is_of_ticker(lines, end - 2):  # noqa: PLR2004 - an hour and its headline
        end -= 2
    told = any(line.tells for line in lines[:end])
    return lines[:end] if told and len(lines) - end >= 2 * _FEWEST_NEWS else lines


def _is_of_ticker(lines: Sequence[Marked], at: int) -> bool:
    hour, news = lines[at], lines[at + 1]
    if hour.date is None or not hour.date.is_hour_alone or news.kind is not LineKind.TEXT:
        return False
    return not news.is_sentence


def _unglued(lines: Sequence[Marked]) -> list[Marked]:
    """«Читайте також:» and the only author's label, where copying lost the line's end above."""
    split = [part for line in lines for part in _parted(line, _RELATED_BEHIND.fullmatch)]
    split = [part for line in split for part in _parted(line, _TAGS_BEHIND.fullmatch)]
    if any(line.kind is LineKind.AUTHOR for line in split):
        return split
    return [
        part
        for line in split
        for part in _parted(line, _AUTHOR_BEHIND.fullmatch, names_author=True)
    ]


def _parted(
    line: Marked, behind: Callable[[str], re.Match[str] | None], *, names_author: bool = False
) -> list[Marked]:
    found = behind(line.text) if line.kind is LineKind.TEXT else None
    if found is None or (names_author and not _names_author(found[3])):
        return [line]
    before, label = (
        mark(TextLine(part, line.gap and not n))[0] for n, part in enumerate(found.groups()[:2])
    )
    return [replace(before, doubtful=line.doubtful, menu=line.menu), label]


def _names_author(words: str) -> bool:
    return words[0].isupper() and is_name(words)


def _is_end(lines: Sequence[Marked], at: int) -> bool:
    """Whether the article's text does not go on right below."""
    below = lines[at + 1].kind if at + 1 < len(lines) else LineKind.STOP
    return below not in (LineKind.TEXT, LineKind.DATE, LineKind.PHOTO, LineKind.SECTION)


def _is_below_date(lines: Sequence[Marked], at: int) -> bool:
    above = lines[at - 2 : at - 1] if lines[at - 1].names_section else lines[at - 1 : at]
    return any(line.kind is LineKind.DATE for line in above)


def _without_site_name(lines: list[Marked]) -> list[Marked]:
    """The browser's title on top is the headline, once the site's name is taken from it.

    The headline must stand again alone in the head: else a dash or a stroke is its own.
    """
    top = next((at for at, line in enumerate(lines) if line.kind is not LineKind.LINK), 0)
    copies = _copies(lines, top) if lines else []
    if not copies:
        return lines
    if len(copies) > 1:
        return lines[:top] + lines[top + 1 :]
    headline = replace(lines[copies[0]], gap=lines[top].gap, menu=lines[top].menu)
    return [*lines[:top], headline, *lines[top + 1 :]]


def _copies(lines: Sequence[Marked], top: int) -> list[int]:
    """Where the headline stands that the title on top holds, as far as a head reaches."""
    parts = _parts_of(lines[top])
    found: dict[str, list[int]] = {}
    for at in range(top + 1, min(top + _DEEPEST, len(lines)) if parts else 0):
        line = lines[at]
        if line.key == lines[top].key:
            return []
        if line.key in parts and can_be_headline(line):
            found.setdefault(line.key, []).append(at)
        elif line.kind is LineKind.RELATED or (line.kind is LineKind.TEXT and line.is_sentence):
            break
    headlines = (key for key, at in found.items() if _is_at_head(lines, top, at[0]))
    return found.get(max(headlines, key=len, default=""), [])


def _parts_of(title: Marked) -> set[str]:
    """What the title is without its beginning or its end."""
    text = title.text
    if len(text) > _LONGEST_TITLE or not can_be_headline(title):
        return set()
    cuts = list(_SEPARATOR.finditer(text))
    parts = [text[: cut.start()] for cut in cuts] + [text[cut.end() :] for cut in cuts]
    return {
        key_of(part)
        for part in parts
        if part.count(" ") + 1 >= _FEWEST_WORDS and not is_known(part)
    }


def _is_at_head(lines: Sequence[Marked], top: int, at: int) -> bool:
    """Whether a line stands right below the title, or at a section or a date."""
    beside = [*lines[max(at - 1, top + 1) : at], *lines[at + 1 : at + 2]]
    return at == top + 1 or any(is_meta(line) or line.names_section for line in beside)
