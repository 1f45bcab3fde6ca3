"""What was pasted or sent as a file, read: the pages in it, or why it is none."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.domain.links import lone_link
from bot.domain.own_words import Typed
from bot.intake.executor import Parsing
from bot.intake.files.text_file import is_web_page, read_text_file
from bot.intake.text.marked_lines import with_marked_lines
from bot.intake.text.page_text import LONGEST_PAGE, read_pages
from bot.intake.text.parts import join_parts, may_follow
from bot.intake.web.web_page import read_web_page

_logger = logging.getLogger(__name__)
_NO_PAGE: Final = frozenset(("page_not_article", "page_no_headline", "page_no_text", "page_fault"))
_UNSIGNED: Final = frozenset(("no_date", "no_section", "no_author"))

Parts = Sequence[tuple[str, datetime]]  # texts, and when each was sent


@dataclass(frozen=True, slots=True)
class Paste:
    """A text that was sent, and the pages in it: read, or refused. A link holds none."""

    parts: Parts
    text: str
    pages: tuple[Reading | RefusedError, ...] = ()

    @property
    def why_no_page(self) -> RefusedError | None:
        """Why nothing of it looks like the page of an article; None where it does."""
        first = self.pages[0] if self.pages else None
        is_none = isinstance(first, RefusedError) and first.code in _NO_PAGE
        return first if isinstance(first, RefusedError) and is_none else None

    @property
    def is_plain(self) -> bool:
        """Whether it can be read as an article, and has no date, section or author of a page."""
        if len(self.pages) != 1 or isinstance(self.pages[0], RefusedError):
            return False
        page = self.pages[0]
        return set(page.warnings) >= _UNSIGNED and not page.content.related

    @property
    def is_signed(self) -> bool:
        """Whether it is one page that says two of these: when, in which section, and by whom."""
        if len(self.pages) != 1 or isinstance(self.pages[0], RefusedError):
            return False
        return len(_UNSIGNED.intersection(self.pages[0].warnings)) <= 1

    def with_marks(self, messages: Iterable[Typed]) -> Iterable[Reading]:
        """The pages with what their messages have in bold or in quotes.

        Ends with the first that is none: raises its `RefusedError`.
        """
        words = [typed.words for typed in messages]
        for page in self.pages:
            if isinstance(page, RefusedError):
                raise page
            yield with_marked_lines(page, words)


def read_parts(parts: Parts, zone: tzinfo) -> Paste:
    """The text that was sent in these parts, and its pages."""
    text = join_parts([part for part, _ in parts])
    return Paste(parts, text, _pages_of(text, zone, parts[0][1] if parts else None))


async def read_safely(parsing: Parsing, parts: Parts, zone: tzinfo) -> Paste:
    """The same, apart; a fault of ours is told whoever sent it, and not met anew for ever."""
    try:
        return await parsing(read_parts, parts, zone)
    except RefusedError as refusal:
        why = refusal
    except Exception:
        _logger.exception("a paste could not be read")
        why = RefusedError("page_fault")
    return Paste(parts, "\n".join(text for text, _ in parts), (why,))


def read_file(name: str, data: bytes, zone: tzinfo, at: datetime) -> Reading | Paste:
    """A saved web page, or the text of another file."""
    if is_web_page(name, data):
        return read_web_page(data, url=None, zone=zone, copied_at=at)
    text = read_text_file(name, data)
    return Paste([(text, at)], text, _pages_of(text, zone, at))


def _pages_of(text: str, zone: tzinfo, at: datetime | None) -> tuple[Reading | RefusedError, ...]:
    if len(text) > LONGEST_PAGE or lone_link(text):
        return ()
    return tuple(read_pages(text, zone=zone, copied_at=at))


def is_another_page(waiting: Parts, text: str) -> bool:
    """Whether parts wait for a next one that this text is not."""
    known = [part for part, _ in waiting]
    return bool(known) and text not in known and not may_follow(known[-1], text)


def check_length(text: str) -> None:
    if len(text) > LONGEST_PAGE:
        raise RefusedError("page_too_long", length=len(text), limit=LONGEST_PAGE)
