"""The workspace's own file: what stands in its conversations survives a restart and a kill."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EVERYWHERE = "everywhere"
"""The audience of what everybody sees, such as the clock."""

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    serial INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, place TEXT NOT NULL, thread TEXT,
    author TEXT NOT NULL, only TEXT, posting TEXT, body TEXT NOT NULL, at TEXT NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS message_place ON message (place, serial);
CREATE INDEX IF NOT EXISTS message_posting ON message (posting) WHERE posting IS NOT NULL;
CREATE TABLE IF NOT EXISTS open_form (
    who TEXT PRIMARY KEY, id TEXT NOT NULL, place TEXT NOT NULL, thread TEXT, replaces TEXT, nonce TEXT NOT NULL,
    body TEXT NOT NULL, errors TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS done (key TEXT PRIMARY KEY, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pending (serial INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS news (audience TEXT PRIMARY KEY, revision INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS newcomer (id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, platforms TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seen (who TEXT NOT NULL, place TEXT NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (who, place));
"""

Json = dict[str, Any]


class Shelf:
    """One SQLite file, or memory when `file` is None. Used from one thread."""

    def __init__(self, file: Path | None = None) -> None:
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=10)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """What is done inside is durable afterwards, all of it, or none when something is raised."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def run(self, statement: str, *values: object) -> int:
        """Carry out a statement; how many rows it changed."""
        return self._db.execute(statement, values).rowcount

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Every row of a query."""
        return self._db.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> sqlite3.Row | None:
        """The first row of a query, None when it has none."""
        found: sqlite3.Row | None = self._db.execute(statement, values).fetchone()
        return found

    def tell(self, audience: str) -> None:
        """Note that something changed for those who see that: a place, a person's id, or EVERYWHERE."""
        self.run(
            "INSERT INTO news SELECT ?, coalesce(max(revision), 0) + 1 FROM news WHERE true"
            " ON CONFLICT (audience) DO UPDATE SET revision = excluded.revision",
            audience,
        )

    def revision(self, audiences: list[str]) -> int:
        """The newest change that any of the audiences was told of, 0 for none."""
        found = self.row(
            "SELECT coalesce(max(revision), 0) FROM news WHERE audience IN (SELECT value FROM json_each(?))",
            json.dumps(audiences),
        )
        return int(found[0]) if found else 0

    def answered(self, key: str) -> Json | None:
        """What was answered under that key before, None when it is new."""
        found = self.row("SELECT answer FROM done WHERE key = ?", key)
        return json.loads(found["answer"]) if found else None

    def answer(self, key: str, answer: Json) -> None:
        """Remember the answer, so that a repeat under that key gets the same."""
        self.run("INSERT OR REPLACE INTO done VALUES (?, ?)", key, json.dumps(answer))
