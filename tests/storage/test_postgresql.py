"""What only PostgreSQL has: other writers at the same moment, deadlocks, and connections that are lost."""

import asyncio
import threading
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.catalogue import Work
from storage.engine import Store, open_store
from storage.errors import Unusable
from tests.contracts.seed import plant
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
async def store(postgres: PostgresServer) -> AsyncIterator[Store]:
    """An open store on PostgreSQL."""
    url = postgres.fresh()
    async with open_store(url) as opened:
        yield opened
    postgres.drop(url)


async def test_writers_of_two_communities_do_not_wait_for_each_other(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    locked, gate = threading.Event(), threading.Event()

    def holds(work: Work) -> None:
        work.only_writer_of(ours.id)
        locked.set()
        assert gate.wait(5)

    held = asyncio.create_task(store.write(holds))
    await asyncio.to_thread(locked.wait, 5)
    await asyncio.wait_for(store.write(lambda work: work.only_writer_of(theirs.id)), 2)
    waits = asyncio.create_task(store.write(lambda work: work.only_writer_of(ours.id)))
    await asyncio.sleep(0.1)
    assert not waits.done()
    gate.set()
    await asyncio.gather(held, waits)


async def test_a_deadlock_between_two_communities_is_run_again(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    meeting = threading.Barrier(2, timeout=5)
    met: set[int] = set()

    def crosses(work: Work, first: int, second: int) -> None:
        work.only_writer_of(first)
        if first not in met:
            met.add(first)
            meeting.wait()
        work.only_writer_of(second)
        so_far = int(work.communities.settings(first).get("tally", "0"))
        work.communities.set(first, "tally", str(so_far + 1))

    await asyncio.gather(
        store.write(lambda work: crosses(work, ours.id, theirs.id)),
        store.write(lambda work: crosses(work, theirs.id, ours.id)),
    )
    for seed in (ours, theirs):
        settings = await store.read(lambda work, community=seed.id: work.communities.settings(community))  # type: ignore[misc]  # a default binds the loop's value
        assert settings["tally"] == "1"


async def test_a_lost_connection_is_made_anew_before_anything_was_kept(postgres: PostgresServer, store: Store) -> None:
    await plant(store)
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> 'postgres' AND datname IS NOT NULL"
        )
    results = await asyncio.gather(*(store.write(lambda work: work.communities.all()) for _ in range(12)))
    assert all(len(found) == 1 for found in results)


async def test_a_server_that_cannot_be_reached_is_told_of_without_the_password() -> None:
    with pytest.raises(Unusable) as raised:
        async with open_store("postgresql://somebody:p4ss@127.0.0.1:1/cop"):
            pass
    assert "p4ss" not in str(raised.value)
