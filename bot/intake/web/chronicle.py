"""Hours that head the parts of a live report: text, where a date elsewhere is about the page."""

from collections.abc import Sequence

from bot.intake.text.labels import LineKind
from bot.intake.web.blocks import Block
from bot.intake.web.holder import ends_well

_FEWEST = 2  # parts


def hours_of_parts(blocks: Sequence[Block]) -> set[int]:
    """Which blocks are hours with text below them, each up to the next; none where one is alone.

    Not those of a list of news, whose text is links.
    """
    hours = [at for at, block in enumerate(blocks) if is_hour(block)]
    ends = [*hours[1:], len(blocks)]
    told = {
        at
        for at, end in zip(hours, ends, strict=False)
        if any(_tells(block) for block in blocks[at + 1 : end])
    }
    return told if len(told) >= _FEWEST else set()


def is_hour(block: Block) -> bool:
    """Whether it is an hour and nothing else, and leads nowhere."""
    line = block.marked[0]
    alone = len(block.marked) == 1 and line.kind is LineKind.DATE and not block.links
    return alone and line.date is not None and line.date.is_hour_alone


def _tells(block: Block) -> bool:
    return block.is_prose or (ends_well(block.text) and not block.links)
