"""What chats are told of: the page of each notice, with the buttons under it.

Nearly all of it is for the desk; that an article was taken back is for whoever had it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import singledispatch
from typing import Any

from bot.domain.alert_buttons import DecideOnReaders, SettleUnknown, TakenAway
from bot.domain.buttons import (
    Publish,
    Replay,
    RouteSection,
    ShowCard,
    ShowChannel,
    ShowChannels,
    TakeChannel,
)
from bot.domain.card_notices import (
    PictureReplaced,
    PublicationDenied,
    QuestionEnded,
    SectionChanged,
    WishLapsed,
)
from bot.domain.channel_notices import WordsTaken
from bot.domain.desk_buttons import ShowSection
from bot.domain.feed_buttons import AgreeFeed, DeclineFeed, ShowFeed
from bot.domain.feeds import FIRST_CHOICES
from bot.domain.forum_buttons import ShowForum
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from bot.domain.letter import SHOWN, LetterKind
from bot.domain.letter_buttons import ShowLetter
from bot.domain.letter_notices import LetterArrived
from bot.domain.notice import Notice, kind_of
from bot.domain.notices import (
    ArticleRetracted,
    CannotPin,
    CannotTell,
    ChannelAdded,
    ChannelOffered,
    ChannelOffers,
    ChannelsLost,
    ChannelUnsteady,
    EditedByHand,
    FeedBroken,
    FeedFlood,
    FeedKnown,
    FeedOffered,
    FileOffered,
    OwnWordsOffered,
    PostRejected,
    PostsElsewhere,
    ReadersUnreached,
    StillStands,
)
from bot.domain.own_buttons import JoinToDraft, MakePost, ReadAsPage
from bot.domain.post import Button, Keyboard, rows
from bot.domain.post_buttons import PreviewPost, ShowWords
from bot.domain.question_kinds import Asked
from bot.domain.schedule_buttons import AskWhen, ShowQueue
from bot.domain.schedule_notices import ScheduleMissed
from bot.domain.text import shorten
from bot.domain.word_diff import Piece, word_diff
from bot.rendering.keyboards import block_button, button_name, first_choices, switch
from bot.rendering.page import Label, PostPage

MOST_TITLES = 12
_CHANGES_SHOWN = 1200  # UTF-16 units
_SHOWN_ITEMS, _SHOWN_CATEGORIES = 5, 12


@dataclass(frozen=True)
class NoticePage(PostPage):
    """A notice as whoever is told reads it: its template bears the name of its class.

    `ours`: what stood in a post before somebody changed it, where that is known.
    """

    notice: Notice
    ours: str = ""

    def name(self) -> str:
        folder = "readers" if isinstance(self.notice, ArticleRetracted) else "editors/notices"
        return f"{folder}/{kind_of(type(self.notice))}"

    def keyboard(self, label: Label) -> Keyboard:
        return _buttons(self.notice, label)

    def context(self) -> Mapping[str, Any]:
        facts = {field.name: getattr(self.notice, field.name) for field in fields(self.notice)}
        if isinstance(self.notice, EditedByHand):
            facts["changes"] = _changes(self.ours, self.notice.words)
        return facts | _shortened(self.notice)


def _changes(ours: str, theirs: str) -> tuple[Piece, ...]:
    """Word by word; nothing where words are not what differs, or not known."""
    pieces = word_diff(ours, theirs, _CHANGES_SHOWN) if ours else ()
    return pieces if any(piece.kind != "same" for piece in pieces) else ()


def _shortened(notice: Notice) -> dict[str, Any]:
    """The facts that are not shown as they are."""
    match notice:
        case PostRejected(title=title):
            return {"title": "" if title.removeprefix("-").isdigit() else title}
        case ChannelsLost(titles=titles):
            more = max(len(titles) - MOST_TITLES, 0)
            return {"titles": titles[:MOST_TITLES], "more": more, "total": len(titles)}
        case FeedOffered(items=items, categories=categories):
            shown = categories[:_SHOWN_CATEGORIES]
            return {"items": items[:_SHOWN_ITEMS], "categories": shown}
        case LetterArrived():
            return {"text": shorten(notice.words, SHOWN)}
        case _:
            return {}


@singledispatch
def _buttons(notice: Notice, label: Label) -> Keyboard:  # noqa: ARG001 - most have none
    return ()


@_buttons.register
def _(notice: ChannelAdded, label: Label) -> Keyboard:
    def choice(section_id: int, name: str) -> Button:
        on = section_id in notice.chosen
        press = RouteSection(notice.chat_id, section_id, on=not on)
        return switch(button_name(name), press, on=on)

    choices = (choice(id_, name) for id_, name in first_choices(notice.sections))
    return (*rows(choices, 2), (Button(label("ready"), press=ShowChannels()),))


@_buttons.register
def _(notice: SectionChanged, label: Label) -> Keyboard:
    return ((Button(label("section_page"), press=ShowSection(notice.section_id)),),)


@_buttons.register
def _(notice: PublicationDenied | PictureReplaced | WishLapsed, label: Label) -> Keyboard:
    return ((Button(label("to_card"), press=ShowCard(notice.article_id)),),)


@_buttons.register
def _(notice: OwnWordsOffered, label: Label) -> Keyboard:
    make = (Button(label("make_post"), press=MakePost(notice.message_id)),)
    read = (Button(label("read_as_page"), press=ReadAsPage(notice.message_id)),)
    join = (Button(label("join_to_draft"), press=JoinToDraft(notice.message_id)),)
    first = (join,) if notice.continues else ()
    return (*first, make) if notice.code else (*first, make, read)


@_buttons.register
def _(notice: FileOffered, label: Label) -> Keyboard:
    return ((Button(label("make_post"), press=MakePost(notice.message_id)),),)


@_buttons.register
def _(notice: WordsTaken, label: Label) -> Keyboard:
    form = ShowWords(notice.article_id, notice.chat_id)
    preview = PreviewPost(notice.article_id, 1)
    return (
        (
            Button(label("channel_words"), press=form),
            Button(label("preview_posts"), press=preview),
        ),
    )


@_buttons.register
def _(notice: ChannelOffered, label: Label) -> Keyboard:
    return taking(notice.chat_id, label)


@_buttons.register(ChannelOffers)
@_buttons.register(ChannelsLost)
def _(notice: Notice, label: Label) -> Keyboard:  # noqa: ARG001 - it leads to all
    return ((Button(label("all_channels"), press=ShowChannels()),),)


@_buttons.register
def _(notice: ChannelUnsteady | CannotPin, label: Label) -> Keyboard:
    return ((Button(label("channel_settings"), press=ShowChannel(notice.chat_id)),),)


@_buttons.register
def _(notice: PostsElsewhere, label: Label) -> Keyboard:
    return ((Button(label("forum"), press=ShowForum(notice.chat_id)),),)


@_buttons.register
def _(notice: CannotTell, label: Label) -> Keyboard:
    there = SettleUnknown(notice.delivery_id, there=True)
    return (
        (
            Button(label("post_there"), press=there),
            Button(label("post_absent"), press=replace(there, there=False)),
        ),
    )


@_buttons.register
def _(notice: EditedByHand, label: Label) -> Keyboard:
    if notice.article_id is None:
        return ()
    keep, restore = KeepTheirs(notice.delivery_id), RestoreOurs(notice.delivery_id)
    return (
        (Button(label("keep_theirs"), press=keep),),
        (Button(label("restore_ours"), press=restore),),
    )


@_buttons.register
def _(notice: StillStands, label: Label) -> Keyboard:
    again = (Button(label("try_again"), press=Replay(notice.article_id)),)
    done = (Button(label("taken_away"), press=TakenAway(notice.delivery_id)),)
    return (done, again) if notice.withdrawing else (again,)


@_buttons.register
def _(notice: ReadersUnreached, label: Label) -> Keyboard:  # noqa: ARG001 - it is about all
    return (
        (Button(label("go_on"), press=DecideOnReaders(go_on=True)),),
        (Button(label("stop_sending"), press=DecideOnReaders(go_on=False)),),
    )


@_buttons.register
def _(notice: FeedOffered, label: Label) -> Keyboard:
    choices = (
        (Button(label("agree_feed", first=first), press=AgreeFeed(notice.id, first)),)
        for first in FIRST_CHOICES
        if first <= notice.total
    )
    return (*choices, (Button(label("cancel"), press=DeclineFeed(notice.id)),))


@_buttons.register
def _(notice: FeedKnown | FeedBroken | FeedFlood, label: Label) -> Keyboard:
    return ((Button(label("feed_settings"), press=ShowFeed(notice.id)),),)


@_buttons.register
def _(notice: LetterArrived, label: Label) -> Keyboard:
    if notice.erased:
        return ()
    whole = notice.kind is LetterKind.TEXT and len(notice.text) <= SHOWN
    show = () if whole else ((Button(label("show_letter"), press=ShowLetter(notice.letter_id)),),)
    return (*show, (block_button(notice.letter_id, label, blocked=notice.blocked),))


@_buttons.register
def _(notice: QuestionEnded, label: Label) -> Keyboard:
    """The question may have stood where the queue was shown."""
    if notice.about not in (Asked.WHEN, Asked.EMBARGO):
        return ()
    return ((Button(label("queue"), press=ShowQueue(0)),),)


@_buttons.register
def _(notice: ScheduleMissed, label: Label) -> Keyboard:
    id_ = notice.article_id
    return (
        (
            Button(label("publish"), press=Publish(id_, breaking=False)),
            Button(label("other_time"), press=AskWhen(id_, embargo=False)),
        ),
        (Button(label("to_card"), press=ShowCard(id_)),),
    )


def taking(chat_id: int, label: Label) -> Keyboard:
    """Whether to post in a channel that somebody offered."""
    return (
        (Button(label("take_channel"), press=TakeChannel(chat_id, taken=True)),),
        (Button(label("decline_channel"), press=TakeChannel(chat_id, taken=False)),),
    )
