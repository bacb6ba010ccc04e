"""However late the clock is looked at, however often and by however many: every meeting is announced once, in time."""

import asyncio
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.wiring import whole_catalogue
from scheduling.tick import Tick
from storage.engine import open_store
from tests.scheduling.kill.truth import Truth
from tests.scheduling.year import Year, counted
from tests.servers.postgres import PostgresServer

LATE = {"minutes": timedelta(minutes=50), "hours": timedelta(hours=30), "a week": timedelta(days=9)}
"""At most."""


@asynccontextmanager
async def year_in(url: str) -> AsyncIterator[Year]:
    async with open_store(url) as store:
        with closing(Truth(url)) as truth:
            made = Year(store, truth)
            await made.begin()
            yield made


@pytest.fixture
async def year(tmp_path: Path) -> AsyncIterator[Year]:
    async with year_in(f"sqlite:///{tmp_path / 'cop.db'}") as made:
        yield made


def ticking(year: Year) -> Tick:
    return Tick(year.store, year.store.ledger, whole_catalogue(), year.clock, lambda: None)


async def all_went_well(year: Year) -> dict[str, int]:
    """Everything became as it should have; how often each thing did."""
    became, should = await year.fates()
    assert {subject: fate for subject, fate in became.items() if fate != should[subject]} == {}
    assert len(became) > 70
    return counted(became)


@pytest.mark.parametrize("late", LATE)
async def test_ticks_that_come_late_and_twice_announce_each_meeting_once_and_drop_stale_reminders(
    year: Year, late: str
) -> None:
    die, tick = random.Random(late), ticking(year)
    while await year.next_look(LATE[late] * die.random()):
        page = await tick._page()
        await tick.run_due_until_idle()
        assert not any([await tick._run(row) for row in page])
        assert await tick.run_due() == 0
    happened = await all_went_well(year)
    assert (happened["meeting.remind"] > 0) == (late != "minutes")
    assert (happened["meeting.announce"] > 0) == (late == "a week")


async def test_two_tickers_at_once_announce_each_meeting_once(year: Year) -> None:
    die, first, second = random.Random(3), ticking(year), ticking(year)
    while await year.next_look(die.choice(list(LATE.values())) * die.random()):
        await asyncio.gather(first.run_due_until_idle(), second.run_due_until_idle())
    happened = await all_went_well(year)
    assert happened["announced"] > happened["meeting.remind"] > 0


@asynccontextmanager
async def ticker(url: str) -> AsyncIterator[Process]:
    """A process over that database, ready to look at what is due."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.scheduling.ticker", url, stdin=PIPE, stdout=PIPE
    )
    try:
        assert await said(process) == "ready"
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def said(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def look(process: Process, at: str) -> int:
    """How many steps the process ran at that instant."""
    assert process.stdin is not None
    process.stdin.write(f"{at}\n".encode())
    return int(await said(process))


@pytest.mark.postgres
async def test_two_processes_over_one_database_announce_each_meeting_once(postgres: PostgresServer) -> None:
    url, die, ran = postgres.fresh(), random.Random(4), [0, 0]
    async with year_in(url) as year, AsyncExitStack() as stack:
        tickers = [await stack.enter_async_context(ticker(url)) for _ in ran]
        while await year.next_look(die.choice(list(LATE.values())) * die.random()):
            at = year.clock.at.isoformat()
            steps = await asyncio.gather(*(look(process, at) for process in tickers))
            ran = [sum(pair) for pair in zip(ran, steps, strict=True)]
        happened = await all_went_well(year)
    postgres.drop(url)
    assert happened["announced"] > happened["meeting.remind"] > 0
    assert all(ran)
