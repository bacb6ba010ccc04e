"""Makes what is visible what is wanted: claims postings and has them delivered, whatever crashed before."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress

from bot.catalogue import Catalogue, Storage
from bot.chat.capabilities import Deployment
from bot.chat.refs import AccountRef
from bot.chat.words import Words
from bot.members.actions.leaving import shut_out
from bot.ports import Clock, Platform
from bot.postings import Ledger, Posting
from scheduling.books import Books
from scheduling.delivery import Delivery, Patience
from scheduling.drawing import Drawing
from scheduling.incidents import Watched
from scheduling.names import Names

AT_ONCE = 16
"""Postings in flight together."""
EVERY = 5.0
"""Seconds after which the ledger is looked at without anybody's waking."""
NAMES_FIRST = 0.25
"""Seconds that what is to be posted waits for names, to have them on it."""
BREATH = 0.05
"""Seconds between two looks: a thousand votes in a second wake the courier twenty times."""
FAREWELL = 10.0
"""Seconds in which what is in flight may end when the courier stops."""


class Courier:
    """The loop that brings postings to the platforms. `patience` says how long it waits for what."""

    def __init__(
        self,
        storage: Storage,
        ledger: Ledger,
        catalogue: Catalogue,
        platforms: Mapping[str, Platform],
        deployment: Deployment,
        clock: Clock,
        words: Words,
        patience: Patience | None = None,
    ) -> None:
        self._storage = storage
        self._ledger = ledger
        self._clock = clock
        self._patience = patience or Patience()
        drawing = Drawing(storage, catalogue, deployment, words)
        books = Books(ledger, clock, self._again, self._patience.lease, self._patience.writing)
        self._delivery = Delivery(books, drawing, platforms, clock, self._patience, self._shut_out)
        self._names = Names(storage, platforms, catalogue, clock)
        self._woken = asyncio.Event()
        self._one_round = asyncio.Lock()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._promised: list[float] = []
        self._loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something was committed: look at the ledger soon. Cheap, and may be repeated."""
        self._woken.set()

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._loop = self._loop or asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Claim nothing more and let what is in flight end. May be repeated."""
        for task in filter(None, (self._loop, self._asking)):
            task.cancel()
            await asyncio.wait([task])
        self._loop = self._asking = None
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=FAREWELL)
        for task in self._flying.values():
            task.cancel()
        await asyncio.gather(*self._flying.values(), return_exceptions=True)

    async def settle(self, patience: float = 0) -> None:
        """Work until nothing can be claimed; wait for what comes by itself within `patience` seconds, too."""
        deadline = time.monotonic() + patience
        while True:
            taken = await self._round()
            if self._flying:
                await asyncio.wait(self._flying.values())
            elif self._asking and not self._asking.done():
                await asyncio.wait([self._asking])
            elif not taken:
                soonest = min(self._promised, default=deadline)
                if soonest >= deadline:
                    return
                await asyncio.sleep(max(soonest - time.monotonic(), 0))

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            with Watched("courier_round_failed") as block:
                await self._round()
            await asyncio.sleep(1 if block.incident else BREATH)
            await self._pause()

    async def _pause(self) -> None:
        soonest = min(self._promised, default=float("inf"))
        seconds = min(max(soonest - time.monotonic(), 0), EVERY)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _round(self) -> int:
        """Claim what there are hands for, and set off. How many were claimed."""
        async with self._one_round:
            free = AT_ONCE - len(self._flying)
            if free <= 0:
                return 0
            await self._names_first()
            now = time.monotonic()
            self._promised = [at for at in self._promised if at > now]
            postings = await self._ledger.claim(self._clock.now(), self._patience.lease, free, list(self._flying))
            for posting in postings:
                self._flying[posting.id] = asyncio.create_task(self._bring(posting))
            return len(postings)

    async def _names_first(self) -> None:
        """Ask for names beside the deliveries; one that takes long holds up none."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._learn())
            await asyncio.wait([self._asking], timeout=NAMES_FIRST)

    async def _learn(self) -> None:
        if await self._names.learn():
            self._woken.set()

    async def _bring(self, posting: Posting) -> None:
        try:
            with Watched("delivery_not_recorded", posting=posting.id, subject=str(posting.subject)):
                await self._delivery.bring(posting)
        finally:
            del self._flying[posting.id]
            self._woken.set()

    async def _shut_out(self, account: AccountRef) -> None:
        """Best effort: the next refusal tells it again."""
        with Watched("shut_out_not_kept"):
            await self._storage.write(lambda work: shut_out(account, work, self._clock.now()))

    def _again(self, seconds: float) -> None:
        """Something of ours comes due by itself."""
        self._promised.append(time.monotonic() + seconds)
