"""Since when somebody lets the bot write nothing to them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody, as far as is known."""
    with op.batch_alter_table("accounts") as batch:
        batch.add_column(sa.Column("shut_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Nothing is left of it. SQLite makes the table anew, and still must give no account the id of one that is gone."""
    with op.batch_alter_table("accounts", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("shut_at")
