"""An article's pictures in its posts: how a channel shows them, and what a post can become."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.errors import RefusedError

MOST_IN_ALBUM: Final = 10  # Bot API, sendMediaGroup
_SENT: Final = "telegram:"  # in place of an address: a picture that an editor has sent


class Layout(StrEnum):
    """How a post shows the article's pictures.

    `photo`: the first, with the teaser as its caption; `album`: all of them, likewise; `above` and
    `below`: as a large link preview; `none`: not at all.
    """

    PHOTO = "photo"
    ALBUM = "album"
    ABOVE = "above"
    BELOW = "below"
    NONE = "none"

    @property
    def has_caption(self) -> bool:
        return self in (Layout.PHOTO, Layout.ALBUM)


def layout_named(name: str) -> Layout:
    """The layout that a button names. Raises `RefusedError` for what is none."""
    try:
        return Layout(name)
    except ValueError:
        raise RefusedError("field_stale") from None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that Telegram has: sent by `file_id`, and known again by `unique_id`."""

    file_id: str
    unique_id: str


def picture_key(url: str) -> str:
    """What a picture's address is filed under, however long it is."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()


def sent_picture(unique_id: str) -> str:
    """What stands for the address of a picture that came from an editor's phone."""
    return _SENT + unique_id


def is_on_the_web(url: str) -> bool:
    return not url.startswith(_SENT)


def can_become(standing: int, wanted: int) -> bool:
    """Whether Telegram lets a post with so many pictures be edited into one with so many.

    A text may become a photo; a photo becomes no text, and an album keeps its number.
    """
    return standing == wanted or (standing, wanted) == (0, 1)
