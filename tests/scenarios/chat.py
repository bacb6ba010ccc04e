"""A person's hands and eyes on one platform: what every driver offers, so that one transcript runs on all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Seen:
    """A message as one person sees it."""

    id: str
    place: str
    """`home` for the home channel and its threads, `direct` for the person's conversation with the bot."""
    author: str
    """`bot`, or the person's short name."""
    text: str
    """Every word of the body as read on the screen, blocks joined by newlines."""
    notice: str
    """The notification sentence; for a person's message, its text."""
    buttons: tuple[str, ...] = ()
    under: str | None = None
    """The id of the message in whose thread it stands."""
    private: bool = False
    """Only this person sees it."""


@dataclass(frozen=True)
class OpenedForm:
    """The form that is open in front of somebody."""

    title: str
    labels: tuple[str, ...]
    values: Mapping[str, str]
    """What already stands in the fields, by label."""


class Chat(Protocol):
    """One platform with one home channel, driven as people drive it. Every action returns when it was acknowledged."""

    def account(self, who: str) -> str:
        """What the platform itself calls that person."""

    async def command(self, who: str, text: str) -> None:
        """Type a command in the home channel: on Slack the slash command, on Teams `@CoP …`, `text` without prefix."""

    async def mention(self, who: str, text: str) -> None:
        """Type it in the home channel where everybody sees it, naming the bot."""

    async def direct(self, who: str, text: str) -> None:
        """Type it to the bot in the direct conversation."""

    async def reply(self, who: str, under: Seen, text: str) -> str:
        """Write in the thread under a message; the id of what was written."""

    async def edit(self, who: str, message: str, text: str) -> None:
        """Change a message of one's own."""

    async def remove(self, who: str, message: str) -> None:
        """Delete a message of one's own."""

    async def press(self, who: str, on: Seen, label: str, nth: int = 0) -> None:
        """Press the nth button of that label on that message."""

    async def forge(self, who: str, owner: str, on: Seen, label: str) -> None:
        """Press the button of that label on a message of the bot's that only its owner was shown."""

    async def leaves(self, who: str) -> None:
        """Their account is deactivated; the platform says so when it is asked."""

    def form(self, who: str) -> OpenedForm | None:
        """The form open in front of that person."""

    async def fill(self, who: str, values: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Fill in the open form by label (options by label too) and send it; errors by label, empty when it closed."""

    async def sees(self, who: str) -> list[Seen]:
        """All that this person can see now, oldest first."""
