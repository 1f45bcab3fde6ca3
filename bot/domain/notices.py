"""What the desk, and whoever had an article, is told: one class for each template.

A notice is stored under its class's name (`kind_of`), so that another name asks for a migration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import (  # noqa: F401 - theirs are told as well
    card_notices,
    channel_notices,
    letter_notices,
    own_notices,
    schedule_notices,
)
from bot.domain.forum import ThreadState
from bot.domain.notice import Notice
from bot.domain.people import Role
from bot.domain.picture import Medium
from bot.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class PasteRefused(Notice):
    """What was pasted or sent was no article."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnWordsOffered(Notice):
    """What was typed can be a post as it is.

    `code` and `details`: why it is no article; without, it can be read as one as well.
    `continues`: it may go on from the draft that was sent right before.
    """

    message_id: int
    code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    continues: bool = False


@dataclass(frozen=True, slots=True)
class FileOffered(Notice):
    """A file that belongs to no article can be a post by itself.

    `code` and `details`: why no article is read in a document.
    """

    message_id: int
    medium: Medium
    code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleRetracted(Notice):
    """What chats that had an article are told; by its number also those it was on its way to."""

    headline: str
    taken_back: int | None = None


@dataclass(frozen=True, slots=True)
class NewEditor(Notice):
    name: str
    role: Role


# --- channels ---


@dataclass(frozen=True, slots=True)
class _OfChannel(Notice):
    """`is_group`: people know it as a group, and are told so."""

    chat_id: int
    title: str
    is_group: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class ChannelAdded(_OfChannel):
    """An owner made the bot administrator; `sections` are pairs of id and label."""

    sections: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChannelOffered(_OfChannel):
    """Somebody who is no owner made the bot administrator."""

    by_name: str


@dataclass(frozen=True, slots=True)
class ChannelOffers(Notice):
    """Strangers offer more channels than are told of one by one."""


@dataclass(frozen=True, slots=True)
class ChannelUnsteady(_OfChannel):
    """The bot's rights in a channel change so often that the desk is told no more for a while."""


@dataclass(frozen=True, slots=True)
class ChannelRightsLost(_OfChannel):
    """The bot may no longer post there."""


@dataclass(frozen=True, slots=True)
class PostsElsewhere(_OfChannel):
    """A thread of a forum takes no posts: they stand in another one until it does."""

    thread_id: int
    name: str | None
    state: ThreadState
    instead: int
    instead_name: str | None


@dataclass(frozen=True, slots=True)
class ChannelRightsBack(_OfChannel):
    """The bot may post there again."""


@dataclass(frozen=True, slots=True)
class ChannelLeft(_OfChannel):
    """The bot was removed; so many scheduled articles were to go there."""

    scheduled: int = 0


@dataclass(frozen=True, slots=True)
class SectionWithdrawn(_OfChannel):
    """An owner sends a section there no more; so many scheduled articles were to go there."""

    section: str
    scheduled: int


@dataclass(frozen=True, slots=True)
class SectionNeedsTwo(Notice):
    """Two people publish there now: so many scheduled articles do not go out by themselves."""

    section: str
    scheduled: int


@dataclass(frozen=True, slots=True)
class ChannelCannotPost(_OfChannel):
    """The bot was made administrator without the right to post."""


@dataclass(frozen=True, slots=True)
class ChannelsLost(Notice):
    """Several channels at once take nothing from the bot any more."""

    titles: tuple[str, ...]
    reason: Reason


# --- posts in trouble ---


@dataclass(frozen=True, slots=True)
class _OfPost(Notice):
    """`title` is the channel's, or the bare number of a chat that is none.

    Without an article's number it is the notice that an article was taken back.
    """

    delivery_id: int
    chat_id: int
    article_id: int | None
    headline: str
    title: str
    is_group: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class PostRejected(_OfPost):
    """Telegram refused a post for good.

    `everywhere`: it was the text, so that the article goes to no other chat.
    """

    reason: Reason
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class CannotTell(_OfPost):
    """A post may or may not be in the channel, and the bot could not look."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class StillStands(_OfPost):
    """Telegram lets the bot neither change nor take away a post; `link` leads there.

    `withdrawing`: it is to go; otherwise it keeps its old text.
    """

    article_id: int
    link: str | None
    reason: Reason
    withdrawing: bool


@dataclass(frozen=True, slots=True)
class EditedByHand(_OfPost):
    """Somebody has changed a post; `link` leads there.

    `case`: `edited` (it was seen to be changed, to `words`), `found` (a post in doubt was found
    so), or `waits` (a correction waits for the desk's word).
    """

    link: str | None
    case: str = "found"
    words: str = ""
    other_file: bool = False  # it shows another picture or file
    beside: bool = False  # the words stand under a later file of an album, where we have none


@dataclass(frozen=True, slots=True)
class NotRecorded(_OfPost):
    """What became of a post to a reader could not be written down."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CannotPin(_OfPost):
    """A breaking post stands in its channel and is not pinned."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CopyLeft(Notice):
    """A copy that was forwarded to be looked at may have stayed in the desk's chat."""

    title: str


@dataclass(frozen=True, slots=True)
class PictureMissing(Notice):
    """Posts of an article go without a picture; `code` and `details` say why."""

    article_id: int
    headline: str
    url: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PictureLeft(Notice):
    """A picture that was uploaded for a post may have stayed in the desk's chat."""


@dataclass(frozen=True, slots=True)
class ReadersUnreached(Notice):
    """None of `count` readers in a row could be reached, so that all others wait."""

    count: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class PaidEnded(Notice):
    """A paid broadcast goes on for free; `has` and `needs` are Stars, where these were too few."""

    article_id: int
    headline: str
    reason: Reason
    has: int | None = None
    needs: int | None = None


# --- feeds ---


@dataclass(frozen=True, slots=True)
class _OfFeed(Notice):
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class FeedOffered(Notice):
    """What a feed would bring.

    `items` are pairs of headline and time, `categories` are triples of name, how many items, and
    the section's label; `page` is the address of the page that named the feed.
    """

    id: int
    url: str
    title: str | None
    page: str | None
    total: int
    items: tuple[tuple[str, datetime | None], ...]
    categories: tuple[tuple[str, int, str | None], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FeedNotRead(Notice):
    """There is no feed at the address that somebody named."""

    url: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedKnown(_OfFeed):
    """The feed that a page names is connected already."""


@dataclass(frozen=True, slots=True)
class FeedBroken(_OfFeed):
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedWorks(_OfFeed):
    """A feed that was told of as broken works again."""


@dataclass(frozen=True, slots=True)
class FeedFlood(_OfFeed):
    """So many items are new at once that nothing of them goes out by itself."""

    count: int
