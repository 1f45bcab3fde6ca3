"""What all addresses of an article's page share, so that it is found by any of them."""

import sqlalchemy as sa
from alembic import op

from bot.domain.url_keys import address_key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHUNK = 5000
_ARTICLE = sa.table(
    "article", sa.column("id", sa.Integer), sa.column("link"), sa.column("link_key")
)


def upgrade() -> None:
    op.add_column("article", sa.Column("link_key", sa.Text()))
    _fill_in(op.get_bind())
    op.create_index(op.f("ix_article_link_key"), "article", ["link_key"])
    op.drop_index(op.f("ix_article_link"), "article")


def downgrade() -> None:
    op.create_index(op.f("ix_article_link"), "article", ["link"])
    op.drop_index(op.f("ix_article_link_key"), "article")
    op.drop_column("article", "link_key")


def _fill_in(connection: sa.Connection) -> None:
    last = 0
    while rows := connection.execute(
        sa.select(_ARTICLE.c.id, _ARTICLE.c.link)
        .where(_ARTICLE.c.id > last, _ARTICLE.c.link.is_not(None))
        .order_by(_ARTICLE.c.id)
        .limit(_CHUNK)
    ).all():
        last = rows[-1].id
        keys = [{"row": row.id, "key": address_key(row.link)} for row in rows]
        connection.execute(
            sa.update(_ARTICLE)
            .where(_ARTICLE.c.id == sa.bindparam("row"))
            .values(link_key=sa.bindparam("key")),
            keys,
        )
