"""One transaction on one connection: the only place where a statement meets the driver."""

from typing import Any, Protocol

from storage.errors import StatementFailed
from storage.statements import Backend, Prepared, Row, Statement


class Cursor(Protocol):
    """What a driver answers."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""


class Connection(Protocol):
    """What is used of a driver's connection."""

    def execute(self, statement: Any, parameters: Any = ..., /) -> Cursor:
        """Run it."""


class Session:
    """Runs statements within a transaction. `kept` tells whether any changed a row."""

    __slots__ = ("_connection", "backend", "kept")

    def __init__(self, connection: Connection, backend: Backend) -> None:
        self._connection = connection
        self.backend = backend
        self.kept = False

    def rows(self, statement: Statement, /, **values: object) -> list[Row]:
        """Every row. Raises `StatementFailed`."""
        prepared = statement.prepared(self.backend)
        try:
            rows = self._execute(prepared, values).fetchall()
        except self.backend.error as error:
            raise failed(error, self.backend) from None
        if prepared.dml and rows:
            self.kept = True
        return prepared.read(rows)

    def row(self, statement: Statement, /, **values: object) -> Row | None:
        """The first row, None when there is none. Raises `StatementFailed`."""
        rows = self.rows(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: Statement, /, **values: object) -> Any:
        """The first value of the only row. Raises `StatementFailed`."""
        return self.rows(statement, **values)[0][0]

    def run(self, statement: Statement, /, **values: object) -> int:
        """Change rows; how many were. Raises `StatementFailed`."""
        try:
            changed = self._execute(statement.prepared(self.backend), values).rowcount
        except self.backend.error as error:
            raise failed(error, self.backend) from None
        if changed:
            self.kept = True
        return changed

    def _execute(self, prepared: Prepared, values: dict[str, object]) -> Cursor:
        return self._connection.execute(prepared.text, prepared.parameters(values))


def failed(error: Exception, backend: Backend) -> StatementFailed:
    """The driver's error without its text, which may quote what people wrote."""
    kind = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None) or ""
    reason = " ".join(part for part in (type(error).__name__, kind, constraint) if part)
    return StatementFailed(reason, repeatable=backend.repeatable(error))
