"""A database with rows in every table: as far out as each column goes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, String, delete, insert

from storage.schema import section
from storage.storage import Storage
from storage.types import Moment
from storage.whole import TABLES
from tests import tables
from tests.clock import NOON

ROWS = 3
NAUGHTY = "Ґ'\"\\\n\t\u2028😀"
LARGEST = 2**63 - 1


def a_value(column: Column[Any], number: int) -> Any:  # noqa: C901, PLR0911 - a line a type
    """Of the so many-th row: as far out as its type goes, and none where none is taken."""
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column
        if parent.table is column.table:  # the next row, which is not there yet
            return min(number + 1, ROWS)
        return a_value(parent, number)
    if column.nullable and number == 1:
        return None
    match column.type:
        case Moment():
            return NOON + timedelta(milliseconds=number)
        case JSON():
            return {NAUGHTY + "\0": [number, None, True, 1.5, []]}
        case Boolean():
            return number % 2 == 0
        case Float():
            return number / 3
        case String(length=length):
            return f"{number} {NAUGHTY}"[:length]
        case BigInteger() | Integer() if column.name == "id":
            return number
        case BigInteger():
            return LARGEST - ROWS + number
        case Integer():
            return number - 2**31
    raise AssertionError(column)


async def fill(storage: Storage) -> None:
    """Rows in every table that there is."""
    await tables.change(
        storage,
        delete(section),
        *(
            insert(table).values(
                [{c.name: a_value(c, number) for c in table.c} for number in range(1, ROWS + 1)]
            )
            for table in TABLES
        ),
    )
