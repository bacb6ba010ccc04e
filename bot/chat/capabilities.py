"""What a place can do. The core asks this, never a platform's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one platform offers, declared once by its adapter."""

    title: str
    """The platform's name as people know it: "Slack"."""
    command: str
    """What people type before a word in a channel: "/cop" or "@CoP"."""
    hears_threads: bool
    """Replies typed in a thread under one of our cards reach the bot."""
    private_replies: bool
    """An answer in a channel can be shown to one person alone, in that channel."""
    deletes: bool = True
    """A message of ours can be removed."""
    own_times: bool = False
    """An instant is shown to each reader in their own zone."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What this installation calls itself, and the platforms it serves, by key."""

    name: str
    command: str
    platforms: Mapping[str, Capabilities]
    secret: bytes = field(default=b"", repr=False)
    """What one-time codes are kept under, so that nobody who reads the database can work them out."""

    url: str = ""
    """The public address of what it serves, without a slash at its end; empty when people can't reach it."""

    def link(self, path: str) -> str:
        """The address of something it serves, empty when people can't reach it."""
        return f"{self.url}{path}" if self.url else ""

    def title(self, platform: str) -> str:
        """The platform's name for people; its key when the platform is no longer served."""
        known = self.platforms.get(platform)
        return known.title if known else platform.title()
