"""A connector of ours for tests of one adapter: it takes what the bot writes, and answers as it is told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TEAM = "19:general@thread.tacv2"
CHANNEL = "19:announcements@thread.tacv2"


_WHY = '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes."\r\n}'
BLOCKED = {"errorCode": 209, "message": _WHY}
"""What Teams answers, as it documents it, when somebody has blocked the bot."""


@dataclass(frozen=True)
class Written:
    """A request the bot made. `answered` is the status it got."""

    method: str
    path: str
    body: Mapping[str, Any]
    token: str
    answered: int = 200

    @property
    def card(self) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self.body["attachments"][0]["content"]
        return content


@dataclass
class Connector:
    """Remembers what was written. `faults` are taken one a request: a status, one with its body, or "drop"."""

    written: list[Written] = field(default_factory=list)
    faults: list[int | str | tuple[int, object]] = field(default_factory=list)
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    """People, by their directory ids, who let the bot write nothing to them."""
    url: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._any)
        return app

    @property
    def cards(self) -> list[Written]:
        """The messages created or changed, oldest first."""
        return [one for one in self.written if "attachments" in one.body]

    async def _any(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        path = request.match_info["path"]
        token = request.headers.get("Authorization", "")
        self.written.append(Written(request.method, path, body, token))
        if self.faults:
            return await self._faulty(request, self.faults.pop(0))
        return self._answer(request.method, path, body)

    async def _faulty(self, request: web.Request, fault: int | str | tuple[int, object]) -> web.Response:
        if fault == "drop":
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
            return web.Response()
        if isinstance(fault, tuple):
            return web.json_response(fault[1], status=fault[0])
        assert isinstance(fault, int)
        return web.json_response({"error": {"code": "x"}}, status=fault, headers={"Retry-After": "7"})

    def _answer(self, method: str, path: str, body: Mapping[str, Any]) -> web.Response:
        match method, path.split("/"):
            case "POST", ["v3", "conversations"]:
                return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)
            case "POST", ["v3", "conversations", conversation, *_] if conversation.split(":")[-1] in self.blocked:
                return web.json_response(BLOCKED, status=403)
            case "POST", ["v3", "conversations", *_]:
                return web.json_response({"id": str(1_700_000_000_000 + len(self.written))}, status=201)
            case "GET", ["v3", "conversations", _, "members", person]:
                found = self.members.get(person)
                return web.json_response(found) if found else web.json_response({}, status=404)
            case "GET", ["v3", "teams", _, "conversations"]:
                channels = [{"id": TEAM}, {"id": CHANNEL, "name": "Announcements"}]
                return web.json_response({"conversations": channels})
            case "GET", ["v3", "teams", _]:
                return web.json_response({"id": TEAM, "name": "Policy", "memberCount": 180})
        return web.json_response({"id": path.rsplit("/", 1)[-1]})
