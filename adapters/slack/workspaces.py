"""Which workspace a call comes from and a card goes to, and with whose token: one from the environment, or many kept."""

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from adapters.slack.client import Client
from adapters.slack.people import Workspace
from adapters.slack.refs import KEY, Installation, mark_of
from adapters.slack.sealing import Seal
from bot.errors import Busy, Cause, Unreachable
from bot.ports import Clock, Installations, Installed

FRESH_SECONDS = 10.0
"""How long an installation is believed to stand as it was read: another process may have changed it."""
NOT_INSTALLED = "not_installed"
UNREADABLE = "token_unreadable"


class NotInstalled(Unreachable):
    """The app is not installed there; it may be again. Slack was not asked."""

    def __init__(self) -> None:
        super().__init__(NOT_INSTALLED, Cause.TOKEN)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, by what Slack says in it. `posted` is the workspace whose message was pressed."""

    team: str = ""
    enterprise: str = ""
    whole: bool = False
    posted: str = ""


class Workspaces(Protocol):
    """The workspaces the app is in. Every method may be repeated."""

    async def origin(self, origin: Origin) -> Workspace:
        """The one a request came from. Raises `PlatformError`, `NotInstalled` among them."""

    async def reached(self, tenant: str, address: str) -> Workspace:
        """The one through which a place of that tenant is written to. Raises `PlatformError`; no other's token is used."""

    def begin(self, session: aiohttp.ClientSession) -> None:
        """Ask Slack over this session from now on."""

    async def finish(self) -> None:
        """Wait until every answer under way has gone."""


class OneWorkspace:
    """The only workspace, whose token is a setting: everything comes from there and goes there."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def origin(self, origin: Origin) -> Workspace:  # noqa: ARG002 - whatever Slack says, there is one
        """The workspace."""
        return self._workspace

    async def reached(self, tenant: str, address: str) -> Workspace:  # noqa: ARG002
        """The workspace."""
        return self._workspace

    def begin(self, session: aiohttp.ClientSession) -> None:
        """Ask Slack over this session from now on."""
        self._workspace.client.session = session

    async def finish(self) -> None:
        """Wait until every answer under way has gone."""
        await self._workspace.answers.finish()


@dataclass(slots=True)
class _Known:
    """An installation as it was read last."""

    installed: Installed
    workspace: Workspace
    readable: bool
    until: float


class ManyWorkspaces:
    """The workspaces and organisations that installed the app. Nothing of one is ever asked with another's token."""

    def __init__(self, installations: Installations, seal: Seal, api_url: str, clock: Clock, name: str) -> None:
        self._installations = installations
        self._seal = seal
        self._api_url = api_url
        self._clock = clock
        self._name = name
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, _Known] = {}

    async def origin(self, origin: Origin) -> Workspace:
        """The one a request came from, an organisation's where the app is in all of it. Raises `PlatformError`.

        One whose token can't be read still hears: its answers in Slack's own requests arrive.
        """
        named = [origin.enterprise] if origin.whole else [origin.team, origin.enterprise]
        for place in filter(None, (*named, origin.posted)):
            if known := await self._at(place):
                return known.workspace
        raise NotInstalled

    async def reached(self, tenant: str, address: str) -> Workspace:
        """The installation that the address names, else the tenant's own. Raises `PlatformError`."""
        mark = mark_of(address)
        known = await (self._named(mark, tenant) if mark else self._unnamed(tenant))
        if known is None:
            raise NotInstalled
        if not known.readable:
            raise Unreachable(UNREADABLE, Cause.TOKEN)
        return known.workspace

    def begin(self, session: aiohttp.ClientSession) -> None:
        """Ask Slack over this session from now on."""
        self._session = session
        for known in self._known.values():
            known.workspace.client.session = session

    async def finish(self) -> None:
        """Wait until every answer under way has gone."""
        await asyncio.gather(*(known.workspace.answers.finish() for known in self._known.values()))

    def stranger(self) -> Client:
        """A client without a token, to ask for one."""
        return Client(None, self._api_url, self._session)

    def changed(self, place: str) -> None:
        """What was read of the installation there no longer counts."""
        if known := self._known.get(place):
            known.until = 0.0

    async def _named(self, mark: str, tenant: str) -> _Known | None:
        """That installation; where it was one workspace's of an organisation, the organisation's may take its place."""
        return await self._at(mark) or (await self._at(tenant) if _is_organisation(tenant) else None)

    async def _unnamed(self, tenant: str) -> _Known | None:
        return await self._at(tenant) or await self._sole(tenant)

    async def _at(self, place: str) -> _Known | None:
        known = self._known.get(place)
        if known and known.until > time.monotonic():
            return known
        try:
            installed = await self._installations.at(KEY, place)
        except Busy:
            raise Unreachable("busy") from None
        if installed:
            return self._read(installed)
        if known:
            known.workspace.client.token = None
        return None

    async def _sole(self, tenant: str) -> _Known | None:
        """The only installation within the tenant; of several none, for nobody knows which."""
        try:
            found = await self._installations.within(KEY, tenant)
        except Busy:
            raise Unreachable("busy") from None
        return self._read(found[0]) if len(found) == 1 else None

    def _read(self, installed: Installed) -> _Known:
        token = self._seal.opened(installed.sealed, installed.place)
        known = self._known.get(installed.place)
        workspace = known.workspace if known else self._new()
        workspace.client.token = token
        workspace.home = _home(installed)
        known = _Known(installed, workspace, token is not None, time.monotonic() + FRESH_SECONDS)
        self._known[installed.place] = known
        return known

    def _new(self) -> Workspace:
        return Workspace(self.stranger(), self._clock, self._name)


def _home(installed: Installed) -> Installation:
    team = "" if installed.whole and _is_organisation(installed.place) else installed.place
    enterprise = installed.tenant if _is_organisation(installed.tenant) else ""
    return Installation(team, enterprise, installed.bot, installed.place)


def _is_organisation(place: str) -> bool:
    return place.startswith("E")
