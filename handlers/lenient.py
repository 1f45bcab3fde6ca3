"""Updates of other Bot API servers, older ones among them: what they leave out is filled in.

aiogram's types name what the newest Bot API sends. A right that a server does not mention is one
that the bot does not need to have.
"""

import logging
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, Update
from pydantic import ValidationError

_logger = logging.getLogger(__name__)

_MEMBERS: dict[Any, Any] = {
    "administrator": ChatMemberAdministrator,
    "restricted": ChatMemberRestricted,
}
_ABOUT_MEMBERS = ("my_chat_member", "chat_member")
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_REPLIED_TO = "reply_to_message"


def read_update(update: Mapping[str, Any], bot: Bot) -> Update:
    """As `Dispatcher.feed_raw_update` reads it.

    That writes an error of two hundred lines for each fault, also where the database is away for a
    second and the update is tried again. What cannot be read of a message, such as a poll without
    what polls have lately, is left out: its sender is answered for the rest.
    """
    whole, context = completed(update), {"bot": bot}
    try:
        return Update.model_validate(whole, context=context)
    except ValidationError as error:
        places = [one["loc"] for one in error.errors()]
    for place in places:
        _leave_out(whole, place)
    return Update.model_validate(whole, context=context)


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


def _leave_out(update: dict[Any, Any], place: tuple[int | str, ...]) -> None:
    """Take what stands there from its message, of which the update has a copy from now on."""
    kind, *path = place
    if kind not in _MESSAGES or not path:
        return
    message: dict[Any, Any] = dict(update[kind])
    update[kind] = message
    while path[0] == _REPLIED_TO and len(path) > 1:
        message[_REPLIED_TO] = message = dict(message[_REPLIED_TO])
        del path[0]
    if message.pop(path[0], None) is not None:
        _logger.info("of a message is left out what cannot be read: %s", path[0])


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
