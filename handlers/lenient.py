"""Updates of other Bot API servers, older ones among them: what they leave out is filled in.

aiogram's types name what the newest Bot API sends. A right that a server does not mention is one
that the bot does not need to have.
"""

from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, Update

_MEMBERS: dict[Any, Any] = {
    "administrator": ChatMemberAdministrator,
    "restricted": ChatMemberRestricted,
}
_ABOUT_MEMBERS = ("my_chat_member", "chat_member")


def read_update(update: Mapping[str, Any], bot: Bot) -> Update:
    """As `Dispatcher.feed_raw_update` reads it.

    That writes an error of two hundred lines for each fault, also where the database is away for a
    second and the update is tried again.
    """
    return Update.model_validate(completed(update), context={"bot": bot})


def completed(update: Mapping[str, Any]) -> dict[str, Any]:
    """The update with everything that aiogram asks for and the bot does not."""
    whole = dict(update)
    for kind in _ABOUT_MEMBERS:
        if isinstance(change := whole.get(kind), Mapping):
            whole[kind] = {
                key: _member(value) if key.endswith("_chat_member") else value
                for key, value in change.items()
            }
    if isinstance(press := whole.get("callback_query"), Mapping):
        whole["callback_query"] = {"chat_instance": "", **press}
        if isinstance(message := press.get("message"), Mapping) and "rich_message" in message:
            # Milliseconds to read, and nobody looks at what stands there.
            shown = {name: value for name, value in message.items() if name != "rich_message"}
            whole["callback_query"]["message"] = shown
    return whole


def _member(member: Any) -> Any:  # noqa: ANN401 - whatever the server sent
    status = member.get("status") if isinstance(member, Mapping) else None
    kind = _MEMBERS.get(status) if isinstance(status, str) else None
    if kind is None:
        return member
    missing = {
        name: 0 if name == "until_date" else False
        for name, field in kind.model_fields.items()
        if field.is_required() and name != "user"
    }
    return missing | dict(member)
