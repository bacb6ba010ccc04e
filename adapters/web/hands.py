"""The hands of the clock: puts it forward, stopping at everything that falls due on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from adapters.web.asks import Move, Unfit
from adapters.web.clock import WorkspaceClock

NextDue = Callable[[], Awaitable[datetime | None]]
Woken = Callable[[], Awaitable[None]]
FARTHEST = timedelta(days=366)
STOPS = 2_000
"""The most stops in one move; a schedule that never settles must not hang the page."""


async def nothing_due() -> datetime | None:
    """For a workspace without a schedule."""
    return None


async def nothing_to_do() -> None:
    """For a workspace without a schedule."""


class Hands:
    """Moves one after another; each returns when everything due by then has been done and shown."""

    def __init__(self, clock: WorkspaceClock, next_due: NextDue, woken: Woken) -> None:
        self._clock = clock
        self._next_due = next_due
        self._woken = woken
        self._one_at_a_time = asyncio.Lock()

    async def move(self, ask: Move) -> bool:
        """Whether the clock moved; it doesn't when nothing is due next. Raises Unfit for a move back."""
        ways = (ask.advance_seconds is not None, ask.to is not None, ask.next)
        if sum(ways) != 1:
            raise Unfit("Say advance_seconds, to, or next.")
        async with self._one_at_a_time:
            to = await self._aim(ask)
            if to is None:
                return False
            await walk(self._clock, to, self._next_due, self._woken)
            return True

    async def _aim(self, ask: Move) -> datetime | None:
        now = self._clock.now()
        if ask.advance_seconds is not None:
            return now + timedelta(seconds=ask.advance_seconds)
        if ask.to is None:
            due = await self._next_due()
            return max(due, now) if due else None
        if ask.to.tzinfo is None:
            raise Unfit("to: say the offset from UTC too.")
        if ask.to < now:
            raise Unfit("The clock can only be put forward.")
        if ask.to > now + FARTHEST:
            raise Unfit("A year at a time, please.")
        return ask.to.astimezone(UTC)


async def walk(clock: WorkspaceClock, to: datetime, next_due: NextDue, woken: Woken) -> None:
    """Put the clock forward to that instant, stopping at everything that falls due on the way."""
    before: datetime | None = None
    for _ in range(STOPS):
        due = await next_due()
        if due is None or due > to or due == before:
            break
        before = due
        clock.reach(due)
        await woken()
    clock.reach(to)
    await woken()
