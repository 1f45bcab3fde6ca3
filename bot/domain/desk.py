"""What an editor is shown of the desk's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.article import Article, ArticleState, Content
from bot.domain.channel import Channel, ChannelState
from bot.domain.channel_words import ChannelWords
from bot.domain.deed_log import changes_of
from bot.domain.delivery import State
from bot.domain.foreseen import Later
from bot.domain.forum import Thread
from bot.domain.outside_look import Outside
from bot.domain.post_length import PostLength
from bot.domain.progress import ChannelProgress, Progress, Spaced
from bot.domain.second_look import Wish
from bot.domain.section import Section


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section and what is set of it.

    `deciders`: how many of the desk may publish its articles; `channels`: all that posts may go
    to; `hidden`: from readers; `place`: among so many `total`.
    """

    section: Section
    needs_second: bool
    deciders: int = 2
    channels: tuple[Channel, ...] = ()
    hidden: bool = False
    place: int = 0
    total: int = 1

    def goes_to(self, channel: Channel) -> bool:
        return self.section.id in channel.section_ids

    @property
    def nobody_agrees(self) -> bool:
        """Whether two people are needed and there are none: nothing of it can go out."""
        return self.needs_second and self.deciders < 2  # noqa: PLR2004 - one asks, one agrees


@dataclass(frozen=True, slots=True)
class Forum:
    """A group with its threads, and the sections that go there."""

    channel: Channel
    threads: Mapping[int, Thread]
    sections: tuple[Section, ...]

    def section(self, section_id: int) -> Section | None:
        return next((each for each in self.sections if each.id == section_id), None)

    def named(self, thread_id: int) -> str | None:
        """None for «General», and for one whose name nobody has told yet."""
        thread = self.threads.get(thread_id)
        return thread.name if thread else None


@dataclass(frozen=True, slots=True)
class Card:
    """An article as its editor sees it, with all that decides where it would go.

    `channels` are those of its section, `followers` how many readers follow it; `resembled` is
    the article that the draft may be a new text of, or news of the same; `posts` are the channels
    where that one stands, and `proposed` is the text that it would have then. `keeps_pictures`:
    some of these posts cannot take its pictures in place. `outside`: what is known of its link and
    pictures on their sites. `wish` is what somebody has asked for, if it holds, and `lapsed` if
    the draft has changed since; `needs_second`: the section asks for a second person.
    `channel_words` are what posts say in one channel alone. `spaced`: where it is published
    already, and waits for the channel's last post to be long enough ago. `related`: the articles
    that its posts may name. `lengths`: of its posts, once they are measured; the readers' stands
    first.
    """

    article: Article
    sections: tuple[Section, ...]
    channels: tuple[Channel, ...] = ()
    followers: int = 0
    resembled: Article | None = None
    posts: tuple[ChannelProgress, ...] = ()
    outside: Outside = field(default_factory=Outside)
    wish: Wish | None = None
    lapsed: Wish | None = None
    needs_second: bool = False
    channel_words: Mapping[int, ChannelWords] = field(default_factory=dict)
    proposed: Content | None = None
    keeps_pictures: bool = False
    spaced: tuple[ChannelProgress, ...] = ()
    related: tuple[Article, ...] = ()
    lengths: tuple[PostLength, ...] = ()

    @property
    def read_as(self) -> Article:
        """The article under the number by which people read it, which a draft's is not yet.

        What corrects another, or has become its text, is read there.
        """
        old, state = self.resembled, self.article.state
        corrects = self.article.is_draft and old is not None and old.is_public
        if old and (corrects or state is ArticleState.MERGED):
            return replace(self.article, id=old.id)
        return self.article

    def with_lengths(self, measured: "Card") -> "Card | None":
        """As long as it was shortly before; None where its posts were others."""
        if _posts_of(self) != _posts_of(measured):
            return None
        return replace(self, lengths=measured.lengths)

    @property
    def in_question(self) -> Article | None:
        """The article of which the draft may become the new text, if the desk says so."""
        old = self.resembled
        return old if old and (old.is_draft or old.is_public) else None

    @property
    def resembles_retracted(self) -> Article | None:
        """The article that was taken back, and is about to go out again as a new one."""
        old = self.resembled
        return old if old and old.state is ArticleState.RETRACTED else None


def _posts_of(card: Card) -> tuple[object, ...]:
    """All that they say and look like."""
    return card.article, card.proposed, card.channels, card.channel_words


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did; `new` is false when somebody had done it before.

    `spaced`: the channels where it waits for the last post to be long enough ago.
    """

    article: Article
    channels: tuple[Channel, ...]
    followers: int
    new: bool
    spaced: tuple[ChannelProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How far an article has come, for `/status` and the progress report."""

    article: Article
    progress: Progress

    @property
    def failed(self) -> int:
        """How many chats were given up, channels and readers."""
        channels = sum(channel.state is State.FAILED for channel in self.progress.channels)
        return channels + self.progress.readers.get(State.FAILED, 0)


def what_changed(old: Content, new: Content) -> tuple[str, ...]:
    """The parts in which two texts of an article differ, by the names of `changes_of`.

    `rest`: what it is read with, and how own words are formatted.
    """
    named = tuple(change.part for change in changes_of(old, new))
    others = [(content.related, content.own) for content in (old, new)]
    return named if others[0] == others[1] else (*named, "rest")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """One page of the archive; `page` counts from 0, the newest."""

    section: Section | None
    articles: tuple[Article, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A draft, and all the channels that its section goes to, left out or not.

    `without_earlier` are those of them that have no post which a follow-up could reply to.
    """

    article: Article
    channels: tuple[Channel, ...]
    without_earlier: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A draft, and published articles that it may go on from, the newest first."""

    article: Article
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One page of what goes out by itself; `page` counts from 0, the soonest.

    `spaced` are the first of the posts that wait for their channel's last one to be long enough
    ago, and `waiting` how many there are; `later`: of which articles that is to be foreseen;
    `strict`: sections whose articles do not go out by themselves, since two people publish there.
    """

    articles: tuple[Article, ...]
    page: int
    pages: int
    total: int
    spaced: tuple[Spaced, ...] = ()
    waiting: int = 0
    later: Mapping[int, Later] = field(default_factory=dict, hash=False)
    strict: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundPosts:
    """One page of what was published; `page` counts from 0, the newest.

    `words` were looked for under the number `search_id`, both empty where nothing was.
    """

    articles: tuple[Article, ...]
    page: int
    has_older: bool = False
    section: Section | None = None
    words: str = ""
    search_id: int = 0


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
        when the article was published; `left_out`: the desk did not want it there;
        `other_section`; `no_section`: nothing goes there at all; `offered`, `left`: the channel
        takes nothing.
        """
        if self.post(channel):
            return "has_it"
        if channel.state in (ChannelState.OFFERED, ChannelState.LEFT):
            return channel.state.value
        if not channel.section_ids:
            return "no_section"
        section = self.article.section
        if section is None or section.id not in channel.section_ids:
            return "other_section"
        return "later" if self.article.outlets.take(channel.chat_id) else "left_out"

    def post(self, channel: Channel) -> ChannelProgress | None:
        """What became of the article in a channel; None where it was never owed."""
        posts = (post for post in self.progress.channels if post.chat_id == channel.chat_id)
        return next(posts, None)
