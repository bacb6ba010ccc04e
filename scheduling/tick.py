"""Runs what is due: asks the database every few seconds, one step a transaction, and never one twice."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import calendar
from bot.catalogue import Catalogue, Storage, Work
from bot.due import DueRow, Step
from bot.errors import Busy
from bot.ports import Clock
from bot.postings import Ledger
from scheduling.incidents import Watched
from scheduling.steps import run_step

EVERY = 3
"""Seconds between two looks."""
PAGE = 50
"""Due rows taken at a look; each is one transaction, so that people's presses go in between."""
AT_ONCE = 4
"""Communities whose steps run at the same time: they share the wait for the disk, and presses still go in between."""
FAILED_AGAIN = timedelta(minutes=5)
CLEAN_EVERY = timedelta(hours=1)
INBOX_KEPT = timedelta(days=7)
LEDGER_KEPT = timedelta(days=90)
MOST_STEPS = 100_000
"""A step that plans itself for the past would go on for ever."""


class Tick:
    """The clock's hand. It only wakes: the database says what is due.

    `wake` is told after every step; `every` is the time between two looks, in seconds.
    """

    def __init__(
        self,
        storage: Storage,
        ledger: Ledger,
        catalogue: Catalogue,
        clock: Clock,
        wake: Callable[[], None],
        every: float = EVERY,
    ) -> None:
        self._storage = storage
        self._ledger = ledger
        self._catalogue = catalogue
        self._clock = clock
        self._wake = wake
        self._every = every
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        one = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler.add_job(self.catch_up, "interval", seconds=self._every, **one)
        scheduler.add_job(self.clean, "interval", seconds=CLEAN_EVERY.total_seconds(), **one)
        scheduler.add_job(calendar.load, misfire_grace_time=None)  # in a thread: no transaction has to wait for it
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """End; a step that is running is finished. May be repeated."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def run_due(self) -> int:
        """Run one page of what is due, oldest first; how many steps ran or were put off. Never raises."""
        _, ran = await self._look()
        return ran

    async def catch_up(self) -> None:
        """Run page after page while they are full, so that what is due at the same minute is done at once. Never raises."""
        found, ran = PAGE, PAGE
        while ran and found == PAGE:
            found, ran = await self._look()

    async def _look(self) -> tuple[int, int]:
        """How many steps were found due, and how many of them ran or were put off."""
        rows: Sequence[DueRow] = ()
        with Watched("due_not_read"):
            rows = await self._page()
        lines: dict[int, list[DueRow]] = {}
        for row in rows:
            lines.setdefault(row.subject.community, []).append(row)
        hands = asyncio.Semaphore(AT_ONCE)
        ran = await asyncio.gather(*(self._run_in_turn(line, hands) for line in lines.values()))
        return len(rows), sum(ran)

    async def _run_in_turn(self, line: Sequence[DueRow], hands: asyncio.Semaphore) -> int:
        """What is due in one community, one after the other; how many steps ran or were put off."""
        ran = 0
        for row in line:
            async with hands:
                ran += await self._run(row)
        return ran

    async def run_due_until_idle(self) -> None:
        """Run everything due by now, and what becomes due by that."""
        done = 0
        while done < MOST_STEPS and (ran := await self.run_due()):
            done += ran

    async def clean(self) -> None:
        """Forget handled calls and settled postings whose time is over. Never raises."""
        now = self._clock.now()
        with Watched("clean_up_failed"):
            await self._storage.write(lambda work: work.inbox.clear(now - INBOX_KEPT))
            await self._ledger.clear(now - LEDGER_KEPT)

    async def _page(self) -> Sequence[DueRow]:
        now = self._clock.now()
        return await self._storage.read(lambda work: work.due.page(now, PAGE))

    async def _run(self, row: DueRow) -> bool:
        """One step in one transaction. One that raises is planned again later, and holds up no other.

        False when another had run it, or the storage was busy.
        """
        ran = False
        with suppress(Busy), Watched("step_failed", past=(Busy,), kind=row.kind, subject=str(row.subject)) as block:
            ran = await self._storage.write(lambda work: run_step(row, self._catalogue, work, self._clock.now()))
        if ran:
            self._wake()
        return ran or (bool(block.incident) and await self._put_off(row))

    async def _put_off(self, row: DueRow) -> bool:
        at = self._clock.now() + FAILED_AGAIN

        def plan(work: Work) -> None:
            work.only_writer_of(row.subject.community)
            if work.due.take(row):
                work.due.plan(row.subject, Step(row.kind, at, row.until))

        with Watched("step_not_put_off", kind=row.kind, subject=str(row.subject)) as block:
            await self._storage.write(plan)
        return not block.incident
