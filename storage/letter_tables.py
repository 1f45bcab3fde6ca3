"""The tables of readers' letters to the desk."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.own_tables import metadata
from storage.types import Id, Json, Moment

letter = Table(
    "letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("album", Text),  # of which this is the first message
    Column("more_ids", Text),  # of its other messages, with commas between
    Column("name", Text),  # of whoever signs
    Column("notice_id", BigInteger, nullable=False),  # that tells the desk, with the text
    Column("at", Moment, nullable=False),
    UniqueConstraint("chat_id", "message_id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

# The desk's answers: the message that was one, and the copy of it in the reader's chat.
letter_answer = Table(
    "letter_answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("letter_id", ForeignKey("letter.id", ondelete="CASCADE"), nullable=False),
    Column("desk_chat_id", BigInteger, nullable=False),
    Column("desk_message_id", BigInteger, nullable=False),
    Column("sent_as", BigInteger),  # none: it has not arrived
    Column("album", Text),  # of which it is one message
    Column("file", Json),  # by which it is sent, as long as it waits for the rest of its album
    Column("by", Text),  # who has sent it; kept as long as `file`
    Column("due_at", Moment),  # when its album is taken to be whole
    Column("tries", Integer, nullable=False, server_default=text("0")),  # that came to no end
    UniqueConstraint("desk_chat_id", "desk_message_id"),
    Index(None, "letter_id"),
)
_waits = letter_answer.c.due_at.is_not(None)
Index(
    "ix_letter_answer_due_at", letter_answer.c.due_at, sqlite_where=_waits, postgresql_where=_waits
)

# From whom no letters are taken: `bot.domain.letter.digest_of`.
letter_block = Table(
    "letter_block",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("since", Moment, nullable=False),
)
