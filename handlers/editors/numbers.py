"""The number of an article behind a typed command."""

import re
from collections.abc import Awaitable, Callable
from typing import Final

from aiogram.filters import CommandObject

from bot.domain.article import Article
from bot.rendering.editors import ArticleChoice
from handlers.replies import Reply

_NUMBER: Final = re.compile(r"[№#]?\s*([0-9]{1,18})\s*")
Last = Callable[[], Awaitable[tuple[Article, ...]]]


def number_in(command: CommandObject) -> int | None:
    """The article's number behind a command, if one stands there."""
    return number_of(command.args or "")


def number_of(text: str) -> int | None:
    """The number that a text is and nothing else; articles' begin with 1."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) or None if found else None


async def number_after(command: CommandObject, last: Last, reply: Reply) -> int | None:
    """The article's number after a command; where there is none, the `last` ones are offered."""
    if (article_id := number_in(command)) is not None:
        return article_id
    page = ArticleChoice(command.command, await last(), typed=command.args or "")
    await reply.say(page)
    return None
