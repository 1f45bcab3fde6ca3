"""What channels want of breaking posts and at night, paid broadcasts, and sums of old rows."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "channel", sa.Column("pins", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("channel", sa.Column("quiet_from", sa.Integer()))
    op.add_column("channel", sa.Column("quiet_until", sa.Integer()))
    op.add_column("article", sa.Column("retracted_at", Moment()))
    op.add_column(
        "article", sa.Column("paid", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "delivery", sa.Column("to_pin", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("token_pace", sa.Column("per_second", sa.Float()))
    op.create_table(
        "kept_sum",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("maybe_twice", sa.Integer(), nullable=False),
        sa.Column("first_shown_at", Moment()),
        sa.Column("last_shown_at", Moment()),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_kept_sum_article_id"),
        sa.PrimaryKeyConstraint("article_id", "state", "reason", name="pk_kept_sum"),
    )


def downgrade() -> None:
    op.drop_table("kept_sum")
    op.drop_column("token_pace", "per_second")
    op.drop_column("delivery", "to_pin")
    op.drop_column("article", "paid")
    op.drop_column("article", "retracted_at")
    op.drop_column("channel", "quiet_until")
    op.drop_column("channel", "quiet_from")
    op.drop_column("channel", "pins")
