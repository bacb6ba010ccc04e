"""The one HTTP server: what is served for those who run it, and how it starts and ends."""

import asyncio
import errno
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from yarl import URL

BODY_BYTES = 512 * 1024
"""No platform sends more."""
BACKLOG = 128
FAREWELL = 5.0
"""Seconds for what is under way when the server stops."""


class PortTaken(Exception):
    """The address can't be listened on. The message is a sentence for whoever runs the bot."""


class Figures:
    """What is counted, for `/metrics`: kinds and outcomes, never people or words."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter("cop_calls", "Calls handled", ("kind", "ended"), registry=self._registry)

    def count(self, kind: str, ended: str) -> None:
        """One more call of that kind that ended so."""
        self._calls.labels(kind, ended).inc()

    def page(self) -> bytes:
        """The figures in the Prometheus text format."""
        return generate_latest(self._registry)


def new_server(figures: Figures, ready: Callable[[], Awaitable[None]]) -> web.Application:
    """A server with `/healthz`, `/readyz` and `/metrics`. `ready` raises while the storage can't be reached."""
    server = web.Application(client_max_size=BODY_BYTES)

    async def health(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readiness(_request: web.Request) -> web.Response:
        try:
            await asyncio.wait_for(ready(), 3)
        except Exception:  # noqa: BLE001 - whatever keeps us from the storage, the answer is the same
            return web.Response(text="the storage can't be reached\n", status=503)
        return web.Response(text="ready\n")

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=figures.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    server.add_routes([web.get("/healthz", health), web.get("/readyz", readiness), web.get("/metrics", metrics)])
    return server


def bind(host: str, port: int) -> socket.socket:
    """The address to serve on; a free port when 0 was asked for. Who calls now waits until it is served.

    Raises `PortTaken`.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server((address[0], address[1]), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(why_not(error, host, port)) from error


def address_of(host: str, port: int) -> str:
    """Where it is served, as a browser takes it; without a slash at its end."""
    return str(URL.build(scheme="http", host=host, port=port))


async def listen(server: web.Application, bound: socket.socket) -> web.AppRunner:
    """Start to serve."""
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=FAREWELL)
    await runner.setup()
    await web.SockSite(runner, bound).start()
    return runner


def why_not(error: OSError, host: str, port: int) -> str:
    """What kept us from listening there, and what to do about it."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"Something else is listening on {host} port {port}. "
            f"Stop it, or choose another port: COP_PORT={port + 1 if port < 65535 else port - 1}."
        )
    if error.errno == errno.EACCES:
        return f"Listening on port {port} needs more rights than this user has. Set COP_PORT to 1024 or more."
    return f"{host} is not an address of this machine. Set COP_HOST to one that is, such as 127.0.0.1."


def told_to_stop() -> asyncio.Event:
    """Set by Ctrl-C or a polite end, from now on."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, told.set)
    return told
