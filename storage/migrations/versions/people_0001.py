"""Communities, channels, codes, accounts and members."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table, those referred to first."""
    _code_tries()
    _communities()
    _accounts()
    _channels()
    _counters()
    _members()
    _settings()
    _codes()
    _flags()
    _identities()


def downgrade() -> None:
    """Nothing is left of them."""
    op.drop_table("identities")
    op.drop_table("flags")
    op.drop_table("codes")
    op.drop_table("settings")
    op.drop_table("members")
    op.drop_table("counters")
    op.drop_table("channels")
    op.drop_table("accounts")
    op.drop_table("communities")
    op.drop_table("code_tries")


def _code_tries() -> None:
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_code_tries"),
    )
    op.create_index("ix_code_tries_account_tried_at", "code_tries", ["account", "tried_at"], unique=False)


def _communities() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_communities"),
        sqlite_autoincrement=True,
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("chosen_community", sa.Integer(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_community"], ["communities.id"], name="fk_accounts_chosen_community"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("platform", "tenant", "person", name="uq_accounts_platform_tenant_person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_email", "accounts", ["email"], unique=False)
    op.create_index(
        "ix_accounts_untold",
        "accounts",
        ["platform", "id"],
        unique=False,
        sqlite_where=sa.text("told = 0"),
        postgresql_where=sa.text("NOT told"),
    )


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("home", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("guests", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_channels_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_channels"),
    )
    op.create_index(
        "uq_channels_current",
        "channels",
        ["platform", "tenant", "channel"],
        unique=True,
        sqlite_where=sa.text("taken = 0"),
        postgresql_where=sa.text("NOT taken"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_counters_community_id"),
        sa.PrimaryKeyConstraint("community_id", "kind", name="pk_counters"),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("steward", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("welcomed_at", sa.BigInteger(), nullable=True),
        sa.Column("told_of_carrying_at", sa.BigInteger(), nullable=True),
        sa.Column("forgotten_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_members_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_members"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_settings_community_id"),
        sa.PrimaryKeyConstraint("community_id", "key", name="pk_settings"),
    )


def _codes() -> None:
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_codes_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_codes_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_codes"),
    )
    op.create_index("ix_codes_community_id_member_id", "codes", ["community_id", "member_id"], unique=False)
    op.create_index("ix_codes_digest", "codes", ["digest"], unique=False)


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("lowered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_flags_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_flags_community_id"),
        sa.PrimaryKeyConstraint("community_id", "kind", "number", "member_id", name="pk_flags"),
    )


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_identities_account_id"),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_identities_community_id_member_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", name="pk_identities"),
    )
    op.create_index("ix_identities_account_id", "identities", ["account_id"], unique=False)
    op.create_index("ix_identities_community_id_member_id", "identities", ["community_id", "member_id"], unique=False)
