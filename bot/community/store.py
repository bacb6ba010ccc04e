"""What the community's actions need kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.calendar import Calendar, DaysOff
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.community.model import Channel, Code, Community
from bot.members.store import MemberWork


class Communities(Protocol):
    """All communities of the deployment, with their channels, codes and settings."""

    def get(self, community: int) -> Community:
        """The community. Raises `Unknown`."""

    def new(self, name: str, zone: str, now: datetime) -> Community:
        """A new community, its doors closed."""

    def save(self, community: Community) -> None:
        """Keep the community as it is now."""

    def all(self) -> Sequence[Community]:
        """Every community that isn't closed."""

    def of_channel(self, ref: ChannelRef) -> tuple[Community, Channel] | None:
        """The community whose channel this is, also when the bot has left it; None when it is nobody's."""

    def channel(self, community: int, channel: int) -> Channel:
        """The community's channel of that id. Raises `Unknown`."""

    def channels(self, community: int) -> Sequence[Channel]:
        """The community's channels in which the bot still is, homes first."""

    def add_channel(self, community: int, ref: ChannelRef, name: str, *, home: bool, address: str) -> Channel:
        """The channel as a new one of this community, taken from the one it belonged to, if any."""

    def save_channel(self, channel: Channel) -> None:
        """Keep the channel as it is now."""

    def refer(self, channel: Channel, ref: ChannelRef) -> Channel:
        """The platform refers to the channel so from now on, and to every message in it; taken from whoever had that."""

    def settings(self, community: int) -> Mapping[str, str]:
        """What stewards have set, by key; a key that isn't there stands at its default."""

    def calendar(self, community: int) -> Calendar:
        """When the community works: its zone, its holidays, its days off. Raises `Unknown`."""

    def days_off(self, community: int) -> Sequence[tuple[int, DaysOff]]:
        """The days off and quiet periods stewards added, with their numbers, earliest first."""

    def add_days_off(self, community: int, days: DaysOff) -> int:
        """Keep them; their number."""

    def drop_days_off(self, community: int, number: int) -> bool:
        """Whether there were any of that number; now there are none."""

    def set(self, community: int, key: str, value: str) -> None:
        """Keep the setting."""

    def keep_code(self, code: Code) -> None:
        """Keep the code."""

    def take_code(self, kinds: Sequence[str], digest: str, now: datetime) -> Code | None:
        """The unexpired, unused code of those kinds with that digest, used up by this call; None when there is none."""

    def failed_tries(self, account: str, now: datetime) -> int:
        """Count one more wrong code by that account; how many there were in the last quarter of an hour."""


class Flags(Protocol):
    """What members have pointed out to the stewards."""

    def raise_flag(self, subject: Subject, member: int, now: datetime) -> bool:
        """Keep it; False when that member already had and no steward has looked since."""

    def lower(self, subject: Subject) -> None:
        """A steward has looked at it."""

    def raised(self, community: int) -> Sequence[Subject]:
        """What waits for a steward, oldest first."""


class Installers(Protocol):
    """Who installed the app, where a platform tells."""

    def installed_by(self, account: AccountRef) -> bool:
        """Whether that account did."""


class CommunityWork(MemberWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def communities(self) -> Communities:
        """Communities, channels, codes, settings."""

    @property
    def flags(self) -> Flags:
        """What waits for a steward."""

    @property
    def installations(self) -> Installers:
        """Who installed the app."""
