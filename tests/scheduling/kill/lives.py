"""The product's lives: started again and again in a process of its own, and killed."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Self

START = 20.0


class Lives:
    """One zygote. Use it as an async context."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment = environment
        self._log = log
        self._zygote: Process | None = None
        self._pid = 0
        self.kills = 0
        self.starting = 0.0
        """Seconds spent starting, in all."""

    async def __aenter__(self) -> Self:
        with self._log.open("wb") as log:
            self._zygote = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.scheduling.kill.zygote",
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                env={**os.environ, **self._environment},
            )
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._zygote is not None
        if self._pid:
            await self.kill()
        assert self._zygote.stdin is not None
        self._zygote.stdin.close()
        await self._zygote.wait()

    async def start(self) -> None:
        """Begin a life; it serves when this returns."""
        assert self._zygote is not None
        assert self._zygote.stdin is not None
        began = time.monotonic()
        self._zygote.stdin.write(b"start\n")
        said = [await self._said(), await self._said()]
        pids = [int(line.split()[1]) for line in said if line.startswith("pid ")]
        if len(pids) != 1 or not any(line.startswith("ready ") for line in said):
            raise AssertionError(f"the product did not start: {said}; see {self._log.read_text()[-3000:]}")
        self._pid = pids[0]
        self.starting += time.monotonic() - began

    async def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        self.kills += 1
        line = await self._said()
        assert line == "ended", line

    async def _said(self) -> str:
        """The zygote's next word about lives. What the product logs to the same place is not one."""
        assert self._zygote is not None
        assert self._zygote.stdout is not None
        async with asyncio.timeout(START):
            while line := (await self._zygote.stdout.readline()).decode().strip():
                if line.split()[0] in ("ready", "pid", "ended"):
                    return line
        return ""
