"""Socket Mode as Slack does it: connections that the app opens, envelopes, acknowledgements, notices, drops."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.slack.workspace import APP, Json

SECONDS = 3.0
"""How long an acknowledgement is waited for."""


@dataclass(frozen=True)
class Taken:
    """An acknowledgement: on which connection, and what was said with it."""

    link: int
    payload: Json | None


@dataclass(eq=False)
class Link:
    """One connection."""

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    noticed: bool = False
    """Whether it was told that it ends: nothing new is sent by it."""


@dataclass
class Links:
    """All connections of one app. `refusals` are answered, one after the other, in place of an address."""

    app_token: str = "xapp-local"
    refusals: list[str] = field(default_factory=list)
    odd: list[Json] = field(default_factory=list)
    """Answered first, as they are, by a Slack that never was."""
    open: list[Link] = field(default_factory=list)
    opened: int = 0
    """How many there have been."""
    acknowledged: dict[str, list[Taken]] = field(default_factory=dict)
    seconds: float = SECONDS
    deaf: bool = False
    """New connections answer no ping, as when the network has forgotten them."""
    _tickets: set[str] = field(default_factory=set)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def address(self, base: str) -> Json:
        """Slack's answer to `apps.connections.open`."""
        if self.odd:
            return self.odd.pop(0)
        if self.refusals:
            return {"ok": False, "error": self.refusals.pop(0)}
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return {"ok": True, "url": f"{base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"}

    async def connected(self, request: web.Request) -> web.StreamResponse:
        """A connection, until one side ends it. A ticket is good for one."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=not self.deaf)
        await socket.prepare(request)
        self.opened += 1
        link = Link(self.opened, socket, request)
        self.open.append(link)
        hello = {"type": "hello", "num_connections": len(self.open), "connection_info": {"app_id": APP}}
        await socket.send_json({**hello, "debug_info": {"host": "applink-1", "approximate_connection_time": 18060}})
        self._news.set()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._heard(link, json.loads(message.data))
        finally:
            self.open.remove(link)
            self._news.set()
        return socket

    def _heard(self, link: Link, said: Json) -> None:
        self.acknowledged.setdefault(said["envelope_id"], []).append(Taken(link.number, said.get("payload")))
        self._news.set()

    async def standing(self, number: int, seconds: float = 5.0) -> Link:
        """The connection of that number, once it stands."""
        async with asyncio.timeout(seconds):
            while True:
                found = [link for link in self.open if link.number == number]
                if found:
                    return found[0]
                await self._something()

    async def ended(self, link: Link, seconds: float = 5.0) -> None:
        """Waits until the connection is no more."""
        async with asyncio.timeout(seconds):
            while link in self.open:
                await self._something()

    def envelope(self, kind: str, payload: Json, *, accepts: bool = False, attempt: int = 0) -> Json:
        """What carries the payload; its id is new."""
        made = {"envelope_id": f"env-{next(self._numbers)}", "type": kind, "payload": payload}
        retried = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        return {**made, "accepts_response_payload": accepts, **(retried if kind == "events_api" else {})}

    async def deliver(self, envelope: Json, link: Link | None = None) -> Taken | None:
        """Send it by that connection, else by the newest; its next acknowledgement, None when there is none in time."""
        standing = [one for one in self.open if not one.noticed]
        by = link or (standing[-1] if standing else None)
        if by is None:
            return None
        name = envelope["envelope_id"]
        before = len(self.acknowledged.get(name, []))
        await by.socket.send_json(envelope)
        try:
            async with asyncio.timeout(self.seconds):
                while len(self.acknowledged.get(name, [])) == before:
                    await self._something()
        except TimeoutError:
            return None
        return self.acknowledged[name][before]

    async def notice(self, link: Link, reason: str) -> None:
        """Tell the app that the connection ends."""
        link.noticed = True
        await link.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    async def drop(self, link: Link) -> None:
        """The connection breaks without a word."""
        if link.request.transport is not None:
            link.request.transport.abort()
        await self.ended(link)

    async def _something(self) -> None:
        self._news.clear()
        await self._news.wait()
