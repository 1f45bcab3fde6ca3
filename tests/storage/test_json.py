"""What a column of JSON holds comes back as it was, whatever a stranger has sent."""

from typing import Any

import pytest
from sqlalchemy import Text, cast, select

from storage.schema import revision
from storage.storage import Storage
from storage.types import from_json, to_json
from tests import tables
from tests.builders import a_draft

HALF = "\ud83d"


@pytest.mark.parametrize(
    "value",
    [
        {"headline": "Їжак 🦔", "nested": [1, 2.5, None, True, {"a": []}]},
        {"text": HALF},
        {"number": 2**70},
        [[[[]]]],
        {"text": "\x00\u2028"},
    ],
)
def test_it_comes_back_as_it_was(value: Any) -> None:
    assert from_json(to_json(value)) == value


def test_letters_are_not_escaped() -> None:
    assert to_json({"h": "Їжак"}) == '{"h":"Їжак"}'


async def test_a_database_has_an_articles_letters_as_they_are(storage: Storage) -> None:
    await a_draft(storage, "Їжак")
    (written,) = tables.values(storage, select(cast(revision.c.content, Text)))
    assert '"Їжак"' in written
