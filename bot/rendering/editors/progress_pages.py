"""How far a publication or a retraction has come, in a few lines and in full."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.article import Article, ArticleState, Revision
from bot.domain.buttons import Replay, ShowCard, ShowStatus
from bot.domain.delivery import State
from bot.domain.desk import Status, what_changed
from bot.domain.post import Button, Keyboard
from bot.domain.progress import ChannelProgress, Progress
from bot.domain.reasons import Reason, ReasonCode
from bot.rendering.editors.card_pages import retraction
from bot.rendering.page import Label, PostPage

MOST_CHANNELS = 12
MOST_REASONS = 5
MOST_REVISIONS = 5
# What an editor has to look at stands first.
_ORDER = (
    State.FAILED,
    State.UNKNOWN,
    State.SKIPPED,
    State.SENDING,
    State.DUE,
    State.WITHDRAWN,
    State.SHOWN,
)


@dataclass(frozen=True)
class ProgressPage(PostPage):
    template = "editors/progress"
    status: Status

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("status"), press=ShowStatus(self.status.article.id)),),)

    def context(self) -> Mapping[str, Any]:
        return _context(self.status)


@dataclass(frozen=True)
class StatusPage(PostPage):
    """All that is known; `revisions` are the texts that the article has had, oldest first."""

    template = "editors/status"
    status: Status
    revisions: tuple[Revision, ...] = ()

    def keyboard(self, label: Label) -> Keyboard:
        article = self.status.article
        card = Button(label("to_card"), press=ShowCard(article.id))
        refresh = (Button(label("refresh"), press=ShowStatus(article.id)), card)
        if article.state is ArticleState.RETRACTED:
            return (refresh, *_replaying(self.status, label, "withdraw_again"))
        if not article.is_published:
            return (refresh,)
        return (refresh, *_replaying(self.status, label), (retraction(article, label),))

    def context(self) -> Mapping[str, Any]:
        article, progress = self.status.article, self.status.progress
        history = list(_history(self.revisions))
        return {
            **_context(self.status),
            "reasons": _reasons(progress),
            "first_after": _after(article, progress.first_shown_at),
            "last_after": _after(article, progress.last_shown_at),
            "history": history[:MOST_REVISIONS] if len(history) > 1 else [],
            "more_revisions": max(len(history) - MOST_REVISIONS, 0),
        }


def _replaying(status: Status, label: Label, name: str = "replay") -> Keyboard:
    if not status.progress.replayable:
        return ()
    words = label(name, failed=status.progress.replayable)
    return ((Button(words, press=Replay(status.article.id)),),)


def _context(status: Status) -> dict[str, Any]:
    progress = status.progress
    channels = sorted(progress.channels, key=lambda channel: _ORDER.index(channel.state))
    lost = sum(progress.readers.get(s, 0) for s in (State.FAILED, State.SKIPPED))
    deleted = min(_deleted_by_readers(progress), lost)
    standing = [channel for channel in channels if stands(channel)]
    outdated = [channel for channel in channels if _is_outdated(channel, status.article)]
    return {
        "article": status.article,
        "corrected": status.article.revision > 1,
        "retracted": status.article.state is ArticleState.RETRACTED,
        "progress": progress,
        "channels": channels[:MOST_CHANNELS],
        "more_channels": max(len(channels) - MOST_CHANNELS, 0),
        "outdated": outdated,
        "all_shown": not outdated
        and all(c.state is State.SHOWN or _was_deleted(c) for c in channels),
        "everywhere": bool(channels or progress.reader_total)
        and not progress.untracked
        and not any(map(_was_deleted, channels)),
        "still_shown": bool(standing or progress.standing or progress.untracked),
        "standing": len(standing),
        "withdrawn": sum(channel.state is State.WITHDRAWN for channel in channels),
        "stands": stands,
        "readers_failed": lost - deleted,
        "readers_deleted": deleted,
    }


def _is_outdated(channel: ChannelProgress, article: Article) -> bool:
    """Whether a post keeps its old text: nobody knows its number, or it was changed by hand."""
    left = channel.message_id is None or channel.by_hand
    behind = left and channel.revision < article.revision
    return channel.state is State.SHOWN and (bool(channel.reason) or behind)


def _was_deleted(channel: ChannelProgress) -> bool:
    """Whether people took the post away themselves, so that there is nothing to correct."""
    return channel.state is State.SKIPPED and _is_gone(channel.reason)


def _deleted_by_readers(progress: Progress) -> int:
    return sum(count for reason, count in progress.reasons.items() if _is_gone(reason))


def _is_gone(reason: Reason | None) -> bool:
    return reason is not None and reason.code is ReasonCode.GONE


def stands(channel: ChannelProgress) -> bool:
    """After a retraction: whether the post stands where it stood, and nothing more is tried."""
    given_up = channel.state in (State.FAILED, State.SKIPPED) and channel.message_id is not None
    return channel.state is State.SHOWN or (given_up and not _was_deleted(channel))


def _reasons(progress: Progress) -> list[tuple[Reason, int]]:
    """What went wrong and how often, the commonest first; the same in other words is one."""
    same = Counter[Reason]()
    for reason, count in progress.reasons.items():
        same[reason if reason.code is ReasonCode.REFUSED else Reason(reason.code)] += count
    return same.most_common(MOST_REASONS)


def _after(article: Article, shown_at: datetime | None) -> timedelta | None:
    """How long after its publication."""
    if shown_at is None or article.released_at is None:
        return None
    return shown_at - article.released_at


def _history(revisions: tuple[Revision, ...]) -> Iterator[tuple[Revision, tuple[str, ...]]]:
    """Each revision with what it changed, the newest first."""
    for number in range(len(revisions) - 1, 0, -1):
        new, old = revisions[number], revisions[number - 1]
        yield new, what_changed(old.content, new.content)
    if revisions:
        yield revisions[0], ()
