"""SQLite: one writer that commits what waits as a group, and a few readers that cannot write."""

import sqlite3
from functools import partial
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from bot.errors import Busy
from storage.errors import StatementFailed
from storage.jobs import Job, Outcome, Queue, Workers, settle
from storage.session import Session, failed
from storage.statements import Backend

READERS = 2
GROUP = 64
"""The most units in one commit."""
GROUP_SECONDS = 0.02
"""No unit joins a group that has been open for longer: the first one waits for the commit."""
LOCKED_MS = 5000

SQLITE = Backend(
    "sqlite",
    SQLiteDialect_pysqlite(paramstyle="qmark"),
    insert,
    sqlite3.Error,
    repeatable=lambda _error: False,
)


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that begins and commits only when told to."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in (
        f"busy_timeout = {LOCKED_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -16000",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def writers(file: Path) -> Workers:
    """The one thread that writes."""
    return Workers("cop-writer", [Writer(connect(file)).serve])


def readers(file: Path) -> Workers:
    """The threads that read."""
    return Workers("cop-reader", [partial(_read, connect(file, read_only=True)) for _ in range(READERS)])


class Writer:
    """Takes what waits, runs each unit within a savepoint of its own, and commits all of them at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._open = True

    def serve(self, queue: Queue) -> None:
        """Until the queue says None."""
        while self._open and (job := queue.get()) is not None:
            if job.take():
                settle(self._group(job, queue))
        self._connection.close()

    def _group(self, first: Job[Any], queue: Queue) -> list[Outcome]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            return [(first, None, Busy())]
        done: list[Outcome] = []
        last = monotonic() + GROUP_SECONDS
        job: Job[Any] | None = first
        while job is not None:
            done.append(self._run(job))
            # A disk that is full may have rolled back the transaction under us; what came next would stand alone.
            more = self._connection.in_transaction and len(done) < GROUP and monotonic() < last
            job = self._next(queue) if more else None
        return self._committed(done)

    def _next(self, queue: Queue) -> Job[Any] | None:
        """Another job that is ours to run, None when none waits or the queue ends."""
        try:
            while (job := queue.get_nowait()) is not None:
                if job.take():
                    return job
            self._open = False
        except Empty:
            pass
        return None

    def _run(self, job: Job[Any]) -> Outcome:
        execute = self._connection.execute
        try:
            execute("SAVEPOINT unit")
            result = job.unit(Session(self._connection, SQLITE))
            execute("RELEASE unit")
        except BaseException as error:  # noqa: BLE001  # whatever a unit raises is raised where it is awaited
            self._undo()
            return job, None, error
        return job, result, None

    def _undo(self) -> None:
        """Without the last unit. Where even that fails, without the whole group: then nobody is told it was kept."""
        try:
            self._connection.execute("ROLLBACK TO unit")
            self._connection.execute("RELEASE unit")
        except sqlite3.Error:
            self._roll_back()

    def _committed(self, done: list[Outcome]) -> list[Outcome]:
        if not self._connection.in_transaction:
            lost = StatementFailed("the database rolled the whole group back")
            return [(job, None, error or lost) for job, _, error in done]
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            lost = failed(error, SQLITE)
            return [(job, None, raised or lost) for job, _, raised in done]
        return done

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _read(connection: sqlite3.Connection, queue: Queue) -> None:
    while (job := queue.get()) is not None:
        if job.take():
            settle([_answered(job, connection)])
    connection.close()


def _answered(job: Job[Any], connection: sqlite3.Connection) -> Outcome:
    try:
        connection.execute("BEGIN")
        result = job.unit(Session(connection, SQLITE))
    except BaseException as error:  # noqa: BLE001  # whatever a unit raises is raised where it is awaited
        return job, None, error
    else:
        return job, result, None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
