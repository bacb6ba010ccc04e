"""What was open before questions had a clock gets a next step, so that it doesn't end in silence either."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

THREE_DAYS = 3 * 24 * 3600 * 1_000_000
"""Microseconds: a working day has gone by then, whatever the weekend."""

_questions = sa.table("questions", *(sa.column(name) for name in ("community_id", "id", "state", "asked_at")))
_due = sa.table(
    "due", *(sa.column(name) for name in ("community_id", "kind", "number", "part", "step", "at")), sa.column("until")
)


def upgrade() -> None:
    """The step looks whether anybody replied, asks whether it helped, and plans whatever comes next by itself."""
    planned = sa.exists().where(
        _due.c.community_id == _questions.c.community_id,
        _due.c.kind == "question",
        _due.c.number == _questions.c.id,
        _due.c.part == "",
    )
    missing = sa.select(
        _questions.c.community_id,
        sa.literal_column("'question'"),
        _questions.c.id,
        sa.literal_column("''"),
        sa.literal_column("'question.follow_up'"),
        _questions.c.asked_at + sa.literal_column(str(THREE_DAYS)),
    ).where(_questions.c.state == "open", ~planned)
    op.execute(_due.insert().from_select(["community_id", "kind", "number", "part", "step", "at"], missing))


def downgrade() -> None:
    """A step that is planned stays so."""
