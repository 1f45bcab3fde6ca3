"""The bot's menu of commands, by scope and language."""

import re
from collections.abc import Iterator

from bot.sandbox.refusals import Json, bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION = 256
_MOST = 100
_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
    | {"chat", "chat_administrators", "chat_member"}
)
Key = tuple[str, str, str, str]


class CommandMenus:
    def __init__(self) -> None:
        self._menus: dict[Key, list[Json]] = {}

    def set(self, commands: object, scope: Json, language: str) -> None:
        if not isinstance(commands, list):
            raise bad_request("can't parse commands: expected an Array of BotCommand")
        if len(commands) > _MOST:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._menus[_key(scope, language)] = [_checked(command) for command in commands]

    def get(self, scope: Json, language: str) -> list[Json]:
        return self._menus.get(_key(scope, language), [])

    def delete(self, scope: Json, language: str) -> None:
        self._menus.pop(_key(scope, language), None)

    def shown_to(self, person: int, language: str) -> list[Json]:
        """The menu of a private chat: the narrowest scope that has one, its language first."""
        for scope in _scopes_of(person):
            for spoken in dict.fromkeys([language, ""]):
                if menu := self._menus.get(_key(scope, spoken)):
                    return menu
        return []


def _scopes_of(person: int) -> Iterator[Json]:
    yield {"type": "chat", "chat_id": person}
    yield {"type": "all_private_chats"}
    yield {"type": "default"}


def _key(scope: Json, language: str) -> Key:
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return kind, str(scope.get("chat_id", "")), str(scope.get("user_id", "")), language


def _checked(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
