"""Postings, history, due steps and the inbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table, those referred to first."""
    _inbox()
    _due()
    _history()
    _postings()


def downgrade() -> None:
    """Nothing is left of them."""
    op.drop_table("postings")
    op.drop_table("history")
    op.drop_table("due")
    op.drop_table("inbox")


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_kept_at", "inbox", ["kept_at"], unique=False)


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_due_community_id"),
        sa.PrimaryKeyConstraint("community_id", "kind", "number", "part", name="pk_due"),
    )
    op.create_index("ix_due_at", "due", ["at"], unique=False)


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "actor"], ["members.community_id", "members.id"], name="fk_history_community_id_actor"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_history_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_community_id_actor", "history", ["community_id", "actor"], unique=False)
    op.create_index(
        "ix_history_community_id_kind_number_id", "history", ["community_id", "kind", "number", "id"], unique=False
    )
    op.create_index("ix_history_community_id_verb_id", "history", ["community_id", "verb", "id"], unique=False)


def _postings() -> None:
    op.create_table(
        "postings",
        *_posting_wanted(),
        *_posting_standing(),
        *_posting_work(),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["identities.community_id", "identities.account_id"],
            name="fk_postings_community_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "channel_id"],
            ["channels.community_id", "channels.id"],
            name="fk_postings_community_id_channel_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "parent_id"],
            ["postings.community_id", "postings.id"],
            name="fk_postings_community_id_parent_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_postings_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.UniqueConstraint("community_id", "id", name="uq_postings_community_id_id"),
        sqlite_autoincrement=True,
    )
    _postings_indexes()


def _posting_wanted() -> list[sa.Column[Any]]:
    """What is wanted, and where."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("parent_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claimed", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shown", sa.Integer(), autoincrement=False, nullable=False),
    ]


def _posting_standing() -> list[sa.Column[Any]]:
    """Where it stands."""
    return [
        sa.Column("at_platform", sa.Text(), nullable=True),
        sa.Column("at_tenant", sa.Text(), nullable=True),
        sa.Column("at_channel", sa.Text(), nullable=True),
        sa.Column("at_message", sa.Text(), nullable=True),
        sa.Column("at_thread", sa.Text(), nullable=True),
    ]


def _posting_work() -> list[sa.Column[Any]]:
    """What is left to do, and what came of it."""
    return [
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unsettled_since", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("work_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    ]


def _postings_indexes() -> None:
    op.create_index("ix_postings_account", "postings", ["account_id"], unique=False)
    op.create_index("ix_postings_at", "postings", ["at_message", "at_channel"], unique=False)
    op.create_index("ix_postings_parent", "postings", ["parent_id"], unique=False)
    op.create_index(
        "ix_postings_settled",
        "postings",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "ix_postings_unsettled",
        "postings",
        ["unsettled_since"],
        unique=False,
        sqlite_where=sa.text("unsettled_since IS NOT NULL"),
        postgresql_where=sa.text("unsettled_since IS NOT NULL"),
    )
    op.create_index(
        "ix_postings_work",
        "postings",
        ["work_at"],
        unique=False,
        sqlite_where=sa.text("work_at IS NOT NULL"),
        postgresql_where=sa.text("work_at IS NOT NULL"),
    )
    op.create_index(
        "uq_postings_account_id",
        "postings",
        ["community_id", "kind", "number", "part", "account_id"],
        unique=True,
        sqlite_where=sa.text("account_id IS NOT NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
    op.create_index(
        "uq_postings_channel_id",
        "postings",
        ["community_id", "kind", "number", "part", "channel_id"],
        unique=True,
        sqlite_where=sa.text("channel_id IS NOT NULL"),
        postgresql_where=sa.text("channel_id IS NOT NULL"),
    )
