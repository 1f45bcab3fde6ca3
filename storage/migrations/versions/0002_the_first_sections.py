"""The sections that a fresh database has."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Names, keys (folded names), slugs and emojis as they were at this step: a migration does not
# change when the code does.
SECTIONS = [
    ("Світ", "світ", "svit", "🌍"),
    ("Політика", "політика", "polityka", "🏛"),
    ("Війна", "війна", "viina", "🛡"),
    ("Економіка", "економіка", "ekonomika", "📈"),
    ("Суспільство", "суспільство", "suspilstvo", "👥"),
    ("Спорт", "спорт", "sport", "⚽️"),
    ("Культура", "культура", "kultura", "🎭"),
]


def upgrade() -> None:
    section = sa.table(
        "section", sa.column("name"), sa.column("key"), sa.column("slug"), sa.column("emoji")
    )
    columns = ("name", "key", "slug", "emoji")
    op.bulk_insert(section, [dict(zip(columns, row, strict=True)) for row in SECTIONS])


def downgrade() -> None:
    op.execute(sa.table("section").delete())
