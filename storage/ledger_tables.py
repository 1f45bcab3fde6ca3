"""The tables of the ledger: what is owed, what became of it, and whom a publication means."""

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
    UniqueConstraint,
    and_,
    false,
    literal_column,
    text,
)

from storage.own_tables import metadata
from storage.types import Id, Moment

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),  # changed while in hand
    # Asked for again while an edit was in hand: a new message is sent below, the old one stays.
    Column("anew", Boolean, nullable=False, server_default=false()),
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("holder", String(16)),  # the process that last had it in hand
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("revision", Integer, nullable=False, server_default=text("0")),  # what the chat shows
    Column("message_id", BigInteger),
    Column("more_ids", Text),  # of an album's other messages, with commas between
    Column("pictures", Text),  # shown in the chat, by unique ids; none: a text
    Column("sent_revision", Integer),  # of the last request to send it
    Column("sent_at", Moment),
    Column("sent_after", BigInteger),  # the channel's highest message id before that send
    # Of that request's text, in channels: for the look-up. Of a report that goes on: what it says.
    Column("sent_print", Text),
    Column("may_be", Text),  # ids of the messages that an undecided post is, if it is there
    Column("sent_pictures", Text),  # of that request
    Column("thread_id", BigInteger),  # of that request; none: no topics in the chat
    Column("exact_print", Text),  # hashes of the words sent last and before, in channels
    Column("by_hand", Boolean, nullable=False, server_default=false()),  # people changed it
    Column("maybe_twice", Boolean, nullable=False, server_default=false()),
    Column("to_pin", Boolean, nullable=False, server_default=false()),  # shown, but not pinned yet
    Column("unpin_at", Moment),  # pinned until then
    Column("to_unpin", Boolean, nullable=False, server_default=false()),  # time is up
    Column("reason", String(32)),  # a code, and what the other side said
    Column("reason_words", Text),
    Column("enqueued_at", Moment, nullable=False),
    Column("first_shown_at", Moment),
    Column("shown_at", Moment),
    UniqueConstraint("kind", "subject_id", "chat_id"),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,  # what is in hand is known by its number: never another row's
)
_open = delivery.c.state.in_(("due", "unknown"))
Index(
    "ix_delivery_open",
    delivery.c.lane,
    delivery.c.not_before,
    delivery.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
_in_hand = delivery.c.state == "sending"
Index(
    "ix_delivery_in_hand",
    delivery.c.lease_until,
    sqlite_where=_in_hand,
    postgresql_where=_in_hand,
)
_on_top = delivery.c.unpin_at.is_not(None)
Index("ix_delivery_on_top", delivery.c.unpin_at, sqlite_where=_on_top, postgresql_where=_on_top)
# A pinned post that is to be unpinned some day, and stands there: one that is gone does not.
RESTS_ON_TOP = and_(_on_top, delivery.c.state == "shown", delivery.c.message_id.is_not(None))
# What channels and groups show: a channel may have had a hundred thousand posts.
IS_POST = and_(delivery.c.chat_id < literal_column("0"), delivery.c.message_id.is_not(None))
Index(
    "ix_delivery_post",
    delivery.c.chat_id,
    delivery.c.message_id,
    sqlite_where=IS_POST,
    postgresql_where=IS_POST,
)
_not_received = delivery.c.state.in_(("failed", "skipped"))
Index(
    "ix_delivery_not_received",
    delivery.c.kind,
    delivery.c.subject_id,
    sqlite_where=_not_received,
    postgresql_where=_not_received,
)
_failed_post = and_(delivery.c.state == "failed", delivery.c.audience == "channel")
Index(
    "ix_delivery_failed_post",
    delivery.c.chat_id,
    delivery.c.kind,
    delivery.c.subject_id,
    sqlite_where=_failed_post,
    postgresql_where=_failed_post,
)

# Messages of the desk that an unanswered edit may still reach, until when.
late_edit = Table(
    "late_edit",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", Moment, nullable=False),
)

# Sums of readers' rows that are no longer kept: what became of them.
rollup = Table(
    "rollup",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("state", String(16), primary_key=True),
    Column("reason", String(32), primary_key=True),  # "" for none
    Column("reason_words", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("maybe_twice", Integer, nullable=False),
    Column("first_shown_at", Moment),
    Column("last_shown_at", Moment),
)

# Who is meant by a publication: readers' rows follow in chunks up to `high_id`.
fan_out = Table(
    "fan_out",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("section_id", ForeignKey("section.id"), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("last_id", BigInteger, nullable=False),
    Column("high_id", BigInteger, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=false()),  # its text was rejected
    # Whether `article_topic` has topics of the article; none: they were not looked for yet.
    Column("has_topics", Boolean),
    Column("language", String(8)),  # the article's: readers may want one alone
    # Some of its readers may have had it before a backup was restored.
    Column("in_doubt", Boolean, nullable=False, server_default=false()),
    # Of its readers' rows only sums are left. This row stays: nobody is owed the article again.
    Column("rolled_up", Boolean, nullable=False, server_default=false()),
)
# For the few publications under way, and for those whose rows are kept. The conditions are worded
# as SQLAlchemy words them, as in `own_tables`.
Index(
    "ix_fan_out_open",
    fan_out.c.lane,
    fan_out.c.article_id,
    sqlite_where=text("last_id < high_id AND paused = 0"),
    postgresql_where=text("last_id < high_id AND NOT paused"),
)
Index(
    "ix_fan_out_kept",
    fan_out.c.article_id,
    sqlite_where=text("rolled_up = 0"),
    postgresql_where=text("NOT rolled_up"),
)

# Readers in a row who could not be reached, and the rows that this ended. Many in a row are the
# bot's own fault (another bot's token, say): then these are undone.
unreached = Table(
    "unreached",
    metadata,
    Column("delivery_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
)

# One row (key «readers») while nothing is sent to readers; with `agreed`, the desk has said to go
# on although nobody was reached.
readers_stop = Table(
    "readers_stop",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("agreed", Boolean, nullable=False, server_default=false()),
    Column("notice_id", BigInteger),  # the question to the desk
    Column("since", Moment, nullable=False),
)
