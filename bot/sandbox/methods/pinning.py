"""What the bot pins: the newest pin stands over its chat, and a service message tells of it."""

from bot.sandbox.chats import Chat, SandboxChannel
from bot.sandbox.methods.changing import there
from bot.sandbox.methods.sending import check_member, writable
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import SandboxState
from bot.sandbox.texts import Formatted


def pin_chat_message(state: SandboxState, p: Parameters) -> bool:
    """The service message takes an id like any other; channels and private chats never ring."""
    chat = _place(state, p)
    message = there(state, chat, p, "message to pin not found")
    if message.is_service:
        raise bad_request("message can't be pinned")
    if message.message_id in state.pins.get(chat.id, []):
        raise bad_request("CHAT_NOT_MODIFIED")
    state.pin(message)
    content = {"pinned_message": state.store.form(message, with_reply=False)}
    rings = (
        isinstance(chat, SandboxChannel) and chat.is_group and not p.flag("disable_notification")
    )
    state.add_message(chat, state.bot["id"], Formatted(""), content=content, silent=not rings)
    return True


def unpin_chat_message(state: SandboxState, p: Parameters) -> bool:
    """The message that is named, or else the newest pin."""
    chat = _place(state, p)
    pins = state.pins.get(chat.id, [])
    number = p.whole("message_id") or (pins[-1] if pins else 0)
    if number not in pins:
        raise bad_request("message to unpin not found")
    state.unpin(chat.id, number)
    return True


def unpin_all_chat_messages(state: SandboxState, p: Parameters) -> bool:
    chat = _place(state, p)
    for number in list(state.pins.get(chat.id, [])):
        state.unpin(chat.id, number)
    return True


def _place(state: SandboxState, p: Parameters) -> Chat:
    """The chat that the call names, if the bot may pin there."""
    chat = p.chat(state.chats)
    if not isinstance(chat, SandboxChannel):
        return writable(state, p)
    check_member(chat)
    if not chat.bot.may("can_pin_messages" if chat.is_group else "can_edit_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
