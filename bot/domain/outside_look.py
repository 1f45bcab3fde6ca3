"""What the bot has seen of an article's link and pictures on the site, before it goes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.article import Content
from bot.domain.errors import RefusedError

HOLDS_FOR: Final = timedelta(minutes=30)  # a look; a card that is drawn later asks for another
_GONE: Final = (404, 410)


@dataclass(frozen=True, slots=True)
class Target:
    """An address to be looked at: of a picture, which is read, or of a page."""

    url: str
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: a refusal's code with its details, None where all is well."""

    code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def trouble(self) -> str | None:
        """What the pre-flight says of a link; a site that is slow, or closed, is none."""
        if self.code == "site_status" and self.details.get("status") in _GONE:
            return "link_missing"
        return "link_unreachable" if self.code == "site_unreachable" else None


@dataclass(frozen=True, slots=True)
class Look:
    """One address at one moment."""

    target: Target
    at: datetime
    seen: Seen


@dataclass(frozen=True, slots=True)
class Outside:
    """Of an article: what is wrong with its link, and how many pictures could not be had.

    `small_pictures` are some of the `lost_pictures`; `unseen_pictures`: nobody has fetched them.
    """

    link_trouble: str | None = None
    lost_pictures: int = 0
    small_pictures: int = 0
    unseen_pictures: int = 0


def targets_of(content: Content) -> tuple[Target, ...]:
    """What is to be looked at of an article."""
    pictures = (Target(i.url, is_picture=True) for i in content.images if i.is_on_the_web)
    link = (Target(content.link),) if content.link else ()
    return (*link, *pictures)


def seen_of(refusal: RefusedError) -> Seen:
    return Seen(refusal.code, refusal.details)


def tells_of_the_picture(seen: Seen) -> bool:
    """Whether a picture is none, whenever it is fetched: it is not there, or no good."""
    is_gone = seen.code == "site_status" and seen.details.get("status") in _GONE
    return is_gone or (seen.code or "").startswith("picture_")


def unseen(content: Content, known: Collection[str]) -> int:
    """How many pictures nobody has fetched yet, given the addresses of those that were."""
    return sum(target.is_picture and target.url not in known for target in targets_of(content))
