"""The kinds of columns, so that every one says whether it holds people's words, a key of ours, or an instant."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An instant, kept as whole microseconds since 1970 UTC on every backend. A naive time is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Microseconds. Raises `ValueError` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The instant, in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Day(TypeDecorator[date]):
    """A local date, kept as `2027-03-11`, so that it sorts as it reads on every backend."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The date as ISO 8601 writes it."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """The date."""
        return None if value is None else date.fromisoformat(value)


class Wall(TypeDecorator[time]):
    """The time a clock on the wall shows, to the minute: `10:00`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Hours and minutes."""
        return None if value is None else value.isoformat("minutes")

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:  # noqa: ARG002
        """The time."""
        return None if value is None else time.fromisoformat(value)


class Written(TypeDecorator[str]):
    """Text without what PostgreSQL or UTF-8 cannot hold, so that both backends keep the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text without NUL characters and halves of surrogate pairs."""
        if value is None or value.isascii():
            return value if value is None or "\0" not in value else value.replace("\0", "")
        return value.replace("\0", "").encode("utf-8", "replace").decode()


class Tags(TypeDecorator[tuple[str, ...]]):
    """Tags, which hold no spaces, between spaces: one can be looked for as ` tag `."""

    impl = Written
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """` one two `, empty for none."""
        return f" {' '.join(value)} " if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """In the order given."""
        return tuple((value or "").split())


def words(name: str, of: str, *, nullable: bool = False) -> Column[Any]:
    """A column that holds people's words or names. `of` says whose, for erasure, take-back and their tests."""
    return Column(name, Written, nullable=nullable, info={"words_of": of})


def tags(of: str, name: str = "tags") -> Column[Any]:
    """The tags somebody chose."""
    return Column(name, Tags, nullable=False, info={"words_of": of})


def key(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[Any]:
    """A text column that holds a word of ours or a platform's id, never anybody's words."""
    return Column(name, Written, nullable=nullable, primary_key=primary_key, info={"key": True})


def instant(name: str, *, nullable: bool = False) -> Column[Any]:
    """An instant."""
    return Column(name, Instant, nullable=nullable)


def day(name: str, *, nullable: bool = False) -> Column[Any]:
    """A local date."""
    return Column(name, Day, nullable=nullable, info={"key": True})


def wall(name: str, *, nullable: bool = False) -> Column[Any]:
    """A wall time."""
    return Column(name, Wall, nullable=nullable, info={"key": True})


def number(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[Any]:
    """A number or id."""
    return Column(name, Integer, nullable=nullable, primary_key=primary_key, autoincrement=False)


def within(table: str, column: str, **options: Any) -> ForeignKeyConstraint:
    """A reference to a row of the same community, the only kind there can be."""
    return ForeignKeyConstraint(["community_id", column], [f"{table}.community_id", f"{table}.id"], **options)
