"""The table of what people keep to read later."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from storage.own_tables import metadata
from storage.types import Moment

# By whoever it is, reader or not: to keep an article asks for no news.
saved = Table(
    "saved",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "chat_id", "at"),
    Index(None, "article_id"),
)
