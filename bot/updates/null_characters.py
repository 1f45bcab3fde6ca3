"""Null characters, which PostgreSQL keeps in no text: another sign stands in their places."""

from collections.abc import Mapping
from typing import Any

from bot.domain.update_facts import Update
from bot.updates.places import DEPTH

_NULL, _UNREADABLE = "\0", "\N{REPLACEMENT CHARACTER}"  # as long, so that entities stay in place


def without_nulls(update: Update) -> Update:
    """The same where there is none, as in whatever comes from Telegram itself."""
    return _replaced(update, DEPTH) if _has_null(update, DEPTH) else update


def _has_null(value: object, depth: int) -> bool:
    if isinstance(value, str):
        return _NULL in value
    if depth and isinstance(value, Mapping):
        return any(_has_null(each, depth - 1) for each in value.values())
    return depth > 0 and isinstance(value, list) and any(_has_null(e, depth - 1) for e in value)


def _replaced(value: Any, depth: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return value.replace(_NULL, _UNREADABLE)
    if depth and isinstance(value, Mapping):
        return {name: _replaced(each, depth - 1) for name, each in value.items()}
    if depth and isinstance(value, list):
        return [_replaced(each, depth - 1) for each in value]
    return value
