"""Whoever likes writes to the desk: the next message after `/write`, or a reply to an answer."""

import re
from typing import Final

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message, User

from bot.domain.courtesies import takes_back
from bot.domain.letter import LetterKind, Written
from bot.domain.letter_buttons import CancelLetter, WriteLetter
from bot.rendering.letter_pages import (
    LetterCancelled,
    LetterChanged,
    LetterQuestion,
    LetterSent,
    NoLetter,
)
from bot.rendering.reader_pages import Outdated
from bot.usecases.letters import Awaited, Letters
from handlers.callbacks import Pressed, message_under
from handlers.filters import FromAPerson
from handlers.replies import Reply

_KINDS: Final = {
    ContentType.TEXT: LetterKind.TEXT,
    ContentType.PHOTO: LetterKind.PHOTO,
    ContentType.VIDEO: LetterKind.VIDEO,
    ContentType.VIDEO_NOTE: LetterKind.VIDEO,
    ContentType.ANIMATION: LetterKind.VIDEO,
    ContentType.AUDIO: LetterKind.DOCUMENT,
    ContentType.DOCUMENT: LetterKind.DOCUMENT,
    ContentType.VOICE: LetterKind.VOICE,
}
_COMMAND: Final = re.compile(r"\A/write(?:@\w+)?(?!\S)\s*", re.IGNORECASE)


class IsLetter(Filter):
    """Lets through what is a letter to the desk, and says how it is to be taken."""

    async def __call__(
        self, message: Message, event_from_user: User, letters: Letters
    ) -> bool | dict[str, Awaited]:
        replied = message.reply_to_message
        reply_to = replied.message_id if replied else None
        album = message.media_group_id
        awaited = await letters.awaited(
            event_from_user.id, reply_to, album, sent_as=message.message_id
        )
        return {"awaited": awaited} if awaited else False


class CancelsLetter(Filter):
    """Lets through who wants no letter after all, while one is waited for."""

    async def __call__(self, message: Message, event_from_user: User, letters: Letters) -> bool:
        if not takes_back(message.text or ""):
            return False
        return await letters.awaited(event_from_user.id, None) is not None


class IsSentLetter(Filter):
    """Lets through an edit of what is a letter already."""

    async def __call__(self, message: Message, event_from_user: User, letters: Letters) -> bool:
        return await letters.is_letter(
            event_from_user.id, message.message_id, message.media_group_id
        )


async def write(message: Message, event_from_user: User, letters: Letters, reply: Reply) -> None:
    """The words behind the command, or a photo that it stands under, are the letter itself."""
    written = _written(message, event_from_user)
    if written and (written.text or written.kind is not LetterKind.TEXT):
        await reply.say(LetterSent(await letters.receive(written)))
        return
    await letters.ask(event_from_user.id, signed=False)
    asked_in = await reply.say(LetterQuestion(signed=False))
    await letters.stands_in(event_from_user.id, asked_in)


def _words(message: Message) -> str:
    return _COMMAND.sub("", message.text or message.caption or "")


def _written(message: Message, writer: User, *, signed: bool = False) -> Written | None:
    """None of what the desk cannot be handed."""
    kind = _KINDS.get(ContentType(message.content_type))
    if kind is None:
        return None
    name = writer.full_name if signed else None
    answered = message.reply_to_message
    replied_to = answered.message_id if answered else None
    album = message.media_group_id
    return Written(writer.id, message.message_id, kind, _words(message), name, album, replied_to)


async def sign(
    press: CallbackQuery,
    pressed: WriteLetter,
    event_from_user: User,
    letters: Letters,
    reply: Reply,
) -> None:
    """Whether the desk is told the name; whoever presses is asked for a letter by that."""
    in_message = message_under(press)
    await letters.ask(event_from_user.id, signed=pressed.signed, in_message=in_message)
    await reply.pop_up()
    await reply.show(LetterQuestion(signed=pressed.signed))


async def cancel(
    press: CallbackQuery, event_from_user: User, letters: Letters, reply: Reply
) -> None:
    if await letters.cancel(event_from_user.id, but=message_under(press)):
        await reply.pop_up()
        await reply.show(LetterCancelled())
    else:
        await reply.pop_up(Outdated())


async def cancel_typed(
    _message: Message, event_from_user: User, letters: Letters, reply: Reply
) -> None:
    """Whoever thinks better of it types that as well."""
    await letters.cancel(event_from_user.id)
    await reply.say(LetterCancelled())


async def receive(
    message: Message,
    *,
    awaited: Awaited,
    event_from_user: User,
    letters: Letters,
    reply: Reply,
) -> None:
    """What the desk cannot be handed leaves the question open."""
    written = _written(message, event_from_user, signed=awaited.signed)
    if written is None:
        await reply.say(NoLetter())
    elif awaited.is_part:
        await letters.add_part(written)
    else:
        await reply.say(LetterSent(await letters.receive(written)))


async def receive_edit(
    message: Message, event_from_user: User, letters: Letters, reply: Reply
) -> None:
    number = await letters.change(
        event_from_user.id, message.message_id, _words(message), message.media_group_id
    )
    if number is not None:
        await reply.say(LetterChanged(number))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(write, Command("write"))
    router.message.register(cancel_typed, CancelsLetter())
    router.callback_query.register(sign, Pressed(WriteLetter))
    router.callback_query.register(cancel, Pressed(CancelLetter))
    router.edited_message.register(receive_edit, FromAPerson(), IsSentLetter())
    return router


def texts() -> Router:
    """Stands behind all commands, and before all else that may be made of a message."""
    router = Router(name=f"{__name__}.texts")
    router.message.register(receive, FromAPerson(), IsLetter())
    return router
