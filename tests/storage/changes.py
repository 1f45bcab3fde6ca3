"""What a deed changes in the database: every table before and after, row by row."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import insert, select

from storage.schema import delivery, metadata
from storage.storage import Storage, Transaction
from tests import tables
from tests.builders import CHANNEL
from tests.clock import NOON

Deed = Callable[[Transaction], Awaitable[Any]]
Changes = dict[tuple[str, Any], dict[str, Any]]

# A row of the ledger with something in every column, so that whatever is forgotten shows.
WORN: dict[str, Any] = {
    "kind": "article",
    "subject_id": 1,
    "chat_id": CHANNEL,
    "audience": "channel",
    "lane": 3,
    "state": "due",
    "again": True,
    "anew": False,
    "not_before": NOON.replace(hour=8),
    "lease_until": NOON.replace(hour=9),
    "attempts": 4,
    "revision": 3,
    "message_id": None,
    "sent_revision": 2,
    "sent_at": None,
    "sent_after": 40,
    "maybe_twice": False,
    "to_pin": False,
    "reason": "our_fault",
    "reason_words": "an old fault",
    "enqueued_at": NOON.replace(hour=7),
    "first_shown_at": None,
    "shown_at": None,
}


async def put(storage: Storage, *rows: dict[str, Any]) -> list[int]:
    """Rows of the ledger as they are; their ids."""
    before = set(tables.values(storage, select(delivery.c.id)))
    await tables.change(storage, *(insert(delivery).values(**WORN | row) for row in rows))
    return sorted(set(tables.values(storage, select(delivery.c.id))) - before)


async def changes(storage: Storage, deed: Deed) -> Changes:
    """By table and key, the columns that the deed gave another value; all of a new row's.

    A row that is gone has the column «gone».
    """
    before = everything(storage)
    async with storage.writing() as tx:
        await deed(tx)
    after = everything(storage)
    found: Changes = {
        place: changed
        for place, row in after.items()
        if (changed := _difference(before.get(place, {}), row))
    }
    return found | {place: {"gone": True} for place in before if place not in after}


def everything(storage: Storage) -> Changes:
    found: Changes = {}
    for table in metadata.sorted_tables:
        for row in tables.mappings(storage, table):
            key = tuple(row[column.name] for column in table.primary_key)
            found[table.name, key[0] if len(key) == 1 else key] = row
    return found


def _difference(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if name not in old or old[name] != value}
