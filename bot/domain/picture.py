"""An article's pictures and files in its posts: what they are, and what a post can become."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.errors import RefusedError

MOST_IN_ALBUM: Final = 10  # Bot API, sendMediaGroup
_SENT: Final = "telegram:"  # in place of an address: a picture that an editor has sent


class Medium(StrEnum):
    """What kind of file stands in a post; named as in the Bot API."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    AUDIO = "audio"
    DOCUMENT = "document"
    VOICE = "voice"

    @property
    def is_seen(self) -> bool:
        """Whether it may stand in one album with photos."""
        return self in (Medium.PHOTO, Medium.VIDEO)


# What an album takes: photos and videos together, these among their own kind.
_IN_ALBUMS: Final = (Medium.PHOTO, Medium.VIDEO, Medium.AUDIO, Medium.DOCUMENT)


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
    """A picture or another file that Telegram has: sent by `file_id`, known again by `unique_id`.

    Before the unique id of what is no photo stands its medium, «video:AgAD».
    """

    file_id: str
    unique_id: str

    @property
    def medium(self) -> Medium:
        return medium_of(self.unique_id)


def marked(medium: Medium, unique_id: str) -> str:
    """The unique id by which a file is known again, whatever it is."""
    return unique_id if medium is Medium.PHOTO else f"{medium}:{unique_id}"


def medium_of(unique_id: str) -> Medium:
    name, colon, _ = unique_id.partition(":")
    return Medium(name) if colon and name in _NAMES else Medium.PHOTO


_NAMES: Final = frozenset(Medium)


def picture_key(url: str) -> str:
    """What a picture's address is filed under, however long it is."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()


def sent_picture(unique_id: str) -> str:
    """What stands for the address of a file that came from an editor's phone."""
    return _SENT + unique_id


def known_by(url: str) -> str:
    """The unique id of what an editor has sent; what stands on the web has its address."""
    return url.removeprefix(_SENT)


def is_on_the_web(url: str) -> bool:
    return not url.startswith(_SENT)


def go_together(media: Sequence[Medium]) -> bool:
    """Whether one post may have them all (Bot API, sendMediaGroup)."""
    if len(media) <= 1:
        return True
    first = media[0]
    alike = all(one == first or (one.is_seen and first.is_seen) for one in media)
    return alike and first in _IN_ALBUMS


def can_become(standing: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether Telegram lets a post with these files, by their unique ids, be edited into those.

    A text may become any file but a voice message; a file becomes no text. An album keeps its
    number and stays of its kind, and a voice message stays itself.
    """
    if list(standing) == list(wanted):
        return True
    media = [*map(medium_of, standing), *map(medium_of, wanted)]
    if len(standing) <= 1 == len(wanted):
        return Medium.VOICE not in media
    return len(standing) == len(wanted) and go_together(media)


def can_be_covered(standing: Sequence[str]) -> bool:
    """Whether a photo may take the place of each file of a post that cannot be deleted."""
    return can_become(standing, [Medium.PHOTO] * len(standing))
