"""A pressed button is answered exactly once, whatever comes of it."""

import logging
import sqlite3

import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
)

from bot.domain.api_answers import Lost, Refusal
from bot.domain.buttons import Follow, Read, ShowArchive, ShowTopics, Speak
from bot.domain.press import Press
from tests.handlers.house import EDITOR, OWNER, READER, House
from tests.handlers.test_strangers import FOR_THE_DESK

FOR_READERS: tuple[Press, ...] = (
    Follow(1, on=True),
    Follow(99, on=True),
    Read(1),
    Read(99),
    ShowTopics(),
    ShowArchive(),
    Speak("en"),
    Speak("xx"),
)
GARBAGE = ("", "publish", "publish:1", "publish:x:0", "publish:1:2", "x" * 64, "🔥", "a:" * 30)


@pytest.mark.parametrize("user_id", [OWNER, EDITOR, READER])
async def test_every_button_is_answered_once(house: House, user_id: int) -> None:
    await house.draft()
    for press in FOR_THE_DESK + FOR_READERS:
        house.telegram.forget()
        await house.press(user_id, press)
        assert len(house.telegram.pop_ups) == 1, press


async def test_a_button_for_what_is_not_there_is_answered_once(house: House) -> None:
    for press in FOR_THE_DESK + FOR_READERS:
        house.telegram.forget()
        await house.press(OWNER, press)
        assert len(house.telegram.pop_ups) == 1, press


async def test_a_button_that_we_never_made_is_answered_once(house: House) -> None:
    for data in GARBAGE:
        house.telegram.forget()
        await house.press(EDITOR, data)
        assert len(house.telegram.requests) == 1, data


async def test_a_press_without_data_and_message_is_answered_once(house: House) -> None:
    await house.press(EDITOR, "", data=None, message=None, game_short_name="x")
    await house.press(READER, ShowArchive(), message=None)
    assert len(house.telegram.pop_ups) == 2


async def test_a_press_in_a_group_is_answered_in_a_pop_up_alone(house: House) -> None:
    group = house.message(READER, text="…", chat={"id": -5, "type": "group", "title": "Група"})
    await house.press(READER, "no:such:button", message=group)
    assert [type(request) for request in house.telegram.requests] == [AnswerCallbackQuery]


async def test_a_refusal_is_a_pop_up_that_has_to_be_closed(house: House) -> None:
    await house.press(READER, Read(99))
    (answer,) = house.telegram.of(AnswerCallbackQuery)
    assert answer.show_alert
    assert answer.text
    assert len(answer.text) <= 200
    assert not house.telegram.said


@pytest.mark.parametrize("kind", [EditMessageReplyMarkup, EditMessageText])
@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message is not modified: specified new message content is the same",
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
    ],
)
async def test_an_edit_with_nothing_to_change_is_no_fault(
    house: House,
    kind: type[EditMessageReplyMarkup | EditMessageText],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house.telegram.refusals[kind] = Refusal(400, words)
    await house.press(READER, Follow(1, on=True))
    await house.press(READER, ShowArchive())
    assert len(house.telegram.pop_ups) == 2
    assert not house.telegram.said
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_an_edit_that_fails_after_the_answer_brings_no_second_one(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.telegram.refusals[EditMessageReplyMarkup] = Lost("timed out")
    await house.press(READER, Follow(1, on=True))
    assert len(house.telegram.pop_ups) == 1
    assert not house.telegram.said
    assert "timed out" in caplog.text
    assert "Traceback" not in caplog.text


async def test_an_answer_that_comes_too_late_is_not_tried_again(house: House) -> None:
    words = "Bad Request: query is too old and response timeout expired"
    house.telegram.refusals[AnswerCallbackQuery] = Refusal(400, words)
    await house.press(READER, Follow(1, on=True))
    assert len(house.telegram.pop_ups) == 1
    assert (await house.readers.topics(READER)).follows == {1}


async def test_a_fault_of_ours_is_written_down_and_the_person_is_apologised_to(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(house)
    await house.press(READER, ShowTopics())
    assert len(house.telegram.pop_ups) == 1
    assert len(house.telegram.said) == 1
    assert "Traceback" in caplog.text
    caplog.clear()


async def test_a_message_that_meets_a_fault_gets_an_apology(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(house)
    await house.write(READER, "/topics")
    assert len(house.telegram.said) == 1
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    caplog.clear()


async def test_who_has_blocked_the_bot_is_noted_in_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers")
    house.telegram.refusals[SendMessage] = Refusal(403, "bot was blocked by the user")
    await house.write(READER, "/help")
    (line,) = [r for r in caplog.records if r.name.startswith("handlers")]
    assert "blocked" in line.getMessage()
    assert line.exc_info is None
    assert len(house.telegram.requests) == 1


def break_the_database(house: House) -> None:
    """A real fault: the tables of readers are gone."""
    with sqlite3.connect(house.database) as connection:
        connection.execute("DROP TABLE follow")
        connection.execute("DROP TABLE section")
    connection.close()
