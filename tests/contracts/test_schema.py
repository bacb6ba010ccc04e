"""The schema in the code and the one the migrations make are the same, on every backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, Text, inspect, text
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import migrations
from storage.address import Address, parse_address
from storage.engine import migrate
from storage.migrations import run
from storage.migrations.schema import ours
from storage.tables import metadata
from storage.tables.columns import Tags, Written
from storage.words_of_people import columns_of_words
from tests.conftest import BACKENDS
from tests.servers.postgres import PostgresServer


@pytest.fixture(params=BACKENDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """A database without a schema, once on each backend."""
    if request.param == "sqlite":
        yield parse_address(f"sqlite:///{tmp_path / 'cop.db'}")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.empty()
    yield parse_address(url)
    server.drop(url)


def test_the_migrations_make_the_schema_the_code_expects(address: Address) -> None:
    run.upgrade(address)
    with run.connected(address) as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_foreign_keys_are_really_there(address: Address) -> None:
    run.upgrade(address)
    with run.connected(address) as connection:
        inspector = inspect(connection)
        found = {
            (table, tuple(key["constrained_columns"]), key["referred_table"])
            for table in metadata.tables
            for key in inspector.get_foreign_keys(table)
        }
    declared = {
        (table.name, tuple(column.name for column in key.columns), key.referred_table.name)
        for table in metadata.tables.values()
        for key in table.foreign_key_constraints
    }
    assert found == declared


def test_a_database_can_be_taken_back_to_nothing_and_forward_again(address: Address) -> None:
    run.upgrade(address)
    run.downgrade(address, "base")
    with run.connected(address) as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    run.upgrade(address)
    with run.connected(address) as connection:
        assert run.revision(connection) == migrations.HEAD


def test_each_migration_can_be_taken_back_alone(address: Address) -> None:
    for revision in (
        "0001",
        "0002",
        "0003",
        "0004",
        "0005",
        "0006",
        "0007",
        "0008",
        "0009",
        "0010",
        "0011",
        "0012",
        "0013",
    ):
        run.upgrade(address, revision)
        run.downgrade(address, "-1")
        run.upgrade(address, revision)


def test_what_is_taken_back_still_gives_no_number_twice(tmp_path: Path) -> None:
    address = parse_address(f"sqlite:///{tmp_path / 'cop.db'}")
    run.upgrade(address)
    run.downgrade(address, "0009")
    run.upgrade(address)
    with run.connected(address) as connection:
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        counting = {name for (name,) in made}
    assert counting == {
        table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
    }


def test_the_newest_migration_is_the_one_this_version_works_with() -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


HOLDS_NO_WORDS = (Boolean, Date, DateTime, Integer)
"""Columns of any other kind could hold somebody's words."""


def undeclared(tables: MetaData) -> list[str]:
    """The columns that no list names: they might hold words, and don't say whose, or that they hold none."""
    return [
        str(column)
        for table in tables.sorted_tables
        for column in table.columns
        if not isinstance(
            column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type, HOLDS_NO_WORDS
        )
        and not ("words_of" in column.info) ^ ("key" in column.info)
    ]


def test_every_text_column_says_whether_it_holds_peoples_words_or_a_key_of_ours() -> None:
    assert undeclared(metadata) == []
    assert {str(column) for column in columns_of_words()} >= {"drafts.text", "replies.text", "accounts.email"}


@pytest.mark.parametrize(
    "kind", [Text(), LargeBinary(), JSON(), Written(), Tags()], ids=lambda kind: type(kind).__name__
)
def test_a_column_that_nobody_listed_is_found(kind: TypeEngine[object]) -> None:
    later = MetaData()
    Table("diaries", later, Column("id", Integer, primary_key=True), Column("entry", kind))
    assert undeclared(later) == ["diaries.entry"]


def test_every_row_of_a_community_is_referred_to_within_it() -> None:
    """A foreign key to a table of a community names the community, too."""
    loose = [
        str(key)
        for table in metadata.tables.values()
        for key in table.foreign_key_constraints
        if "community_id" in key.referred_table.columns and "community_id" not in key.column_keys
    ]
    assert loose == []


def test_migrating_what_is_up_to_date_changes_nothing(address: Address) -> None:
    url = address.sqlalchemy.set(drivername=address.sqlalchemy.drivername.partition("+")[0])
    for _ in range(2):
        migrate(url.render_as_string(hide_password=False))


BEFORE = (
    "INSERT INTO communities (id, name, zone, created_at) VALUES (1, 'Policy', 'America/Toronto', 0)",
    "INSERT INTO members (community_id, id, name, unit, steward, joined_at) VALUES (1, 1, 'Noor', 'Health', true, 0)",
    (
        "INSERT INTO questions (community_id, id, member_id, nameless, unit, text, detail, tags, asked_at, state, reason,"
        " hidden, withdrawn) VALUES (1, 1, 1, false, 'Health', 'How early?', '', '', 5, 'open', '', false, false),"
        " (1, 2, 1, true, '', 'How late?', '', '', 5, 'closed', 'found', false, false),"
        " (1, 3, 1, true, '', 'How often?', '', '', 7, 'open', '', true, false)"
    ),
    (
        "INSERT INTO replies (community_id, id, question_id, member_id, platform, unit, text, replied_at, hidden,"
        " withdrawn) VALUES (1, 1, 1, 1, 'slack', 'Health', 'Six weeks', 6, false, false)"
    ),
    "INSERT INTO due (community_id, kind, number, part, step, at) VALUES (1, 'question', 2, '', 'question.unlink', 9)",
)


def test_what_was_asked_before_questions_had_a_clock_is_kept_and_has_a_next_step(address: Address) -> None:
    run.upgrade(address, "0005")
    with run.connected(address) as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    run.upgrade(address)
    with run.connected(address) as connection:
        steps = connection.execute(text("SELECT number, step, at FROM due ORDER BY number")).all()
        kept = connection.execute(
            text(
                "SELECT q.text, r.text, m.name, m.asks, q.rings FROM questions q JOIN members m ON m.id = q.member_id"
                " LEFT JOIN replies r ON r.question_id = q.id ORDER BY q.id"
            )
        ).all()
    later = 3 * 24 * 3600 * 1_000_000
    assert [tuple(row) for row in steps] == [
        (1, "question.follow_up", 5 + later),
        (2, "question.unlink", 9),
        (3, "question.follow_up", 7 + later),
    ]
    assert [tuple(row) for row in kept] == [
        ("How early?", "Six weeks", "Noor", "", 0),
        ("How late?", None, "Noor", "", 0),
        ("How often?", None, "Noor", "", 0),
    ]
