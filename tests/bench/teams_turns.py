"""Drives signed Teams turns at a bot and says how fast it took them.

`python -m tests.bench.teams_turns 2000` compares the SDK's stock echo bot with our adapter.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import quantiles

import psutil
from aiohttp import ClientSession, TCPConnector

from tests.servers.teams.activities import direct
from tests.servers.teams.connector import Connector
from tests.servers.teams.keys import Keys
from tests.servers.teams.serving import serving


@dataclass(frozen=True)
class Turns:
    """What was measured. Times in milliseconds; `cpu` is the bot's own a turn, 0 where its process isn't known.

    Driver and connector run in one process, so a fast bot waits for them: `cpu` tells more than `per_second`.
    """

    per_second: float
    p50: float
    p99: float
    failed: int
    cpu: float = 0.0


async def drive(bot_url: str, keys: Keys, connector_url: str, turns: int, *, at_once: int = 32, pid: int = 0) -> Turns:
    """Send that many messages, each of its own id, and wait for each to be acknowledged. `pid` is the bot's process."""
    token = keys.token(connector_url)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    bodies = [json.dumps(direct("hi") | {"serviceUrl": connector_url}).encode() for _ in range(turns)]
    waiting, took, failed = iter(bodies), list[float](), 0

    async def work(session: ClientSession) -> None:
        nonlocal failed
        for body in waiting:
            started = time.perf_counter()
            async with session.post(f"{bot_url}/api/messages", data=body, headers=headers) as answer:
                await answer.read()
                failed += answer.status >= 300
            took.append((time.perf_counter() - started) * 1000)

    spent = _cpu(pid)
    async with ClientSession(connector=TCPConnector(limit=at_once)) as session:
        started = time.perf_counter()
        await asyncio.gather(*(work(session) for _ in range(at_once)))
        seconds = time.perf_counter() - started
    cuts = quantiles(took, n=100)
    return Turns(turns / seconds, cuts[49], cuts[98], failed, (_cpu(pid) - spent) * 1000 / turns)


def _cpu(pid: int) -> float:
    """Seconds of processor time that process has used."""
    if not pid:
        return 0.0
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


@asynccontextmanager
async def echo_bot(which: str, metadata_url: str) -> AsyncIterator[tuple[str, int]]:
    """An echo bot in a process of its own; its address and process id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.teams_echo", which, metadata_url), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip(), process.pid
    finally:
        process.kill()
        await process.wait()


async def compare(turns: int, at_once: int = 32) -> dict[str, Turns]:
    """Both echo bots, one after the other, each warmed up first."""
    keys, connector, found = Keys(), Connector(), dict[str, Turns]()
    async with serving(keys.app()) as keys.url, serving(connector.app()) as connector.url:
        for which in ("stock", "ours"):
            async with echo_bot(which, keys.metadata_url) as (url, pid):
                await drive(url, keys, connector.url, 50)
                found[which] = await drive(url, keys, connector.url, turns, at_once=at_once, pid=pid)
    return found


if __name__ == "__main__":
    for name, measured in asyncio.run(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)).items():
        print(f"{name}: {measured}")
