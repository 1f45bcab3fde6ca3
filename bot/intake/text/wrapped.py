"""Text whose lines a program broke at a width, as letters and PDF files have it: made whole again.

Such a text has, within a paragraph, no line on which the first word of the next would have found
room; most of its lines end amid a sentence. Letters part paragraphs by blank lines. A PDF file is
copied without any, so that there the next line has to begin amid a sentence, too.
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
    whole = [_is_wrapped(block, width) for block in blocks]
    ends = [line.text[-1] for n, block in enumerate(blocks) if whole[n] for line in block[:-1]]
    if len(ends) < _FEWEST or 2 * sum(end in _STOPS for end in ends) > len(ends):
        return _without_blank_lines(lines, width)
    joined = ([_joined(block)] if whole[n] else block for n, block in enumerate(blocks))
    return [line for block in joined for line in block]


def _without_blank_lines(lines: Sequence[TextLine], width: int) -> Sequence[TextLine]:
    """The same of a text in which a paragraph ends but with a line that is not full."""
    blocks: list[list[TextLine]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else line
        if blocks and not line.gap and _is_full(above, line, width):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    broken = [pair for block in blocks for pair in pairwise(block)]
    amid = sum(below.text[0].islower() and line.text[-1] not in _STOPS for line, below in broken)
    if len(broken) < _FEWEST or 2 * amid < len(broken):
        return lines
    return [_joined(block) for block in blocks]


def _blocks(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    blocks: list[list[TextLine]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _is_wrapped(block: Sequence[TextLine], width: int) -> bool:
    return len(block) > 1 and all(_is_full(*pair, width) for pair in pairwise(block))


def _is_full(line: TextLine, below: TextLine, width: int) -> bool:
    """Whether the first word of what stands below would have found no room on the line."""
    room = len(line.text) + 1 + len(below.text.partition(" ")[0])
    return room > width - width // _SPARE


def _joined(block: Sequence[TextLine]) -> TextLine:
    return replace(block[0], text=" ".join(line.text for line in block))
