"""What an editor is shown of the desk's work."""

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.audience import Channel, ChannelState, Section
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


@dataclass(frozen=True, slots=True)
class Why:
    """What decided where an article went.

    `channels` are all that there are, taken or not; `followers` is how many readers follow its
    section now; `progress` says what really happened.
    """

    article: Article
    channels: tuple[Channel, ...]
    followers: int
    progress: Progress

    def route(self, channel: Channel) -> str:
        """Why a channel has the article or not: a stable code.

        `has_it`: a row of the ledger says so; `later`: its section goes there by now, but did not
        when the article was published; `other_section`; `no_section`: nothing goes there at all;
        `offered`, `left`: the channel takes nothing.
        """
        if any(known.chat_id == channel.chat_id for known in self.progress.channels):
            return "has_it"
        if channel.state in (ChannelState.OFFERED, ChannelState.LEFT):
            return channel.state.value
        if not channel.section_ids:
            return "no_section"
        section = self.article.section
        return "later" if section and section.id in channel.section_ids else "other_section"
