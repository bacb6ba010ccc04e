"""Drafts, questions, replies, resources and the search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table, those referred to first."""
    _documents()
    _questions()
    _resources()
    _drafts()
    _follows()
    _replies()
    _resource_helps()
    _full_text()


def downgrade() -> None:
    """Nothing is left of them."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("documents_words")
    with op.batch_alter_table("questions") as questions:
        questions.drop_constraint("fk_questions_community_id_accepted", type_="foreignkey")
    op.drop_table("resource_helps")
    op.drop_table("replies")
    op.drop_table("follows")
    op.drop_table("drafts")
    op.drop_table("resources")
    op.drop_table("questions")
    op.drop_table("documents")


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_documents_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("community_id", "kind", "number", name="uq_documents_community_id_kind_number"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("nameless", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("accepted_by", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "accepted_by"],
            ["members.community_id", "members.id"],
            name="fk_questions_community_id_accepted_by",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_questions_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_questions_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_questions"),
    )
    op.create_index(
        "ix_questions_community_id_member_id_asked_at",
        "questions",
        ["community_id", "member_id", "asked_at"],
        unique=False,
    )


def _resources() -> None:
    op.create_table(
        "resources",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("sharer", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("open_to", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.BigInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "owner"], ["members.community_id", "members.id"], name="fk_resources_community_id_owner"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "sharer"], ["members.community_id", "members.id"], name="fk_resources_community_id_sharer"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_resources_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_resources"),
        sa.UniqueConstraint("community_id", "url_key", name="uq_resources_community_id_url_key"),
    )
    op.create_index("ix_resources_community_id_owner", "resources", ["community_id", "owner"], unique=False)
    op.create_index("ix_resources_community_id_shared_at", "resources", ["community_id", "shared_at"], unique=False)
    op.create_index("ix_resources_community_id_sharer", "resources", ["community_id", "sharer"], unique=False)


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("nameless", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("overheard", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["identities.community_id", "identities.account_id"],
            name="fk_drafts_community_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_drafts_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_drafts_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_community_id_member_id", "drafts", ["community_id", "member_id"], unique=False)


def _follows() -> None:
    op.create_table(
        "follows",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_follows_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "question_id"],
            ["questions.community_id", "questions.id"],
            name="fk_follows_community_id_question_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "question_id", "member_id", name="pk_follows"),
    )
    op.create_index("ix_follows_community_id_member_id", "follows", ["community_id", "member_id"], unique=False)


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.BigInteger(), nullable=False),
        sa.Column("source_platform", sa.Text(), nullable=True),
        sa.Column("source_tenant", sa.Text(), nullable=True),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("source_message", sa.Text(), nullable=True),
        sa.Column("source_thread", sa.Text(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_replies_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "question_id"],
            ["questions.community_id", "questions.id"],
            name="fk_replies_community_id_question_id",
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_replies_community_id"),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_replies"),
    )
    op.create_index("ix_replies_community_id_member_id", "replies", ["community_id", "member_id"], unique=False)
    op.create_index("ix_replies_community_id_question_id", "replies", ["community_id", "question_id"], unique=False)
    op.create_index("ix_replies_source", "replies", ["source_message", "source_channel"], unique=False)
    with op.batch_alter_table("questions") as questions:
        questions.create_foreign_key(
            "fk_questions_community_id_accepted", "replies", ["community_id", "accepted"], ["community_id", "id"]
        )


def _resource_helps() -> None:
    op.create_table(
        "resource_helps",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resource_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("helped_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name="fk_resource_helps_community_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "resource_id"],
            ["resources.community_id", "resources.id"],
            name="fk_resource_helps_community_id_resource_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "resource_id", "member_id", name="pk_resource_helps"),
    )
    op.create_index(
        "ix_resource_helps_community_id_member_id", "resource_helps", ["community_id", "member_id"], unique=False
    )


def _full_text() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE documents_words USING fts5("
            "words, content='documents', content_rowid='id', detail='none', columnsize=0, tokenize=\"ascii tokenchars '@'\")"
        )
    else:
        op.create_index(
            "ix_documents_words", "documents", ["words"], postgresql_using="gin", postgresql_with={"fastupdate": "off"}
        )
