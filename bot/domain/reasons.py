"""Why a delivery stands as it does: a stable code, and what the other side said, if anything."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ReasonCode(StrEnum):
    """Each has a sentence in `templates/<language>/reasons.txt.j2`."""

    # What Telegram refuses (bot/domain/api_answers.py).
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    REMOVED = "removed"
    RIGHTS = "rights"
    GONE = "gone"  # somebody has deleted the message
    NOT_EDITABLE = "not_editable"
    NOT_FORWARDED = "not_forwarded"
    CHAT_UNKNOWN = "chat_unknown"
    CHAT_GONE = "chat_gone"
    NEVER_STARTED = "never_started"
    TO_A_BOT = "to_a_bot"
    TOO_LONG = "too_long"
    TOO_FEW_STARS = "too_few_stars"
    TOPIC_CLOSED = "topic_closed"  # of a forum: the bot may not write there
    TOPIC_GONE = "topic_gone"
    SLOW_DOWN = "slow_down"
    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105 - no token
    REFUSED = "refused"  # in words that have no code: people are shown them in quotes
    MOVED = "moved"

    # What the line to it does.
    NO_CONNECTION = "no_connection"
    NO_ANSWER = "no_answer"
    MAY_HAVE_ARRIVED = "may_have_arrived"

    # What the bot does, or cannot do.
    INTERRUPTED = "interrupted"
    RESTORED = "restored"  # from a backup: it may have been sent after that
    STOPPING = "stopping"
    OUR_FAULT = "our_fault"
    NOT_RECORDED = "not_recorded"
    NOT_OWED = "not_owed"
    DELETED = "deleted"
    OVERWRITTEN = "overwritten"
    FILE_STAYS = "file_stays"  # under a notice of withdrawal
    NUMBER_UNKNOWN = "number_unknown"
    PACE_REFUSED = "pace_refused"
    STARS_UNKNOWN = "stars_unknown"

    # Why a look-up decides nothing.
    NO_DESK_CHAT = "no_desk_chat"
    SENT_TEXT_UNKNOWN = "sent_text_unknown"
    EARLIER_POSTS_UNKNOWN = "earlier_posts_unknown"
    GROUP_UNSEEN = "group_unseen"
    LOOKED_AT_MANY = "looked_at_many"
    ALIKE = "alike"
    SEVERAL_ALIKE = "several_alike"
    ALBUM_PARTIAL = "album_partial"  # some of its messages stand there

    # What people have done.
    READER_STOPPED = "reader_stopped"
    QUIET_HOURS = "quiet_hours"  # of the reader, that began before it left
    RETRACTED = "retracted"
    STOPPED_BY_DESK = "stopped_by_desk"
    TAKEN_AWAY = "taken_away"
    NOT_THERE = "not_there"
    ANOTHER_BOT = "another_bot"


# Why a thread of a forum takes no post.
THREAD_REFUSED: Final = (ReasonCode.TOPIC_CLOSED, ReasonCode.TOPIC_GONE)


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` are what Telegram, the line or the database said, for logs and programs.

    People are shown the code's sentence; Telegram's words only where these are all there is.
    """

    code: ReasonCode
    words: str = ""

    def __str__(self) -> str:
        return self.words or self.code.value
