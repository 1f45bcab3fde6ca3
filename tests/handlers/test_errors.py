"""What a fault leaves behind: an apology, a line in the log, or another try."""

import logging
import sqlite3

import pytest
from aiogram.methods import AnswerCallbackQuery, SendMessage
from sqlalchemy.exc import IntegrityError

from bot.domain.api_answers import Refusal
from bot.domain.buttons import ShowTopics
from tests.handlers.house import READER, House
from tests.handlers.test_channels import administrator, changed
from tests.handlers.test_presses import break_the_database

SORRY = "Вибачте, сталася помилка."
FULL = "database or disk is full"


def execute(house: House, *statements: str) -> None:
    with sqlite3.connect(house.database) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def fill_the_disk(house: House) -> None:
    """A fault that passes: for now the disk takes nothing more."""
    execute(
        house,
        *(
            f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
            for table in ("channel", "reader")
        ),
    )


async def test_a_fault_with_what_nobody_waits_for_is_written_down_with_its_number(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    execute(house, "DROP TABLE channel_section", "DROP TABLE channel")
    await changed(house, administrator(can_post_messages=True))
    (line,) = [r for r in caplog.records if r.name == "handlers.errors"]
    assert (line.levelno, line.exc_info is not None) == (logging.ERROR, True)
    assert line.getMessage() == "update 1 failed"
    assert not house.telegram.requests
    caplog.clear()


async def test_a_fault_of_the_disk_is_left_to_whoever_tries_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    fill_the_disk(house)
    with pytest.raises(IntegrityError, match=FULL):
        await changed(house, administrator(can_post_messages=True))
    with pytest.raises(IntegrityError, match=FULL):
        await house.write(READER, "/start")
    assert not house.telegram.requests, "nobody is apologised to yet"
    assert not [r for r in caplog.records if r.name.startswith("handlers")]
    caplog.clear()


async def test_a_fault_of_ours_is_apologised_for_in_the_persons_language(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(house)
    await house.write(READER, "/topics")
    house.language_code = "en"
    await house.press(READER, ShowTopics())
    ukrainian, english = house.telegram.said
    assert ukrainian.startswith(SORRY)
    assert english != ukrainian
    caplog.clear()


@pytest.mark.parametrize(
    ("answer", "apologies"),
    [
        (Refusal(400, "Bad Request: message text is empty"), 1),
        (Refusal(403, "Forbidden: bot was blocked by the user"), 0),
        (Refusal(400, "Bad Request: chat not found"), 0),
    ],
)
async def test_an_answer_that_telegram_does_not_take_is_apologised_for_where_there_is_a_way(
    house: House, answer: Refusal, apologies: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The apology may not go out either; that is no fault of ours."""
    house.telegram.refusals[SendMessage] = answer
    await house.write(READER, "/help")
    assert len(house.telegram.said) == 1 + apologies
    assert [text.startswith(SORRY) for text in house.telegram.said[1:]] == [True] * apologies
    assert not [r for r in caplog.records if r.exc_info]


async def test_a_press_that_has_its_answer_is_done_and_needs_no_apology(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.telegram.refusals[SendMessage] = Refusal(400, "Bad Request: message text is empty")
    await house.press(READER, ShowTopics())
    assert len(house.telegram.of(AnswerCallbackQuery)) == 1
    assert not [text for text in house.telegram.said if text.startswith(SORRY)]
    (warned,) = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert "an answer did not go out" in warned.getMessage()
