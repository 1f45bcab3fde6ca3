"""What chats are told of: each kind of news is made of the details in its row of the ledger.

Nearly all of it is for the desk; that an article was taken back is for whoever had it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from bot.domain.buttons import (
    DecideOnReaders,
    Replay,
    RouteSection,
    SettleUnknown,
    ShowChannel,
    ShowChannels,
    TakeChannel,
    TakenAway,
)
from bot.domain.post import Button, Keyboard, rows
from bot.domain.reasons import Reason, ReasonCode
from bot.rendering.editors.feed_pages import (
    FeedBroken,
    FeedFlood,
    FeedKnown,
    FeedNotRead,
    FeedOffered,
    FeedWorks,
)
from bot.rendering.editors.operation_pages import ClockSetBack, Halted, HaltOver, JobFails
from bot.rendering.editors.short_replies import QuestionEnded
from bot.rendering.editors.update_pages import UpdateSetAside
from bot.rendering.keyboards import button_name, first_choices, switch
from bot.rendering.page import Label, PostPage
from bot.rendering.reader_pages import ArticleRetracted

MOST_TITLES = 12


@dataclass(frozen=True)
class RefusedNotice(PostPage):
    """What was pasted or sent was no article."""

    template = "editors/notices/refused"
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ChannelAdded(PostPage):
    """An owner made the bot administrator; `sections` are pairs of id and label."""

    template = "editors/notices/channel_added"
    chat_id: int
    title: str
    sections: list[tuple[int, str]]
    chosen: list[int]

    def keyboard(self, label: Label) -> Keyboard:
        ready = Button(label("ready"), press=ShowChannels())
        choices = (self._choice(id_, name) for id_, name in first_choices(self.sections))
        return (*rows(choices, 2), (ready,))

    def _choice(self, section_id: int, name: str) -> Button:
        on = section_id in self.chosen
        return switch(button_name(name), RouteSection(self.chat_id, section_id, on=not on), on=on)


@dataclass(frozen=True)
class ChannelOffered(PostPage):
    """Somebody who is no owner made the bot administrator."""

    template = "editors/notices/channel_offered"
    chat_id: int
    title: str
    by_name: str

    def keyboard(self, label: Label) -> Keyboard:
        return taking(self.chat_id, label)


@dataclass(frozen=True)
class ChannelOffers(PostPage):
    """Strangers offer more channels than are told of one by one."""

    template = "editors/notices/channel_offers"

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("all_channels"), press=ShowChannels()),),)


@dataclass(frozen=True)
class ChannelUnsteady(PostPage):
    """The bot's rights in a channel change so often that the desk is told no more for a while."""

    template = "editors/notices/channel_unsteady"
    title: str
    chat_id: int

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("channel_settings"), press=ShowChannel(self.chat_id)),),)


@dataclass(frozen=True)
class ChannelRightsLost(PostPage):
    template = "editors/notices/channel_rights_lost"
    title: str
    chat_id: int


@dataclass(frozen=True)
class ChannelRightsBack(PostPage):
    template = "editors/notices/channel_rights_back"
    title: str


@dataclass(frozen=True)
class ChannelLeft(PostPage):
    template = "editors/notices/channel_left"
    title: str


@dataclass(frozen=True)
class ChannelCannotPost(PostPage):
    """The bot was made administrator without the right to post."""

    template = "editors/notices/channel_cannot_post"
    title: str
    chat_id: int


@dataclass(frozen=True)
class PostRejected(PostPage):
    """Telegram refused a post for good; `reason` is in its words.

    `everywhere`: it was the text, so that the article goes to no other chat. `title` is the bare
    number of a chat that is no channel, a reader's.
    """

    template = "editors/notices/post_rejected"
    article_id: int
    headline: str
    title: str
    reason: Reason
    everywhere: bool = False

    def context(self) -> Mapping[str, Any]:
        is_number = self.title.removeprefix("-").isdigit()
        return {**super().context(), "title": "" if is_number else self.title}


@dataclass(frozen=True)
class CannotTell(PostPage):
    """A post may or may not be in the channel, and the bot could not look.

    Without an article's number it is the notice that an article was taken back.
    """

    template = "editors/notices/cannot_tell"
    delivery_id: int
    article_id: int | None
    headline: str
    title: str
    reason: Reason

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (
                Button(label("post_there"), press=SettleUnknown(self.delivery_id, there=True)),
                Button(label("post_absent"), press=SettleUnknown(self.delivery_id, there=False)),
            ),
        )


@dataclass(frozen=True)
class StillStands(PostPage):
    """Telegram lets the bot neither change nor take away a post; `link` leads there.

    `withdrawing`: it is to go; otherwise it keeps its old text.
    """

    template = "editors/notices/still_stands"
    delivery_id: int
    article_id: int
    headline: str
    title: str
    link: str
    reason: Reason
    withdrawing: bool

    def keyboard(self, label: Label) -> Keyboard:
        again = (Button(label("try_again"), press=Replay(self.article_id)),)
        done = (Button(label("taken_away"), press=TakenAway(self.delivery_id)),)
        return (done, again) if self.withdrawing else (again,)


@dataclass(frozen=True)
class EditedByHand(PostPage):
    """A post in doubt was found, and somebody has changed it; `link` leads there.

    Without an article's number it is the notice that an article was taken back.
    """

    template = "editors/notices/edited_by_hand"
    article_id: int | None
    headline: str
    title: str
    link: str


@dataclass(frozen=True)
class NotRecorded(PostPage):
    """What became of a post to a reader could not be written down; `reason` is the database's."""

    template = "editors/notices/not_recorded"
    article_id: int
    headline: str
    reason: Reason


@dataclass(frozen=True)
class ReadersUnreached(PostPage):
    """None of `count` readers in a row could be reached, so that all others wait."""

    template = "editors/notices/readers_unreached"
    count: int
    reason: Reason

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (Button(label("go_on"), press=DecideOnReaders(go_on=True)),),
            (Button(label("stop_sending"), press=DecideOnReaders(go_on=False)),),
        )


@dataclass(frozen=True)
class ChannelsLost(PostPage):
    """Several channels at once take nothing from the bot any more."""

    template = "editors/notices/channels_lost"
    titles: list[str]
    reason: Reason

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("all_channels"), press=ShowChannels()),),)

    def context(self) -> Mapping[str, Any]:
        shown = self.titles[:MOST_TITLES]
        more = len(self.titles) - len(shown)
        return {**super().context(), "titles": shown, "more": more, "total": len(self.titles)}


@dataclass(frozen=True)
class CopyLeft(PostPage):
    """A copy that was forwarded to be looked at may have stayed in the desk's chat."""

    template = "editors/notices/copy_left"
    title: str


@dataclass(frozen=True)
class CannotPin(PostPage):
    """A breaking post stands in its channel and is not pinned; `reason` is in Telegram's words."""

    template = "editors/notices/cannot_pin"
    chat_id: int
    article_id: int
    headline: str
    title: str
    reason: Reason

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("channel_settings"), press=ShowChannel(self.chat_id)),),)


@dataclass(frozen=True)
class PaidEnded(PostPage):
    """A paid broadcast goes on for free; `has` and `needs` are Stars, where these were too few."""

    template = "editors/notices/paid_ended"
    article_id: int
    headline: str
    reason: Reason
    has: int | None = None
    needs: int | None = None


@dataclass(frozen=True)
class NewEditor(PostPage):
    template = "editors/notices/new_editor"
    name: str
    role: str


NOTICES: Final[Mapping[str, type[PostPage]]] = {
    "refused": RefusedNotice,
    "file_refused": RefusedNotice,
    "channel_added": ChannelAdded,
    "channel_offered": ChannelOffered,
    "channel_offers": ChannelOffers,
    "channel_unsteady": ChannelUnsteady,
    "channel_rights_lost": ChannelRightsLost,
    "channel_rights_back": ChannelRightsBack,
    "channel_left": ChannelLeft,
    "channel_cannot_post": ChannelCannotPost,
    "post_rejected": PostRejected,
    "cannot_tell": CannotTell,
    "still_stands": StillStands,
    "edited_by_hand": EditedByHand,
    "not_recorded": NotRecorded,
    "readers_unreached": ReadersUnreached,
    "channels_lost": ChannelsLost,
    "copy_left": CopyLeft,
    "cannot_pin": CannotPin,
    "paid_ended": PaidEnded,
    "new_editor": NewEditor,
    "update_set_aside": UpdateSetAside,
    "feed_offered": FeedOffered,
    "feed_not_read": FeedNotRead,
    "feed_known": FeedKnown,
    "feed_broken": FeedBroken,
    "feed_works": FeedWorks,
    "feed_flood": FeedFlood,
    "halted": Halted,
    "halt_over": HaltOver,
    "clock_set_back": ClockSetBack,
    "job_fails": JobFails,
    "article_retracted": ArticleRetracted,
    "question_ended": QuestionEnded,
}


def desk_notice(template: str, details: Mapping[str, Any]) -> PostPage:
    """The page for a row of the ledger; details that it does not show are left aside."""
    kind = NOTICES[template]
    shown = {f.name: details[f.name] for f in fields(kind) if f.name in details}
    if told := shown.get("reason"):
        shown["reason"] = Reason(ReasonCode(told["code"]), told["words"])
    return kind(**shown)


def taking(chat_id: int, label: Label) -> Keyboard:
    """Whether to post in a channel that somebody offered."""
    return (
        (Button(label("take_channel"), press=TakeChannel(chat_id, taken=True)),),
        (Button(label("decline_channel"), press=TakeChannel(chat_id, taken=False)),),
    )
