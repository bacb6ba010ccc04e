"""Requests as they come over the wire, and answers as they go wrong there."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.slack.faults import (
    Broken,
    CutMidway,
    DropAfter,
    DropBefore,
    Fault,
    Garbled,
    Late,
    Says,
    Silent,
    TooMany,
)
from tests.servers.slack.workspace import Json

_ADDRESS = re.compile(r"https?://\S+")


async def broken(request: web.Request, fault: Fault | None, work: Callable[[], web.Response]) -> web.StreamResponse:
    """The answer to a request, or whatever the fault makes of it."""
    match fault:
        case TooMany(retry_after):
            headers = {"Retry-After": str(retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        case Broken(status):
            return web.Response(status=status, text="broken")
        case DropBefore():
            return _cut(request)
        case DropAfter():
            work()
            return _cut(request)
        case Late(seconds):
            await asyncio.sleep(seconds)
        case Silent(seconds):
            await asyncio.sleep(seconds)
            return _cut(request)
        case CutMidway():
            return await _cut_midway(request, work())
        case Garbled(content_type, body):
            return web.Response(text=body, content_type=content_type)
        case Says(error):
            return web.json_response({"ok": False, "error": error})
    return work()


async def _cut_midway(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body if isinstance(answer.body, bytes) else b"{}"
    begun = web.StreamResponse(headers={"Content-Type": answer.content_type, "Content-Length": str(len(body) + 1)})
    await begun.prepare(request)
    await begun.write(body[: len(body) // 2])
    _cut(request)
    return begun


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def arguments(request: web.Request) -> Json:
    """What was asked, from wherever the SDK put it: the query, a form or JSON."""
    if request.content_type == "application/json":
        body = await request.json()
    else:
        body = dict(await request.post())
    found = {**dict(request.query), **body}
    for name in ("blocks", "metadata", "view"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found


def typed(text: str) -> str:
    """Words as Slack keeps what somebody typed: its three special characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> str:
    """The same, where Slack has made links of the addresses in it."""
    return _ADDRESS.sub(lambda found: f"<{found[0]}>", typed(text))


def echoed(node: Any) -> Any:
    """What Slack sends back of what it was given: the special characters escaped, in every word."""
    match node:
        case str():
            return typed(node)
        case dict():
            return {name: echoed(value) for name, value in node.items()}
        case list():
            return [echoed(value) for value in node]
        case _:
            return node
