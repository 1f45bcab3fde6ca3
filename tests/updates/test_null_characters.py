"""Null characters that somebody sends are no reason to lose what they wrote."""

from pathlib import Path

import pytest

from bot.updates.null_characters import without_nulls
from tests.clock import NOON
from tests.newsroom import an_app

SENDER = {"chat": {"id": 7, "type": "private"}, "from": {"id": 7, "first_name": "На\0дія"}}


def test_another_sign_of_the_same_length_stands_in_their_places() -> None:
    said = {"text": "а\0б", "entities": [{"type": "bold", "offset": 2, "length": 1}]}
    update = {"update_id": 1, "message": {"message_id": 5, **SENDER, **said}}
    kept = without_nulls(update)["message"]
    assert kept["text"] == "а\ufffdб"
    assert kept["from"]["first_name"] == "На\ufffdдія"
    assert (kept["entities"], kept["message_id"]) == (said["entities"], 5)


@pytest.mark.parametrize("text", ["просто", "", "\\u0000"])
def test_an_update_without_any_is_left_as_it_is(text: str) -> None:
    update = {"update_id": 1, "message": {"message_id": 5, "text": text}}
    assert without_nulls(update) is update


async def test_no_update_reaches_the_database_with_one(sqlite_file: Path) -> None:
    app = an_app(sqlite_file, lambda: NOON)
    update = {"update_id": 1, "message": {"message_id": 5, **SENDER, "text": "а\0б"}}
    (kept,) = app.inbox.dated([update], NOON)
    await app.close()
    assert "\0" not in str(kept.update)
