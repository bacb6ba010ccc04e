"""About what a member was asked whether they may be asked."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty for everybody so far."""
    with op.batch_alter_table("members") as batch:
        batch.add_column(sa.Column("asked_about", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("members") as batch:
        batch.alter_column("asked_about", server_default=None)


def downgrade() -> None:
    """Nothing is left of it."""
    with op.batch_alter_table("members") as batch:
        batch.drop_column("asked_about")
