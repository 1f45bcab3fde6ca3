"""The tables of who of the desk did what, and wants what done."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text

from storage.own_tables import metadata
from storage.types import Id, Json, Moment

# Who has asked to publish what, where a second person has to do it.
wish = Table(
    "wish",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("by", BigInteger, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("breaking", Boolean, nullable=False),
    Column("of", String(64), nullable=False),  # the print of what was seen
    Column("asked_at", Moment, nullable=False),
    Column("notice_id", BigInteger),  # by which the others were told
)

# Who of the desk did what, when: `bot.domain.deed_log`. It outlives whatever it tells of.
deed = Table(
    "deed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", BigInteger),  # none: a source, or the bot
    Column("by_name", Text, nullable=False),  # as of then
    Column("did", String(32), nullable=False),
    Column("about", String(16), nullable=False),
    Column("number", BigInteger),
    Column("name", Text, nullable=False),
    Column("changes", Json, nullable=False),  # triples: the part, before, after
    Index(None, "about", "number"),
    sqlite_autoincrement=True,
)
