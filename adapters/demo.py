"""Plays the demo community's first week on a throw-away database, and counts what the bot started by itself."""

import asyncio
import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from adapters.web.limits import DRAWN, TENANT
from adapters.web.week.after import AFTER
from adapters.web.week.pages import Pages, Unlike
from adapters.web.week.people import STEWARD
from adapters.web.week.steps import Step
from adapters.web.week.story import BEGINS, ENDS, FIRST_WEEK, played
from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.postings import Begun
from storage.engine import open_store

SERVE = (sys.executable, "-m", "adapters.cli", "run", "--workspace")
STARTS_WITHIN = 60.0
"""Seconds until the workspace is served; about four the first time."""
SETTLED = 60.0
"""Seconds of the workspace's clock after which a message whose sending broke off is looked for."""
DAY = timedelta(days=1)

__all__ = ["NotServed", "Unlike", "demo"]


class NotServed(Exception):
    """The workspace did not start. The message is what it said."""


class Machine:
    """A workspace in a process of its own, on a database of its own: it can be killed and started again."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self._port = port
        self._process: asyncio.subprocess.Process | None = None

    @property
    def database_url(self) -> str:
        """Where everything is kept."""
        return f"sqlite:///{self.folder / 'cop.db'}"

    async def start(self, command: Sequence[str] = SERVE) -> str:
        """Where it is served. Raises `NotServed`. Nothing else is served with it, whatever is configured."""
        with (self.folder / "cop.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, env=dict(self._surroundings()), stdout=asyncio.subprocess.PIPE, stderr=log
            )
        assert self._process.stdout is not None
        line = ""
        with suppress(TimeoutError):
            line = (await asyncio.wait_for(self._process.stdout.readline(), STARTS_WITHIN)).decode()
        if found := re.search(r"http://\S+(?=/)", line):
            return found.group()
        await self.kill()
        raise NotServed((self.folder / "cop.log").read_text().strip() or "The workspace did not start.")

    async def kill(self) -> None:
        """As a power cut would. May be repeated."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def ended(self) -> None:
        """Wait until it ends by itself."""
        if self._process is not None:
            await self._process.wait()

    def _surroundings(self) -> Iterator[tuple[str, str]]:
        yield from ((name, value) for name, value in os.environ.items() if not name.startswith("COP_"))
        yield from (("COP_DATABASE_URL", self.database_url), ("COP_PORT", str(self._port)), ("COP_LOG", "plain"))


@asynccontextmanager
async def on_a_machine(
    folder: Path, port: int = 0, command: Sequence[str] = SERVE
) -> AsyncIterator[tuple[Machine, Pages]]:
    """A running machine with the furnished community, and everybody's page. Raises `NotServed`."""
    machine = Machine(folder, port)
    try:
        url = await machine.start(command)
        async with aiohttp.ClientSession() as session:
            yield machine, Pages(session, url)
    finally:
        await machine.kill()


async def cut(machine: Machine, pages: Pages, at: datetime) -> None:
    """The power goes off as soon as anything that falls due then is shown; the workspace is served again."""
    before = len(await pages.all(STEWARD))
    going = asyncio.create_task(pages.reaches(at))
    while len(await pages.all(STEWARD)) == before and not going.done():
        pass  # each look is a request, so that others have their turn meanwhile
    await machine.kill()
    with suppress(aiohttp.ClientError):
        await going
    await again(machine, pages, at)


async def again(machine: Machine, pages: Pages, at: datetime, command: Sequence[str] = SERVE) -> None:
    """After a kill: served again, it goes on to that instant and looks for what may have been shown already."""
    pages.url = await machine.start(command)
    await pages.reaches(at)
    await pages.passes(SETTLED)


PROLOGUE = (
    "16 Feb 09:00  The steward looks at samples and presses “Open the doors”. "
    "A fortnight of questions, links and a first meeting goes by."
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the bot spoke first: the most in a channel, the most to one member, and to members who did nothing."""

    channel: int
    busiest: int
    idle: int

    def told(self) -> Iterator[str]:
        """A line each."""
        yield f"bot-started posts a channel in the first week: {self.channel}"
        yield f"unasked direct messages to the busiest member: {self.busiest}"
        yield f"unasked direct messages to members who did nothing: {self.idle}"

    def of_a_day(self) -> str:
        """A sentence of one day."""
        return f"(begun by the bot: {self.channel} in a channel, at most {self.busiest} to a member)"


def counted(begun: Sequence[Begun], active: Collection[int | None]) -> Figures:
    """The figures of what was begun, given the members who did anything."""
    channels = Counter(one.channel for one in begun if one.channel is not None)
    members = Counter(one.member for one in begun if one.member is not None)
    idle = sum(count for member, count in members.items() if member not in active)
    return Figures(max(channels.values(), default=0), max(members.values(), default=0), idle)


async def figures(machine: Machine, pages: Pages, since: datetime, until: datetime) -> Figures:
    """From the delivery ledger."""

    def read(work: Work) -> Figures:
        (community,) = work.communities.all()
        refs = [AccountRef(drawn.key, TENANT, person) for drawn in DRAWN for person in pages.acted]
        known = [found for ref in refs if (found := work.members.of_account(community.id, ref))]
        return counted(work.postings.begun(community.id, since, until), {member.id for member, _ in known})

    async with open_store(machine.database_url, visiting=True) as store:
        return await store.read(read)


async def told(machine: Machine, pages: Pages) -> AsyncIterator[str]:
    """The story, a line as each step happens, and the figures of its first week."""
    yield PROLOGUE
    async for line in _days(machine, pages, FIRST_WEEK):
        yield line
    week = await figures(machine, pages, BEGINS, ENDS)
    async for line in _days(machine, pages, AFTER):
        yield line
    yield ""
    for line in week.told():
        yield line


async def _days(machine: Machine, pages: Pages, steps: Sequence[Step]) -> AsyncIterator[str]:
    """What happens, day by day, and what the bot began by itself on each."""
    for midnight, day in groupby(steps, lambda step: step.at.replace(hour=0, minute=0)):
        yield ""
        async for step in played(pages, partial(cut, machine, pages), tuple(day)):
            yield f"{step.when}  {step.told}"
        began = await figures(machine, pages, midnight, midnight + DAY)
        yield f"{'':11}{began.of_a_day()}"


async def demo(say: Callable[[str], None], port: int, until: Awaitable[object] | None) -> None:
    """Play it all in a folder that is removed afterwards. Raises `NotServed`, `Unlike`.

    `until` leaves the community open at that port until then; None ends it at once.
    """
    with TemporaryDirectory(prefix="cop-demo-") as folder:
        say("Furnishing a community of twelve ministries …")
        async with on_a_machine(Path(folder), port if until else 0) as (machine, pages):
            async for line in told(machine, pages):
                say(line)
            if until:
                say(f"\nThe community is on {pages.url}/  (Ctrl-C ends it, and it is gone)")
                await until
