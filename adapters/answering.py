"""Brings an answer to whoever waits for it, again where the platform failed in passing; nobody waits long, though."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.errors import PASSING, PlatformError, RateLimited

PAUSES = (1.0, 5.0, 20.0)
"""Seconds between tries. An answer that comes later than that answers nothing."""
MOST = 60.0
"""Seconds of patience that a platform may ask for, and still be given the answer afterwards."""


class Persistence:
    """Tries again until it has been told to hurry: then whatever waits has its last try at once."""

    def __init__(self) -> None:
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """What serves people is about to end."""
        self._hurry.set()

    async def until_sent(self, send: Callable[[], Awaitable[None]]) -> None:
        """Send it, at the risk of doing so twice. Raises the last `PlatformError` when that doesn't help."""
        for pause in PAUSES:
            try:
                return await send()
            except PlatformError as error:
                if self._hurry.is_set() or not may_help(error):
                    raise
                await self.rest(error, pause)
        return await send()

    async def rest(self, error: PlatformError, seconds: float = PAUSES[0]) -> None:
        """Wait until another try may help."""
        seconds = max(seconds, error.retry_after) if isinstance(error, RateLimited) else seconds
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()


def may_help(error: PlatformError) -> bool:
    """Whether to try again soon."""
    if isinstance(error, RateLimited):
        return error.retry_after <= MOST
    return error.cause in PASSING
