"""Who sent an update and in which language they are answered, found out once for each."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.people import Editor, language_of
from bot.rendering import Renderer
from bot.usecases.readers import Readers
from bot.usecases.team import Team
from handlers.replies import Reply

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class OpenReply(BaseMiddleware):
    """Gives every handler its `reply`, in the language that Telegram says the person speaks.

    It asks nobody, so that there is a way to answer also when the database does not.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        user: User | None = data.get("event_from_user")
        if user is None:  # it names nobody: there is nobody to answer
            return None
        sender: ReplySender = data["sender"]
        pages: Renderer = data["pages"]
        data["reply"] = Reply(
            sender,
            pages,
            chat_id=user.id,  # a person's id is the id of their chat with the bot
            language=language_of(user.language_code, data["default_language"]),
            press=event if isinstance(event, CallbackQuery) else None,
        )
        return await handler(event, data)


class Recognise(BaseMiddleware):
    """Gives every handler `editor`, the person of the desk or None, and the chosen language."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        user: User = data["event_from_user"]
        reply: Reply = data["reply"]
        editor = await _editor(data["team"], user)
        if language := await _chosen_language(editor, data["readers"], user.id):
            reply.language = language
        data["editor"] = editor
        return await handler(event, data)


async def _editor(team: Team, user: User) -> Editor | None:
    """The person of the desk, under the name that they bear on Telegram now."""
    editor = await team.editor(user.id)
    return editor and await team.greet(editor, user.full_name, user.language_code)


async def _chosen_language(editor: Editor | None, readers: Readers, user_id: int) -> str | None:
    if editor:
        return editor.language
    reader = await readers.reader(user_id)
    return reader.language if reader else None
