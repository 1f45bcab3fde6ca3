"""What the bot keeps of a person, in the words that people are told it by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kept(StrEnum):
    """Each has a line in `templates/<language>/readers/_kept.html.j2`."""

    READER = "reader"
    TOPICS = "topics"
    POSTS = "posts"
    SEARCHES = "searches"
    SAVED = "saved"
    LETTERS = "letters"
    UPDATES = "updates"
    PACE = "pace"
    CHANNELS = "channels"  # into which a stranger brought the bot
    DESK = "desk"  # what is asked of a person of the desk, and sent to them


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of a person: by the names of the tables, their rows."""

    person_id: int
    at: datetime
    tables: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class KeptFor:
    """For how many days: what a reader was sent, and copies of everything. None: nobody knows."""

    posts: int | None
    backups: int | None
