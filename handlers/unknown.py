"""What nobody else took: unknown commands, free talk, buttons that are no more."""

from collections import deque
from difflib import get_close_matches
from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.courtesies import Courtesy, only_takes_back, takes_back
from bot.domain.people import Person
from bot.domain.query import LONGEST_QUERY
from bot.rendering.editors import EditorPolite, OwnMessage
from bot.rendering.reader_pages import Chat, Outdated, UnknownCommand
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS
from handlers.editors.questions import AskedNothing
from handlers.filters import FromAPerson, IsCommand, IsEditor, OfThisBot
from handlers.readers.search import IsCourtesy
from handlers.replies import Reply

_ALIKE: Final = 0.8  # «/setings» is meant for /settings; «/sections» of a stranger is not
_ALBUMS: Final = 1000  # of whose answers is known


class FirstOfAlbum(Filter):
    """Lets through what stands alone, and of an album one message: ten answers would be a flood.

    This is kept in memory: after a restart the rest of an album may be answered once more.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[int, str]] = deque(maxlen=_ALBUMS)

    async def __call__(self, message: Message) -> bool:
        if message.media_group_id is None:
            return True
        album = (message.chat.id, message.media_group_id)
        if album in self._seen:
            return False
        self._seen.append(album)
        return True


class OnlyTakesBack(Filter):
    """Lets through who takes back what nobody has asked for."""

    async def __call__(self, message: Message) -> bool:
        return only_takes_back(message.text or "")


async def unknown_command(message: Message, person: Person, reply: Reply) -> None:
    """Also what a stranger hears who tries the desk's commands."""
    text = message.text or ""
    theirs = (*READER_COMMANDS, *(DESK_COMMANDS if person.editor else ()))
    typed = text.removeprefix("/").partition(" ")[0].partition("@")[0]
    near = get_close_matches(typed, theirs, n=1, cutoff=_ALIKE)
    await reply.say(UnknownCommand(takes_back(text), near[0] if near else ""))


async def answer_editor_politely(_message: Message, courtesy: Courtesy, reply: Reply) -> None:
    """An editor who says thank you wants no post made of it: `/flash` makes one."""
    await reply.say(EditorPolite(courtesy=courtesy))


async def own_message(_message: Message, reply: Reply) -> None:
    """A card that was forwarded is no page to be read."""
    await reply.say(OwnMessage())


async def chat(message: Message, reply: Reply) -> None:
    """Whoever writes more than is looked for may mean it for the newsroom."""
    text = (message.text or "").strip()
    is_long = len(text) > LONGEST_QUERY or "\n" in text
    await reply.say(Chat(limit=LONGEST_QUERY if is_long else None))


async def outdated(_press: CallbackQuery, reply: Reply) -> None:
    """Also what a stranger sees who presses the desk's buttons."""
    await reply.pop_up(Outdated(), alert=True)


def commands() -> Router:
    """Stands before free talk, so that a mistyped command is never taken for a page."""
    router = Router(name=f"{__name__}.commands")
    router.message.register(own_message, OfThisBot(), IsEditor())
    router.message.register(unknown_command, IsCommand())
    return router


def asides() -> Router:
    """Stands before what takes in pages, and behind what answers a question."""
    router = Router(name=f"{__name__}.asides")
    router.message.register(unknown_command, OnlyTakesBack())
    router.message.register(answer_editor_politely, IsEditor(), IsCourtesy(), AskedNothing())
    return router


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(chat, FromAPerson(), FirstOfAlbum())
    router.callback_query.register(outdated)
    return router
