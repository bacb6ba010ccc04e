"""How Teams points at conversations, and which service addresses may be written to."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from adapters.settings import Settings
from adapters.teams.limits import PLATFORM
from bot.chat.refs import ChannelRef, MessageRef
from bot.errors import Refused, Unreachable

_POST = ";messageid="
_WORLDWIDE = "https://smba.trafficmanager.net/teams/"
_HOSTS = ("smba.trafficmanager.net",)
_DOMAINS = (".botframework.com", ".teams.microsoft.com", ".botframework.us", ".teams.microsoft.us")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation is reached. `place` is the direct conversation or, of a channel, the team; may be empty."""

    service_url: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.service_url} {self.place}".strip()


def parse_address(text: str) -> Address:
    """What `str(Address)` made."""
    url, _, place = text.partition(" ")
    return Address(url, place)


def channel_and_root(conversation: str) -> tuple[str, str | None]:
    """The channel of a conversation id, and the message its post began with, None outside channels."""
    channel, mark, root = conversation.partition(_POST)
    return channel, root if mark and root else None


def conversation_of(channel: ChannelRef, root: str | None) -> str:
    """The conversation a message under `root` belongs to; without a root, where a new post begins."""
    threaded = root is not None and channel.channel.endswith(("@thread.tacv2", "@thread.skype"))
    return f"{channel.channel}{_POST}{root}" if threaded else channel.channel


def conversation_with(message: MessageRef) -> str:
    """The conversation in which a message stands."""
    return conversation_of(message.channel, message.thread or message.message)


def channel_ref(tenant: str, channel: str) -> ChannelRef:
    """A channel, group chat or direct conversation."""
    return ChannelRef(PLATFORM, tenant, channel)


class ServiceUrls:
    """Tells which addresses are Teams. They come from outside each time, stored ones included.

    Of somebody whose address isn't known the one that last spoke for the tenant is used, and Teams' worldwide one
    until then.
    """

    def __init__(self, settings: Settings) -> None:
        self._spoke: dict[str, str] = {}
        keys = urlsplit(settings.teams_openid_metadata_url).hostname or ""
        self._loopback = settings.teams_development or _is_loopback(keys)

    def known(self, url: str) -> bool:
        """Whether that address may be written to."""
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.username or parts.password:
            return False
        if parts.scheme == "https":
            return host in _HOSTS or host.endswith(_DOMAINS)
        return self._loopback and parts.scheme == "http" and _is_loopback(host)

    def heard(self, tenant: str, url: str) -> None:
        """Teams just spoke from that address, proven."""
        self._spoke[tenant] = url

    def reaching(self, tenant: str, url: str) -> str:
        """The address, or when it is empty the one to reach that tenant by. Raises `Unreachable` when there is none."""
        known = url or self._spoke.get(tenant) or ("" if self._loopback else _WORLDWIDE)
        if not known:
            raise Unreachable("no address yet")
        return known

    def checked(self, url: str) -> str:
        """The address itself. Raises `Refused` for one that isn't Teams."""
        if not self.known(url):
            raise Refused("not a Teams address")
        return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
