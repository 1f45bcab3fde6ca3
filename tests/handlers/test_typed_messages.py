"""Where a forwarded message comes from, and what stands behind a command."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Message

from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import Source
from bot.domain.people import Editor, Role
from handlers.typed_messages import typed_in

EDITOR = Editor(200, "Ігор", Role.EDITOR, "uk")
AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def a_message(text: str, **more: Any) -> Message:
    return Message.model_validate(
        {"message_id": 5, "date": AT, "chat": {"id": 200, "type": "private"}, "text": text} | more
    )


def a_user(user_id: int, name: str) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": name, "username": "somebody"}


def a_chat(**more: Any) -> dict[str, Any]:
    return {"id": -1007, "type": "channel", "title": "Метро"} | more


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        (None, None),
        (
            {"type": "channel", "chat": a_chat(username="metro"), "message_id": 9},
            Source("Метро", "https://t.me/metro/9"),
        ),
        ({"type": "channel", "chat": a_chat(), "message_id": 9}, Source("Метро")),
        (
            {"type": "chat", "sender_chat": a_chat(username="metro")},
            Source("Метро", "https://t.me/metro"),
        ),
        ({"type": "chat", "sender_chat": a_chat()}, Source("Метро")),
        ({"type": "hidden_user", "sender_user_name": "Пані\u202e Т."}, Source("Пані Т.")),
        ({"type": "user", "sender_user": a_user(7, "Тарас")}, Source("Тарас")),
        ({"type": "user", "sender_user": a_user(200, "Ігор")}, None),
    ],
)
def test_a_forwarded_message_has_its_source(
    origin: dict[str, Any] | None, source: Source | None
) -> None:
    more = {"forward_origin": {"date": AT} | origin} if origin else {}
    assert typed_in(a_message("Міст", **more), EDITOR).source == source


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/flash", ""),
        ("/flash 😀 Міст", "😀 Міст"),
        ("/flash@vistnyk_bot\n Міст \n\nРух", "Міст \n\nРух"),
    ],
)
def test_behind_a_command_stands_the_text(text: str, words: str) -> None:
    assert typed_in(a_message(text), EDITOR, behind_command=True).words.text == words


def test_formatting_moves_with_the_text_behind_a_command() -> None:
    text = "/flash Міст відкрито"
    entities = [
        {"type": "bot_command", "offset": 0, "length": 6},
        {"type": "bold", "offset": 12, "length": 8},
    ]
    typed = typed_in(a_message(text, entities=entities), EDITOR, behind_command=True)
    assert typed.words == Formatted("Міст відкрито", (Format("bold", 5, 8),))
    assert (typed.message_id, typed.at) == (5, AT)
