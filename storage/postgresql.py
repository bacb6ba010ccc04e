"""PostgreSQL: a few threads, each with a connection of its own and one transaction a unit."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import psycopg
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect

from bot.errors import Busy
from storage.errors import StatementFailed
from storage.jobs import Job, Outcome, Queue, Workers, settle
from storage.session import Session, failed
from storage.statements import Backend

WRITERS = 6
READERS = 3
RUNS = 3
"""How often a unit is run when PostgreSQL says that it got in another's way, before anything was kept."""
LOCK_SECONDS = 30
"""Nobody holds a community for so long; whoever waits this long for one is told, rather than waiting for ever."""


def _repeatable(error: Exception) -> bool:
    return isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure)


_dialect: Callable[..., Dialect] = PGDialect_psycopg
POSTGRESQL = Backend("postgresql", _dialect(paramstyle="format"), insert, psycopg.Error, _repeatable)


def writers(server: str) -> Workers:
    """The threads that write."""
    return Workers("cop-writer", _threads(server, WRITERS, read_only=False))


def readers(server: str) -> Workers:
    """The threads that read."""
    return Workers("cop-reader", _threads(server, READERS, read_only=True))


def _threads(server: str, count: int, *, read_only: bool) -> list[Callable[[Queue], None]]:
    first = Line(server, read_only=read_only)
    first.connect()
    return [partial(_serve, line) for line in (first, *(Line(server, read_only=read_only) for _ in range(count - 1)))]


class Line:
    """A connection that is made when it is first needed, and made anew when it was lost."""

    def __init__(self, server: str, *, read_only: bool) -> None:
        self._server = server
        self._read_only = read_only
        self._connection: psycopg.Connection[Any] | None = None

    def connect(self) -> psycopg.Connection[Any]:
        """The connection. Raises `psycopg.Error` when the server can't be reached."""
        if self._connection is None or self._connection.closed or self._connection.broken:
            connection = psycopg.connect(
                self._server, prepare_threshold=1, options=f"-c lock_timeout={LOCK_SECONDS}s -c timezone=UTC"
            )
            connection.prepared_max = 1000
            # A reader sees one moment, as on SQLite; a writer sees what was committed while it waited for its lock.
            level = psycopg.IsolationLevel.REPEATABLE_READ if self._read_only else psycopg.IsolationLevel.READ_COMMITTED
            connection.isolation_level = level
            connection.read_only = self._read_only
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()


def _serve(line: Line, queue: Queue) -> None:
    while (job := queue.get()) is not None:
        if job.take():
            settle([_answered(job, line)])
    line.close()


def _answered(job: Job[Any], line: Line) -> Outcome:
    for run in range(1, RUNS + 1):
        outcome, again = _run(job, line)
        if not again or run == RUNS:
            break
    return outcome


def _run(job: Job[Any], line: Line) -> tuple[Outcome, bool]:
    """What came of it, and whether it may be run again: nothing was kept, and it may well succeed."""
    try:
        connection = line.connect()
    except psycopg.Error:
        return (job, None, Busy()), False
    try:
        result = job.unit(Session(cast("Any", connection), POSTGRESQL))
    except BaseException as error:  # noqa: BLE001  # whatever a unit raises is raised where it is awaited
        _roll_back(connection)
        lost = connection.closed and isinstance(error, StatementFailed)
        return (job, None, error), lost or (isinstance(error, StatementFailed) and error.repeatable)
    try:
        connection.commit()
    except psycopg.Error as error:
        _roll_back(connection)
        return (job, None, failed(error, POSTGRESQL)), False
    return (job, result, None), False


def _roll_back(connection: psycopg.Connection[Any]) -> None:
    try:
        connection.rollback()
    except psycopg.Error:
        connection.close()
