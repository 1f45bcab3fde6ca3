"""The tables of the archive's shelves: the tags and authors of what readers may see."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.own_tables import metadata
from storage.types import Id, Moment

archive_name = Table(
    "archive_name",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("key", Text, nullable=False),  # `bot.domain.topics.Topic`
    Column("name", Text, nullable=False),  # as it was spelled first
    Column("articles", Integer, nullable=False),  # how many stand under it
    UniqueConstraint("kind", "key"),
    Index(None, "kind", "articles", "id"),
    sqlite_autoincrement=True,  # buttons and addresses know them by these numbers
)

archive_entry = Table(
    "archive_entry",
    metadata,
    Column("name_id", ForeignKey("archive_name.id"), primary_key=True),
    Column("dated_at", Moment, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Index(None, "article_id"),
)
