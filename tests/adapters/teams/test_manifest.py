"""The manifest is one that Teams takes, and asks for the least."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams.manifest import manifest
from tests.adapters.teams.conftest import DEPLOYMENT
from tests.servers.teams.keys import APP_ID

SCHEMA = Path(__file__).parent.parent / "schemas" / "teams-app-manifest.1.25.json"
COMMANDS = [(f"word{number}", "What it does") for number in range(20)]


def made(**more: Any) -> dict[str, Any]:
    settings = Settings(teams_app_id=APP_ID, teams_app_password=SecretStr("secret"), **more)
    return manifest(DEPLOYMENT, settings, commands=COMMANDS)


@pytest.mark.parametrize("threads", [False, True])
def test_the_manifest_fits_its_schema(threads: bool) -> None:
    schema = json.loads(SCHEMA.read_text())
    # One pattern in it is ECMAScript, so the schema itself is not checked.
    jsonschema.Draft4Validator(schema).validate(made(teams_thread_replies=threads))


def test_by_default_it_asks_for_no_permission() -> None:
    assert not {"authorization", "webApplicationInfo", "permissions", "devicePermissions"} & set(made())


def test_reading_threads_is_asked_for_only_when_switched_on() -> None:
    asked = made(teams_thread_replies=True)["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": "ChannelMessage.Read.Group", "type": "Application"}]


def test_it_lists_no_more_commands_than_teams_takes() -> None:
    assert len(made()["bots"][0]["commandLists"][0]["commands"]) == 12
