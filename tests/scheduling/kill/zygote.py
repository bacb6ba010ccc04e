"""Starts the real product again and again: everything is imported once, and each life is a fork of that.

Reads `start` lines from standard input. Each fork opens the database, serves, and says `ready PORT`; it lives until
it is killed. Its settings come from the environment, as `cop run` takes them.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys

import adapters.slack.app
import adapters.teams.app
import storage.migrations.run
import storage.postgresql
from adapters import logs, wiring
from adapters.settings import Settings
from bot import calendar
from scheduling.delivery import Patience
from tests.servers.teams.keys import StubCredentials

PRELOADED = (adapters.slack.app, adapters.teams.app, storage.migrations.run, storage.postgresql)


async def live() -> None:
    """Serve until killed. The courier waits less than in earnest: these servers answer at once or not at all."""
    settings = Settings()
    logs.configure("json", quiet=False)
    patience = Patience(**json.loads(os.environ["KILL_PATIENCE"]))
    teams = {"credentials": StubCredentials()}
    async with wiring.running(settings, teams=teams, patience=patience) as product:
        print(f"ready {product.port}", flush=True)
        await asyncio.Event().wait()


def die_with_parent() -> None:
    """Nothing of a test outlives it. On Linux only; elsewhere a killed test run leaves a process behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main() -> None:
    die_with_parent()
    calendar.load()
    for line in sys.stdin:
        if line.strip() != "start":
            return
        child = os.fork()
        if child == 0:
            die_with_parent()
            asyncio.run(live())
            return
        print(f"pid {child}", flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
