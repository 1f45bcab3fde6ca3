"""The tables of readers: who they are, what they follow and mute, and when they want it.

All that is kept of a reader hangs on their row in `reader`, and goes with it; only the ledger
knows them by their chat.
"""

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
    false,
    text,
)

from storage.own_tables import metadata
from storage.types import Id, Moment

reader = Table(
    "reader",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("thread_id", BigInteger),  # of a forum, where news go; none: «General»
    Column("language", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),  # when they stopped or blocked the bot; none: they have not
    # What they have chosen: `bot.domain.reading_times`.
    Column("pace", String(16), nullable=False, server_default=text("'instant'")),
    Column("reads", String(8)),  # articles of this language alone; none: of all
    Column("paged", Boolean, nullable=False, server_default=false()),  # reads articles in pages
    Column("zone", String(64)),  # by its IANA name; none: the newsroom's
    Column("digest_at", String(32)),  # minutes after midnight, with commas between
    Column("digest_day", Integer),  # of the week, 0 is Monday; none: every day
    Column("quiet_from", Integer),  # minutes after midnight
    Column("quiet_until", Integer),
    Column("cap", Integer),  # articles from one digest to the next
    # What these choices mean at present, as moments (`bot.domain.routing.Standing`), for the
    # fan-out, which reads each reader's row.
    Column("paused_until", Moment),
    Column("holds_from", Moment),
    Column("capped_from", Moment),
    Column("cap_left", Integer),
    Column("cut_at", Moment),
    Column("next_at", Moment),  # when the next digest is to be made
    Index(None, "joined_at"),
    sqlite_autoincrement=True,
)
_has_left = reader.c.left_at.is_not(None)
Index("ix_reader_left_at", reader.c.left_at, sqlite_where=_has_left, postgresql_where=_has_left)
_has_next = reader.c.next_at.is_not(None)
Index("ix_reader_next_at", reader.c.next_at, sqlite_where=_has_next, postgresql_where=_has_next)
_is_capped = reader.c.cap_left.is_not(None)
Index("ix_reader_capped", reader.c.id, sqlite_where=_is_capped, postgresql_where=_is_capped)

follow = Table(
    "follow",
    metadata,
    Column("section_id", ForeignKey("section.id"), primary_key=True),
    Column("reader_id", ForeignKey("reader.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "reader_id"),
)

# Tags, authors and words that somebody follows or mutes, and sections that somebody mutes.
topic = Table(
    "topic",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("key", Text, nullable=False),  # `bot.domain.topics.Topic`
    Column("name", Text, nullable=False),
    UniqueConstraint("kind", "key"),
    sqlite_autoincrement=True,  # buttons know them by these numbers
)

# The terms by which an article may contain a followed word; of a phrase, its first word's.
topic_term = Table(
    "topic_term",
    metadata,
    Column("term", Text, primary_key=True),
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "topic_id"),
)

topic_choice = Table(
    "topic_choice",
    metadata,
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
    Column("reader_id", ForeignKey("reader.id", ondelete="CASCADE"), primary_key=True),
    Column("mutes", Boolean, nullable=False, server_default=false()),
    Index(None, "reader_id"),
)

# Who wants an article is asked of these alone, without a look at the rows.
_mutes = topic_choice.c.mutes
for _name, _which in (("follows", ~_mutes), ("mutes", _mutes)):
    Index(
        f"ix_topic_choice_{_name}",
        topic_choice.c.topic_id,
        topic_choice.c.reader_id,
        sqlite_where=_which,
        postgresql_where=_which,
    )

# A digest, shared by all whose local hour and articles are the same.
digest = Table(
    "digest",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),  # digest.digest_key
    Column("local", Moment, nullable=False),  # the local time, as if it were UTC
    Column("articles", Text, nullable=False),  # numbers with a comma before and behind each
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Column("made_at", Moment, nullable=False),
    Index(None, "made_at"),
    sqlite_autoincrement=True,
)

# Which of those topics an article has, as of when it went out.
article_topic = Table(
    "article_topic",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "topic_id"),
)
