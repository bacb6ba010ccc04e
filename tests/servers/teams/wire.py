"""The way from the bot to the Playground's connector: everything written is remembered, and can be made to fail.

Four things the Playground can't do are done here, as Teams does them. It refuses to delete a message: here a delete
of a message that stands is accepted and remembered, and later changes to it are answered 404; the Playground itself
keeps showing it. It knows people only by their `29:` ids: here the directory id is taken too. Nobody
leaves it: here whoever is `gone` is nobody's member any more. And it doesn't show other people's direct conversations
on its stream: here all that was accepted can be read.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import ClientSession, web

from tests.servers.teams.playground import PEOPLE, directory_id, user_id

Json = dict[str, Any]
_USERS = {directory_id(name): user_id(name) for name in PEOPLE}


@dataclass
class Shown:
    """A message of the bot's that the Playground accepted, as it is now."""

    id: str
    conversation: str
    activity: Json
    removed: bool = False
    versions: int = 1


@dataclass(frozen=True)
class Fault:
    """What befalls a request: a status instead of an answer, or the connection lost `before` or `after` acceptance."""

    status: int = 0
    lost: str = ""
    retry_after: str = "1"


Choose = Callable[[web.Request, Json], Awaitable[Fault | None]]


async def _no_fault(request: web.Request, body: Json) -> Fault | None:
    return None


@dataclass
class Wire:
    """`choose` is asked for a fault at each request, with the request and its body."""

    session: ClientSession
    playground_url: str = ""
    url: str = ""
    choose: Choose = _no_fault
    shown: dict[str, Shown] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """The `29:` ids of people who have left the organisation."""
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    """Method, path and status of everything the bot asked, oldest first."""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._any)
        return app

    async def _any(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        fault = await self.choose(request, body)
        if fault and fault.status:
            self.requests.append((request.method, request.path, fault.status))
            return web.json_response({}, status=fault.status, headers={"Retry-After": fault.retry_after})
        if fault and fault.lost == "before":
            return self._lost(request)
        status, answer = await self._accepted(request, body)
        self.requests.append((request.method, request.path, status))
        if fault and fault.lost == "after":
            return self._lost(request)
        return web.json_response(answer, status=status)

    def _lost(self, request: web.Request) -> web.Response:
        self.requests.append((request.method, request.path, 0))
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _accepted(self, request: web.Request, body: Json) -> tuple[int, Json]:
        parts = [unquote(part) for part in request.raw_path.split("?")[0].strip("/").split("/")]
        match request.method, parts:
            case "DELETE", ["v3", "conversations", _, "activities", message]:
                return self._delete(message)
            case "PUT", ["v3", "conversations", _, "activities", message] if self._gone(message):
                return 404, {}
            case "POST", ["v3", "conversations"]:
                body["members"] = [{"id": _USERS.get(one["id"], one["id"])} for one in body.get("members", [])]
            case "GET", ["v3", "conversations", _, "members", person]:
                parts[-1] = _USERS.get(person, person)
                if parts[-1] in self.gone:
                    return 404, {}
        path = "/".join(quote(part, safe="") for part in parts)
        status, answer = await self._asked(request.method, path, body)
        if status < 300:
            self._remember(request.method, parts, body, answer)
        return status, answer

    async def _asked(self, method: str, path: str, body: Json) -> tuple[int, Json]:
        url = f"{self.playground_url}/_connector/{path}"
        sent = None if method == "GET" else json.dumps(body)
        async with self.session.request(method, url, data=sent, headers={"Content-Type": "application/json"}) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else {}

    def _remember(self, method: str, parts: list[str], body: Json, answer: Json) -> None:
        match method, parts:
            case "POST", ["v3", "conversations", conversation, "activities", *_]:
                self.shown[answer["id"]] = Shown(answer["id"], conversation, body)
            case "PUT", ["v3", "conversations", _, "activities", message] if message in self.shown:
                self.shown[message].activity = body
                self.shown[message].versions += 1

    def _delete(self, message: str) -> tuple[int, Json]:
        if message not in self.shown or self.shown[message].removed:
            return 404, {}
        self.shown[message].removed = True
        return 200, {}

    def _gone(self, message: str) -> bool:
        return message in self.shown and self.shown[message].removed
