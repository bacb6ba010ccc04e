"""Tells open pages that something they can see has changed, as server-sent events."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from aiohttp import web

KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that nobody in between hangs up."""


class Bell:
    """Rung after every commit."""

    def __init__(self) -> None:
        self._listening: set[asyncio.Event] = set()
        self.silent = False

    def ring(self) -> None:
        """Wake every open page's stream."""
        for listener in self._listening:
            listener.set()

    def silence(self) -> None:
        """End every stream; the server is going down."""
        self.silent = True
        self.ring()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set at each ring while the context lasts."""
        listener = asyncio.Event()
        self._listening.add(listener)
        try:
            yield listener
        finally:
            self._listening.discard(listener)


async def stream(response: web.StreamResponse, bell: Bell, revision: Callable[[], int], known: int) -> None:
    """Send the revision whenever it is another than the one known, until the page leaves or the server goes down."""
    with bell.listening() as rung, suppress(ConnectionResetError):
        await response.write(b"retry: 1000\n\n")
        while not bell.silent:
            rung.clear()
            newest = revision()
            if newest != known:
                known = newest
                await response.write(_event(newest))
            try:
                await asyncio.wait_for(rung.wait(), KEEP_ALIVE)
            except TimeoutError:
                await response.write(b": still here\n\n")


def _event(revision: int) -> bytes:
    return f"id: {revision}\nevent: changed\ndata: {json.dumps({'revision': revision})}\n\n".encode()
