"""All of Teams around a bot: keys, signer, Playground and wire, joined."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from tests.servers.teams.keys import APP_ID, Keys
from tests.servers.teams.playground import playground
from tests.servers.teams.serving import serving
from tests.servers.teams.signer import Signer
from tests.servers.teams.wire import Wire


@dataclass
class TeamsBench:
    """Set `signer.bot_url` to where the bot listens; the bot needs `settings` and `keys.StubCredentials`."""

    playground_url: str
    signer: Signer
    wire: Wire
    keys: Keys
    session: ClientSession

    @property
    def settings(self) -> dict[str, Any]:
        """The bot's settings, by their names in `adapters.settings.Settings`."""
        return {
            "teams_app_id": APP_ID,
            "teams_app_password": "secret",
            "teams_openid_metadata_url": self.keys.metadata_url,
        }


@asynccontextmanager
async def teams_bench() -> AsyncIterator[TeamsBench]:
    """Start it all on loopback. Skips the test where there is no Node.js."""
    keys = Keys()
    async with ClientSession() as session:
        signer, wire = Signer(keys, session), Wire(session)
        async with (
            serving(keys.app()) as keys.url,
            serving(wire.app()) as wire.url,
            serving(signer.app()) as entrance,
            playground(f"{entrance}/api/messages") as wire.playground_url,
        ):
            signer.connector_url = wire.url
            yield TeamsBench(wire.playground_url, signer, wire, keys, session)
