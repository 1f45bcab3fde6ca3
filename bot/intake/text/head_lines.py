"""Lines around a headline that tell of the article: its section, date, author, address."""

from collections.abc import Sequence

from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind

# So many lines of section, date and the like stand at a headline.
MOST_META = 6
_META = (
    LineKind.DATE,
    LineKind.SECTION,
    LineKind.AUTHOR,
    LineKind.LINK,
    LineKind.SOURCE,
    LineKind.LABEL,
)


def is_meta(line: Marked) -> bool:
    """A line that tells of the article and is none of its text."""
    return line.kind in _META


def near_headline(top: Sequence[Marked], first: int, last: int) -> list[int]:
    """The lines around the headline's copies where section and date may stand, nearest first."""
    inside = list(range(first + 1, last))
    below = _run(top, range(last + 1, len(top)))
    above = _run(top, range(first - 1, -1, -1))
    return inside + below + above


def _run(top: Sequence[Marked], way: range) -> list[int]:
    found: list[int] = []
    for at in way[:MOST_META]:
        if not (is_meta(top[at]) or top[at].names_section):
            break
        found.append(at)
    return found


def beyond_lead(top: Sequence[Marked], last: int) -> list[int]:
    """Section and date may stand below the lead, whatever stands above it."""
    lead = last + 1 + len(_run(top, range(last + 1, len(top))))
    return _run(top, range(lead + 1, len(top)))
