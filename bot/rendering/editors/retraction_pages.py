"""What the desk is shown when it takes an article back, sends it again, or asks why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.article import Article, ArticleState
from bot.domain.buttons import KeepPosted, Retract, ShowStatus
from bot.domain.desk import Why
from bot.domain.post import Button, Keyboard, drawn_for
from bot.domain.progress import ChannelProgress
from bot.rendering.page import Label, PlainPage, PostPage

MOST_CHANNELS = 15


@dataclass(frozen=True)
class RetractionQuestion(PostPage):
    """Whether an article is really to be taken back, and whom to tell.

    `channels` and `readers`: how many of them show it now; `spaced`: channels where it waits
    for the last post to be long enough ago; `staying`: in so many messages its file stays;
    `rounded_up`: somewhere it is a line of a round-up.
    """

    template = "editors/retraction_question"
    article: Article
    channels: int = 0
    readers: int = 0
    spaced: tuple[ChannelProgress, ...] = ()
    staying: int = 0
    rounded_up: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.article.id
        telling = (Button(label("retract_and_tell"), press=Retract(id_, tell=True)),)
        keyboard = (
            (Button(label("retract_sure"), press=Retract(id_, tell=False)),),
            *((telling,) if self.article.is_published else ()),
            (Button(label("keep_posted"), press=KeepPosted(id_)),),
        )
        return drawn_for(self.article.version, keyboard)


@dataclass(frozen=True)
class Retracting(PlainPage):
    template = "editors/retracting"
    article: Article
    tell: bool


@dataclass(frozen=True)
class KeptPosted(PlainPage):
    template = "editors/kept_posted"
    id: int


@dataclass(frozen=True)
class Replaying(PlainPage):
    """`chats` are sent the article again; `left` failed, and cannot be reached.

    `withdrawing`: the article was taken back, and its posts are to be taken away.
    """

    template = "editors/replaying"
    chats: int
    left: int
    withdrawing: bool = False


@dataclass(frozen=True)
class PostTakenAway(PlainPage):
    template = "editors/post_taken_away"


@dataclass(frozen=True)
class ReadersDecided(PlainPage):
    template = "editors/readers_decided"
    go_on: bool


@dataclass(frozen=True)
class WhyPage(PostPage):
    template = "editors/why"
    why: Why

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("status"), press=ShowStatus(self.why.article.id)),),)

    def context(self) -> Mapping[str, Any]:
        why = self.why
        channels = sorted(why.channels, key=lambda channel: why.route(channel) != "has_it")
        shown = channels[:MOST_CHANNELS]
        return {
            "article": why.article,
            "was_posted": why.article.state in (ArticleState.PUBLISHED, ArticleState.RETRACTED),
            "channels": [(one, why.route(one), why.post(one)) for one in shown],
            "more_channels": len(channels) - len(shown),
            "followers": why.followers,
            "progress": why.progress,
        }
