"""The way from the Playground to the bot: signs each activity as the Bot Framework does, and lets anybody be speaking.

The Playground sends no token, and lets only its current user type. So each activity gets a real signed token and the
address of our connector, and speaker and conversation are those of whoever the scenario says is typing.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, web

from tests.servers.teams.keys import Keys

Json = dict[str, Any]
_PATH = "/api/messages"


@dataclass
class Answered:
    """What the bot said to an activity."""

    activity: Json
    status: int
    body: bytes


@dataclass
class Signer:
    """`bot_url` is where the bot listens, with or without the path, `connector_url` where it is told to answer; both may change meanwhile.

    `rewrite` changes an activity before it is signed; `heard` is told of each answer.
    """

    keys: Keys
    session: ClientSession
    bot_url: str = ""
    connector_url: str = ""
    rewrite: Callable[[Json], Json] = lambda activity: activity
    heard: Callable[[Answered], None] = lambda answered: None
    sign: bool = True

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", _PATH, self._forward)
        return app

    async def _forward(self, request: web.Request) -> web.Response:
        if request.method != "POST":
            return web.Response()
        status, body = await self.send(await request.json())
        return web.Response(status=status, body=body, content_type="application/json")

    async def send(self, activity: Json) -> tuple[int, bytes]:
        """Deliver an activity as Teams would; the status and body of the answer, 502 when the bot isn't there."""
        activity = self.rewrite({**activity, "serviceUrl": self.connector_url})
        headers = {"Content-Type": "application/json"}
        if self.sign:
            headers["Authorization"] = f"Bearer {self.keys.token(self.connector_url)}"
        try:
            url = self.bot_url.removesuffix(_PATH) + _PATH
            async with self.session.post(url, data=json.dumps(activity), headers=headers) as answer:
                status, body = answer.status, await answer.read()
        except ClientError:
            status, body = 502, b""
        self.heard(Answered(activity, status, body))
        return status, body
