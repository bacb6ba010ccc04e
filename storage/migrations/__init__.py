"""Brings a database to this version's schema: Alembic, run from within, with a copy of a SQLite file made first."""

HEAD = "0010"
"""The revision this version works with; a test holds it to the newest migration."""
