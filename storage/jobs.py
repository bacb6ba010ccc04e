"""Units of work on their way from the event loop to a thread and back."""

import asyncio
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from bot.errors import Busy
from storage.session import Session

T = TypeVar("T")


class Job(Generic[T]):
    """A unit that waits to be run. Either a thread takes it, or it is withdrawn; never both."""

    __slots__ = ("_future", "_loop", "_taken", "unit")

    def __init__(self, unit: Callable[[Session], T]) -> None:
        self.unit = unit
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[T] = self._loop.create_future()
        self._taken = Lock()

    def take(self) -> bool:
        """Make it the caller's to run, or to withdraw. False when it is somebody's already."""
        return self._taken.acquire(blocking=False)

    async def done(self, patience: float) -> T:
        """What the unit returned or raised. Raises `Busy` when it wasn't taken within that many seconds.

        A job that was taken is waited for, even when the waiting task is cancelled.
        """
        timer = self._loop.call_later(patience, self._withdraw)
        try:
            return await asyncio.shield(self._future)
        except asyncio.CancelledError:
            if not self.take():
                await self._over()
            raise
        finally:
            timer.cancel()

    def _withdraw(self) -> None:
        if self.take():
            self._future.set_exception(Busy())

    async def _over(self) -> None:
        while not self._future.done():
            try:
                await asyncio.wait([self._future])
            except asyncio.CancelledError:
                continue
        self._future.exception()

    def settle(self, result: T | None, error: BaseException | None) -> None:
        """Tell the waiting task. On the event loop only."""
        if self._future.cancelled():
            return
        if error is None:
            self._future.set_result(result)  # type: ignore[arg-type]  # None only where T allows it
        elif isinstance(error, StopIteration):
            self._future.set_exception(RuntimeError("the unit raised StopIteration"))  # a future refuses that one
        else:
            self._future.set_exception(error)


Outcome = tuple[Job[Any], Any, BaseException | None]
Queue = SimpleQueue[Job[Any] | None]


def settle(outcomes: Sequence[Outcome]) -> None:
    """Tell everybody who waits for one of these, in as few wake-ups of their loops as there are loops."""
    loops: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        loops.setdefault(outcome[0]._loop, []).append(outcome)  # noqa: SLF001
    for loop, theirs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_tell, theirs)


def _tell(outcomes: Sequence[Outcome]) -> None:
    for job, result, error in outcomes:
        job.settle(result, error)


class Workers:
    """Threads that serve one queue, each with what it was given."""

    def __init__(self, name: str, serve: Sequence[Callable[[Queue], None]]) -> None:
        self._queue: Queue = SimpleQueue()
        self._threads = [
            Thread(target=each, args=(self._queue,), name=f"{name}-{place}", daemon=True)
            for place, each in enumerate(serve)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, unit: Callable[[Session], T], patience: float) -> T:
        """What the unit returned or raised, in one of the threads. Raises `Busy`."""
        job = Job(unit)
        self._queue.put(job)
        return await job.done(patience)

    def close(self) -> None:
        """End the threads when all that waits is done. Waits for them."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
