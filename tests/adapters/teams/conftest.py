"""The Teams adapter behind a real server, with a door that remembers and a connector that answers."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, web

from adapters.settings import Settings
from adapters.teams.app import mount
from bot.chat.calls import Call
from bot.chat.capabilities import Deployment
from bot.chat.picks import Browse, Picks
from bot.chat.replies import Nothing, Reply
from bot.ports import Platform
from tests.servers.teams.connector import Connector
from tests.servers.teams.keys import APP_ID, Keys, StubCredentials
from tests.servers.teams.serving import serving

DEPLOYMENT = Deployment("CoP", "/cop", {})


@dataclass
class RecordingDoor:
    """Remembers every call, and answers with `reply`, or raises it."""

    calls: list[Call] = field(default_factory=list)
    reply: Reply | Exception = field(default_factory=Nothing)

    async def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


@dataclass
class RecordingShelf:
    """Remembers what was looked for, and shows what the test put there."""

    asked: list[Browse] = field(default_factory=list)
    picks: Picks = field(default_factory=Picks)

    async def browse(self, browse: Browse) -> Picks:
        self.asked.append(browse)
        return self.picks


@dataclass
class HandClock:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 20, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Teams:
    """The bot and all around it."""

    url: str
    platform: Platform
    door: RecordingDoor
    connector: Connector
    keys: Keys
    clock: HandClock
    session: ClientSession
    shelf: RecordingShelf
    body: bytes = b""

    async def post(self, activity: Any, token: str | None = "good", **request: Any) -> ClientResponse:
        """Send an activity, with a good token unless another is given; None for none at all."""
        if isinstance(activity, dict) and activity.get("serviceUrl") == "":
            activity["serviceUrl"] = self.connector.url
        if token == "good":
            token = self.keys.token(self.connector.url)
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        request = {"json": activity, **request}
        async with self.session.post(f"{self.url}/api/messages", headers=headers, **request) as answer:
            self.body = await answer.read()
            return answer

    async def said(self, activity: Any) -> Any:
        """What a good activity is answered with."""
        answer = await self.post(activity)
        assert answer.status == 200, answer.status
        return json.loads(self.body) if self.body else None


@pytest.fixture
def settings_for() -> Callable[..., Settings]:
    def made(keys: Keys, **more: Any) -> Settings:
        given = {"teams_app_id": APP_ID, "teams_app_password": "secret", "teams_openid_metadata_url": keys.metadata_url}
        return Settings(**(given | more))

    return made


@pytest.fixture
def teams_settings() -> dict[str, Any]:
    """What a test module sets besides."""
    return {}


@pytest.fixture
async def teams(settings_for: Callable[..., Settings], teams_settings: dict[str, Any]) -> AsyncIterator[Teams]:
    keys, connector, door, clock, shelf = Keys(), Connector(), RecordingDoor(), HandClock(), RecordingShelf()
    async with serving(keys.app()) as keys.url, serving(connector.app()) as connector.url:
        server = web.Application()
        settings = settings_for(keys, **teams_settings)
        platform = mount(server, door, settings, DEPLOYMENT, clock, credentials=StubCredentials(), shelf=shelf)
        async with serving(server) as url, ClientSession() as session:
            yield Teams(url, platform, door, connector, keys, clock, session, shelf)
