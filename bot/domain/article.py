"""An article: what the newsroom wrote, and what intake understood of it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Related:
    """One item of «Читайте також». `date_text` is the date as printed."""

    section: str | None
    headline: str
    published_at: datetime | None
    date_text: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """The fields of an article in one revision. `section` is as printed; `body` has no lead."""

    headline: str
    section: str | None = None
    published_at: datetime | None = None
    lead: str | None = None
    body: tuple[str, ...] = ()
    link: str | None = None
    author: str | None = None
    captions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What intake made of a source: the content, and stable codes for what was not understood."""

    content: Content
    warnings: tuple[str, ...] = field(default=())
