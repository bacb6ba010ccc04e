"""Statements written once in SQLAlchemy and compiled once a backend, so that running one costs microseconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BindParameter, Column, ColumnElement, and_, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.expression import Executable

Row = tuple[Any, ...]
Process = Callable[[Any], Any]


class Insert(Protocol):
    """The `insert` of a dialect, with `on_conflict_do_update` and `on_conflict_do_nothing`."""

    def __call__(self, table: Any, /) -> Any:
        """An insert into the table."""


@dataclass(frozen=True)
class Backend:
    """What SQLite and PostgreSQL do differently. `error` is what every error of the driver is a kind of."""

    name: str
    dialect: Dialect
    insert: Insert
    error: type[Exception]
    repeatable: Callable[[Exception], bool]
    """Whether the same unit may succeed when it is run anew."""


class Prepared:
    """A statement as one backend's driver takes it."""

    __slots__ = ("_binds", "_names", "_reads", "dml", "text")

    def __init__(self, executable: Any, dialect: Dialect) -> None:
        compiled = executable.compile(dialect=dialect)
        self.text = str(compiled)
        self.dml = bool(getattr(executable, "is_dml", False))
        self._binds = [_bind(compiled.binds[name], name, dialect) for name in compiled.positiontup or ()]
        plain = all(process is None and required for _, process, required, _ in self._binds)
        self._names = [name for name, *_ in self._binds] if plain else None
        columns: Sequence[Any] = list(getattr(executable, "exported_columns", ()))
        reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._reads = [(place, read) for place, read in enumerate(reads) if read is not None]

    def parameters(self, values: Mapping[str, object]) -> Sequence[object]:
        """The values in the statement's order, as the driver takes them. Raises `KeyError` for a missing one."""
        if self._names is not None:
            return [values[name] for name in self._names]
        return [
            constant if not required else (values[name] if process is None else process(values[name]))
            for name, process, required, constant in self._binds
        ]

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows as Python values."""
        if not self._reads:
            return rows
        return [self._row(row) for row in rows]

    def _row(self, row: Row) -> Row:
        values = list(row)
        for place, read in self._reads:
            values[place] = read(values[place])
        return tuple(values)


def _bind(parameter: Any, name: str, dialect: Dialect) -> tuple[str, Process | None, bool, object]:
    process: Process | None = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    if parameter.required:
        return name, process, True, None
    return name, None, False, parameter.value if process is None else process(parameter.value)


class Statement:
    """A statement of ours. Its parameters are named; a column's value is named like the column."""

    __slots__ = ("_build", "_prepared")

    def __init__(self, build: Executable | Callable[[Insert], Executable]) -> None:
        self._build = build
        self._prepared: dict[str, Prepared] = {}

    def prepared(self, backend: Backend) -> Prepared:
        """The statement as the backend takes it."""
        found = self._prepared.get(backend.name)
        if found is None:
            build = self._build
            executable = build if isinstance(build, Executable) else build(backend.insert)
            found = self._prepared[backend.name] = Prepared(executable, backend.dialect)
        return found


def given(*columns: Column[Any]) -> dict[str, BindParameter[Any]]:
    """The columns' values as parameters of their names, for `values()`."""
    return {column.name: bindparam(column.name) for column in columns}


def at(*columns: Column[Any]) -> ColumnElement[bool]:
    """That the columns equal the parameters of their names."""
    return and_(*(column == bindparam(column.name) for column in columns))
