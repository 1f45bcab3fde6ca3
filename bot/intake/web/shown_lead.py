"""What a web page sets apart as its lead: by its class, its place or its letters."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.domain.article import headline_key
from bot.intake.dates import read_date
from bot.intake.text.boilerplate import is_boilerplate
from bot.intake.text.labels import LineKind
from bot.intake.text.line_parts import tails
from bot.intake.web.blocks import Block
from bot.intake.web.holder import ends_well

_LEAST_NAMED, _LEAST_LEAD, _LONGEST_LEAD = 12, 25, 900  # characters; named: by its class
_MOST_LEADS = 2
_FEWEST_OF_LEAD = 4  # blanks
_NEAR = 2  # elements around one
_MOST_FACTS = 4  # lines of author, date and counters
_LONGEST_SCRAP = 120
_TIMED = re.compile(r"20\d\d|\d:\d\d")  # «Лада Вечірня26 листопада 2026, 18:20214»
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)")


def lead_shown(
    below: Sequence[Block], texts: Sequence[Block], headline: str
) -> tuple[Block | None, bool]:
    """What the page sets apart below its headline, and whether its name says it is the lead."""
    first = next((block for block in texts if block.is_prose), None)
    end = below.index(first) + 1 if first else min(len(below), 12)
    top = [block for block in below[:end] if _could_be_lead(block, headline)]
    prose = [block for block in texts if block.is_prose]
    # The name is the lead's own, and not that of the whole text.
    alone = sum(block.is_lead for block in prose) <= _MOST_LEADS
    maybe_alone = sum(block.may_be_lead for block in prose) <= _MOST_LEADS
    for block in top:
        if block.is_lead and alone:
            return block, True
    for block in top:
        is_heading = block.is_heading and block is not first
        if is_heading or (block.may_be_lead and (alone if block.is_lead else maybe_alone)):
            return block, not is_heading and _is_apart(block, texts)
    near = next((block for block in below[:_MOST_FACTS] if not _is_fact(block)), None)
    if near and near in top and _is_open_lead(near, prose):
        return near, False
    over = next((block for block in top if block.is_prose), None)
    if over and _is_over_facts(below, over):
        return over, False
    if first and first.is_bold and first in top and len(texts) > 1:
        more = [one for one in texts if (one.is_prose or ends_well(one.text)) and one is not first]
        if more and not all(block.is_bold for block in more):
            return first, False
    return None, False


def _is_apart(block: Block, texts: Sequence[Block]) -> bool:
    """Whether it stands outside of the text, and is not the text's own beginning again."""
    begins = any(one.text.startswith(block.text[:_LEAST_LEAD]) for one in texts)
    return ends_well(block.text) and not begins


def _is_fact(block: Block) -> bool:
    kinds = {line.kind for line in block.marked}
    return block.is_date or kinds <= {LineKind.DATE, LineKind.AUTHOR, LineKind.BOILERPLATE}


def _is_open_lead(first: Block, prose: Sequence[Block]) -> bool:
    """Whether right below the headline a line has no full stop, as the text's paragraphs have.

    Below a picture it would as well be what that shows.
    """
    told = [block for block in prose if block is not first and ends_well(block.text)]
    open_end = not (ends_well(first.text) or first.text.endswith((":", ";", ",", "…")))
    many = first.text.count(" ") >= _FEWEST_OF_LEAD and open_end
    return many and len(told) > 1 and not (_TIMED.search(first.text) or _is_below_picture(first))


def _is_below_picture(block: Block) -> bool:
    """Whether a picture stands in the block, or right above it or what is around it."""
    near = (block.element, *islice(block.element.iterancestors(), _NEAR))
    above = [one for element in near for one in islice(element.itersiblings(preceding=True), 1)]
    return any(
        next(one.iter("img", "picture", "video"), None) is not None
        for one in (block.element, *above)
    )


def _is_over_facts(below: Sequence[Block], first: Block) -> bool:
    """Whether author and date stand between this paragraph, below the headline, and the text."""
    at = below.index(first)
    above = [block for block in below[:at] if not block.is_caption]
    facts = []
    for block in below[at + 1 : at + 1 + _MOST_FACTS]:
        if block.is_prose:
            break
        facts.append(block)
    dated = any(block.is_date or _has_date(block) for block in facts)
    return dated and not above and any(block.is_prose for block in below[at + 1 + len(facts) :])


def unglued(line: str) -> str:
    """A line that a name and a date share: «Лада Корч 14 вересня» of «Лада Корч14 вересня»."""
    return _GLUED.sub(" ", line)


def _has_date(block: Block) -> bool:
    """Whether a date ends the line, perhaps copied to the name before it: «Корч14 вересня»."""
    text = unglued(block.text[:_LONGEST_SCRAP])
    return any(line.kind is LineKind.DATE for line in block.marked) or any(
        (said := read_date(part)) and said.day for part in tails(text)
    )


def _could_be_lead(block: Block, headline: str) -> bool:
    text = block.text
    if block.is_caption or block.aside is not None or block.tag == "li":
        return False
    least = _LEAST_NAMED if block.is_lead else _LEAST_LEAD
    if not least <= len(text) <= _LONGEST_LEAD or " " not in text:
        return False
    if block.links * 2 > len(text) or headline_key(text) == headline_key(headline):
        return False
    marked = block.marked
    return len(marked) == 1 and marked[0].kind is LineKind.TEXT and not is_boilerplate(text)
