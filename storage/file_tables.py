"""The tables of uploads that are under way, and of which article shows what editors have sent."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from storage.own_tables import metadata

# Uploads to the desk's chat that are under way. After the process has died, nobody knows whether
# the picture is still in the chat.
upload = Table(
    "upload",
    metadata,
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Column("holder", String(16), primary_key=True),  # the process; "" of one that is alone
)

# Which articles show a file that an editor sent: it has no other source.
article_file = Table(
    "article_file",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Index(None, "key"),
)
