"""Sources count revisions in seconds, too, and may hand in again what they took back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("origin") as table:
        table.alter_column("revision", type_=sa.BigInteger(), existing_server_default=sa.text("0"))
        table.add_column(
            sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("origin") as table:
        table.drop_column("withdrawn")
        table.alter_column("revision", type_=sa.Integer(), existing_server_default=sa.text("0"))
