"""A web page without headings or a title: it is read as the text that people copy from it."""

from dataclasses import replace

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.intake.dates import Taken
from bot.intake.html_tree import Tree
from bot.intake.text.page_text import read_page_text
from bot.intake.web.blocks import read_blocks


def read_as_text(body: Tree, reading: Reading, taken: Taken) -> Reading:
    """What is found so, beside what its elements tell; as it was read, where that is nothing."""
    blocks = (block for block in read_blocks(body).blocks if block.aside is None)
    lines = (block.text for block in blocks if block.links * 2 < len(block.text))
    try:
        found = read_page_text("\n".join(lines), zone=taken.zone, copied_at=taken.copied_at)
    except RefusedError:
        return reading
    told = reading.content
    content = replace(
        found.content, link=told.link or found.content.link, images=told.images, tags=told.tags
    )
    return Reading(content, found.warnings)
