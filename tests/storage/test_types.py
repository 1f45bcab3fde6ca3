"""What is nothing to Python is nothing to the database, in columns of every type."""

from datetime import timedelta

from sqlalchemy import select

from storage.schema import feed
from storage.storage import Storage
from tests import tables
from tests.builders import IHOR
from tests.clock import NOON


async def test_what_has_no_value_is_null_and_no_text_that_says_so(storage: Storage) -> None:
    async with storage.writing() as tx:
        known = await tx.feeds.ask_for("https://a.example/rss", timedelta(hours=1), IHOR, NOON)
        await tx.feeds.heard(known.id, NOON)
    for column in (feed.c.trouble, feed.c.heard_at):
        assert tables.values(storage, select(feed.c.id).where(column.is_(None))) == [1]
