"""An update is begun a few times at most, and what was asked for long ago is known as such."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll_mark",
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("heard_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_poll_mark")),
    )
    with op.batch_alter_table("inbox") as table:
        table.add_column(sa.Column("asked_at", Moment(), nullable=False, server_default="0"))
        table.add_column(
            sa.Column("begun", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        table.add_column(sa.Column("aside_at", Moment()))
    op.execute("UPDATE inbox SET asked_at = kept_at")
    with op.batch_alter_table("inbox") as table:
        table.alter_column("asked_at", existing_type=Moment(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("inbox") as table:
        table.drop_column("aside_at")
        table.drop_column("begun")
        table.drop_column("asked_at")
    op.drop_table("poll_mark")
