"""Readers of breaking stories go behind every channel: a lane of their own."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("delivery", "fan_out"):
        op.execute(f"UPDATE {table} SET lane = 5 WHERE lane = 4")  # noqa: S608
    op.execute("UPDATE delivery SET lane = 4 WHERE lane = 1 AND audience = 'reader'")
    op.execute("UPDATE fan_out SET lane = 4 WHERE lane = 1")


def downgrade() -> None:
    for table in ("delivery", "fan_out"):
        op.execute(f"UPDATE {table} SET lane = 1 WHERE lane = 4")  # noqa: S608
        op.execute(f"UPDATE {table} SET lane = 4 WHERE lane = 5")  # noqa: S608
