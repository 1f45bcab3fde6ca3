"""The table of threads: topics of groups that the bot has seen, or made."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from storage.own_tables import metadata

forum_thread = Table(
    "forum_thread",
    metadata,
    Column("chat_id", ForeignKey("channel.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text),  # none: not known yet
    Column("state", String(16), nullable=False),
)
