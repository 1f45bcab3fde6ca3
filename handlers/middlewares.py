"""Who sent an update and in which language they are answered, found out once for each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.people import Person, language_of
from bot.rendering import Renderer
from bot.rendering.reader_pages import NotWhereShown
from bot.usecases.recognition import Recognition
from bot.usecases.team import Team
from handlers.callbacks import stands_where_it_was_shown
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


class OnlyWhereShown(BaseMiddleware):
    """A button of a forwarded message, or in another person's chat, does nothing and says so."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        if isinstance(event, CallbackQuery) and not stands_where_it_was_shown(event):
            reply: Reply = data["reply"]
            return await reply.pop_up(NotWhereShown(), alert=True)
        return await handler(event, data)


class Recognise(BaseMiddleware):
    """Gives every handler the `person`, the `editor` that they are or None, and their language."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        user: User = data["event_from_user"]
        reply: Reply = data["reply"]
        recognition: Recognition = data["recognition"]
        person = await _greeted(await recognition.person(user.id), data["team"], user)
        if language := person.language:
            reply.language = language
        data["person"], data["editor"] = person, person.editor
        return await handler(event, data)


async def _greeted(person: Person, team: Team, user: User) -> Person:
    """People of the desk go by the name that they bear on Telegram now."""
    if person.editor is None:
        return person
    editor = await team.greet(person.editor, user.full_name, user.language_code)
    return replace(person, editor=editor)
