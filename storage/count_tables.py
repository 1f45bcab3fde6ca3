"""Tables of what is watched: channels' members, followers, reactions, and what worries."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from storage.own_tables import metadata
from storage.types import Moment

channel_size = Table(
    "channel_size",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970, in UTC
    Column("members", Integer, nullable=False),
)

# How many readers followed a section when the day was new.
section_size = Table(
    "section_size",
    metadata,
    Column("section_id", ForeignKey("section.id"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970, in UTC
    Column("followers", Integer, nullable=False),
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

# What the desk was told of and is not over yet.
worry = Table(
    "worry",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("since", Moment, nullable=False),
)
