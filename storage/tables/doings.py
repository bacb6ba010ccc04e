"""What should be visible where, what happened, what happens by itself, and which calls were handled."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import instant, key, metadata, number, within, words

postings = Table(
    "postings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("community_id", ForeignKey("communities.id"), nullable=False),
    key("kind"),
    number("number"),
    key("part"),
    number("channel_id", nullable=True),
    number("account_id", nullable=True),
    number("parent_id", nullable=True),
    Column("present", Boolean, nullable=False),
    number("wanted"),
    number("claimed"),
    number("shown"),
    key("at_platform", nullable=True),
    key("at_tenant", nullable=True),
    key("at_channel", nullable=True),
    key("at_message", nullable=True),
    key("at_thread", nullable=True),
    key("address"),
    instant("not_before", nullable=True),
    instant("expires_at", nullable=True),
    instant("started_at", nullable=True),
    number("attempts"),
    instant("unsettled_since", nullable=True),
    instant("lease_until", nullable=True),
    instant("work_at", nullable=True),
    instant("settled_at", nullable=True),
    words("last_error", "platform"),
    key("outcome"),
    key("note"),
    within("channels", "channel_id"),
    ForeignKeyConstraint(["community_id", "account_id"], ["identities.community_id", "identities.account_id"]),
    ForeignKeyConstraint(["community_id", "parent_id"], ["postings.community_id", "postings.id"]),
    UniqueConstraint("community_id", "id"),
    sqlite_autoincrement=True,
)
"""`work_at` is NULL when nothing is left to do. `started_at` is NULL for what somebody asked for. `claimed` counts the claims, so that one can be told from the next.
`outcome` says why nothing more is tried, empty when all went well."""

for place in ("channel_id", "account_id"):
    Index(
        f"uq_postings_{place}",
        *(postings.c[name] for name in ("community_id", "kind", "number", "part", place)),
        unique=True,
        sqlite_where=text(f"{place} IS NOT NULL"),
        postgresql_where=text(f"{place} IS NOT NULL"),
    )
for column, name in (("work_at", "work"), ("unsettled_since", "unsettled"), ("settled_at", "settled")):
    Index(
        f"ix_postings_{name}",
        postings.c[column],
        sqlite_where=text(f"{column} IS NOT NULL"),
        postgresql_where=text(f"{column} IS NOT NULL"),
    )
Index("ix_postings_at", postings.c.at_message, postings.c.at_channel)
Index("ix_postings_account", postings.c.account_id)
Index(
    "ix_postings_started",
    postings.c.community_id,
    postings.c.started_at,
    sqlite_where=text("started_at IS NOT NULL"),
    postgresql_where=text("started_at IS NOT NULL"),
)
Index("ix_postings_parent", postings.c.parent_id)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("community_id", ForeignKey("communities.id"), nullable=False),
    instant("at"),
    number("actor", nullable=True),
    key("verb"),
    key("kind"),
    number("number"),
    key("part"),
    Column("details", Text, nullable=False, info={"key": True}),
    within("members", "actor"),
    Index(None, "community_id", "kind", "number", "id"),
    Index(None, "community_id", "verb", "id"),
    Index(None, "community_id", "actor"),
)

due = Table(
    "due",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    key("kind", primary_key=True),
    number("number", primary_key=True),
    key("part", primary_key=True),
    key("step"),
    instant("at"),
    instant("until", nullable=True),
    Index(None, "at"),
)

inbox = Table(
    "inbox",
    metadata,
    key("key", primary_key=True),
    instant("kept_at"),
    Index(None, "kept_at"),
)
