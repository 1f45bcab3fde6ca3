"""What the desk is told of how the bot itself runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notice import Notice
from bot.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class ChannelSilent(Notice):
    """Nothing came out in a channel for so many hours."""

    title: str
    hours: int


@dataclass(frozen=True, slots=True)
class ChannelSpeaks(Notice):
    """Something has come out there again."""

    title: str


@dataclass(frozen=True, slots=True)
class PostsStuck(Notice):
    """So many posts for channels are due and do not leave, the first one since then."""

    posts: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PostsMove(Notice):
    """They leave again."""


@dataclass(frozen=True, slots=True)
class TemplateFails(Notice):
    """A channel's own template makes no posts, by `fault`; the usual one does."""

    title: str
    template: str
    fault: str


@dataclass(frozen=True, slots=True)
class TemplateWorks(Notice):
    """It makes the channel's posts again, or another one does."""

    title: str
    template: str


@dataclass(frozen=True, slots=True)
class Halted(Notice):
    """Telegram has asked for a long wait: of one channel, or (no title) of everything."""

    until: datetime
    title: str | None = None


@dataclass(frozen=True, slots=True)
class HaltOver(Halted):
    """Another chat was taken, so that only the one that was refused waits on."""


@dataclass(frozen=True, slots=True)
class DeskChatLost(Notice):
    """The desk's chat cannot be written to: the owners get what is for the desk."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class ClockSetBack(Notice):
    """The machine's clock was set back."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class JobFails(Notice):
    """A job of the bot's own, by its name, fails again and again; `error` is the kind of fault."""

    job: str
    error: str


@dataclass(frozen=True, slots=True)
class WebhookFails(Notice):
    """Telegram cannot bring updates, and says why; `waiting` are at Telegram."""

    words: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Restored(Notice):
    """The database is that of a backup from then."""

    taken_at: datetime


@dataclass(frozen=True, slots=True)
class UpdateSetAside(Notice):
    """An update ended the bot each time that it was begun; `kind` is Telegram's name for it."""

    number: int
    kind: str
    name: str
    person: int
    asked_at: datetime
    times: int
