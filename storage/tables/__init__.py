"""The schema. One package, so that migrations and tests see every table by importing it."""

from storage.tables.columns import metadata
from storage.tables.doings import due, history, inbox, postings
from storage.tables.people import (
    accounts,
    channels,
    code_tries,
    codes,
    communities,
    counters,
    flags,
    identities,
    members,
    settings,
)
from storage.tables.writing import documents, drafts, follows, questions, replies, resource_helps, resources

__all__ = [
    "accounts",
    "channels",
    "code_tries",
    "codes",
    "communities",
    "counters",
    "documents",
    "drafts",
    "due",
    "flags",
    "follows",
    "history",
    "identities",
    "inbox",
    "members",
    "metadata",
    "postings",
    "questions",
    "replies",
    "resource_helps",
    "resources",
    "settings",
]
