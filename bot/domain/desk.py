"""What an editor is shown of the desk's work."""

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.audience import Channel, Section
from bot.domain.progress import Progress


@dataclass(frozen=True, slots=True)
class Card:
    """An article as its editor sees it, with all that decides where it would go.

    `channels` are those of its section, `followers` how many readers follow it; `resembled` is
    the article that the draft may be a new text of.
    """

    article: Article
    sections: tuple[Section, ...]
    channels: tuple[Channel, ...] = ()
    followers: int = 0
    resembled: Article | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did; `new` is false when somebody had done it before."""

    article: Article
    channels: tuple[Channel, ...]
    followers: int
    new: bool


@dataclass(frozen=True, slots=True)
class Status:
    """How far an article has come, for `/status` and the progress report."""

    article: Article
    progress: Progress


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """One page of the archive; `page` counts from 0, the newest."""

    section: Section | None
    articles: tuple[Article, ...]
    page: int
    pages: int
    total: int
