"""Keeps the delivery ledger for the courier: in the clock's time, and again when the storage was busy."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.chat.refs import MessageRef
from bot.ports import Clock
from bot.postings import Ledger, Outcome, Posting
from scheduling.incidents import Watched

log = structlog.get_logger()

TRIES = (0.05, 0.2, 0.5, 1, 2, 4, 8)
"""Seconds between tries: what happened on a platform should be written down even when the database is away a while."""


class Books:
    """Writes down what became of a posting. What can't be written is raised: then its lease runs out."""

    def __init__(self, ledger: Ledger, clock: Clock, again: Callable[[float], None]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._again = again

    async def leaving(self, posting: Posting) -> None:
        """A create is about to leave; durable on return. Not tried again: it needn't leave."""
        await self._ledger.sending(posting.id, self._clock.now())

    async def shown(self, posting: Posting, message: MessageRef, note: str = "") -> None:
        """It stands there as wanted when it was claimed."""
        now = self._clock.now()
        await _written(lambda: self._ledger.shown(posting.id, posting.wanted, message, now, note=note))

    async def outdated(self, posting: Posting, message: MessageRef, note: str = "") -> None:
        """It stands there in an older or poorer shape, and is to be redrawn."""
        now = self._clock.now()
        await _written(lambda: self._ledger.shown(posting.id, posting.wanted - 1, message, now, note=note))

    async def removed(self, posting: Posting) -> None:
        """It stands nowhere."""
        now = self._clock.now()
        await _written(lambda: self._ledger.removed(posting.id, posting.wanted, now))

    async def later(self, posting: Posting, seconds: float, reason: str, *, unsettled: bool) -> None:
        """Try again after that many seconds; without a reason it only waits for its turn."""
        at = self._clock.now() + timedelta(seconds=seconds)
        await _written(lambda: self._ledger.later(posting.id, at, reason, unsettled=unsettled))
        self._again(seconds)

    async def given_up(self, posting: Posting, outcome: Outcome, reason: str) -> None:
        """Nothing more will be tried."""
        log.warning("posting_given_up", posting=posting.id, subject=str(posting.subject), outcome=outcome)
        now = self._clock.now()
        await _written(lambda: self._ledger.given_up(posting.id, now, outcome, reason))


async def _written(write: Callable[[], Awaitable[None]]) -> None:
    for pause in TRIES:
        with Watched("ledger_not_written") as block:
            await write()
        if not block.incident:
            return
        await asyncio.sleep(pause)
    await write()
