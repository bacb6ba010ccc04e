"""One file, one process, one writer: what SQLite is asked to promise."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.catalogue import Work
from storage.address import parse_address
from storage.engine import migrate, open_store
from storage.errors import InUse, NewerDatabase, StatementFailed, UnknownDatabase, Unusable
from storage.migrations import HEAD, run
from tests.contracts.seed import NOW

CHILD = """
import asyncio, sys
from datetime import datetime, UTC
from storage.engine import open_store

async def main() -> None:
    async with open_store(sys.argv[1]) as store:
        print("open", flush=True)
        async def ask(number: int) -> None:
            await store.write(lambda work: work.inbox.keep(f"key-{number}", datetime.now(UTC)))
            print(f"key-{number}", flush=True)
        number = 0
        while True:
            await asyncio.gather(*(ask(number + place) for place in range(10)))
            number += 10

asyncio.run(main())
"""


def _child(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database will be."""
    return tmp_path / "deep" / "cop.db"


@pytest.fixture
def url(file: Path) -> str:
    """Its address."""
    return f"sqlite:///{file}"


async def test_a_second_opening_of_one_file_is_refused_in_a_sentence(url: str, file: Path) -> None:
    async with open_store(url):
        with pytest.raises(InUse, match="Another process is using"):
            async with open_store(url):
                pass
        with pytest.raises(InUse):
            migrate(url)
    async with open_store(url):
        assert file.exists()


async def test_a_second_process_is_refused_until_the_first_is_gone_however_it_ends(url: str) -> None:
    child = _child(url)
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline() == "open\n"
    with pytest.raises(InUse):
        async with open_store(url):
            pass
    child.send_signal(signal.SIGKILL)
    child.communicate()
    async with open_store(url):
        pass


async def test_killed_after_it_acknowledged_it_has_lost_nothing(url: str) -> None:
    for lines in (5, 120, 333):
        child = _child(url)
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(lines)]
        os.kill(child.pid, signal.SIGKILL)
        rest, _ = child.communicate()
        keys = [*told, *rest.split()]
        async with open_store(url) as store:
            unkept = await store.read(
                lambda work, keys=keys: [key for key in keys if key != "open" and not work.inbox.seen(key)]  # type: ignore[misc]  # a default binds the loop's value
            )
            assert unkept == []
            await store.write(lambda work: work.inbox.clear(NOW.replace(year=2100)))


async def test_what_waits_is_committed_together(url: str, file: Path) -> None:
    async with open_store(url) as store:
        gate = threading.Event()
        first = asyncio.create_task(store.write(lambda _work: gate.wait(5)))
        await asyncio.sleep(0.05)
        before = _commits(file)
        units = [
            asyncio.create_task(
                store.write(lambda work, number=number: work.inbox.keep(f"key-{number}", NOW))  # type: ignore[misc]  # a default binds the loop's value
            )
            for number in range(40)
        ]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(first, *units)
        assert _commits(file) - before <= 2


def _commits(file: Path) -> int:
    """How many transactions the write-ahead log holds: frames that end one name the database's size."""
    log = file.with_name(f"{file.name}-wal").read_bytes()
    page = int.from_bytes(log[8:12], "big")
    return sum(int.from_bytes(log[place + 4 : place + 8], "big") > 0 for place in range(32, len(log) - 24, page + 24))


async def test_when_the_disk_is_full_everybody_in_the_group_is_told(url: str, file: Path) -> None:
    async with open_store(url) as store:
        gate = threading.Event()

        def fills(work: Work) -> None:
            gate.wait(5)
            connection = work.communities._session._connection  # type: ignore[attr-defined]  # the driver's own
            connection.execute("PRAGMA max_page_count = 1")
            for number in range(100):
                work.communities.new("x" * 5000, f"{number}", NOW)

        results = asyncio.gather(
            store.write(lambda work: work.inbox.keep("before", NOW)),
            store.write(fills),
            store.write(lambda work: work.inbox.keep("after", NOW)),
            return_exceptions=True,
        )
        await asyncio.sleep(0.05)
        gate.set()
        before, filled, after = await results
        assert isinstance(filled, StatementFailed)
        for result, key in ((before, "before"), (after, "after")):
            kept = await store.read(lambda work, key=key: work.inbox.seen(key))  # type: ignore[misc]  # a default binds the loop's value
            assert kept == (result is None), key
        assert await store.read(lambda work: work.communities.all()) == []
        assert file.exists()


def test_a_pending_migration_copies_the_file_first(url: str, file: Path) -> None:
    file.parent.mkdir()
    run.upgrade(parse_address(url), "0001")
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO communities (name, zone, created_at) VALUES ('Policy', 'UTC', 0)")
    connection.close()
    migrate(url)
    copied = file.with_name(f"cop.db.before-{HEAD}")
    for database, tables in ((copied, False), (file, True)):
        opened = sqlite3.connect(database)
        assert opened.execute("SELECT name FROM communities").fetchall() == [("Policy",)]
        found = opened.execute("SELECT name FROM sqlite_master WHERE name = 'postings'").fetchall()
        assert bool(found) == tables
        opened.close()


def test_a_new_file_is_not_copied(url: str, file: Path) -> None:
    migrate(url)
    assert [path.name for path in sorted(file.parent.iterdir())] == ["cop.db", "cop.db-lock"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(url: str, file: Path) -> None:
    file.parent.mkdir()
    run.upgrade(parse_address(url), "0001")
    before = _tables(file)
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE due (wrong INTEGER)")
    connection.close()
    with pytest.raises(Exception, match="due"):
        migrate(url)
    assert _tables(file) - {"due"} == before


def _tables(file: Path) -> set[str]:
    connection = sqlite3.connect(file)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    return names


def test_a_database_of_a_newer_version_is_left_alone(url: str, file: Path) -> None:
    migrate(url)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerDatabase, match="9999"):
        migrate(url)


def test_a_file_that_cannot_be_written_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="can't be opened"):
        migrate(f"sqlite:///{tmp_path}")
    with pytest.raises(Unusable, match="can't be opened"):
        migrate(f"sqlite:///{tmp_path / 'file' / 'cop.db'}")


@pytest.mark.parametrize(
    "url", ["", "cop.db", "mysql://u:p4ss@h/d", "sqlite://", "sqlite:///:memory:", "postgresql:p4ss"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(UnknownDatabase) as raised:
        parse_address(url)
    assert "p4ss" not in str(raised.value)
