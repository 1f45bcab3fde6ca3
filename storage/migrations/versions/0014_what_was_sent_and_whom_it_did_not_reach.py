"""What was sent to a channel, and the readers in a row that could not be reached."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("sent_print", sa.Text()))
    op.create_table(
        "unreached",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_unreached")),
    )
    op.create_table(
        "readers_stop",
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text()),
        sa.Column("notice_id", sa.BigInteger()),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_readers_stop")),
    )


def downgrade() -> None:
    op.drop_table("readers_stop")
    op.drop_table("unreached")
    with op.batch_alter_table("delivery") as table:
        table.drop_column("sent_print")
