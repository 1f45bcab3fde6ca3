"""The tables of search: the index of what readers may see, and what people looked for."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.own_tables import metadata
from storage.types import Id, Moment

# The order of keys is the order of dates: `storage.search`. On SQLite the terms of a key are in
# `search_terms`, which cannot take them back: a key that is free is not given again. That table,
# and PostgreSQL's index of `terms`, are the migration's alone: SQLAlchemy has no words for them.
search_entry = Table(
    "search_entry",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("article.id"), unique=True),
    Column("terms", Text().with_variant(TSVECTOR(), "postgresql")),
)

# The words of the index, as they stand in texts and in a dictionary: for whoever mistypes one.
# They stay when the last article that has them goes.
search_word = Table(
    "search_word",
    metadata,
    Column("word", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# How far the index is: what its terms were made by, and the last article that is in it.
search_state = Table(
    "search_state",
    metadata,
    Column("made_by", String(64), primary_key=True),
    Column("up_to", BigInteger),  # none: all of them
)

# What people looked for: the buttons that turn the pages carry its number. Kept for a day.
search = Table(
    "search",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),  # in which they were typed: it may be edited
    Column("words", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index(None, "user_id"),
    Index(None, "asked_at"),
    sqlite_autoincrement=True,
)
MADE_ANEW = (search_entry, search_state, search_word)  # never copied: other rows say it all
