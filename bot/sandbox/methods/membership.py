"""Chats and who is in them."""

from bot.sandbox.chats import Membership, SandboxChannel
from bot.sandbox.methods.sending import check_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import SandboxState

_ACCEPTED_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(state: SandboxState, p: Parameters) -> Json:
    """As a `ChatFullInfo`. A private channel or supergroup shows itself only to its members."""
    chat = p.chat(state.chats)
    if isinstance(chat, SandboxChannel) and not chat.username and chat.type != "group":
        check_member(chat)
    looks = {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full = chat.chat() | looks | {"accepted_gift_types": dict(_ACCEPTED_GIFTS)}
    if isinstance(chat, SandboxChannel) and chat.protected:
        full["has_protected_content"] = True
    if pins := state.pins.get(chat.id):
        full["pinned_message"] = _form(state, chat.id, pins[-1])
    return full


def _form(state: SandboxState, chat_id: int, message_id: int) -> Json | None:
    message = state.store.get(chat_id, message_id)
    return state.store.form(message, with_reply=False) if message else None


def get_chat_member(state: SandboxState, p: Parameters) -> Json:
    chat = p.chat(state.chats)
    user_id = p.whole("user_id")
    user = state.store.user(user_id)
    if user is None:
        raise bad_request("invalid user_id specified" if not user_id else "user not found")
    if not isinstance(chat, SandboxChannel):
        return Membership("member").form(user)
    if user_id == state.bot["id"]:
        return chat.bot.form(state.bot, chat.type)
    _check_list_open(chat)
    return chat.membership(user_id).form(user, chat.type)


def get_chat_administrators(state: SandboxState, p: Parameters) -> list[Json]:
    chat = p.chat(state.chats)
    if not isinstance(chat, SandboxChannel):
        raise bad_request("there are no administrators in the private chat")
    _check_list_open(chat)
    members = {person: chat.membership(person) for person in [chat.owner, *chat.administrators]}
    people = [
        member.form(state.chats.person(person).user(), chat.type)
        for person, member in members.items()
    ]
    mine = [chat.bot.form(state.bot, chat.type)] if chat.bot.status == "administrator" else []
    return people + mine


def get_chat_member_count(state: SandboxState, p: Parameters) -> int:
    chat = p.chat(state.chats)
    if not isinstance(chat, SandboxChannel):
        return 2
    if not chat.username and chat.type != "group":
        check_member(chat)
    people = {chat.owner, *chat.administrators, *chat.members}
    return len(people) + (chat.bot.status in ("administrator", "member"))


def _check_list_open(channel: SandboxChannel) -> None:
    check_member(channel)
    if not channel.is_group and channel.bot.status != "administrator":
        raise bad_request("member list is inaccessible")


def leave_chat(state: SandboxState, p: Parameters) -> bool:
    chat = p.chat(state.chats)
    if not isinstance(chat, SandboxChannel):
        raise bad_request("chat member status can't be changed in private chats")
    check_member(chat)
    state.change_bot_membership(chat, Membership("left"), state.bot)
    return True
