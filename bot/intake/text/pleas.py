"""Paragraphs in which a site speaks to its readers of itself, known by what no story has.

Such a one says «ми» or «ви», names the site's own things, and takes nothing up from the story
around it. No list of what sites ask for is needed.
"""

import re
from collections.abc import Sequence

from bot.intake.text.asks import is_spoken, speaks_to_reader
from bot.intake.text.boilerplate import reports
from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.stems import stems

_WE = re.compile(
    r"\b(?:ми|нас|нам|нами|наш\w{0,3}|мы|we|us|our|my|nas|nam|nasz\w{0,3}|wir|uns|unser\w{0,2})\b"
    r"|\w{3}(?:ємо|имо)\b"
)
_YOU = re.compile(
    r"\b(?:ви|вас|вам|вами|ваш\w{0,3}|ти|тебе|тобі|тво\w{1,3}|вы|тебя|you|your|ciebie|cię|tobie"
    r"|twoj\w{1,2}|wam)\b"
    r"|\w{2}(?:йте|йтеся|йтесь|айся|уйся|йся|іть|іться|ітесь|ите|итесь)\b"
)
_OWN = re.compile(
    r"\b(?:редакц|читач|читател|матеріал|материал|статт|стать|новин|новост|видан|"
    r"издани|медіа|журналіст|журналист|підпис[кну]|підпиш|передплат|спільнот|розсилк|"
    r"донат|пожертв|підтримк|коментар|комментар|article|stor(?:y|ies)\b|reporting|reader|newsroom|journalis|"
    r"newsletter|"
    r"subscri|member|donat|comment|artykuł|czyteln|redakc|komentarz|leser|artikel|redaktion)\w{0,6}"
)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_MOST_OWN = 2
# Words that every English text has.
_COMMON = frozenset((
    "from", "that", "this", "with", "have", "they", "were", "will", "would", "which", "their",
    "there", "about", "more", "been", "into", "over", "than", "then", "them", "when", "what",
    "your", "every",
))  # fmt: skip
# of five: its own things, twice if there are two; «ми»; «ви»; a form or another plea beside it
_SIGNS = 3
_LONGEST = 400
_LONGEST_HEADING = 6  # words
_FEWEST = 2  # sentences of a story, before its site speaks
_TAKEN_UP = 1  # words of the story that a plea may have by chance
_INTERVIEW = 3  # questions: there people say «ви» as well


def without_pleas(page: Sequence[Marked]) -> list[Marked]:
    """The page without such paragraphs and the headings right above them."""
    asked = [at for at, line in enumerate(page) if line.tells and line.text.endswith("?")]
    dropped: set[int] = set()
    told: set[str] = set()
    sentences = 0
    at_plea = False
    for at, line in enumerate(page):
        if not line.tells:
            told |= stems(line.text) if not sentences else set()
            at_plea = at_plea and line.kind is not LineKind.TEXT
            continue
        at_form = any(below.dropped > 1 for below in page[at + 1 : at + 2])
        at_plea = sentences >= _FEWEST and _is_plea(
            line.text, told, at_plea=at_plea, at_form=at_form
        )
        if at_plea:
            dropped |= {at, at - _heads(page[at - 1], told)}
        else:
            sentences += 1
            told |= stems(line.text)
    if len(asked) >= _INTERVIEW:  # behind the last answer alone
        told_at = (at for at, line in enumerate(page) if line.tells and at not in dropped)
        end = max(max(told_at, default=0), asked[-1] + 1)
        dropped = {at for at in dropped if at > end}
    return [line for at, line in enumerate(page) if at not in dropped]


def _is_plea(text: str, told: set[str], *, at_plea: bool, at_form: bool) -> bool:
    """Whether it speaks of the site to its readers, or of it alone beside another or a form."""
    before, colon, _ = text.casefold().partition(": ")
    quoted = is_spoken(text) or (colon and not speaks_to_reader(before))
    quoted = quoted or reports(text.casefold())
    if len(text) > _LONGEST or quoted or text.endswith((":", "?")):
        return False
    said = _QUOTED.sub("", text.casefold())
    own, we = min(len(set(_OWN.findall(said))), _MOST_OWN), bool(_WE.search(said))
    you = bool(_YOU.search(said)) or speaks_to_reader(said)
    spoken = own + we + you + (at_plea or at_form) >= _SIGNS and (own > 0 or at_plea)
    taken_up = (stems(_OWN.sub("", said)) & told) - _COMMON
    return spoken and len(taken_up) <= _TAKEN_UP + you


def _heads(line: Marked, told: set[str]) -> bool:
    few = line.kind is LineKind.TEXT and line.text.count(" ") < _LONGEST_HEADING
    own = line.text.endswith(":") or not (line.text.endswith(".") or stems(line.text) & told)
    return few and own
