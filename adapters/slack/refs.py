"""How Slack's ids become references: which tenant an account is of, and which the installation is of."""

from dataclasses import dataclass

from bot.chat.refs import AccountRef, ChannelRef

KEY = "slack"
"""The platform's key in every reference."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace or organisation. `bot` is its user there, which people mention."""

    team: str
    enterprise: str
    bot: str
    mark: str = ""
    """What addresses begin with where the app is in many workspaces: the one, or the organisation, it is installed in."""

    @property
    def tenant(self) -> str:
        """The enterprise, else the workspace: the tenant of every channel the installation sees."""
        return self.enterprise or self.team

    def channel(self, channel: str) -> ChannelRef:
        """A channel or direct conversation. Slack's channel ids are unique everywhere."""
        return ChannelRef(KEY, self.tenant, channel)

    def account(self, person: str, team: str = "", enterprise: str = "") -> AccountRef:
        """A person. `team` and `enterprise` are the person's own, empty when Slack did not say."""
        if team in ("", self.team, self.enterprise):
            return AccountRef(KEY, enterprise or self.tenant, person)
        return AccountRef(KEY, enterprise or team, person)

    def address(self, direct: str = "") -> str:
        """What the courier is given to write there again: through which installation, in which direct conversation."""
        return "/".join(filter(None, (self.mark, direct)))


def mark_of(address: str) -> str:
    """The installation that an address names, empty when it names none."""
    first = address.partition("/")[0]
    return "" if is_direct(first) else first


def direct_of(address: str) -> str:
    """The direct conversation that an address names, empty when it names none."""
    last = address.rpartition("/")[2]
    return last if is_direct(last) else ""


def is_direct(channel: str) -> bool:
    """Whether the id is that of a conversation between two."""
    return channel.startswith("D")
