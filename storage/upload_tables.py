"""The table of what is on its way to Telegram as bytes."""

from sqlalchemy import Column, String, Table

from storage.own_tables import metadata

# A picture that a process uploads to the desk's chat: whoever finds it after that process has died
# does not know whether it stays there.
upload = Table(
    "upload",
    metadata,
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Column("holder", String(16), primary_key=True),  # the process; "" of one that is alone
)
