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
from bot.sandbox.texts import Formatted
from bot.sandbox.world import World

LONGEST_DELETABLE_S = 48 * 60 * 60


def edit_message_text(world: World, p: Parameters) -> Json:
    chat, message = _editable(world, p)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    words = words_of(p)
    preview = p.record("link_preview_options") or None
    return _changed(world, message, words, markup_for(chat, p), preview)


def edit_message_reply_markup(world: World, p: Parameters) -> Json:
    chat, message = _editable(world, p)
    preview = message.link_preview_options
    return _changed(world, message, message.words, markup_for(chat, p), preview)


def delete_message(world: World, p: Parameters) -> bool:
    """A bot deletes only what is younger than 48 hours, in channels as elsewhere."""
    chat = p.chat(world.chats)
    message = _there(world, chat, p, "message to delete not found")
    if isinstance(chat, Channel):
        check_member(chat)
        mine = message.author == world.bot["id"]
        if not chat.bot.may("can_post_messages" if mine else "can_delete_messages"):
            raise bad_request("message can't be deleted")
    if world.now() - message.date > LONGEST_DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    world.delete_message(message)
    return True


def pin_chat_message(world: World, p: Parameters) -> bool:
    """Pinning leaves a service message, which takes an id like any other."""
    chat = p.chat(world.chats)
    if isinstance(chat, Channel):
        check_member(chat)
        if not chat.bot.may("can_edit_messages"):
            raise bad_request("not enough rights to manage pinned messages in the chat")
    else:
        writable(world, p)
    message = _there(world, chat, p, "message to pin not found")
    content = {"pinned_message": world.store.form(message, with_reply=False)}
    silent = p.flag("disable_notification")
    world.add_message(chat, world.bot["id"], Formatted(""), content=content, silent=silent)
    return True


def _there(world: World, chat: Chat, p: Parameters, otherwise: str) -> Message:
    message = world.store.get(chat.id, p.whole("message_id"))
    if message is None:
        raise bad_request(otherwise)
    return message


def _editable(world: World, p: Parameters) -> tuple[Chat, Message]:
    """Its own messages, and in channels those of others where it has the right."""
    chat = p.chat(world.chats)
    if isinstance(chat, Channel):
        check_member(chat)
    else:
        check_reachable(chat)
    message = _there(world, chat, p, "message to edit not found")
    mine = message.author == world.bot["id"] and message.forward_origin is None
    if isinstance(chat, Channel):
        if mine and not chat.bot.may("can_edit_messages"):
            check_may(chat, "can_post_messages")
        mine = mine or (message.forward_origin is None and chat.bot.may("can_edit_messages"))
    if not mine or message.is_service:
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    world: World, message: Message, words: Formatted, markup: Json | None, preview: Json | None
) -> Json:
    before = (message.words, message.reply_markup, message.link_preview_options)
    if before == (words, markup, preview):
        raise bad_request(NOT_MODIFIED)
    message.words, message.reply_markup, message.link_preview_options = words, markup, preview
    message.edit_date = world.now()
    world.message_changed(message)
    return world.store.form(message)
