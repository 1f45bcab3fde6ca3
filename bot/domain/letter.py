"""Letters of readers to the desk, and what it may make of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

LETTERS_KEPT: Final = timedelta(days=90)
AWAITED_FOR: Final = timedelta(days=1)  # after `/write`; what comes later is looked for
FLOOD: Final = 5  # letters of one person
FLOOD_WITHIN: Final = timedelta(hours=1)
ALBUM_WHOLE_AFTER: Final = timedelta(seconds=2)  # without another message of it
SHOWN: Final = 3_000  # characters of a letter, in the message that tells the desk of it


class LetterKind(StrEnum):
    """What a letter is; of all but a text the desk has to ask for the message itself."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    VOICE = "voice"
    MIXED = "mixed"  # an album of photos and videos


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written: `text` is a caption, too. `name` only where they sign.

    `album`: of which this message is one of several, as Telegram calls it. `replied_to`: a message
    of the chat that it answers.
    """

    chat_id: int
    message_id: int
    kind: LetterKind
    text: str
    name: str | None = None
    album: str | None = None
    replied_to: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """`notice_id`: what the desk was told of it. `more_ids`: of the other messages of an album."""

    id: int
    chat_id: int
    message_id: int
    notice_id: int
    name: str | None
    more_ids: tuple[int, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.name is not None

    @property
    def messages(self) -> tuple[int, ...]:
        return (self.message_id, *self.more_ids)


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A message of the desk's that is one of an album, which answers a letter.

    `file`: the InputMedia by which it is sent. `by`: who has sent it.
    """

    chat_id: int
    message_id: int
    album: str
    file: Mapping[str, Any]
    by: str


@dataclass(frozen=True, slots=True)
class AlbumAnswer:
    """An album that no other message of has come for a while.

    `in_doubt`: it was begun as often as it may be, and came to no end.
    """

    letter: Letter
    parts: tuple[AnswerPart, ...]
    in_doubt: bool = False


def digest_of(chat_id: int) -> str:
    """By which a person is known from whom no letters are taken: not by their number."""
    return hashlib.sha256(f"no letters from {chat_id}".encode()).hexdigest()
