"""An article that somebody reads in the bot: what stands under it, and what its buttons say."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.press import OfArticle


@dataclass(frozen=True, slots=True)
class Beneath:
    """`kept`: by whoever reads. `post`: the address of the article's post in a public channel.

    `files`: what is sent for each of its pictures, by their addresses: a file id, or the address
    where Telegram has not been given it.
    """

    kept: bool
    post: str | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TurnText(OfArticle):
    """A page of the text, in place; `revision`: of the text that the button stands under."""

    word = "page"
    done_late = True
    page: int
    revision: int


@dataclass(frozen=True, slots=True)
class ReadAs(OfArticle):
    """Whether whoever presses reads in pages, or whole articles in one message; from now on."""

    word = "readas"
    done_late = True
    paged: bool
    revision: int
