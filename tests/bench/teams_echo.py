"""Two bots that answer a message with a message, to measure one turn: the SDK's stock adapter, and ours.

`python -m tests.bench.teams_echo stock METADATA_URL` prints the address it listens on. Tokens are really checked.
"""

import asyncio
import sys
from datetime import UTC, datetime

from aiohttp import web
from botbuilder.core import MessageFactory, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import ChannelValidation
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams.app import mount
from bot.chat.calls import Call, CommandCall
from bot.chat.capabilities import Deployment
from bot.chat.cards import Card
from bot.chat.replies import Nothing, Private, Reply
from tests.servers.teams.keys import APP_ID, StubCredentials
from tests.servers.teams.serving import serving


class _Echo(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(turn_context.activity.text))


class _StockSettings:
    APP_ID = APP_ID
    APP_PASSWORD = "secret"
    APP_TYPE = "MultiTenant"


def stock(metadata_url: str) -> web.Application:
    """The SDK's own adapter, as its samples use it."""
    ChannelValidation.open_id_metadata_endpoint = metadata_url
    authentication = ConfigurationBotFrameworkAuthentication(_StockSettings(), credentials_factory=StubSession())
    adapter, echo = CloudAdapter(authentication), _Echo()

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, echo) or web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


class StubSession(StubCredentials):
    """The stub as the SDK's own pipeline uses credentials."""

    def signed_session(self, session: object = None) -> object:
        """Put the fixed token on the session."""
        session.headers["Authorization"] = f"Bearer {self.get_access_token()}"  # type: ignore[attr-defined]  # of requests
        return session


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def _echo(call: Call) -> Reply:
    return Private(Card(call.text)) if isinstance(call, CommandCall) else Nothing()


def ours(metadata_url: str) -> web.Application:
    """Our adapter with a door that echoes."""
    app = web.Application()
    settings = Settings(
        teams_app_id=APP_ID, teams_app_password=SecretStr("secret"), teams_openid_metadata_url=metadata_url
    )
    deployment = Deployment("CoP", "/cop", {})
    mount(app, _echo, settings, deployment, _SystemClock(), credentials=StubCredentials())
    return app


async def _run(which: str, metadata_url: str) -> None:
    async with serving({"stock": stock, "ours": ours}[which](metadata_url)) as url:
        print(url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run(*sys.argv[1:3]))
