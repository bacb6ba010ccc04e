"""A copy in a file that goes again, to try things out without making anybody wait. Whatever is there stays as it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Select, Table, create_engine, insert, select
from sqlalchemy.pool import NullPool

from storage.address import Address, parse_address
from storage.engine import Store, open_store, usable
from storage.errors import NewerDatabase, NoDatabase, OlderDatabase
from storage.tables import accounts, codes, documents, identities, metadata

AT_ONCE = 1000
"""Rows that are carried over together."""
_LEFT = (codes, documents)
"""What nothing that happens by itself looks at."""


@asynccontextmanager
async def open_apart(database_url: str, community: int) -> AsyncIterator[Store]:
    """That community as it is now, to read and to write; what is written goes with the block.

    A SQLite file is copied as a whole, of a PostgreSQL database the community's rows. Raises `StorageError`:
    `UnknownDatabase`, `Unusable`, `NoDatabase`, `NewerDatabase`, and `OlderDatabase` on PostgreSQL.
    """
    address = parse_address(database_url)
    with TemporaryDirectory(prefix="cop-") as folder:
        file = Path(folder) / "apart.db"
        await asyncio.to_thread(_copied, address, file, community)
        async with open_store(f"sqlite:///{file}") as store:
            yield store


def _copied(address: Address, file: Path, community: int) -> None:
    from storage.migrations import run  # noqa: PLC0415  # Alembic is loaded only where the schema is looked at

    if address.file is None:
        apart = parse_address(f"sqlite:///{file}")
        run.upgrade(apart)
        with usable(address), run.connected(apart) as kept:
            _carry(address, kept, community)
        return
    if not address.file.exists():
        raise NoDatabase(str(address.file))
    with usable(address):
        run.copy(address.file, file)


def _carry(address: Address, kept: Connection, community: int) -> None:
    """What stands in the database at one moment, read without holding up anybody."""
    engine = create_engine(
        address.sqlalchemy, poolclass=NullPool, hide_parameters=True, isolation_level="REPEATABLE READ"
    )
    with engine.connect().execution_options(postgresql_readonly=True) as source:
        _check(source, str(address.sqlalchemy.host or "this machine"))
        for table in metadata.sorted_tables:
            wanted = _of(table, community)
            if wanted is None:
                continue
            for rows in source.execute(wanted).mappings().partitions(AT_ONCE):
                kept.execute(insert(table), [dict(row) for row in rows])
    engine.dispose()


def _check(source: Connection, where: str) -> None:
    """Raises `NoDatabase`, `OlderDatabase` or `NewerDatabase` unless this version made the schema."""
    from storage.migrations import HEAD, run  # noqa: PLC0415  # see above

    stands = run.revision(source)
    if stands is None:
        raise NoDatabase(where)
    if stands != HEAD:
        raise OlderDatabase if stands < HEAD else NewerDatabase(stands)


def _of(table: Table, community: int) -> Select[tuple[object, ...]] | None:
    """The table's rows that belong to the community, or are everybody's; None for a table that isn't needed."""
    if table is accounts:
        theirs = select(identities.c.account_id).where(identities.c.community_id == community)
        return select(table).where(table.c.id.in_(theirs))
    if table.name == "communities":
        return select(table)
    if table in _LEFT or "community_id" not in table.c:
        return None
    return select(table).where(table.c.community_id == community)
