"""What an opened link to the bot says: packed into a start parameter, and read again."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from bot.domain.topics import Topic, TopicKind


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """A link to an article's full text in the bot."""

    article_id: int


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A one-time link to the desk."""

    token: str


@dataclass(frozen=True, slots=True)
class OpenSection:
    """Follow a section: for a button on the site or in a channel."""

    section_id: int


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """Follow another topic, as `read_topic` reads it."""

    typed: str


Opening = OpenArticle | OpenInvitation | OpenSection | OpenTopic

MOST_BYTES: Final = 47  # of a topic's words: with more, the parameter has more than 64 letters
_ARTICLE_START = re.compile(r"a([0-9]{1,18})")
_SECTION_START = re.compile(r"s([0-9]{1,18})")
_TOPIC_START = re.compile(r"t([A-Za-z0-9_-]{2,63})")
_INVITATION_START = re.compile(r"i([A-Za-z0-9_-]{16,60})")


def start_parameter(opening: Opening) -> str:
    """The start parameter of a link: at most 64 of A–Z a–z 0–9 _ and -."""
    if isinstance(opening, OpenArticle):
        return f"a{opening.article_id}"
    if isinstance(opening, OpenSection):
        return f"s{opening.section_id}"
    if isinstance(opening, OpenTopic):
        return "t" + urlsafe_b64encode(opening.typed.encode()).decode().rstrip("=")
    return f"i{opening.token}"


def read_start(parameter: str | None) -> Opening | None:
    """What a start parameter says, or None for one that is not ours."""
    if article := _ARTICLE_START.fullmatch(parameter or ""):
        return OpenArticle(int(article[1]))
    if section := _SECTION_START.fullmatch(parameter or ""):
        return OpenSection(int(section[1]))
    if topic := _TOPIC_START.fullmatch(parameter or ""):
        return _topic(topic[1])
    if invitation := _INVITATION_START.fullmatch(parameter or ""):
        return OpenInvitation(invitation[1])
    return None


def _topic(packed: str) -> OpenTopic | None:
    try:
        typed = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except ValueError:
        return None
    opening = OpenTopic(typed)
    return opening if start_parameter(opening) == f"t{packed}" else None


def topic_opening(topic: Topic) -> OpenSection | OpenTopic | None:
    """What a link to a topic says; None where its name is too long for one."""
    if topic.kind is TopicKind.SECTION:
        return OpenSection(int(topic.key))
    signs = {TopicKind.TAG: "#", TopicKind.AUTHOR: "author:"}
    typed = signs.get(topic.kind, "") + topic.name
    return OpenTopic(typed) if len(typed.encode()) <= MOST_BYTES else None


def bot_link(username: str, opening: Opening) -> str:
    """An address that opens the bot's chat."""
    return f"https://t.me/{username}?start={start_parameter(opening)}"
