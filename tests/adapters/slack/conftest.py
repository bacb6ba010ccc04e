"""A bot whose door records what comes in, mounted on a real server, and a small Slack beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.app import mount
from adapters.slack.install import Installing
from bot.chat.calls import Call
from bot.chat.capabilities import Deployment
from bot.chat.replies import Nothing, Reply
from bot.ports import Platform
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import Channel, User


class SystemClock:
    """The time it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class RecordingDoor:
    """Keeps every call, and answers what the test chose; not before `may` is set."""

    reply: Reply = field(default_factory=Nothing)
    raises: list[Exception] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    may: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may.set()

    async def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        self.came.set()
        await self.may.wait()
        if self.raises:
            raise self.raises.pop(0)
        return self.reply

    @property
    def last(self) -> Call:
        return self.calls[-1]


@dataclass
class Bot:
    """The mounted adapter."""

    url: str
    door: RecordingDoor
    platform: Platform
    stop: Callable[[], Awaitable[None]]
    """Ends the server, as when the bot ends."""


def settings_for(slack: SlackServer, *, thread_replies: bool = True, socket: bool = False) -> Settings:
    return Settings(
        slack_app_token=SecretStr(slack.links.app_token if socket else ""),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_bot_token=SecretStr(slack.token),
        slack_api_url=slack.api_url,
        slack_thread_replies=thread_replies,
    )


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@asynccontextmanager
async def mounted(slack: SlackServer, settings: Settings, installing: Installing | None = None) -> AsyncIterator[Bot]:
    """The adapter on a server of its own."""
    door = RecordingDoor()
    server = web.Application()
    deployment = Deployment("CoP", "/cop", {}, b"a long random secret")
    platform = mount(server, door, settings, deployment, SystemClock(), installing)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        url = f"http://{host}:{port}/slack/events"
        if not settings.slack_socket:
            slack.bot_url = url
        yield Bot(url, door, platform, runner.cleanup)
    finally:
        await runner.cleanup()


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[Bot]:
    async with mounted(slack, settings_for(slack)) as bot:
        yield bot


@pytest.fixture
async def connected(slack: SlackServer) -> AsyncIterator[Bot]:
    """The same in Socket Mode, once its connection stands."""
    slack.socket_mode()
    async with mounted(slack, settings_for(slack, socket=True)) as bot:
        await slack.links.standing(1)
        yield bot


@pytest.fixture
def ada(slack: SlackServer) -> User:
    return slack.add_user("ada", "Ada Lovelace")


@pytest.fixture
def home(slack: SlackServer, ada: User) -> Channel:
    return slack.add_channel("policy-cop", [ada])
