"""What the bot edits in messages that are there already."""

from bot.sandbox.chats import Chat, SandboxChannel
from bot.sandbox.messages import Message
from bot.sandbox.methods.sending import (
    check_may,
    check_member,
    check_reachable,
    markup_for,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import NOT_MODIFIED, Json, bad_request
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted


def edit_message_reply_markup(state: SandboxState, p: Parameters) -> Json:
    chat, message = editable(state, p)
    preview = message.link_preview_options
    return changed(state, message, message.words, markup_for(chat, p), preview)


def there(state: SandboxState, chat: Chat, p: Parameters, otherwise: str) -> Message:
    number = p.whole("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = state.store.get(chat.id, number)
    if message is None:
        raise bad_request(otherwise)
    return message


def editable(state: SandboxState, p: Parameters) -> tuple[Chat, Message]:
    """Its own messages, and in channels those of others where it has the right."""
    chat = p.chat(state.chats)
    if isinstance(chat, SandboxChannel):
        check_member(chat)
    else:
        check_reachable(chat)
    message = there(state, chat, p, "message to edit not found")
    mine = message.author == state.bot["id"] and message.forward_origin is None
    if isinstance(chat, SandboxChannel) and not chat.is_group:
        if mine and not chat.bot.may("can_edit_messages"):
            check_may(chat, "can_post_messages")
        mine = mine or (message.forward_origin is None and chat.bot.may("can_edit_messages"))
    if not mine or message.is_service:
        raise bad_request("message can't be edited")
    return chat, message


def changed(
    state: SandboxState,
    message: Message,
    words: Formatted,
    markup: Json | None,
    preview: Json | None,
    *,
    content: Json | None = None,
) -> Json:
    """`content`: what it shows now instead of a text; None leaves it as it is."""
    shown = message.content if content is None else content
    before = (message.words, message.reply_markup, message.link_preview_options, message.content)
    if before == (words, markup, preview, shown):
        raise bad_request(NOT_MODIFIED)
    message.words, message.reply_markup, message.link_preview_options = words, markup, preview
    message.content = shown
    message.edit_date = state.now()
    state.message_changed(message)
    return state.store.form(message)
