"""What members write and share: drafts, questions, replies, resources, and the index over them."""

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.tables.columns import instant, key, metadata, number, tags, within, words

drafts = Table(
    "drafts",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    number("member_id"),
    number("account_id"),
    words("text", "member"),
    words("detail", "member"),
    tags("member"),
    Column("nameless", Boolean, nullable=False),
    instant("written_at"),
    instant("offered_at", nullable=True),
    instant("reminded_at", nullable=True),
    Column("overheard", Boolean, nullable=False),
    within("members", "member_id"),
    ForeignKeyConstraint(["community_id", "account_id"], ["identities.community_id", "identities.account_id"]),
    Index(None, "community_id", "member_id"),
)

questions = Table(
    "questions",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    number("member_id", nullable=True),
    Column("nameless", Boolean, nullable=False),
    words("unit", "question"),
    words("text", "question"),
    words("detail", "question"),
    tags("question"),
    instant("asked_at"),
    key("state"),
    key("reason"),
    instant("closed_at", nullable=True),
    number("accepted", nullable=True),
    number("accepted_by", nullable=True),
    Column("hidden", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    within("members", "member_id"),
    within("replies", "accepted", use_alter=True),
    within("members", "accepted_by"),
    Index(None, "community_id", "member_id", "asked_at"),
)

replies = Table(
    "replies",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    number("question_id"),
    number("member_id", nullable=True),
    key("platform"),
    words("unit", "reply"),
    words("text", "reply"),
    instant("replied_at"),
    key("source_platform", nullable=True),
    key("source_tenant", nullable=True),
    key("source_channel", nullable=True),
    key("source_message", nullable=True),
    key("source_thread", nullable=True),
    Column("hidden", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    within("questions", "question_id"),
    within("members", "member_id"),
    Index(None, "community_id", "question_id"),
    Index(None, "community_id", "member_id"),
    Index("ix_replies_source", "source_message", "source_channel"),
)

follows = Table(
    "follows",
    metadata,
    number("community_id", primary_key=True),
    number("question_id", primary_key=True),
    number("member_id", primary_key=True),
    within("questions", "question_id"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)

resources = Table(
    "resources",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    words("url", "resource"),
    words("url_key", "resource"),
    words("title", "resource"),
    key("kind"),
    tags("resource"),
    number("sharer", nullable=True),
    number("owner", nullable=True),
    key("open_to"),
    instant("shared_at"),
    Column("hidden", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    within("members", "sharer"),
    within("members", "owner"),
    UniqueConstraint("community_id", "url_key"),
    Index(None, "community_id", "shared_at"),
    Index(None, "community_id", "sharer"),
    Index(None, "community_id", "owner"),
)

resource_helps = Table(
    "resource_helps",
    metadata,
    number("community_id", primary_key=True),
    number("resource_id", primary_key=True),
    number("member_id", primary_key=True),
    instant("helped_at"),
    within("resources", "resource_id"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("community_id", ForeignKey("communities.id"), nullable=False),
    key("kind"),
    number("number"),
    words("title", "document"),
    words("body", "document"),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False, info={"words_of": "document"}),
    UniqueConstraint("community_id", "kind", "number"),
)
"""What can be found, as stems. On SQLite an FTS5 table of the migrations' stands over `words`."""
Index("ix_documents_words", documents.c.words, postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
    dialect="postgresql"
)
