"""Feeds that are connected, and questions that are about one of them and no article."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Json, Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("section_id", Id),
        sa.Column("categories", Json, nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("wanted", Json, nullable=False),
        sa.Column("unwanted", Json, nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("next_poll_at", Moment(), nullable=False),
        sa.Column("heard_at", Moment()),
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("trouble", Json),
        sa.Column("moves_to", sa.Text()),
        sa.Column("moves", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_subscription_section_id_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("key", name=op.f("uq_subscription_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscription_next_poll_at"), "subscription", ["next_poll_at"])
    with op.batch_alter_table("question") as table:
        table.alter_column("article_id", existing_type=Id, nullable=True)
        table.add_column(sa.Column("subscription_id", Id))
        table.create_foreign_key(
            op.f("fk_question_subscription_id_subscription"),
            "subscription",
            ["subscription_id"],
            ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    op.execute("DELETE FROM question WHERE article_id IS NULL")
    with op.batch_alter_table("question") as table:
        table.drop_constraint(op.f("fk_question_subscription_id_subscription"), type_="foreignkey")
        table.drop_column("subscription_id")
        table.alter_column("article_id", existing_type=Id, nullable=False)
    op.drop_table("subscription")
