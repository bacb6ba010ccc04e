"""When a platform last told of an account, so that each is asked about anew once a day."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

_INDEX = "ix_accounts_platform_asked_at"


def upgrade() -> None:
    """Nobody has been asked about for long."""
    op.add_column("accounts", sa.Column("asked_at", sa.BigInteger(), nullable=True))
    op.create_index(_INDEX, "accounts", ["platform", "asked_at"])


def downgrade() -> None:
    """Nothing is left of it."""
    op.drop_index(_INDEX, "accounts")
    op.drop_column("accounts", "asked_at")
