"""Polls and their ballots; volunteers and their turns."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table, those referred to first."""
    _polls()
    _options()
    _ballots()
    _poll_reminders()
    _volunteers()
    _away()
    _turns()


def downgrade() -> None:
    """Nothing is left of them."""
    for name in (
        "turns",
        "away",
        "volunteers",
        "poll_reminders",
        "ballots",
        "options",
        "polls",
    ):
        op.drop_table(name)


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("winner", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("voters", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("units", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "meeting_id"],
            ["meetings.community_id", "meetings.id"],
            name="fk_polls_community_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "winner"], ["topics.community_id", "topics.id"], name="fk_polls_community_id_winner"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_polls_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_polls"),
        sa.UniqueConstraint("community_id", "meeting_id", name="uq_polls_community_id_meeting_id"),
    )
    op.create_index(
        "ix_polls_community_id_state_closes_at", "polls", ["community_id", "state", "closes_at"], unique=False
    )


def _options() -> None:
    op.create_table(
        "options",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("units", sa.Integer(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"], ["polls.community_id", "polls.id"], name="fk_options_community_id_poll_id"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "topic_id"], ["topics.community_id", "topics.id"], name="fk_options_community_id_topic_id"
        ),
        sa.PrimaryKeyConstraint("community_id", "poll_id", "topic_id", name="pk_options"),
    )
    op.create_index("ix_options_community_id_topic_id", "options", ["community_id", "topic_id"], unique=False)


def _ballots() -> None:
    op.create_table(
        "ballots",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_ballots_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id", "topic_id"],
            ["options.community_id", "options.poll_id", "options.topic_id"],
            name="fk_ballots_community_id_poll_id_topic_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "poll_id", "member_id", "topic_id", name="pk_ballots"),
    )
    op.create_index("ix_ballots_community_id_member_id", "ballots", ["community_id", "member_id"], unique=False)


def _poll_reminders() -> None:
    op.create_table(
        "poll_reminders",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agreed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_poll_reminders_community_id_member_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name="pk_poll_reminders"),
    )


def _volunteers() -> None:
    op.create_table(
        "volunteers",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("declined", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("charged", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_volunteers_community_id_member_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name="pk_volunteers"),
    )


def _away() -> None:
    op.create_table(
        "away",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"], ["members.community_id", "members.id"], name="fk_away_community_id_member_id"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_away_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_away"),
    )
    op.create_index("ix_away_community_id_member_id", "away", ["community_id", "member_id"], unique=False)


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.BigInteger(), nullable=True),
        sa.Column("nudged_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("swap_with", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("kit_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "meeting_id"],
            ["meetings.community_id", "meetings.id"],
            name="fk_turns_community_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_turns_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "swap_with"], ["turns.community_id", "turns.id"], name="fk_turns_community_id_swap_with"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_turns_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_turns"),
    )
    op.create_index("ix_turns_community_id_meeting_id", "turns", ["community_id", "meeting_id"], unique=False)
    op.create_index(
        "ix_turns_community_id_member_id_state", "turns", ["community_id", "member_id", "state"], unique=False
    )
    op.create_index("ix_turns_community_id_state", "turns", ["community_id", "state"], unique=False)
