"""What members write and share: drafts, questions, replies, resources, and the index over them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.tables.columns import day, instant, key, metadata, number, tags, within, words

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
    number("rings"),
    instant("told_at", nullable=True),
    instant("followed_up_at", nullable=True),
    instant("looking_at", nullable=True),
    instant("choice_at", nullable=True),
    within("members", "member_id"),
    within("replies", "accepted", use_alter=True),
    within("members", "accepted_by"),
    Index(None, "community_id", "member_id", "asked_at"),
    Index(None, "community_id", "asked_at"),
    Index(None, "community_id", "state", "asked_at"),
)
"""`rings` counts how often members were asked to help; `told_at` is when the asker last heard of replies."""

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

offers = Table(
    "offers",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    number("question_id"),
    number("member_id"),
    number("ring"),
    key("why"),
    number("named_by", nullable=True),
    key("state"),
    instant("offered_at"),
    instant("answered_at", nullable=True),
    within("questions", "question_id"),
    within("members", "member_id"),
    within("members", "named_by"),
    UniqueConstraint("community_id", "question_id", "member_id"),
    Index(None, "community_id", "member_id", "offered_at"),
    Index(None, "community_id", "named_by"),
)
"""A question brought to a member who may be able to help. `why` says what they were chosen for."""

agenda = Table(
    "agenda",
    metadata,
    number("community_id", primary_key=True),
    number("meeting_id", primary_key=True),
    number("question_id", primary_key=True),
    Column("named", Boolean, nullable=False),
    instant("added_at"),
    within("meetings", "meeting_id"),
    within("questions", "question_id"),
    Index(None, "community_id", "question_id"),
)
"""Questions their askers take to a meeting, with or without their name."""

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
    number("reply_id", nullable=True),
    day("review_on", nullable=True),
    instant("outdated_at", nullable=True),
    within("members", "sharer"),
    within("members", "owner"),
    within("replies", "reply_id"),
    UniqueConstraint("community_id", "url_key"),
    Index(None, "community_id", "shared_at"),
    Index(None, "community_id", "sharer"),
    Index(None, "community_id", "owner"),
    Index(None, "community_id", "reply_id"),
)
"""`reply_id` is the reply it was kept from, whose words it shows; then it has no `url`."""

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
    Column("meaning", LargeBinary, nullable=True, info={"words_of": "document"}),
    UniqueConstraint("community_id", "kind", "number"),
    Index(None, "community_id", "kind", "id"),
    sqlite_autoincrement=True,
)
"""What can be found, as stems, and what it means as vectors of 16-bit floats, NULL when it has none. On SQLite an FTS5 table of the migrations' stands over `words`."""
Index("ix_documents_words", documents.c.words, postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
    dialect="postgresql"
)
