"""Which item of which source an article is, so that a source is never heard twice."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "origin",
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("external_id", sa.String(300), nullable=False),
        sa.Column("article_id", Id),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("digest", sa.String(64)),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_origin_article_id_article")
        ),
        sa.PrimaryKeyConstraint("source", "external_id", name=op.f("pk_origin")),
    )
    op.create_index(op.f("ix_origin_article_id"), "origin", ["article_id"])


def downgrade() -> None:
    op.drop_table("origin")
