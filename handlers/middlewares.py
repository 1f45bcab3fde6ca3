"""Who sent an update and in which language they are answered, found out once for each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.people import Person, language_of
from bot.rendering import Renderer
from bot.rendering.reader_pages import NotWhereShown
from bot.usecases.groups import Groups
from bot.usecases.recognition import Recognition
from bot.usecases.team import Team
from handlers.callbacks import stands_where_it_was_shown
from handlers.filters import COMMAND
from handlers.replies import Reply

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class LowerCommand(BaseMiddleware):
    """«/Start» is «/start»: a phone writes the first letter large."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        if isinstance(event, Message) and event.text and (found := COMMAND.match(event.text)):
            name = found[0].partition("@")[0]
            if name != name.lower():
                text = name.lower() + event.text[len(name) :]
                event = event.model_copy(update={"text": text})
        return await handler(event, data)


class OpenReply(BaseMiddleware):
    """Gives every handler its `reply`, in the language of the person's Telegram.

    No database is asked, so that the bot can answer even when the database cannot.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        user: User | None = data.get("event_from_user")
        if user is None:  # from nobody, so that there is nobody to answer
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
    """Buttons work only in the chat they were sent to: elsewhere they say so, and do nothing."""

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
    """Take over the name that a person of the desk has on Telegram now."""
    if person.editor is None:
        return person
    editor = await team.greet(person.editor, user.full_name, user.language_code)
    return replace(person, editor=editor)


class OpenGroupReply(BaseMiddleware):
    """Gives every handler its `reply` to a group: where somebody wrote, in their language."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        user: User | None = data.get("event_from_user")
        if user is None or not isinstance(event, Message):
            return None
        data["reply"] = Reply(
            data["sender"],
            data["pages"],
            chat_id=event.chat.id,
            language=language_of(user.language_code, data["default_language"]),
            thread_id=event.message_thread_id if event.is_topic_message else None,
        )
        return await handler(event, data)


class RecogniseGroup(BaseMiddleware):
    """Gives every handler the `group` and its language, unless it is a chat of the newsroom."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        groups: Groups = data["groups"]
        if not isinstance(event, Message) or await groups.is_of_desk(event.chat.id):
            return UNHANDLED
        recognition: Recognition = data["recognition"]
        group = await recognition.person(event.chat.id)
        reply: Reply = data["reply"]
        reply.language = group.language or reply.language
        data["group"] = group
        return await handler(event, data)
