"""The tables of round-ups: posts of a channel that name several articles, and what they name."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, false, text

from storage.own_tables import metadata
from storage.types import Id, Moment

# What it says follows from its items: the ledger's row (kind «round_up») knows what is shown.
round_up = Table(
    "round_up",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),  # that it is meant for, in a group with topics
    Column("begun_at", Moment, nullable=False),
    # Counts the changes of what it says, as an article's revision does.
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Index(None, "chat_id", "begun_at"),
    sqlite_autoincrement=True,  # a row of the ledger never means another one
)

round_up_item = Table(
    "round_up_item",
    metadata,
    Column("round_up_id", ForeignKey("round_up.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("first", Integer, nullable=False),  # the round-up's revision that names it first
    Column("since", Integer, nullable=False),  # and the one with its newest text, or without it
    Column("gone", Boolean, nullable=False, server_default=false()),  # taken back
    Index(None, "article_id"),
)
