"""When members looked at their home."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None

COLUMNS = ("looked_at", "news_since")


def upgrade() -> None:
    """Nobody has looked yet."""
    with op.batch_alter_table("members") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Nothing is left of it."""
    with op.batch_alter_table("members") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
