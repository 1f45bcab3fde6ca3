"""The tables of uploads that are under way, and of which article shows what editors have sent."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from storage.own_tables import metadata

# A picture that a process uploads to the desk's chat: whoever finds it after that process has died
# does not know whether it stays there.
upload = Table(
    "upload",
    metadata,
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Column("holder", String(16), primary_key=True),  # the process; "" of one that is alone
)

# An article shows this file of an editor's, which stands nowhere else.
article_file = Table(
    "article_file",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Index(None, "key"),
)
