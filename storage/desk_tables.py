"""The tables of what the desk has open in people's chats, and of what sections were called."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from storage.own_tables import metadata

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
