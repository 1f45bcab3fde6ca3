"""Whose database it is, and who has offered which channel."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_identity")),
    )
    with op.batch_alter_table("channel") as table:
        table.add_column(sa.Column("offered_by", sa.BigInteger()))
        table.add_column(sa.Column("offered_at", Moment()))
        table.add_column(sa.Column("announced_at", Moment()))
        table.add_column(
            sa.Column("announced", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        table.create_index(op.f("ix_channel_announced_at"), ["announced_at"])


def downgrade() -> None:
    with op.batch_alter_table("channel") as table:
        table.drop_index(op.f("ix_channel_announced_at"))
        table.drop_column("announced")
        table.drop_column("announced_at")
        table.drop_column("offered_at")
        table.drop_column("offered_by")
    op.drop_table("identity")
