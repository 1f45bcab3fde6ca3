"""The tables of a restoration: what was posted after the backup is known to nobody."""

from sqlalchemy import BigInteger, Column, Table

from storage.own_tables import metadata
from storage.types import Moment

# The last one, if there was any: whose row that is, the bot's only one.
restoration = Table(
    "restoration",
    metadata,
    Column("taken_at", Moment, primary_key=True),  # the backup
    Column("restored_at", Moment, nullable=False),
)

# The last message of each channel that the backup knows: later ones were posted since.
gap = Table(
    "gap",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("after", BigInteger, nullable=False),
)
