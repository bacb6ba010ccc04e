"""Which tables and indexes the schema declares; the others belong to the search index and to Alembic."""

from typing import Any


def ours(thing: Any, name: str | None, kind: str, reflected: bool, _compared_to: Any) -> bool:
    """Whether Alembic compares it with the schema: not the full-text tables, which only one backend has."""
    if kind == "table":
        return not (reflected and (name or "").startswith("documents_words"))
    if kind == "index" and not reflected and thing._ddl_if is not None:  # noqa: SLF001
        return False
    return not (kind == "index" and reflected and name == "ix_documents_words")
