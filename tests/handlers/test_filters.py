"""What people send, and what Telegram says by itself; what is a command, and what is talk."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.enums import ChatType, ContentType

from handlers.filters import FromAPerson, InPrivate, IsCommand, IsEditor
from tests.builders import an_editor

BY_TELEGRAM = (
    ContentType.UNKNOWN,
    ContentType.ANY,
    ContentType.INVOICE,
    ContentType.PINNED_MESSAGE,
    ContentType.NEW_CHAT_TITLE,
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
    ContentType.SUCCESSFUL_PAYMENT,
    ContentType.WRITE_ACCESS_ALLOWED,
)
BY_PEOPLE = (
    ContentType.TEXT,
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
)


def a_message(**known: Any) -> Any:
    return SimpleNamespace(**known)


@pytest.mark.parametrize("kind", [*BY_PEOPLE, *BY_TELEGRAM])
async def test_what_people_send_is_told_from_what_telegram_says(kind: ContentType) -> None:
    assert await FromAPerson()(a_message(content_type=kind)) is (kind in BY_PEOPLE)


@pytest.mark.parametrize(
    ("text", "is_command"),
    [
        ("/start", True),
        ("/start a12", True),
        ("/start\nрядок", True),
        ("/publsh", True),
        ("/A_9", True),
        ("/start@vistnyk_bot", True),
        ("/start@vistnyk_bot a12", True),
        ("/" + "a" * 64, True),
        ("/" + "a" * 65, False),
        ("/", False),
        ("/ start", False),
        ("/старт", True),
        ("/start, прошу", False),
        ("/a-b", False),
        ("/start@", False),
        (" /start", False),
        ("Прошу /start", False),
        ("Привіт", False),
        ("", False),
        (None, False),
    ],
)
async def test_a_command_is_told_from_talk(text: str | None, *, is_command: bool) -> None:
    assert await IsCommand()(a_message(text=text)) is is_command


@pytest.mark.parametrize("kind", ChatType)
async def test_only_a_private_chat_is_private(kind: ChatType) -> None:
    message = a_message(chat=a_message(type=kind))
    assert await InPrivate()(message) is (kind is ChatType.PRIVATE)


async def test_the_desk_is_let_through_and_handed_over() -> None:
    assert await IsEditor()(a_message(), editor=an_editor()) == {"editor": an_editor()}
    assert await IsEditor()(a_message(), editor=None) is False
