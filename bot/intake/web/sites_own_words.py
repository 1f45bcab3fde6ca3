"""Which lines of a web page speak of what stands beside them: a form, or links to elsewhere."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.intake.web.blocks import Block
from bot.intake.web.holder import ends_well
from bot.intake.web.marks import text_in
from bot.intake.web.text_sizes import HEADINGS

_LONGEST_BOX = 300  # characters: a form, and what it is for
_LONGEST_LABEL = 30
_LINK, _HEADLINE_GAPS = 0.9, 2
_FEWEST_LINKS = 2
_FOR_MONEY = re.compile(r"/(?:subscri|donat|support|membership|peredplat|pidpysk|podpis)")


def is_at_form(block: Block) -> bool:
    """«Отримуйте наші листи» over the field for one's address, in a small box with it.

    A sentence may be short news with a form below; over a button that leads to where one
    subscribes it is the site's as well, where the box has a heading of its own.
    """
    own = block.element
    for box in (one for one in (own, own.getparent()) if one is not None):
        is_small = len(text_in(box, _LONGEST_BOX + 1)) <= _LONGEST_BOX
        if not is_small or next(box.iter("h1"), None) is not None:
            continue
        buttons = (one.get("href") or "" for one in islice(box.iterchildren("a"), _FEWEST_LINKS))
        asks_for_money = any(map(_FOR_MONEY.search, buttons))
        if asks_for_money and next(box.iter(*HEADINGS), None) is not None:
            return True
        if asks_for_money or next(box.iterchildren("form"), None) is not None:
            return not ends_well(block.text)
    return False


def heads_links(last: Block, below: Sequence[Block]) -> bool:
    """«Ще історії» at the end of a text, over nothing but headlines of others."""
    if len(last.text) > _LONGEST_LABEL or last.tag == "li" or ends_well(last.text):
        return False
    at = next(at for at, block in enumerate(below) if block is last)
    links = [*islice(below, at + 1, at + 1 + _FEWEST_LINKS)]
    return len(links) == _FEWEST_LINKS and all(map(_is_headline_elsewhere, links))


def _is_headline_elsewhere(block: Block) -> bool:
    is_link = block.links >= len(block.text) * _LINK
    return is_link and block.text.count(" ") >= _HEADLINE_GAPS
