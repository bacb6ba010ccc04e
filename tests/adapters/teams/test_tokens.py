"""The token the bot shows Teams: fetched off the event loop, kept, and its lack no catastrophe."""

import time
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams.app import mount
from adapters.teams.connector import Tokens
from bot.errors import Unreachable
from tests.adapters.teams.conftest import DEPLOYMENT, HandClock, RecordingDoor
from tests.servers.teams.keys import APP_ID, StubCredentials

SETTINGS = Settings(teams_app_id=APP_ID, teams_app_password=SecretStr("secret"))


class CountingCredentials(StubCredentials):
    """Fetches a token slowly, and counts."""

    fetched = 0

    def get_access_token(self) -> str:
        time.sleep(0.01)
        self.fetched += 1
        return f"token {self.fetched}"


class NoCredentials(StubCredentials):
    """Entra is out of reach, or the secret has expired."""

    def get_access_token(self) -> str:
        raise PermissionError("AADSTS7000215")


async def test_a_token_is_fetched_once_for_many_messages() -> None:
    credentials = CountingCredentials()
    tokens = Tokens(SETTINGS, credentials)
    assert [await tokens.current() for _ in range(5)] == ["token 1"] * 5


async def test_without_a_token_the_message_can_be_sent_later() -> None:
    with pytest.raises(Unreachable):
        await Tokens(SETTINGS, NoCredentials()).current()


async def test_in_development_there_is_no_token() -> None:
    assert await Tokens(Settings(teams_development=True), NoCredentials()).current() is None


@pytest.mark.parametrize("given", [{}, {"teams_tenant": "22222222-1111-4111-8111-111111111111"}])
def test_real_credentials_are_made_without_touching_the_network(given: dict[str, Any]) -> None:
    settings = SETTINGS.model_copy(update=given)
    assert mount(web.Application(), RecordingDoor(), settings, DEPLOYMENT, HandClock()).key == "teams"


def test_teams_without_an_app_id_is_not_served() -> None:
    with pytest.raises(ValueError, match="COP_TEAMS_APP_ID"):
        mount(web.Application(), RecordingDoor(), Settings(), DEPLOYMENT, HandClock())
