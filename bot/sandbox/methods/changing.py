"""What the bot does to messages that are there already."""

from bot.sandbox.chats import Channel, Chat
from bot.sandbox.messages import Message
from bot.sandbox.methods.sending import (
    check_may,
    check_member,
    check_reachable,
    markup_for,
    words_of,
    writable,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import NOT_MODIFIED, Json, bad_request
from bot.sandbox.state import State
from bot.sandbox.texts import Formatted

LONGEST_DELETABLE_S = 48 * 60 * 60


def edit_message_text(state: State, p: Parameters) -> Json:
    chat, message = _editable(state, p)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    words = words_of(p)
    preview = p.record("link_preview_options") or None
    return _changed(state, message, words, markup_for(chat, p), preview)


def edit_message_reply_markup(state: State, p: Parameters) -> Json:
    chat, message = _editable(state, p)
    preview = message.link_preview_options
    return _changed(state, message, message.words, markup_for(chat, p), preview)


def delete_message(state: State, p: Parameters) -> bool:
    """A bot deletes only what is younger than 48 hours, in channels as elsewhere."""
    chat = p.chat(state.chats)
    message = _there(state, chat, p, "message to delete not found")
    if isinstance(chat, Channel):
        check_member(chat)
        mine = message.author == state.bot["id"]
        if not chat.bot.may("can_post_messages" if mine else "can_delete_messages"):
            raise bad_request("message can't be deleted")
    if state.now() - message.date > LONGEST_DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    state.delete_message(message)
    return True


def pin_chat_message(state: State, p: Parameters) -> bool:
    """Pinning leaves a service message, which takes an id like any other."""
    chat = p.chat(state.chats)
    if isinstance(chat, Channel):
        check_member(chat)
        if not chat.bot.may("can_edit_messages"):
            raise bad_request("not enough rights to manage pinned messages in the chat")
    else:
        writable(state, p)
    message = _there(state, chat, p, "message to pin not found")
    content = {"pinned_message": state.store.form(message, with_reply=False)}
    silent = p.flag("disable_notification")
    state.add_message(chat, state.bot["id"], Formatted(""), content=content, silent=silent)
    return True


def _there(state: State, chat: Chat, p: Parameters, otherwise: str) -> Message:
    number = p.whole("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = state.store.get(chat.id, number)
    if message is None:
        raise bad_request(otherwise)
    return message


def _editable(state: State, p: Parameters) -> tuple[Chat, Message]:
    """Its own messages, and in channels those of others where it has the right."""
    chat = p.chat(state.chats)
    if isinstance(chat, Channel):
        check_member(chat)
    else:
        check_reachable(chat)
    message = _there(state, chat, p, "message to edit not found")
    mine = message.author == state.bot["id"] and message.forward_origin is None
    if isinstance(chat, Channel):
        if mine and not chat.bot.may("can_edit_messages"):
            check_may(chat, "can_post_messages")
        mine = mine or (message.forward_origin is None and chat.bot.may("can_edit_messages"))
    if not mine or message.is_service:
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    state: State, message: Message, words: Formatted, markup: Json | None, preview: Json | None
) -> Json:
    before = (message.words, message.reply_markup, message.link_preview_options)
    if before == (words, markup, preview):
        raise bad_request(NOT_MODIFIED)
    message.words, message.reply_markup, message.link_preview_options = words, markup, preview
    message.edit_date = state.now()
    state.message_changed(message)
    return state.store.form(message)
