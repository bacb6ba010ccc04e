"""A process that looks at what is due whenever it is told an instant; it says how many steps it ran.

`python -m tests.scheduling.ticker URL` says `ready`, then answers each line of standard input with one of its own.
"""

import asyncio
import sys
from datetime import datetime

from adapters.wiring import whole_catalogue
from scheduling.tick import Tick
from storage.engine import open_store
from tests.stage import HandClock


async def main(url: str) -> None:
    async with open_store(url) as store:
        clock, ran = HandClock(), 0

        def count() -> None:
            nonlocal ran
            ran += 1

        tick = Tick(store, store.ledger, whole_catalogue(), clock, count)
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            clock.at, ran = datetime.fromisoformat(line.strip()), 0
            await tick.run_due_until_idle()
            print(ran, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
