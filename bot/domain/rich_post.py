"""A rich message: an article as blocks, which Telegram lays out like a page (Bot API 10.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.picture import Medium
from bot.domain.post import Keyboard
from bot.domain.text import utf16_length

# Telegram takes 32,768 characters, 500 blocks and 50 files. Apps were seen to show the beginning
# alone of messages of 10,000 characters, and servers to drop what stands behind the 20th file.
MOST_CHARACTERS: Final = 9_000
MOST_BLOCKS: Final = 200
MOST_FILES: Final = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Words in the same styles, which are named as entities are; with `url` they are a link."""

    text: str
    styles: tuple[str, ...] = ()
    url: str | None = None


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`size` 1 is the largest, 6 the smallest."""

    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    runs: Words


@dataclass(frozen=True, slots=True)
class Quote:
    """`folded`: apps show its beginning, and the rest where somebody asks for it."""

    paragraphs: tuple[Words, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list, with a point before each item."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class FileBlock:
    """A picture or another file, by its file id or its address."""

    medium: Medium
    file: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across."""


Block = Heading | Prose | Quote | Points | FileBlock | Divider


@dataclass(frozen=True, slots=True)
class RichPost:
    """One rich message with its buttons.

    `finds_links`: Telegram makes links of addresses, names and hashtags that it finds in it.
    """

    blocks: tuple[Block, ...]
    keyboard: Keyboard = ()
    finds_links: bool = False


def length_of(block: Block) -> int:
    """How much of a message's characters it takes."""
    return sum(map(utf16_length, _texts(block)))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Prose(runs):
            yield from (run.text for run in runs)
        case Quote(paragraphs) | Points(paragraphs):
            yield from (run.text for runs in paragraphs for run in runs)
        case FileBlock(caption=str(caption)):
            yield caption


def weight_of(block: Block) -> int:
    """How many of a message's blocks it takes, those within it included."""
    match block:
        case Points(items):
            return 1 + 2 * len(items)
        case Quote(paragraphs, folded):
            return 1 if folded else 1 + len(paragraphs)
        case _:
            return 1
