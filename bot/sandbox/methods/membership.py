"""Chats and who is in them."""

from bot.sandbox.chats import Channel, Membership
from bot.sandbox.methods.sending import check_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import State

_ACCEPTED_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(state: State, p: Parameters) -> Json:
    """As a `ChatFullInfo`. A private channel shows itself only to its members."""
    chat = p.chat(state.chats)
    if isinstance(chat, Channel) and not chat.username:
        check_member(chat)
    looks = {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full = chat.chat() | looks | {"accepted_gift_types": dict(_ACCEPTED_GIFTS)}
    pinned = _pinned(state, chat.id)
    return full | ({"pinned_message": pinned} if pinned else {})


def _pinned(state: State, chat_id: int) -> Json | None:
    for message in reversed(state.store.of(chat_id)):
        if message.is_service:
            pinned: Json = message.content["pinned_message"]
            there = state.store.get(chat_id, pinned["message_id"])
            return state.store.form(there, with_reply=False) if there else None
    return None


def get_chat_member(state: State, p: Parameters) -> Json:
    chat = p.chat(state.chats)
    user_id = p.whole("user_id")
    user = state.store.user(user_id)
    if user is None:
        raise bad_request("invalid user_id specified" if not user_id else "user not found")
    if not isinstance(chat, Channel):
        return Membership("member").form(user)
    if user_id == state.bot["id"]:
        return chat.bot.form(state.bot)
    _check_list_open(chat)
    return chat.membership(user_id).form(user)


def get_chat_administrators(state: State, p: Parameters) -> list[Json]:
    chat = p.chat(state.chats)
    if not isinstance(chat, Channel):
        raise bad_request("there are no administrators in the private chat")
    _check_list_open(chat)
    members = {person: chat.membership(person) for person in [chat.owner, *chat.administrators]}
    people = [m.form(state.chats.person(person).user()) for person, m in members.items()]
    return [*people, chat.bot.form(state.bot)]


def _check_list_open(channel: Channel) -> None:
    check_member(channel)
    if channel.bot.status != "administrator":
        raise bad_request("member list is inaccessible")


def leave_chat(state: State, p: Parameters) -> bool:
    chat = p.chat(state.chats)
    if not isinstance(chat, Channel):
        raise bad_request("chat member status can't be changed in private chats")
    check_member(chat)
    state.change_bot_membership(chat, Membership("left"), state.bot)
    return True
