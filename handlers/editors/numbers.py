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


async def number_after(command: CommandObject, last: Last, reply: Reply) -> int | None:
    """The article's number after a command; where there is none, the `last` ones are offered."""
    if found := _NUMBER.fullmatch(command.args or ""):
        return int(found[1])
    await reply.say(ArticleChoice(command=command.command, articles=await last()))
    return None
