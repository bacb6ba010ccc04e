"""A small Teams service: it keeps what the bot writes, checks its token, and breaks requests as it is told."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.servers.slack.faults import ApiRequest, Chooser
from tests.servers.slack.wire import broken

Json = dict[str, Any]


@dataclass
class Activity:
    """A message that stands in a conversation."""

    conversation: str
    body: Json

    @property
    def card(self) -> Json:
        found: Json = self.body["attachments"][0]["content"]
        return found


@dataclass
class TeamsService:
    """The connector's REST protocol: open a conversation, send, change and remove an activity, tell of people.

    `fault` is asked about each request, whose method is `open`, `create`, `update`, `delete` or `look`, and may break it.
    """

    fault: Chooser | None = None
    token: str = "outbound"
    standing: dict[str, Activity] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """The names of those it knows, by their ids."""
    requests: list[ApiRequest] = field(default_factory=list)
    created: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1_800_000_000_001))

    def app(self) -> web.Application:
        app = web.Application()
        one = "/v3/conversations/{conversation}/activities/{activity}"
        app.router.add_post("/v3/conversations", self._open)
        app.router.add_post("/v3/conversations/{conversation}/activities", self._send)
        app.router.add_post(one, self._send)
        app.router.add_put(one, self._change)
        app.router.add_delete(one, self._remove)
        app.router.add_get("/v3/conversations/{conversation}/members/{person}", self._person)
        app.router.add_get("/{any:.*}", self._nothing)
        return app

    async def _open(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        return await self._answered(request, "open", lambda: ({"id": f"a:{body['members'][0]['id']}"}, 201))

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body, conversation = await request.json(), unquote(request.match_info["conversation"])

        def keep() -> tuple[Json, int]:
            number = str(next(self._numbers))
            place = conversation if ";" in conversation or conversation.startswith("a:") else f"{conversation};{number}"
            self.standing[number] = Activity(place, body)
            self.created += 1
            return {"id": number}, 201

        return await self._answered(request, "create", keep)

    async def _change(self, request: web.Request) -> web.StreamResponse:
        body, number = await request.json(), request.match_info["activity"]

        def change() -> tuple[Json, int]:
            if number not in self.standing:
                return {"error": {"code": "NotFound"}}, 404
            self.standing[number].body = body
            return {"id": number}, 200

        return await self._answered(request, "update", change)

    async def _remove(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["activity"]

        def remove() -> tuple[Json, int]:
            return {}, 200 if self.standing.pop(number, None) else 404

        return await self._answered(request, "delete", remove)

    async def _person(self, request: web.Request) -> web.StreamResponse:
        person = unquote(request.match_info["person"])
        known = self.people.get(person)
        return await self._answered(
            request, "look", lambda: ({"id": person, "name": known}, 200) if known else ({}, 404)
        )

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, "look", lambda: ({}, 404))

    async def _answered(
        self, request: web.Request, method: str, work: Callable[[], tuple[Json, int]]
    ) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({}, status=401)
        asked = ApiRequest(method, {"conversation": unquote(request.match_info.get("conversation", ""))})
        self.requests.append(asked)
        return await broken(request, self.fault(asked) if self.fault else None, lambda: _told(*work()))


def _told(body: Json, status: int) -> web.Response:
    return web.json_response(body, status=status)
