"""How long an article's post is in one of its chats, and what of it does not fit."""

from dataclasses import dataclass
from enum import StrEnum


class Cut(StrEnum):
    """What a post does not have in full; own words have no more to read elsewhere."""

    WORDS = "words_cut"
    HEADLINE = "headline_cut"
    LEAD_LEFT_OUT = "lead_left_out"
    LEAD = "lead_shortened"


@dataclass(frozen=True, slots=True)
class PostLength:
    """`units` of UTF-16 out of `limit`, as Telegram counts; `title` is the channel's.

    Without one it is the readers' message.
    """

    title: str
    units: int
    limit: int
    cut: Cut | None = None
