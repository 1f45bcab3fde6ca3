"""The tables of what the desk has open, of what sections were called, and of looks at sites."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.own_tables import metadata
from storage.types import Json, Moment

# In which message of a chat a form of an article stands: of each kind there is one.
form = Table(
    "form",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # article_forms.Form
    Column("message_id", BigInteger, nullable=False),
)

# What a section was called before; pages go on printing it.
former_section_name = Table(
    "former_section_name",
    metadata,
    Column("key", String(100), primary_key=True),  # audience.section_key(name)
    Column("section_id", ForeignKey("section.id"), nullable=False),
    Index(None, "section_id"),
)

# What was seen of a draft's link or picture on its site, and when.
look = Table(
    "look",
    metadata,
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Column("url", Text, nullable=False),
    Column("is_picture", Boolean, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False),  # for whose card
    Column("code", String(32)),  # of a refusal, with its details; none: all is well
    Column("details", Json),
    Column("looked_at", Moment),  # none: not yet
    Column("due_at", Moment),  # to be looked at then; in hand, a lease
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Index(None, "due_at"),
)
