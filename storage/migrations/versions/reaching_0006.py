"""What members can help with, to whom questions were brought, what a meeting takes up, and what a digest tells."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

_INDEXES = (
    ("questions", ("community_id", "asked_at")),
    ("questions", ("community_id", "state", "asked_at")),
    ("resources", ("community_id", "reply_id")),
    ("documents", ("community_id", "kind", "id")),
)
_KEPT_FROM = "fk_resources_community_id_reply_id"


def upgrade() -> None:
    """Every table, those referred to first."""
    _experiences()
    _units()
    _offers()
    _agenda()
    _digests()
    for table, columns in _new().items():
        _add(table, columns)
    _ids_stay_unused()
    for table, names in _INDEXES:
        op.create_index(_index(table, names), table, list(names))


def _ids_stay_unused() -> None:
    """Who remembers a document by its id must never find another under it; PostgreSQL's sequences see to that alone."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("documents", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Nothing is left of them."""
    for table, names in _INDEXES:
        op.drop_index(_index(table, names), table)
    with op.batch_alter_table("resources") as batch:
        batch.drop_constraint(_KEPT_FROM, type_="foreignkey")
    for table, columns in _new().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
    for name in ("digest_entries", "digests", "agenda", "offers", "units", "experiences"):
        op.drop_table(name)


def _new() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "members": (
            sa.Column("interests", sa.Text(), nullable=False, server_default=""),
            sa.Column("asks", sa.Text(), nullable=False, server_default=""),
            sa.Column("welcomes", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("quiet_from", sa.Text(), nullable=True),
            sa.Column("quiet_until", sa.Text(), nullable=True),
            sa.Column("asked_to_ask_at", sa.BigInteger(), nullable=True),
            sa.Column("paused_until", sa.BigInteger(), nullable=True),
            sa.Column("departed_at", sa.BigInteger(), nullable=True),
        ),
        "questions": (
            sa.Column("rings", sa.Integer(), autoincrement=False, nullable=False, server_default="0"),
            sa.Column("told_at", sa.BigInteger(), nullable=True),
            sa.Column("followed_up_at", sa.BigInteger(), nullable=True),
            sa.Column("looking_at", sa.BigInteger(), nullable=True),
            sa.Column("choice_at", sa.BigInteger(), nullable=True),
        ),
        "resources": (
            sa.Column("reply_id", sa.Integer(), autoincrement=False, nullable=True),
            sa.Column("review_on", sa.Text(), nullable=True),
            sa.Column("outdated_at", sa.BigInteger(), nullable=True),
        ),
        "documents": (sa.Column("meaning", sa.LargeBinary(), nullable=True),),
    }


def _add(table: str, columns: tuple[sa.Column[Any], ...]) -> None:
    for column in columns:
        op.add_column(table, column)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            if column.server_default is not None:
                batch.alter_column(column.name, server_default=None, existing_type=column.type)
        if table == "resources":
            batch.create_foreign_key(_KEPT_FROM, "replies", ["community_id", "reply_id"], ["community_id", "id"])


def _index(table: str, names: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(names)}"


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=nullable)


def _to(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column], [f"{of}.community_id", f"{of}.id"], name=f"fk_{table}_community_id_{column}"
    )


def _of_community(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=f"fk_{table}_community_id")


def _experiences() -> None:
    op.create_table(
        "experiences",
        _number("community_id"),
        _number("id"),
        _number("member_id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        _to("experiences", "member_id", "members"),
        _of_community("experiences"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_experiences"),
    )
    op.create_index("ix_experiences_community_id_member_id", "experiences", ["community_id", "member_id"])


def _units() -> None:
    op.create_table(
        "units",
        _number("community_id"),
        _number("id"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.BigInteger(), nullable=True),
        _of_community("units"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_units"),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        _number("community_id"),
        _number("id"),
        _number("question_id"),
        _number("member_id"),
        _number("ring"),
        sa.Column("why", sa.Text(), nullable=False),
        _number("named_by", nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        _to("offers", "question_id", "questions"),
        _to("offers", "member_id", "members"),
        _to("offers", "named_by", "members"),
        _of_community("offers"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_offers"),
        sa.UniqueConstraint(
            "community_id", "question_id", "member_id", name="uq_offers_community_id_question_id_member_id"
        ),
    )
    op.create_index(
        "ix_offers_community_id_member_id_offered_at", "offers", ["community_id", "member_id", "offered_at"]
    )
    op.create_index("ix_offers_community_id_named_by", "offers", ["community_id", "named_by"])


def _agenda() -> None:
    op.create_table(
        "agenda",
        _number("community_id"),
        _number("meeting_id"),
        _number("question_id"),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        _to("agenda", "meeting_id", "meetings"),
        _to("agenda", "question_id", "questions"),
        sa.PrimaryKeyConstraint("community_id", "meeting_id", "question_id", name="pk_agenda"),
    )
    op.create_index("ix_agenda_community_id_question_id", "agenda", ["community_id", "question_id"])


def _digests() -> None:
    op.create_table(
        "digests",
        _number("community_id"),
        _number("id"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _of_community("digests"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_digests"),
    )
    op.create_index("ix_digests_community_id_at", "digests", ["community_id", "at"])
    op.create_table(
        "digest_entries",
        _number("community_id"),
        _number("digest_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        _number("number"),
        sa.Column("section", sa.Text(), nullable=False),
        _number("place"),
        _to("digest_entries", "digest_id", "digests"),
        sa.PrimaryKeyConstraint("community_id", "digest_id", "kind", "number", name="pk_digest_entries"),
    )
    op.create_index("ix_digest_entries_community_id_kind_number", "digest_entries", ["community_id", "kind", "number"])
