"""Text whose lines a program broke at a width, as letters and PDF files have it: made whole again.

Such a text has blank lines between its paragraphs, and within one no line on which the first
word of the next would have found room; most of its lines end amid a sentence.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intake.text.lines import TextLine

_NARROWEST, _WIDEST = 40, 120
_FEWEST = 5  # lines that were broken
_SPARE = 8  # of the width: letters are not all as wide as one another
_STOPS = '.!?…:;»”"'


def unwrapped(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Each paragraph on one line; the lines as they are where no program broke them."""
    broken = [line for line, below in pairwise(lines) if not below.gap]
    width = max((len(line.text) for line in broken), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return lines
    blocks = _blocks(lines)
    ends = [line.text[-1] for block in blocks if _is_wrapped(block, width) for line in block[:-1]]
    if len(ends) < _FEWEST or 2 * sum(end in _STOPS for end in ends) > len(ends):
        return lines
    joined = ([_joined(block)] if _is_wrapped(block, width) else block for block in blocks)
    return [line for block in joined for line in block]


def _blocks(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    blocks: list[list[TextLine]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _is_wrapped(block: Sequence[TextLine], width: int) -> bool:
    return len(block) > 1 and all(
        len(line.text) + 1 + len(below.text.partition(" ")[0]) > width - width // _SPARE
        for line, below in pairwise(block)
    )


def _joined(block: Sequence[TextLine]) -> TextLine:
    return replace(block[0], text=" ".join(line.text for line in block))
