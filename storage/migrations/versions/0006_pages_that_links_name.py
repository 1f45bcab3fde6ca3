"""Pages that editors' links name, kept until they are fetched."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited_page",
        sa.Column("id", Id, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article_id", Id),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_awaited_page_article_id_article")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_page")),
    )


def downgrade() -> None:
    op.drop_table("awaited_page")
