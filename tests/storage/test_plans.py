"""However much is kept, no statement reads a whole table: each has its index."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import storage
from storage.engine import migrate
from storage.search.sqlite import AFTER
from storage.sqlite import SQLITE, connect
from storage.statements import Statement

MAY = {
    ("communities", "_ALL"),
    ("communities", "_OLD_CODES"),
    ("communities", "_OLD_TRIES"),
    ("sqlite", "_COUNT"),
    ("sqlite", "_CANDIDATES"),
    ("sqlite", "_DOCUMENTS"),
    ("sqlite", "_OF_IDS"),
}
"""Every community is wanted; codes and tries are few; FTS5's, a count and a list of ids are called scans, too."""
FOREIGN_KEYS_OF_A_NEW_ROW = {("communities", "_NEW")}
"""SQLite lists what it would do if something had referred to a community before it was made."""


def _statements() -> Iterator[tuple[str, str, Statement]]:
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" in module.name or module.name in {"storage.search.postgresql", "storage.unit_of_work"}:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for statement in value if isinstance(value, tuple) else (value,):
                if isinstance(statement, Statement):
                    yield module.name.rpartition(".")[2], name, statement


def test_no_statement_reads_a_whole_table(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'cop.db'}")
    connection = connect(tmp_path / "cop.db")
    scanning, count = set(), 0
    for module, name, statement in _statements():
        text = statement.prepared(SQLITE).text
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?")).fetchall()
        count += 1
        if any(step.startswith("SCAN") and "CONSTANT" not in step for *_, step in plan):
            scanning.add((module, name))
    connection.close()
    assert count > 100
    assert scanning - FOREIGN_KEYS_OF_A_NEW_ROW == MAY


def test_only_what_is_new_is_read_of_what_documents_mean(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'cop.db'}")
    connection = connect(tmp_path / "cop.db")
    text = AFTER.prepared(SQLITE).text
    plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?")).fetchall()
    connection.close()
    assert [step.endswith("(community_id=? AND kind=? AND id>?)") for *_, step in plan] == [True]
