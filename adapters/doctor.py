"""Looks the installation over, and says in plain words what is configured, what is missing and what to do."""

import asyncio
import errno
import importlib.metadata
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from adapters import wiring
from adapters.server import why_not
from adapters.settings import SHORTEST_SECRET, Settings
from storage.engine import is_current, open_store
from storage.errors import StorageError

if TYPE_CHECKING:
    from adapters.slack.checking import Checked

_ = wiring  # resets the time-zone path before any zone is read


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["well", "off", "broken"]
    sentence: str

    @property
    def mark(self) -> str:
        """A sign that can be read without colour."""
        return {"well": "✓", "off": "–", "broken": "✗"}[self.state]

    @property
    def colour(self) -> str:
        """The sign's colour on a terminal."""
        return {"well": "green", "off": "yellow", "broken": "red"}[self.state]

    @property
    def broken(self) -> bool:
        """Whether it keeps the bot from working."""
        return self.state == "broken"


async def examined(settings: Settings) -> list[Finding]:
    """Everything that was found, in the order in which one would set it up."""
    database = await asyncio.to_thread(_database, settings)
    tokens = await _slack_tokens(settings, kept=database.state == "well") if settings.slack_on else []
    platforms = [*_platforms(settings), *tokens]
    return [database, _time_zones(), *platforms, *_calendars(settings), _secret(settings), _port(settings)]


def _database(settings: Settings) -> Finding:
    where = "SQLite" if settings.database_file else "PostgreSQL"
    try:
        current = is_current(settings.database_url)
    except StorageError as error:
        return Finding("broken", str(error))
    if not current:
        return Finding("off", f"The {where} database is not made yet, or older. `cop run` and `cop migrate` see to it.")
    return Finding("well", f"The {where} database is there and up to date.")


def _time_zones() -> Finding:
    version = importlib.metadata.version("tzdata")
    noon = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("America/Vancouver"))
    offset = noon.utcoffset()
    if offset is None or offset.total_seconds() != -7 * 3600:
        return Finding(
            "broken", f"The time-zone data {version} is too old: meetings would be an hour off. Reinstall cop."
        )
    return Finding("well", f"Time-zone data {version}; the system's own is not used.")


def _platforms(settings: Settings) -> Iterator[Finding]:
    if settings.slack_on and settings.slack_socket:
        how = "the bot opens the connection (Socket Mode), so Slack needs no address of it"
        yield Finding("well", f"Slack is configured; {how}. It hears {settings.command}.")
    elif settings.slack_on:
        yield Finding("well", f"Slack is configured; it reaches the bot at /slack/events as {settings.command}.")
        if settings.slack_many:
            yield Finding("well", f"Whoever looks after a workspace installs the bot there at {_install(settings)}.")
    else:
        yield Finding(
            "off",
            "Slack is not configured: set COP_SLACK_BOT_TOKEN and COP_SLACK_SIGNING_SECRET (or COP_SLACK_APP_TOKEN).",
        )
    if settings.teams_development:
        yield Finding("off", "Teams runs without authentication, for development. Never expose this to a network.")
    elif settings.teams_on:
        tenant = settings.teams_tenant or "any tenant (set COP_TEAMS_TENANT to name yours)"
        yield Finding("well", f"Teams is configured for {tenant}; it reaches the bot at /api/messages.")
    else:
        yield Finding("off", "Teams is not configured: set COP_TEAMS_APP_ID and COP_TEAMS_APP_PASSWORD.")
    if not settings.serves:
        yield Finding("off", "To look around without any account: cop run --workspace")


async def _slack_tokens(settings: Settings, *, kept: bool) -> list[Finding]:
    """Whether Slack takes the token, or each that is kept, as it says when it is asked now."""
    from adapters.slack import checking  # noqa: PLC0415 - only what is configured is loaded

    if not settings.slack_many:
        return _token_findings(settings, [await checking.one(settings)])
    if not kept:
        return []
    async with open_store(settings.database_url, visiting=True) as store:
        installed = await store.installations.all("slack")
    if not installed:
        return [Finding("off", f"No Slack workspace has the bot yet. Install it at {_install(settings)}.")]
    return _token_findings(settings, await checking.many(settings, installed))


def _token_findings(settings: Settings, tokens: "Sequence[Checked]") -> list[Finding]:
    unreadable = [token.name for token in tokens if token.state == "unreadable"]
    findings = [_token(settings, token) for token in tokens if token.state != "unreadable"]
    if unreadable:
        sentence = (
            f"COP_SECRET_KEY is not the one under which the tokens of {', '.join(unreadable)} are kept, so nothing "
            f"can be posted there. Set the earlier key again, or install the bot there anew at {_install(settings)}."
        )
        findings.append(Finding("broken", sentence))
    return findings


def _token(settings: Settings, token: "Checked") -> Finding:
    which = f"the bot's token in {token.name}" if token.name else "COP_SLACK_BOT_TOKEN"
    match token.state:
        case "taken":
            return Finding("well", f"Slack takes {which}.")
        case "dead" if settings.slack_many:
            return Finding(
                "broken", f"Slack no longer takes {which} ({token.reason}). Install it again at {_install(settings)}."
            )
        case "dead":
            return Finding(
                "broken",
                f"Slack no longer takes {which} ({token.reason}). "
                "Install the app again on its page at Slack, and set the new token.",
            )
        case _:
            return Finding("off", f"Slack could not be asked whether it takes {which} ({token.reason}).")


def _install(settings: Settings) -> str:
    return f"{settings.url.rstrip('/')}/slack/install"


def _calendars(settings: Settings) -> Iterator[Finding]:
    if settings.url:
        yield Finding("well", f"Calendars are served at {settings.url}, which people must be able to reach.")
    elif settings.slack_on or settings.teams_on:
        yield Finding(
            "off",
            "COP_URL is not set, so “Add to calendar” can't be offered. "
            "Set it to the address under which people reach this server, such as https://cop.example.org.",
        )


def _secret(settings: Settings) -> Finding:
    if len(settings.secret_key.get_secret_value()) >= SHORTEST_SECRET:
        return Finding("well", "COP_SECRET_KEY is set.")
    return Finding("off", "COP_SECRET_KEY is not set, or short. Set it to 32 random characters before you go live.")


def _port(settings: Settings) -> Finding:
    try:
        _bind(settings.host, settings.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return Finding("off", f"{settings.host} port {settings.port} is in use: by the bot, or choose another.")
        return Finding("broken", why_not(error, settings.host, settings.port))
    return Finding("well", f"{settings.host} port {settings.port or '0, any that'} is free.")


def _bind(host: str, port: int) -> None:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
