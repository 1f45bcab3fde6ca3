"""A lane for paid broadcasts, why one ended early, and until when the token is halted."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("unpaid_because", sa.Text()))
    op.add_column("token_pace", sa.Column("halted_until", Moment()))
    for table in ("delivery", "fan_out"):
        op.execute(f"UPDATE {table} SET lane = lane + 1 WHERE lane >= 2")  # noqa: S608


def downgrade() -> None:
    for table in ("delivery", "fan_out"):
        op.execute(f"UPDATE {table} SET lane = lane - 1 WHERE lane >= 2")  # noqa: S608
    op.drop_column("token_pace", "halted_until")
    op.drop_column("article", "unpaid_because")
