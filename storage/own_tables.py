"""The tables of the machinery: whose database it is, how fast it sends, what updates wait."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    false,
    text,
)

from storage.types import Id, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The one bot whose database this is.
identity = Table(
    "identity",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("username", String(64), nullable=False),
    Column("since", Moment, nullable=False),
)

# The pace: the next free slot of the token (key «token»), and of paid broadcasts («paid»).
token_pace = Table(
    "token_pace",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("next_at", Moment, nullable=False),
    Column("per_second", Float),  # learned from refusals; none: as in the settings
    Column("halted_until", Moment),  # Telegram said «retry after»
    # A long halt may be one chat's alone: whose answer it was, and when another is tried next.
    Column("halted_by", BigInteger),
    Column("probe_at", Moment),
    Column("probes", Integer, nullable=False, server_default=text("0")),
    # The latest time that was seen: a clock that says less was set back. It is in this table since
    # each reservation of slots writes the row anyway.
    Column("seen_at", Moment),
)

# The pace of each chat: `next_at` is when it may get the next message; `busy_with` is the one
# delivery that a channel has in hand or in doubt.
chat_pace = Table(
    "chat_pace",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("next_at", Moment, nullable=False),
    Column("held_until", Moment),  # Telegram said «retry after»
    Column("busy_with", BigInteger),
)
_is_busy = chat_pace.c.busy_with.is_not(None)
Index("ix_chat_pace_busy", chat_pace.c.busy_with, sqlite_where=_is_busy, postgresql_where=_is_busy)

# The processes that share a PostgreSQL. On SQLite there is one, which has no row.
process = Table(
    "process",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("machine", String(64), nullable=False),
    Column("until", Moment, nullable=False),  # by the database's clock; renewed while it lives
)

# Which process has a duty that only one may do (`bot.domain.duties`), as long as it lives.
lease = Table(
    "lease",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("holder", String(16), nullable=False),
)

# Telegram's updates. One that is done stays a while: Telegram may bring it again.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),  # at the earliest: a press bears no date
    Column("asked_by", Moment),  # at the latest: before what Telegram told next
    Column("line", BigInteger, nullable=False),  # the chat whose updates are handled in order
    Column("of_desk", Boolean, nullable=False, server_default=false()),
    Column("holder", String(32)),  # the process that has it in hand
    Column("held_until", Moment),
    Column("begun", Integer, nullable=False, server_default=text("0")),  # times, unfinished
    Column("aside_at", Moment),  # when it was given up, begun too often
    Column("done", Boolean, nullable=False, server_default=false()),
)
# Worded exactly as SQLAlchemy words the conditions: SQLite compares the text.
_OPEN = {"sqlite": "done = 0 AND aside_at IS NULL", "postgresql": "NOT done AND aside_at IS NULL"}
Index(
    "ix_inbox_claimable",
    inbox.c.of_desk.desc(),
    inbox.c.update_id,
    inbox.c.line,
    sqlite_where=text(f"{_OPEN['sqlite']} AND holder IS NULL"),
    postgresql_where=text(f"{_OPEN['postgresql']} AND holder IS NULL"),
)
Index(
    "ix_inbox_line",
    inbox.c.line,
    inbox.c.update_id,
    sqlite_where=text(_OPEN["sqlite"]),
    postgresql_where=text(_OPEN["postgresql"]),
)
Index(
    "ix_inbox_held",
    inbox.c.held_until,
    sqlite_where=text("holder IS NOT NULL"),
    postgresql_where=text("holder IS NOT NULL"),
)

# Up to when Telegram has brought everything: what it brings next is newer.
poll_mark = Table(
    "poll_mark",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("heard_at", Moment, nullable=False),
)
