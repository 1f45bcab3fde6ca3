"""When the clock was looked at last, and how a long halt of the token is tried out."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("token_pace", sa.Column("seen_at", Moment()))
    op.add_column("token_pace", sa.Column("halted_by", sa.BigInteger()))
    op.add_column("token_pace", sa.Column("probe_at", Moment()))
    op.add_column(
        "token_pace",
        sa.Column("probes", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    with op.batch_alter_table("token_pace") as table:
        for name in ("probes", "probe_at", "halted_by", "seen_at"):
            table.drop_column(name)
