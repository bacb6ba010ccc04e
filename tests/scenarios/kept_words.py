"""Where somebody's words stand: in which columns and terms of the index, and before whom."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scenarios.onlookers import rows
from tests.scenarios.world import HERE, THERE, World


@dataclass(frozen=True)
class Held:
    """The columns in which a text stands, as `table.column`, the terms of the index, and what it means there."""

    columns: frozenset[str]
    terms: frozenset[str]
    meanings: frozenset[bytes]

    def __bool__(self) -> bool:
        """Whether it stands anywhere."""
        return bool(self.columns or self.terms)


def holding(file: Path, text: str) -> Held:
    """Where the text stands; in the index by its stem."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stem = text.lower()[:5]
    kept = list(rows(file))
    found = {f"{table}.{name}" for table, row in kept for name, value in row.items() if _has(value, text)}
    meaning = {row["meaning"] for table, row in kept if table == "documents" and _indexes(row, stem)} - {None}
    found |= {
        f"documents.{name}"
        for table, row in kept
        if table == "documents"
        for name in ("title", "body", "words")
        if stem in str(row[name])
    }
    found |= {"documents.meaning"} if meaning else set()
    return Held(frozenset(found), frozenset(term for term in terms(file) if stem in term), frozenset(meaning))


def stands_in(file: Path, text: str) -> set[str]:
    """The columns in which it stands, and the terms that hold it."""
    held = holding(file, text)
    return {*held.columns, *held.terms}


def left(file: Path, before: Held, text: str) -> set[str]:
    """What is left of it anywhere, its meaning without its words, too."""
    now = holding(file, text)
    meanings = {row["meaning"] for table, row in rows(file) if table == "documents"}
    return {*now.columns, *now.terms, *({"documents.meaning"} if meanings & before.meanings else ())}


def _indexes(row: Mapping[str, Any], stem: str) -> bool:
    return any(stem in str(row[name]) for name in ("title", "body", "words"))


def _has(value: object, text: str) -> bool:
    return isinstance(value, str) and text.lower() in value.lower()


def terms(file: Path) -> Iterator[str]:
    """Every term that the index on SQLite knows."""
    with closing(sqlite3.connect(file)) as database:
        made = database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").fetchall()
        for (name,) in made:
            database.execute(f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}, 'row')")
            yield from (term for (term,) in database.execute(f"SELECT term FROM temp.v_{name}"))


async def seen_by_others(world: World, *but: str) -> dict[str, str]:
    """All that the bot put before everybody else, by person; what it answered to one person alone is out of reach."""
    return {
        who: "\n".join(
            f"{one.notice}\n{one.text}" for one in await world.all_of(who) if one.author == "bot" and not one.private
        )
        for who in (*HERE, *THERE)
        if who not in but
    }
