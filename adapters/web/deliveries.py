"""Brings events to the door until it takes them: kept with the message they tell of, repeated after a failure."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from adapters.web.limits import capabilities
from adapters.web.places import Place, Places
from adapters.web.shelf import Json, Shelf
from bot.chat.calls import Edited, Event, Removed, ThreadReply, Where
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.refs import MessageRef
from bot.errors import NotYet
from bot.ports import Door

PATIENCE: Sequence[float] = (0.3, 1, 3, 10, 30)
"""Seconds until the next attempt, growing; the last one again and again."""
TRIES = 8
"""How often an event is brought to a door that fails on it, before it is given up, as platforms do."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as kept: `kind` is reply, edited or removed."""

    kind: str
    place: str
    message: str
    who: str
    thread: str | None = None
    text: str = ""


class Deliveries:
    """One queue, in order: a reply is told of before its change."""

    def __init__(self, shelf: Shelf, places: Places, door: Door, deployment: Deployment) -> None:
        self._shelf = shelf
        self._places = places
        self._door = door
        self._can = capabilities(deployment.command)
        self._one_at_a_time = asyncio.Lock()
        self._again: asyncio.Task[None] | None = None
        self._failures: Counter[str] = Counter()

    def keep(self, key: str, happening: Happening) -> None:
        """Keep the event for delivery; a repeat under that key is harmless. Belongs inside `Shelf.kept`."""
        body = {name: getattr(happening, name) for name in Happening.__slots__}
        self._shelf.run("INSERT OR IGNORE INTO pending (key, body) VALUES (?, ?)", key, json.dumps(body))

    async def bring(self) -> None:
        """Bring everything kept to the door once; what it doesn't take is brought again later, by itself."""
        if not await self._attempt() and self._again is None:
            self._again = asyncio.create_task(self._until_taken())

    async def stop(self) -> None:
        """Bring nothing more; what is kept waits for the next start."""
        if self._again:
            self._again.cancel()
            await asyncio.gather(self._again, return_exceptions=True)
            self._again = None

    async def _until_taken(self) -> None:
        for attempt in range(10_000):
            await asyncio.sleep(PATIENCE[min(attempt, len(PATIENCE) - 1)])
            if await self._attempt():
                break
        self._again = None

    async def _attempt(self) -> bool:
        async with self._one_at_a_time:
            rows = self._shelf.rows("SELECT key, body FROM pending ORDER BY serial")
            for row in rows:
                if not await self._taken(row["key"], json.loads(row["body"])):
                    return False
            return True

    async def _taken(self, key: str, body: Json) -> bool:
        event = self._event(key, Happening(**body))
        try:
            if event:
                await self._door(event)
        except NotYet:
            return False
        except Exception:
            self._failures[key] += 1
            log.exception("workspace_event_failed", key=key, times=self._failures[key])
            if self._failures[key] < TRIES:
                return False
        with self._shelf.kept():
            self._shelf.run("DELETE FROM pending WHERE key = ?", key)
        return True

    def _event(self, key: str, happening: Happening) -> Event | None:
        """None when the place no longer exists."""
        place = self._places.get(happening.place)
        if place is None:
            return None
        where = where_in(place, self._can[place.drawn.key], happening.thread)
        by = place.account(happening.who)
        message = MessageRef(place.ref, happening.message, happening.thread)
        if happening.kind == "reply":
            under = MessageRef(place.ref, happening.thread or happening.message)
            return ThreadReply(key, by, where, under, message, happening.text)
        if happening.kind == "edited":
            return Edited(key, by, where, message, happening.text)
        return Removed(key, where, message, by)


def where_in(place: Place, can: Capabilities, thread: str | None) -> Where:
    """The place as the core is told of it."""
    return Where(place.ref, can, place.owner is not None, thread)
