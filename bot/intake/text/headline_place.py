"""Which line of a page copied whole is its headline: as one is found everywhere, or by points.

Menus, tickers and site names stand above a headline, leads and captions below it.
"""

import re
from collections.abc import Sequence

from bot.intake.date_words import MONTHS
from bot.intake.text.boilerplate import heads_list
from bot.intake.text.bylines import TWO_ROLES
from bot.intake.text.captions import is_caption, names_somebody_behind, names_who_is_shown
from bot.intake.text.classify import Marked
from bot.intake.text.crumbs import is_way_by_stops
from bot.intake.text.head_lines import MOST_META
from bot.intake.text.header import Header
from bot.intake.text.labels import LineKind
from bot.intake.text.person_names import could_be_person
from bot.intake.text.section_names import is_known, ties_words
from bot.intake.text.stems import SENTENCE_BREAK, stems

_FEWEST_BELOW = 3  # lines of a menu
_NAME = 3  # words: so few may be a site's name
_LONGEST_HEADLINE = 250
_DECK, _SHORT_DECK = 12, 8  # blanks
_TOLD = 8  # paragraphs below, whose words a headline shares
_CLEARLY = 2
_HEADLINE = 4  # points of what may well be one
_FULL_STOP = re.compile(r"[a-zа-яіїєґ’']{3}\. [^\W\d_a-zа-яіїєґ]")  # a lead has two sentences
_LETTERS = re.compile(r"[^\W\d_]+")
_TELEPHONE = re.compile(r"\d{2,3}-\d{2}|\(\d{3,4}\)")


def headline_at(lines: Sequence[Marked], story: int, found: Header | None) -> int | None:
    """Where the headline stands: as it is found everywhere, or where much more speaks for it."""
    usual = found.last if found else None
    if found and not _is_short(lines[found.last]) and (found.is_framed or found.first >= story):
        return usual
    above = {line.key for line in lines[:story]}  # other news, which may be linked below as well
    text = (line.text for line in lines[story : story + _TOLD] if line.key not in above)
    told = _stems(" ".join(text))
    scores = {at: _score(lines, at, told) for at in range(story) if _could_be(lines[at])}
    scores = {at: _as_lead(lines, scores, at, told) for at in scores}
    if not scores:
        return usual
    best = max(scores, key=lambda at: (scores[at], -at))
    if usual is not None and scores[best] <= scores.get(usual, 0) + _CLEARLY:
        best = usual
    return best + _is_begun(lines, best)


def is_spoken_against(lines: Sequence[Marked], story: int, at: int) -> bool:
    """Whether nothing speaks for a line above the text: a site's name, words of a menu."""
    told = _stems(" ".join(line.text for line in lines[story : story + _TOLD]))
    name = _could_be(lines[at]) and _score(lines, at, told) <= 0
    return at < story and (name or lines[at].text[0].islower())


def _as_lead(lines: Sequence[Marked], scores: dict[int, int], at: int, told: set[str]) -> int:
    """The points of a line, fewer where what may well be the headline stands above it."""
    above = [n for n in scores if _is_close_above(lines, n, at) and not _is_site(lines, n)]
    # Other news stand above a headline, too: the text takes nothing up from them.
    own = (
        n
        for n in above
        if (_stems(lines[n].text) & told and lines[n].text.count(" ") >= _NAME)
        or (n + 1 == at and lines[n].dropped)
    )
    points = scores[at] - 3 * any(scores[n] >= _HEADLINE for n in own)
    if (head := _over_whole_head(lines, scores, at, told)) is not None:
        return min(points, scores[head] - _CLEARLY - 1)
    over = at - 1
    # The deck, or what stands below it at the text: a picture's caption.
    heads = (n - 1 for n in (at, *above) if n - 1 in scores and not _is_site(lines, n - 1))
    if (head := next((n for n in heads if _is_over_deck(lines, n, told)), -1)) >= 0:
        return min(points, scores[head] - _CLEARLY - 1)
    lone = over in above and not (over and _could_be(lines[over - 1]))
    if lone and scores[over] >= _HEADLINE and lines[over].text.count(" ") > _NAME:
        return min(points, scores[over])  # of two lines at the text the lower is the lead
    return points


def _over_whole_head(
    lines: Sequence[Marked], scores: dict[int, int], at: int, told: set[str]
) -> int | None:
    """What may well be the headline over the author and the date, below which none stands."""
    near = (n for n in scores if at - 2 * MOST_META <= n < at and scores[n] >= _HEADLINE)
    for n in near:
        kinds = {line.kind for line in lines[n + 1 : at] if is_of_head(line)}
        taken_up = _stems(lines[n].text) & told and lines[n].text.count(" ") >= _NAME
        if taken_up and kinds == {LineKind.DATE, LineKind.AUTHOR}:
            return n
    return None


def _is_over_deck(lines: Sequence[Marked], at: int, told: set[str]) -> bool:
    """«Останній бакенник Десни»: right below its section, over two sentences or a very long one.

    What stands short over a headline has no section right above it, known or in the menu too.
    """
    section, deck = lines[max(at - 1, 0)], lines[at + 1]
    least = _SHORT_DECK if ties_words(lines[at].text) else _DECK
    long = deck.text.count(" ") >= least or SENTENCE_BREAK.search(deck.text) is not None
    own = bool(_stems(lines[at].text) & (told | _stems(deck.text)))
    again = sum(line.key == section.key != lines[0].key for line in lines[:at]) > 1
    return own and long and (section.kind is LineKind.SECTION or is_known(section.text) or again)


def _is_begun(lines: Sequence[Marked], at: int) -> bool:
    """Whether this is but the beginning of the headline, which stands whole right below."""
    return any(
        below.kind is LineKind.TEXT
        and below.key != lines[at].key
        and below.key.startswith(lines[at].key)
        and not below.is_sentence
        and not is_caption(below.text)
        for below in lines[at + 1 : at + 2]
    )


def _is_short(line: Marked) -> bool:
    return line.text.count(" ") + 1 < _NAME


def _could_be(line: Marked) -> bool:
    return (
        line.kind is LineKind.TEXT
        and not _is_short(line)
        and len(line.text) <= _LONGEST_HEADLINE
        and not (line.is_sentence and line.text.endswith((".", ":", ";")))
        and not line.text.endswith(",")
        and not line.text[0].islower()
        and not is_known(line.text)
        and not heads_list(line.text)
        and not is_way_by_stops(line.text)
        and not could_be_person(line.text)
        and not is_caption(line.text)
        and not names_who_is_shown(line.text)
        and not _TELEPHONE.search(line.text)
        and len(_LETTERS.findall(line.text)) >= _NAME
    )


def _score(lines: Sequence[Marked], at: int, told: set[str]) -> int:
    line = lines[at]
    score = min(len(_stems(line.text) & told), 3) * 2
    score += min(line.text.count(" ") + 1 - _NAME, 2)
    above, below = lines[max(at - 1, 0) : at], lines[at + 1 : at + 4]
    if any(is_of_head(other) for other in below):
        score += 3
    if any(is_of_head(other) or other.names_section for other in above):
        score += 2
    if below[0].tells:
        score += 2
    if sum(other.key == line.key for other in lines) > 1:
        score += 2
    if below[0].kind is LineKind.PHOTO:
        score -= 4
    if names_somebody_behind(line.text) or _FULL_STOP.search(line.text):
        score -= 3
    if any(could_be_person(other.text) for other in above) and TWO_ROLES.match(line.text):
        score -= 6
    return score - 6 if _is_site(lines, at) or _is_amid_menu(lines, at) else score


def _is_amid_menu(lines: Sequence[Marked], at: int) -> bool:
    """Whether it is an entry of few words between two others."""
    few = lines[at].text.count(" ") < _NAME
    return (
        few and 0 < at < len(lines) - 1 and all(map(_is_of_menu, (lines[at - 1], lines[at + 1])))
    )


def _is_site(lines: Sequence[Marked], at: int) -> bool:
    """Whether it is the site's name, on top of its page or of a menu."""
    if at == 0 and (lines[0].text.count(" ") < _NAME or lines[1].dropped > 0):
        return True
    below = lines[at + 1 : at + 1 + _FEWEST_BELOW]
    return len(below) == _FEWEST_BELOW and all(map(_is_of_menu, below))


def _is_of_menu(line: Marked) -> bool:
    few = line.kind is LineKind.TEXT and line.text.count(" ") < _NAME
    return few and not line.is_sentence and not could_be_person(line.text)


def is_of_head(line: Marked) -> bool:
    hour = line.date is not None and line.date.is_hour_alone  # of a chronicle
    return line.kind in (LineKind.DATE, LineKind.AUTHOR) and not hour


def _is_close_above(lines: Sequence[Marked], above: int, at: int) -> bool:
    """Whether nothing but short lines about the article stands between the two, and no section."""
    return above < at <= above + MOST_META and not any(
        _could_be(line) or line.tells or line.names_section for line in lines[above + 1 : at]
    )


def _stems(text: str) -> set[str]:
    return stems(" ".join(word for word in text.split() if word.casefold() not in MONTHS))
