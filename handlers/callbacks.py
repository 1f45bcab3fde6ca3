"""Which button was pressed and which link was opened, as filters that hand over the value."""

from typing import TypeVar

from aiogram.enums import ChatType
from aiogram.filters import CommandObject, Filter
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.domain.buttons import drawn_in, unpack
from bot.domain.deep_links import Opening, read_start
from bot.domain.post import Button, Keyboard
from bot.domain.press import OfArticle, Press
from bot.usecases.answered import Answered

Kind = TypeVar("Kind", bound=Press)


class Pressed(Filter):
    """Lets one kind of button through and gives the handler `pressed`, what it said.

    `drawn`: the version of the article that it was drawn for; None where it does not say.
    """

    def __init__(self, kind: type[Press]) -> None:
        self.kind = kind

    async def __call__(self, press: CallbackQuery) -> bool | dict[str, Press | int | None]:
        pressed = unpack(press.data)
        if not isinstance(pressed, self.kind):
            return False
        return {"pressed": pressed, "drawn": drawn_in(press.data)}


class Opened(Filter):
    """Lets one kind of `/start` link through and gives the handler `opened`, what it said."""

    def __init__(self, kind: type[Opening]) -> None:
        self.kind = kind

    async def __call__(
        self, _message: Message, command: CommandObject
    ) -> bool | dict[str, Opening]:
        opened = read_start(command.args)
        return {"opened": opened} if isinstance(opened, self.kind) else False


def stands_where_it_was_shown(press: CallbackQuery) -> bool:
    """Whether the pressed message is one of the bot's own, in the chat that it was sent to.

    Nobody presses in another person's chat, and a forwarded message is nobody's card.
    """
    message = press.message
    if message is None:  # Telegram hides it
        return True
    if isinstance(message, Message) and message.forward_origin is not None:
        return False
    return message.chat.type != ChatType.PRIVATE or message.chat.id == press.from_user.id


def message_under(press: CallbackQuery) -> int | None:
    """The number of the message with the pressed button."""
    return press.message.message_id if press.message else None


def buttons_under(press: CallbackQuery) -> Keyboard:
    """The buttons of the message with the pressed one; none where Telegram hides the message."""
    return buttons_of(press.message) if isinstance(press.message, Message) else ()


def buttons_of(message: Message) -> Keyboard:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return tuple(tuple(map(_button, row)) for row in rows)


def answered_in(message: Message) -> Answered | None:
    """The message that one answers in a chat with the bot, which need not be the bot's."""
    replied = message.reply_to_message
    if replied is None:
        return None
    presses = [button.press for row in buttons_of(replied) for button in row]
    named = {press.article_id for press in presses if isinstance(press, OfArticle)}
    is_ours = replied.from_user is not None and replied.from_user.is_bot
    sole = named.pop() if is_ours and len(named) == 1 else None
    return Answered(replied.message_id, sole)


def stands_beside(press: CallbackQuery, kind: type[Press], at_least: int = 1) -> bool:
    """Whether the message with the pressed button has one of this kind, or so many."""
    found = (isinstance(b.press, kind) for row in buttons_under(press) for b in row)
    return sum(found) >= at_least


def presses_under(press: CallbackQuery, kind: type[Kind]) -> list[Kind]:
    """What the buttons of one kind beside the pressed one ask for."""
    return [b.press for row in buttons_under(press) for b in row if isinstance(b.press, kind)]


def _button(button: InlineKeyboardButton) -> Button:
    return Button(
        button.text,
        url=button.url,
        press=unpack(button.callback_data),
        drawn=drawn_in(button.callback_data),
    )
