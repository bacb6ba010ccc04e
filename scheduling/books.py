"""Keeps the delivery ledger for the courier: in the clock's time, and again when the storage was busy."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import chain, repeat

import structlog

from bot.chat.refs import MessageRef
from bot.ports import Clock
from bot.postings import Ledger, Outcome, Posting
from scheduling.incidents import Watched

log = structlog.get_logger()

PAUSES = (0.05, 0.2, 0.5, 1, 2, 4, 8)
"""Seconds between tries: what happened on a platform should be written down even when the database is away a while."""


class NotWritten(Exception):
    """For as long as a lease lasts the storage could not take what became of a posting. What is marked stays marked."""


class Books:
    """Writes down what became of a posting. What can't be written raises `NotWritten`: then its lease runs out."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        again: Callable[[float], None],
        lease: timedelta,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._again = again
        self._lease = lease
        self._pauses = pauses

    async def leaving(self, posting: Posting) -> bool:
        """A create is about to leave; durable on return, and leased anew. False: it must not leave.

        Not tried again when the storage is busy: it needn't leave.
        """
        now = self._clock.now()
        return await self._ledger.sending(posting, now, now + self._lease)

    async def shown(self, posting: Posting, message: MessageRef, note: str = "") -> None:
        """It stands there as wanted when it was claimed."""
        now = self._clock.now()
        await self._written(lambda: self._ledger.shown(posting, posting.wanted, message, now, note=note))

    async def outdated(self, posting: Posting, message: MessageRef, note: str = "") -> None:
        """It stands there in an older or poorer shape, and is to be redrawn."""
        now = self._clock.now()
        await self._written(lambda: self._ledger.shown(posting, posting.wanted - 1, message, now, note=note))

    async def removed(self, posting: Posting) -> None:
        """It stands nowhere."""
        now = self._clock.now()
        await self._written(lambda: self._ledger.removed(posting, now))

    async def later(self, posting: Posting, seconds: float, reason: str, *, unsettled: bool) -> None:
        """Try again after that many seconds; without a reason it only waits for its turn."""
        at = self._clock.now() + timedelta(seconds=seconds)
        await self._written(lambda: self._ledger.later(posting, at, reason, unsettled=unsettled))
        self._again(seconds)

    async def given_up(self, posting: Posting, outcome: Outcome, reason: str) -> None:
        """Nothing more will be tried."""
        log.warning("posting_given_up", posting=posting.id, subject=str(posting.subject), outcome=outcome)
        now = self._clock.now()
        await self._written(lambda: self._ledger.given_up(posting, now, outcome, reason))

    async def _written(self, write: Callable[[], Awaitable[None]]) -> None:
        ends = time.monotonic() + self._lease.total_seconds()
        for pause in chain(self._pauses, repeat(self._pauses[-1])):
            with Watched("ledger_not_written") as block:
                await write()
            if not block.incident:
                return
            if time.monotonic() + pause >= ends:
                raise NotWritten
            await asyncio.sleep(pause)
