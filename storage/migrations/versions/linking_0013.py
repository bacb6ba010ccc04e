"""A topic may keep the link to where it came up."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None of those that are there came up anywhere in particular."""
    with op.batch_alter_table("topics") as batch:
        batch.add_column(sa.Column("link", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("topics") as batch:
        batch.alter_column("link", server_default=None)


def downgrade() -> None:
    """Nothing is left of it."""
    with op.batch_alter_table("topics") as batch:
        batch.drop_column("link")
