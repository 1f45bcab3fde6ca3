"""What a person of the desk asked for long ago is not done unasked: they are asked again.

A press may wait while the database is locked, while the bot is down, or at Telegram while nobody
reaches it. By then somebody else may have published the article, or it is wrong by now. Texts,
files, looks at something and readers' own choices are taken in however late they come
(`Press.done_late`); so are those of a group, which are pressed where the bot could not ask one
person again.
"""

from datetime import timedelta
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.delivery.concurrency import current_place
from bot.domain.buttons import unpack
from bot.domain.people import Editor
from bot.rendering.editors import AskedLongAgo
from handlers.callbacks import buttons_under
from handlers.filters import COMMAND
from handlers.middlewares import Handler
from handlers.replies import Reply

LONG_AGO: Final = timedelta(minutes=2)
# All other commands are done however late they come.
_COMMANDS: Final = ("/publish", "/correct")


class AskAgain(BaseMiddleware):
    """Asks again, with the same button, instead of doing late what somebody asked for."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        place = current_place()
        editor: Editor | None = data["editor"]
        if place is None or editor is None or (age := place.age()) < LONG_AGO:
            return await handler(event, data)
        page = _not_done(event, age)
        if page is None:
            return await handler(event, data)
        reply: Reply = data["reply"]
        await reply.pop_up()
        if not place.is_asked_again:  # or else the last one speaks for all
            await reply.say(page)
        return None


def _not_done(event: TelegramObject, age: timedelta) -> AskedLongAgo | None:
    """What to say instead of doing it; None: it is done, however late."""
    minutes = age // timedelta(minutes=1)
    if isinstance(event, CallbackQuery):
        press = unpack(event.data)
        if press is None or press.done_late:
            return None
        return AskedLongAgo(_words_on(event), minutes, event.data or "")
    if isinstance(event, Message) and _command_of(event.text or "") in _COMMANDS:
        return AskedLongAgo(event.text or "", minutes)
    return None


def _command_of(text: str) -> str:
    """`/publish` of `/publish@bot 7`."""
    found = COMMAND.match(text)
    return found[0].partition("@")[0] if found else ""


def _words_on(press: CallbackQuery) -> str:
    """What stands on the pressed button; "…" where Telegram hides its message."""
    wanted = unpack(press.data)
    buttons = (button for row in buttons_under(press) for button in row)
    return next((button.text for button in buttons if button.press == wanted), "…")
