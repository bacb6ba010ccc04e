"""Where apps are installed, as an adapter awaits it: each call a short transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from bot.chat.refs import ChannelRef
from bot.ports import Installed
from storage.unit_of_work import Work

T = TypeVar("T")

NOBODYS = 0
"""No community has that number: two who use the same word at once come one after the other."""


class Run(Protocol):
    """Runs a unit in a transaction. Raises `Busy`."""

    def __call__(self, unit: Callable[[Work], T], /) -> Awaitable[T]:
        """What the unit returned."""


class Installations:
    """The port of that name, on a store."""

    def __init__(self, read: Run, write: Run) -> None:
        self._read = read
        self._write = write

    async def at(self, platform: str, place: str) -> Installed | None:
        """The installation of that workspace or organisation; None when there is none."""
        return await self._read(lambda work: work.installations.at(platform, place))

    async def within(self, platform: str, tenant: str) -> Sequence[Installed]:
        """Every installation in that tenant."""
        return await self._read(lambda work: work.installations.within(platform, tenant))

    async def all(self, platform: str) -> Sequence[Installed]:
        """Every installation, oldest first."""
        return await self._read(lambda work: work.installations.all(platform))

    async def keep(self, installed: Installed) -> None:
        """Keep it in place of what was kept of that workspace or organisation."""
        await self._write(lambda work: work.installations.keep(installed))

    async def drop(self, platform: str, place: str, before: datetime) -> bool:
        """Forget it unless it was installed at `before` or later; whether it is gone now."""
        return await self._write(lambda work: work.installations.drop(platform, place, before))

    async def channels(self, platform: str, tenant: str) -> Sequence[tuple[ChannelRef, str]]:
        """The channels of that tenant in which the bot still is, each with its address."""
        return await self._read(lambda work: work.installations.channels(platform, tenant))

    async def first_use(self, word: str, now: datetime) -> bool:
        """Whether the word was never used before; it is now."""

        def use(work: Work) -> bool:
            work.only_writer_of(NOBODYS)
            if work.inbox.seen(word):
                return False
            work.inbox.keep(word, now)
            return True

        return await self._write(use)
