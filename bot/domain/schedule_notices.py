"""What the desk is told where an article did not go out at its time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.notice import Notice


@dataclass(frozen=True, slots=True)
class ScheduleMissed(Notice):
    """An article was to go out while the bot was down, too long ago to do it unasked."""

    article_id: int
    headline: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotPublished(ScheduleMissed):
    """It was to go out, and a rule turned it down: the refusal's code and details."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
