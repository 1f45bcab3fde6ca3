"""The tables of what the desk has open: forms, and questions with buttons, in people's chats."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

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
