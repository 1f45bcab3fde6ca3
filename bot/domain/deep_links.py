"""What an opened link to the bot says: packed into a start parameter, and read again."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """A link to an article's full text in the bot."""

    article_id: int


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A one-time link to the desk."""

    token: str


Opening = OpenArticle | OpenInvitation

_ARTICLE_START = re.compile(r"a([0-9]{1,18})")
_INVITATION_START = re.compile(r"i([A-Za-z0-9_-]{16,60})")


def start_parameter(opening: Opening) -> str:
    """The start parameter of a link: at most 64 of A–Z a–z 0–9 _ and -."""
    if isinstance(opening, OpenArticle):
        return f"a{opening.article_id}"
    return f"i{opening.token}"


def read_start(parameter: str | None) -> Opening | None:
    """What a start parameter says, or None for one that is not ours."""
    if article := _ARTICLE_START.fullmatch(parameter or ""):
        return OpenArticle(int(article[1]))
    if invitation := _INVITATION_START.fullmatch(parameter or ""):
        return OpenInvitation(invitation[1])
    return None


def bot_link(username: str, opening: Opening) -> str:
    """An address that opens the bot's chat."""
    return f"https://t.me/{username}?start={start_parameter(opening)}"
