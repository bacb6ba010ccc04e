"""Days off, series, topics and meetings; and which postings the bot started by itself."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table, those referred to first."""
    _days_off()
    _feeds()
    _series()
    _topics()
    _seconds()
    _meetings()
    _rsvps()
    _notes()
    _actions()
    _what_the_bot_starts()


def downgrade() -> None:
    """Nothing is left of them."""
    op.drop_index("ix_postings_started", "postings")
    with op.batch_alter_table("postings") as table:
        table.drop_column("started_at")
    with op.batch_alter_table("due") as table:
        table.drop_column("until")
    for name in (
        "actions",
        "notes",
        "rsvps",
        "meetings",
        "seconds",
        "topics",
        "series",
        "feeds",
        "days_off",
    ):
        op.drop_table(name)


def _what_the_bot_starts() -> None:
    op.add_column("due", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column("postings", sa.Column("started_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_postings_started",
        "postings",
        ["community_id", "started_at"],
        unique=False,
        sqlite_where=sa.text("started_at IS NOT NULL"),
        postgresql_where=sa.text("started_at IS NOT NULL"),
    )


def _days_off() -> None:
    op.create_table(
        "days_off",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_days_off_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_days_off"),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_feeds_community_id"),
        sa.PrimaryKeyConstraint("community_id", name="pk_feeds"),
        sa.UniqueConstraint("token", name="uq_feeds_token"),
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("on_day_off", sa.Text(), nullable=False),
        sa.Column("polls", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_series_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_series"),
    )


def _topics() -> None:
    op.create_table(
        "topics",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("short", sa.Boolean(), nullable=False),
        sa.Column("suggested_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lost", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("merged_into", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_topics_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "merged_into"],
            ["topics.community_id", "topics.id"],
            name="fk_topics_community_id_merged_into",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_topics_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_topics"),
    )
    op.create_index("ix_topics_community_id_member_id", "topics", ["community_id", "member_id"], unique=False)
    op.create_index("ix_topics_community_id_state", "topics", ["community_id", "state"], unique=False)


def _seconds() -> None:
    op.create_table(
        "seconds",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_seconds_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "topic_id"], ["topics.community_id", "topics.id"], name="fk_seconds_community_id_topic_id"
        ),
        sa.PrimaryKeyConstraint("community_id", "topic_id", "member_id", name="pk_seconds"),
    )
    op.create_index("ix_seconds_community_id_member_id", "seconds", ["community_id", "member_id"], unique=False)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("convener", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("backup", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("topic_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("voters", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("voter_units", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("awaits_poll", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("notes_asked_at", sa.BigInteger(), nullable=True),
        sa.Column("notes_reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("no_notes", sa.Boolean(), nullable=False),
        sa.Column("table_drawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "backup"], ["members.community_id", "members.id"], name="fk_meetings_community_id_backup"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "convener"],
            ["members.community_id", "members.id"],
            name="fk_meetings_community_id_convener",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "series_id"],
            ["series.community_id", "series.id"],
            name="fk_meetings_community_id_series_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "topic_id"], ["topics.community_id", "topics.id"], name="fk_meetings_community_id_topic_id"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_meetings_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_meetings"),
        sa.UniqueConstraint("community_id", "series_id", "slot", name="uq_meetings_community_id_series_id_slot"),
        sa.UniqueConstraint("uid", name="uq_meetings_uid"),
    )
    op.create_index("ix_meetings_community_id_backup", "meetings", ["community_id", "backup"], unique=False)
    op.create_index("ix_meetings_community_id_convener", "meetings", ["community_id", "convener"], unique=False)
    op.create_index(
        "ix_meetings_community_id_series_id_starts_at",
        "meetings",
        ["community_id", "series_id", "starts_at"],
        unique=False,
    )
    op.create_index("ix_meetings_community_id_starts_at", "meetings", ["community_id", "starts_at"], unique=False)
    op.create_index(
        "ix_meetings_community_id_state_starts_at", "meetings", ["community_id", "state", "starts_at"], unique=False
    )


def _rsvps() -> None:
    op.create_table(
        "rsvps",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "meeting_id"],
            ["meetings.community_id", "meetings.id"],
            name="fk_rsvps_community_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_rsvps_community_id_member_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "meeting_id", "member_id", name="pk_rsvps"),
    )
    op.create_index("ix_rsvps_community_id_member_id", "rsvps", ["community_id", "member_id"], unique=False)


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("talked", sa.Text(), nullable=False),
        sa.Column("useful", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "meeting_id"],
            ["meetings.community_id", "meetings.id"],
            name="fk_notes_community_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_notes_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_notes_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_notes"),
    )
    op.create_index("ix_notes_community_id_meeting_id", "notes", ["community_id", "meeting_id"], unique=False)
    op.create_index("ix_notes_community_id_member_id", "notes", ["community_id", "member_id"], unique=False)


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notes_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "meeting_id"],
            ["meetings.community_id", "meetings.id"],
            name="fk_actions_community_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "notes_id"], ["notes.community_id", "notes.id"], name="fk_actions_community_id_notes_id"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_actions_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_actions"),
    )
    op.create_index("ix_actions_community_id_done_at", "actions", ["community_id", "done_at"], unique=False)
    op.create_index("ix_actions_community_id_meeting_id", "actions", ["community_id", "meeting_id"], unique=False)
    op.create_index("ix_actions_community_id_notes_id", "actions", ["community_id", "notes_id"], unique=False)
