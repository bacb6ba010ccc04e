"""Asks Slack whether it still takes our tokens, and the seal whether it still opens those that are kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from adapters.settings import Settings
from adapters.slack.errors import DEAD, translated
from adapters.slack.payload import word
from adapters.slack.sealing import Seal
from adapters.slack.workspaces import client_of
from bot.errors import PlatformError
from bot.ports import Installed

SECONDS = 4
"""How long Slack is waited for."""
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one token. `name` is the workspace's for people, its id where Slack doesn't tell it."""

    name: str
    state: Literal["taken", "dead", "unreadable", "untold"]
    reason: str = ""


async def one(settings: Settings) -> Checked:
    """Whether Slack takes the token from the environment."""
    return await _asked("", settings.slack_bot_token.get_secret_value(), settings)


async def many(settings: Settings, installed: Sequence[Installed]) -> list[Checked]:
    """Whether each that is kept can be read, and Slack takes it."""
    seal, few = Seal(settings.secret_key.get_secret_value().encode()), asyncio.Semaphore(AT_ONCE)

    async def checked(one: Installed) -> Checked:
        token = seal.opened(one.sealed, one.place)
        if token is None:
            return Checked(one.place, "unreadable")
        async with few:
            return await _asked(one.place, token, settings)

    return await asyncio.gather(*(checked(one) for one in installed))


async def _asked(place: str, token: str, settings: Settings) -> Checked:
    client = client_of(token, settings.slack_api_url)
    client.timeout = SECONDS
    try:
        with translated():
            answer = await client.auth_test()
    except PlatformError as error:
        return Checked(place, "dead" if error.reason in DEAD else "untold", error.reason)
    body = answer.data if isinstance(answer.data, dict) else {}
    return Checked(word(body, "team") or place or word(body, "team_id"), "taken")
