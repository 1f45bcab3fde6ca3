"""What the bot deletes: nothing that is older than 48 hours, in channels as elsewhere."""

from bot.sandbox.chats import Chat, SandboxChannel
from bot.sandbox.messages import Message
from bot.sandbox.methods.changing import there
from bot.sandbox.methods.sending import check_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import SandboxState

LONGEST_DELETABLE_S = 48 * 60 * 60
MOST_AT_ONCE = 100
NOT_DELETABLE = "message can't be deleted"


def delete_message(state: SandboxState, p: Parameters) -> bool:
    chat = _place(state, p)
    message = there(state, chat, p, "message to delete not found")
    _check_deletable(state, chat, message)
    state.delete_message(message)
    return True


def delete_messages(state: SandboxState, p: Parameters) -> bool:
    """All of them or none; those that are not there are passed over."""
    chat = _place(state, p)
    numbers = dict.fromkeys(message_numbers(p.structure("message_ids")))
    messages = [m for m in (state.store.get(chat.id, number) for number in numbers) if m]
    for message in messages:
        _check_deletable(state, chat, message)
    for message in messages:
        state.delete_message(message)
    return True


def _place(state: SandboxState, p: Parameters) -> Chat:
    chat = p.chat(state.chats)
    if isinstance(chat, SandboxChannel):
        check_member(chat)
    return chat


def message_numbers(given: object) -> list[int]:
    """The numbers of many messages in one call."""
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if not all(type(number) is int and number > 0 for number in given):
        raise bad_request("invalid message identifier specified")
    return given


def _check_deletable(state: SandboxState, chat: Chat, message: Message) -> None:
    """Channels and supergroups say less than other chats do of a message that is too old."""
    apart = isinstance(chat, SandboxChannel) and chat.type != "group"
    if state.now() - message.date >= LONGEST_DELETABLE_S:
        raise bad_request(NOT_DELETABLE if apart else f"{NOT_DELETABLE} for everyone")
    if isinstance(chat, SandboxChannel) and not _may_delete(chat, message, state.bot["id"]):
        raise bad_request(NOT_DELETABLE)


def _may_delete(chat: SandboxChannel, message: Message, bot: int) -> bool:
    """Its own posts where it may post, its own words in a group, others' by the right to."""
    if chat.bot.may("can_delete_messages"):
        return True
    return message.author == bot and (chat.is_group or chat.bot.may("can_post_messages"))
