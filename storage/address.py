"""Reads where everything is kept: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import UnknownDatabase


@dataclass(frozen=True, slots=True)
class Address:
    """A database's address. `file` is None on PostgreSQL, where `server` is what its client library takes."""

    sqlalchemy: URL
    file: Path | None
    server: str


def parse_address(database_url: str) -> Address:
    """The address that was set. Raises `UnknownDatabase`, whose text doesn't repeat it: it may hold a password."""
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise UnknownDatabase from None
    if url.drivername == "sqlite" and url.database and url.database != ":memory:" and not url.host:
        return Address(url, Path(url.database), "")
    if url.drivername in ("postgresql", "postgres"):
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return Address(url.set(drivername="postgresql+psycopg"), None, plain)
    raise UnknownDatabase
