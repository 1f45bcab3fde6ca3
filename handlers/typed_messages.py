"""What a message says, with its formatting and where it was forwarded from."""

from aiogram.types import (
    Chat,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.domain.formatted import Formatted, formats_of
from bot.domain.own_words import Source, Typed
from bot.domain.people import Editor
from bot.domain.text import clean_name, utf16_length


def typed_in(message: Message, editor: Editor, *, behind_command: bool = False) -> Typed:
    """The message as the editor typed or forwarded it; `behind_command`: what follows upon it."""
    text = message.text or message.caption or ""
    given = message.entities or message.caption_entities or ()
    entities = [entity.model_dump(exclude_none=True) for entity in given]
    words = Formatted(text, formats_of(entities, text))
    if behind_command:
        command = text.split(maxsplit=1)[0] if text.split() else ""
        start = utf16_length(text[: text.index(command) + len(command)])
        words = words.part(start, words.length).stripped()
    return Typed(message.message_id, words, message.date, source_of(message, editor))


def source_of(message: Message, editor: Editor) -> Source | None:
    """Who said it first; None for what the editor typed, also where they forward it to the bot."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat, message_id=message_id):
            return Source(_title(chat), chat.username and _link(chat, f"/{message_id}"))
        case MessageOriginChat(sender_chat=chat):
            return Source(_title(chat), chat.username and _link(chat))
        case MessageOriginHiddenUser(sender_user_name=name):
            return Source(clean_name(name))
        case MessageOriginUser(sender_user=user) if user.id != editor.user_id:
            return Source(clean_name(user.full_name))
    return None


def _title(chat: Chat) -> str:
    return clean_name(chat.title or "")


def _link(chat: Chat, post: str = "") -> str:
    return f"https://t.me/{chat.username}{post}"
