"""Opens the database and runs units of work in threads of its own; nobody else knows of threads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from storage import sqlite
from storage.address import Address, parse_address
from storage.errors import InUse, Unusable
from storage.installations import Installations
from storage.jobs import Workers
from storage.ledger import Ledger
from storage.lock import FileLock
from storage.search import meaning
from storage.search.nearest import Nearest
from storage.session import Session
from storage.unit_of_work import Work

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds after which a unit that hasn't been started is withdrawn."""
PATIENCE_OF_READERS = 10.0
PATIENCE_OF_THE_COURIER = 60.0
"""Nobody waits for the courier, and what it has to record has already happened."""


class Store:
    """Where everything is kept."""

    def __init__(self, writers: Workers, readers: Workers, release: Callable[[], None]) -> None:
        self._writers = writers
        self._readers = readers
        self._release = release
        self._sketches = Nearest()
        self.ledger = Ledger(self._recorded)
        self.installations = Installations(self.read, self.write)

    async def write(self, unit: Callable[[Work], T]) -> T:
        """Run the unit in one transaction; durable when this returns. What it raises undoes it and is raised here.

        Raises `Busy` when it could not be started within two seconds; then nothing was kept.
        """
        return await self._writers.run(lambda session: unit(Work(session, self._sketches, reading=False)), PATIENCE)

    async def read(self, unit: Callable[[Work], T], patience: float = PATIENCE_OF_READERS) -> T:
        """Run the unit on a reader, where writing is an error. Raises `Busy` when none was free for `patience` seconds."""
        return await self._readers.run(lambda session: unit(Work(session, self._sketches, reading=True)), patience)

    async def prepare(self) -> None:
        """Load what a look-up needs, so that the first doesn't wait for it. May be repeated."""
        await asyncio.to_thread(meaning.prepare)

    async def _recorded(self, unit: Callable[[Session], T], /) -> T:
        return await self._writers.run(unit, PATIENCE_OF_THE_COURIER)

    async def close(self) -> None:
        """End every thread when what waits is done."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._readers.close()
        self._writers.close()
        self._release()


@asynccontextmanager
async def open_store(database_url: str, *, visiting: bool = False) -> AsyncIterator[Store]:
    """The database, brought to this version's schema, until the end of the block.

    A visit is short: it may stand beside the process that serves the same SQLite file.

    Raises `StorageError`: `InUse` when another process has the SQLite file, `Unusable`, `NewerDatabase`,
    `UnknownDatabase`. A migration that fails raises what it failed with; then the database stands as it was.
    """
    store = await asyncio.to_thread(_visited if visiting else _open, parse_address(database_url))
    try:
        yield store
    finally:
        await store.close()


def migrate(database_url: str) -> None:
    """Bring the schema to this version; a SQLite file that holds something is copied first.

    Raises as `open_store` does.
    """
    address = parse_address(database_url)
    release = _locked(address)
    try:
        _migrate(address)
    finally:
        release()


def is_current(database_url: str) -> bool:
    """Whether the database is there and has this version's schema; nothing is changed. Raises `StorageError`."""
    from storage.migrations import HEAD, run  # noqa: PLC0415  # Alembic is loaded only where the schema is looked at

    address = parse_address(database_url)
    if address.file is not None and not address.file.exists():
        return False
    with usable(address):
        return run.standing(address) == HEAD


@contextmanager
def usable(address: Address) -> Iterator[None]:
    """What a driver says of a database that can't be opened becomes `Unusable`."""
    try:
        yield
    except (OSError, OperationalError, sqlite3.OperationalError) as error:
        raise Unusable(str(address.file or address.sqlalchemy.host or "on this machine")) from error


def _open(address: Address) -> Store:
    release = _locked(address)
    try:
        _migrate(address)
        return _started(address, release)
    except BaseException:
        release()
        raise


def _visited(address: Address) -> Store:
    try:
        return _open(address)
    except InUse:
        # Whoever serves the file has brought it to its own version; one short write waits its turn beside theirs.
        return _started(address, lambda: None)


def _started(address: Address, release: Callable[[], None]) -> Store:
    if address.file is not None:
        return Store(sqlite.writers(address.file), sqlite.readers(address.file), release)
    from storage.postgresql import readers, writers  # noqa: PLC0415  # its driver is loaded only where it is used

    return Store(writers(address.server), readers(address.server), release)


def _locked(address: Address) -> Callable[[], None]:
    if address.file is None:
        return lambda: None
    with usable(address):
        address.file.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(address.file).release


def _migrate(address: Address) -> None:
    from storage.migrations import HEAD, run  # noqa: PLC0415  # Alembic is loaded only where the schema is looked at

    with usable(address):
        stands = run.standing(address)
    if stands != HEAD:
        run.upgrade(address)
