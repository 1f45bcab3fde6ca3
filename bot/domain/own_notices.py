"""What the desk is told of texts that may be posts in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.notices import Notice


@dataclass(frozen=True, slots=True)
class OwnWordsOffered(Notice):
    """What was typed can be a post as it is.

    `code` and `details`: why it is no article; without, it can be read as one as well.
    """

    message_id: int
    code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
