"""Tables of what Telegram counts for the newsroom: members of channels, reactions to posts."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from storage.own_tables import metadata
from storage.types import Moment

channel_size = Table(
    "channel_size",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970, in UTC
    Column("members", Integer, nullable=False),
)

# What Telegram told of a post last: all its reactions together.
reaction = Table(
    "reaction",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("total", Integer, nullable=False),
    Column("told_at", Moment, nullable=False),
    Index(None, "told_at"),
)
