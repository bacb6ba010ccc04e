"""The app was removed from a workspace, or its token taken back: the token is forgotten, its channels are left."""

from datetime import UTC, datetime, timedelta

import structlog

from adapters.slack.errors import DEAD, translated
from adapters.slack.payload import Json, need, part, word
from adapters.slack.refs import KEY
from adapters.slack.workspaces import NOT_INSTALLED, UNREADABLE, ManyWorkspaces, NotInstalled
from bot.chat.calls import Departed, Where
from bot.chat.capabilities import Capabilities
from bot.chat.refs import ChannelRef
from bot.errors import PlatformError
from bot.ports import Door, Installations, Installed

REMOVED = ("app_uninstalled", "tokens_revoked")
"""The events that tell of it."""
SKEW = timedelta(minutes=1)
"""How far Slack's clock may be from ours: what happened that near to an installation may have been before or after it."""
_NO_MORE = DEAD | {NOT_INSTALLED, UNREADABLE}
_log = structlog.get_logger()


class Removals:
    """Hears that the app is gone from somewhere. May be told the same again."""

    def __init__(self, door: Door, workspaces: ManyWorkspaces, installations: Installations, can: Capabilities) -> None:
        self._door = door
        self._workspaces = workspaces
        self._installations = installations
        self._can = can

    async def removed(self, body: Json) -> None:
        """Forget the token, then leave each channel that is reached through no other installation.

        What tells of an earlier installation changes nothing. Raises `Busy` and `PlatformError`: be told again.
        """
        event = part(body, "event")
        if word(event, "type") == "tokens_revoked" and not part(event, "tokens").get("bot"):
            return  # only somebody's own tokens, of which we have none
        place = _place(body)
        installed = await self._installations.at(KEY, place)
        if installed:
            if await self._outdated(installed, _happened(body)):
                _log.info("slack_removal_outdated", place=place)
                return
            await self._installations.drop(KEY, place, installed.at + timedelta.resolution)
        self._workspaces.changed(place)
        _log.info("slack_removed", place=place, kind=word(event, "type"))
        tenants = {place, word(body, "enterprise_id"), installed.tenant if installed else ""} - {""}
        for tenant in sorted(tenants):
            for channel, address in await self._installations.channels(KEY, tenant):
                if await self._left(tenant, address):
                    await self._depart(body, channel)

    async def _outdated(self, installed: Installed, happened: datetime) -> bool:
        """Whether it was installed since. Where the clocks can't tell, Slack can: it takes the token or not."""
        if abs(installed.at - happened) > SKEW:
            return installed.at > happened
        try:
            workspace = await self._workspaces.reached(installed.tenant, installed.place)
            with translated():
                await workspace.client.auth_test()
        except PlatformError as error:
            if error.reason in _NO_MORE:
                return False
            raise
        return True

    async def _left(self, tenant: str, address: str) -> bool:
        try:
            await self._workspaces.reached(tenant, address)
        except NotInstalled:
            return True
        except PlatformError:
            return False
        return False

    async def _depart(self, body: Json, channel: ChannelRef) -> None:
        key = f"{KEY}:{need(body, 'event_id')}:{channel.channel}"
        await self._door(Departed(key, Where(channel, self._can)))


def _place(body: Json) -> str:
    """The workspace, or the organisation where the app was in all of it. Raises `Malformed`."""
    given = body.get("authorizations")
    named = given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else body
    if named.get("is_enterprise_install") is True and word(body, "enterprise_id"):
        return word(body, "enterprise_id")
    return word(body, "team_id") or need(body, "enterprise_id")


def _happened(body: Json) -> datetime:
    at = body.get("event_time")
    return datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < 2**33 else datetime.now(UTC)
