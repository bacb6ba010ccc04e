"""Slack over a connection that the bot opens itself, so that nobody has to reach it from outside.

One connection at a time. Slack says when it is about to end one: then the next is opened first, and the old one is
read until it closes, so that nothing falls between the two. An envelope is acknowledged on the connection it came by,
after what it brought is durable; one that comes twice is handled once and acknowledged twice.
"""

import asyncio
import json
import random
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType, web
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits
from adapters.slack.errors import translated
from adapters.slack.payload import Json, kind_of, part, sound, word
from bot.errors import PlatformError, RateLimited, Uncertain

_log = structlog.get_logger()
_CARRIERS = frozenset({"events_api", "slash_commands", "interactive"})
_REMEMBERED = 1_000
Handle = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
Ended = Literal["refresh", "full", "off", "lost"]
"""How a connection ended: Slack wants a new one, there are too many, Socket Mode was switched off, or it broke."""
_ENDED: dict[str, Ended] = {
    "warning": "refresh",
    "refresh_requested": "refresh",
    "too_many_websockets": "full",
    "link_disabled": "off",
}


@dataclass(slots=True)
class Waiting:
    """How long to wait before the next connection: longer each time that none stood, and never in step with others."""

    seconds: tuple[float, ...] = limits.SOCKET_WAITS
    failed: int = 0

    def next(self, least: float = 0.0) -> float:
        """Seconds to wait after one more failure."""
        most = self.seconds[min(self.failed, len(self.seconds) - 1)]
        self.failed += 1
        return max(least, most * random.uniform(0.5, 1.0))  # noqa: S311 - nothing secret hangs on it

    def over(self) -> None:
        """A connection stands."""
        self.failed = 0


@dataclass(slots=True)
class Socket:
    """Keeps a connection to Slack and hands what comes by it to `handle`."""

    client: AsyncWebClient
    """Its session is opened while this runs."""
    token: str
    """The app's own token, which begins with xapp-."""
    handle: Handle
    waiting: Waiting = field(default_factory=Waiting)
    _taken: OrderedDict[str, "asyncio.Task[BoltResponse]"] = field(default_factory=OrderedDict)
    _taking: set["asyncio.Task[None]"] = field(default_factory=set)
    _leaving: set["asyncio.Task[None]"] = field(default_factory=set)
    _open: set[ClientWebSocketResponse] = field(default_factory=set)

    async def lifetime(self, _server: web.Application) -> AsyncIterator[None]:
        """Connected while the server runs; what was begun is finished before it ends."""
        timeout = aiohttp.ClientTimeout(total=limits.REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self.client.session = session
            kept = asyncio.create_task(self._keep())
            yield
            kept.cancel()
            with suppress(asyncio.CancelledError):
                await kept
            await self._finish()

    async def _keep(self) -> None:
        while True:
            try:
                ended = await self._connected()
            except PlatformError as error:
                least = error.retry_after if isinstance(error, RateLimited) else 0.0
                _log.warning("slack_socket_not_open", reason=error.reason)
                await asyncio.sleep(self.waiting.next(least))
                continue
            except Exception as error:  # noqa: BLE001 - whatever it was, nobody is heard until there is another connection
                _log.error("slack_socket_failed", error=type(error).__name__)
                await asyncio.sleep(self.waiting.next(0.0))
                continue
            _log.info("slack_socket_ended", why=ended)
            if ended != "refresh":
                await asyncio.sleep(self.waiting.next(limits.SOCKET_PATIENCE if ended in {"full", "off"} else 0.0))

    async def _connected(self) -> Ended:
        """Opens a connection and reads it until another is needed. Raises `PlatformError` when none can be opened."""
        session = self.client.session
        assert session is not None
        with translated():
            answer = await self.client.apps_connections_open(app_token=self.token)
            address = str(answer["url"])
            try:
                line = await session.ws_connect(
                    address,
                    heartbeat=limits.SOCKET_HEARTBEAT,
                    max_msg_size=limits.BODY,
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                )
            except aiohttp.WSServerHandshakeError as error:
                raise Uncertain(f"http {error.status}") from None
        self._open.add(line)
        ended = await self._read(line)
        if ended == "refresh":
            _start(self._read_out(line), self._leaving)
        else:
            await self._close(line)
        return ended

    async def _read(self, line: ClientWebSocketResponse) -> Ended:
        """Takes what comes until Slack says that the connection ends, or it does."""
        while True:
            message = await line.receive()
            if message.type != WSMsgType.TEXT:
                return "lost"
            envelope = _envelope(message.data)
            match word(envelope, "type"):
                case "hello":
                    self.waiting.over()
                    _log.info("slack_socket_open")
                case "disconnect":
                    return _ENDED.get(word(envelope, "reason"), "refresh")
                case _:
                    _start(self._take(line, envelope), self._taking)

    async def _read_out(self, line: ClientWebSocketResponse) -> None:
        """What still comes by a connection that Slack has given notice of."""
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.SOCKET_NOTICE):
                while await self._read(line) != "lost":
                    pass
        await self._close(line)

    async def _take(self, line: ClientWebSocketResponse, envelope: Json) -> None:
        """Hands over what the envelope holds and acknowledges it; what failed comes again if it isn't."""
        body, name = part(envelope, "payload"), word(envelope, "envelope_id")
        if not name:
            return
        if word(envelope, "type") not in _CARRIERS or not sound(body):
            _log.info("slack_not_understood", kind=kind_of(body or envelope))
            await self._acknowledge(line, name, None)
            return
        answer = await asyncio.shield(self._once(name, body))
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            more = _payload(answer) if envelope.get("accepts_response_payload") is True else None
            await self._acknowledge(line, name, more)

    def _once(self, name: str, body: Json) -> "asyncio.Task[BoltResponse]":
        """The handling of the envelope of that name; the same one when it comes again, unless it failed."""
        task = self._taken.get(name)
        if task is None or (task.done() and task.result().status >= HTTPStatus.INTERNAL_SERVER_ERROR):
            task = self._taken[name] = asyncio.create_task(self._handled(body))
            if len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)
        return task

    async def _handled(self, body: Json) -> BoltResponse:
        try:
            request = AsyncBoltRequest(body=body, mode="socket_mode")
        except (ValueError, TypeError, AttributeError, LookupError):
            _log.info("slack_not_understood", kind=kind_of(body))
            return BoltResponse(status=HTTPStatus.BAD_REQUEST)
        try:
            return await self.handle(request)
        except Exception as error:  # noqa: BLE001 - whatever it was: one envelope, not the connection
            _log.error("slack_request_failed", event_id=word(body, "event_id"), error=type(error).__name__)
            return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _acknowledge(self, line: ClientWebSocketResponse, name: str, payload: Json | None) -> None:
        told: Json = {"envelope_id": name} | ({"payload": payload} if payload is not None else {})
        with suppress(ConnectionError, RuntimeError):  # Slack sends again what was not acknowledged
            await line.send_str(json.dumps(told))

    async def _close(self, line: ClientWebSocketResponse) -> None:
        self._open.discard(line)
        await line.close()

    async def _finish(self) -> None:
        """What was taken is finished and acknowledged, within one request's time; then every connection closes."""
        if self._taking:
            await asyncio.wait(self._taking, timeout=limits.REQUEST_SECONDS)
        for line in tuple(self._open):
            await self._close(line)
        left = (*self._taking, *self._leaving)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _start(work: Coroutine[Any, Any, None], among: set["asyncio.Task[None]"]) -> None:
    task = asyncio.create_task(work)
    among.add(task)
    task.add_done_callback(among.discard)


def _envelope(words: str) -> Json:
    """What was sent, empty when it is no object."""
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _payload(answer: BoltResponse) -> Json | None:
    """What is said with the acknowledgement, None when nothing is."""
    body = _envelope(answer.body) if isinstance(answer.body, str) else {}
    return body or None
