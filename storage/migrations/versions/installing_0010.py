"""Where an app is installed, with the tokens that were handed out there, encrypted."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nowhere so far."""
    names = ("platform", "place", "tenant", "bot", "installer", "sealed")
    op.create_table(
        "installations",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "place", name="pk_installations"),
    )
    op.create_index("ix_installations_platform_tenant", "installations", ["platform", "tenant"])


def downgrade() -> None:
    """The tokens are gone; whoever installed the app installs it again."""
    op.drop_table("installations")
