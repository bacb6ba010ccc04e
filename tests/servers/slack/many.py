"""A small Slack with several workspaces: each gives the app a token of its own, and knows nothing of the others."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from yarl import URL

from tests.servers.slack.api import ALL_SCOPES, Refusal, WebApi
from tests.servers.slack.delivery import Delivery
from tests.servers.slack.hands import Hands
from tests.servers.slack.wire import arguments
from tests.servers.slack.workspace import BOT, TEAM, Channel, Json, Message, User, Workspace

CLIENT, SECRET, SIGNING = "111.222", "client-secret-of-the-app", "shhh"


@dataclass
class Home:
    """One workspace. People and channels of two workspaces have the same ids here: only the token tells them apart."""

    name: str
    team: str
    bot: str
    enterprise: str
    workspace: Workspace
    api: WebApi
    hands: Hands
    answers: list[Json] = field(default_factory=list)
    """What came over response addresses."""

    def add_user(self, name: str) -> User:
        """Somebody new."""
        user = User(self.workspace.number("U"), name, name.title(), team=self.team)
        self.workspace.users[user.id] = user
        return user

    def add_channel(self, name: str, *members: User) -> Channel:
        """A channel in which the bot isn't yet."""
        channel = Channel(self.workspace.number("C"), name, {member.id for member in members})
        self.workspace.channels[channel.id] = channel
        return channel

    async def invites(self, user: User, channel: Channel) -> None:
        """Somebody adds the bot to the channel."""
        channel.members.add(BOT)
        answer = await self.hands.invites(user.id, channel.id)
        assert answer.ok

    def sees(self, user: User) -> list[Message]:
        """What this person sees, oldest first."""
        return list(self.workspace.visible_to(user))

    def named(self, told: str) -> str:
        """With this workspace's own ids."""
        return told.replace(TEAM, self.team).replace(BOT, self.bot)


class ManySlack:
    """Use it as an async context; set `bot_url` before anybody does anything.

    `dead` says what is answered to a token that isn't taken any more; `asked` are the requests, by workspace.
    """

    def __init__(self) -> None:
        self.homes: dict[str, Home] = {}
        self.tokens: dict[str, Home] = {}
        self.dead: dict[str, str] = {}
        self.issued: list[str] = []
        self.asked: list[tuple[str, str, Json]] = []
        self.access: Callable[[Json], web.Response | None] = lambda _answer: None
        """May answer in place of a token."""
        self._codes: dict[str, tuple[Home, str, str, bool]] = {}
        self._numbers = count(1)
        self._base = ""
        self.delivery = Delivery(Workspace(), SIGNING, ())

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/oauth.v2.access", self._access)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/respond/{team}", self._respond)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._base = f"http://{host}:{port}"
        self.delivery.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self.delivery.session is not None:
            await self.delivery.session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What `slack_api_url` is set to."""
        return f"{self._base}/api/"

    def add(self, name: str, *, enterprise: str = "") -> Home:
        """A workspace that hasn't the app yet."""
        team = f"T{next(self._numbers):03d}{name.upper()}"
        workspace = Workspace()
        api = WebApi(workspace, ALL_SCOPES, lambda _event, _channel: None)
        hands = Hands(
            self.delivery, team, f"UBOT{name.upper()}", enterprise, response_url=f"{self._base}/respond/{team}"
        )
        home = Home(name, team, hands.bot, enterprise, workspace, api, hands)
        self.homes[team] = home
        return home

    def agrees(self, home: Home, user: User, authorize: str, *, whole: bool = False) -> str:
        """Somebody agrees to what the app asks for: where Slack sends the browser."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize).query).items()}
        assert asked["client_id"] == CLIENT
        assert "chat:write" in asked["scope"].split(",")
        code = f"code-{next(self._numbers)}"
        self._codes[code] = (home, user.id, asked["redirect_uri"], whole)
        return str(URL(asked["redirect_uri"]).with_query(code=code, state=asked["state"]))

    def token_of(self, home: Home) -> str:
        """The newest token of the workspace."""
        return next(token for token in reversed(self.issued) if self.tokens[token] is home)

    def revoke(self, home: Home, said: str = "token_revoked") -> None:
        """The workspace's tokens are not taken any more."""
        self.dead |= {token: said for token in self.issued if self.tokens[token] is home}

    async def _access(self, request: web.Request) -> web.Response:
        args = await arguments(request)
        basic = "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        given = (args.get("client_id"), args.get("client_secret")) == (CLIENT, SECRET)
        if request.headers.get("Authorization") != basic and not given:
            return web.json_response({"ok": False, "error": "invalid_client_id"})
        home, user, redirect, whole = self._codes.pop(str(args.get("code")), (None, "", "", False))
        if home is None:
            return web.json_response({"ok": False, "error": "invalid_code"})
        if args.get("redirect_uri") != redirect:
            return web.json_response({"ok": False, "error": "bad_redirect_uri"})
        token = f"xoxb-{home.team}-{next(self._numbers)}-topsecret"
        self.tokens[token] = home
        self.issued.append(token)
        answer = _access_answer(home, token, user, whole=whole)
        return self.access(answer) or web.json_response(answer)

    async def _method(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args, home = await arguments(request), self.tokens.get(token)
        method = request.match_info["method"]
        self.asked.append((home.team if home else "", method, args))
        if home is None:
            return web.json_response({"ok": False, "error": "not_authed" if not token else "invalid_auth"})
        if token in self.dead:
            return web.json_response({"ok": False, "error": self.dead[token]})
        try:
            answer = home.api.call(method, args)
        except Refusal as refusal:
            answer = refusal.answer
        return web.json_response(text=home.named(json.dumps(answer)))

    async def _respond(self, request: web.Request) -> web.Response:
        self.homes[request.match_info["team"]].answers.append(await request.json())
        return web.Response(text="ok")


def _access_answer(home: Home, token: str, user: str, *, whole: bool) -> Json:
    return {
        "ok": True,
        "app_id": "A0COP",
        "authed_user": {"id": user},
        "scope": "chat:write",
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": home.bot,
        "team": None if whole else {"id": home.team, "name": home.name},
        "enterprise": {"id": home.enterprise, "name": f"{home.name} org"} if home.enterprise else None,
        "is_enterprise_install": whole,
    }


class Browser:
    """A browser that keeps cookies, whatever they say of https."""

    def __init__(self, session: aiohttp.ClientSession, bot_url: str) -> None:
        self._session = session
        self._bot = bot_url
        self.cookies: dict[str, str] = {}

    async def get(self, url: str) -> tuple[int, str, Mapping[str, str]]:
        """Open the page: its status, words and headers. A public address is served by the bot."""
        path = URL(url)
        where = URL(self._bot).with_path(path.path).with_query(path.query)
        async with self._session.get(where, headers={"Cookie": self._cookie()}, allow_redirects=False) as answer:
            self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
            return answer.status, await answer.text(), answer.headers

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


async def until(happened: Callable[[], Any], seconds: float = 3.0) -> Any:
    """What it returns, once that counts as true."""
    async with asyncio.timeout(seconds):
        while not (found := happened()):
            await asyncio.sleep(0.01)
    return found
