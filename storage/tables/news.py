"""What is told in one message: the digests of a community."""

from sqlalchemy import Column, ForeignKey, Index, Table

from storage.tables.columns import instant, key, metadata, number, within

digests = Table(
    "digests",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    instant("since"),
    instant("at"),
    Index(None, "community_id", "at"),
)

digest_entries = Table(
    "digest_entries",
    metadata,
    number("community_id", primary_key=True),
    number("digest_id", primary_key=True),
    key("kind", primary_key=True),
    number("number", primary_key=True),
    key("section"),
    number("place"),
    within("digests", "digest_id"),
    Index(None, "community_id", "kind", "number"),
)
"""What a digest tells of, never in words of its own."""
