"""Upgrades, compares and takes back a database's schema from within the program, installed or not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from storage.address import Address
from storage.errors import NewerDatabase
from storage.migrations import HEAD


@contextmanager
def connected(address: Address) -> Iterator[Connection]:
    """A connection in one transaction, schema changes included: all of a migration is kept, or nothing."""
    engine = _engine(address)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def standing(address: Address) -> str | None:
    """Where the database's schema stands, None for a database without one."""
    with connected(address) as connection:
        return revision(connection)


def revision(connection: Connection) -> str | None:
    """Where the schema stands, None for a database without one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(address: Address, to: str = HEAD) -> None:
    """Bring the schema forward; a SQLite file that holds something is copied first. Raises `NewerDatabase`."""
    stands = standing(address)
    if stands == to:
        return
    if stands is not None and stands > HEAD:
        raise NewerDatabase(stands)
    if stands is not None and address.file is not None:
        copy(address.file, address.file.with_name(f"{address.file.name}.before-{to}"))
    with connected(address) as connection:
        command.upgrade(_config(connection), to)


def downgrade(address: Address, to: str) -> None:
    """Take the schema back to that revision, `base` for none at all, and what it held with it."""
    with connected(address) as connection:
        command.downgrade(_config(connection), to)


def copy(file: Path, target: Path) -> None:
    """A consistent copy of a SQLite file, what stands only in its write-ahead log included."""
    target.unlink(missing_ok=True)
    source, kept = sqlite3.connect(file), sqlite3.connect(target)
    try:
        source.backup(kept)
    finally:
        kept.close()
        source.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _engine(address: Address) -> Engine:
    engine = create_engine(address.sqlalchemy, poolclass=NullPool, hide_parameters=True)
    if address.file is not None:
        event.listen(engine, "connect", _no_transaction_of_its_own)
        event.listen(engine, "begin", _begin)
    return engine


def _no_transaction_of_its_own(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3's, so that schema changes are undone too


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
