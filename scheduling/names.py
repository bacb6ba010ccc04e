"""Learns from the platforms what people and channels are called, so that cards can say so."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog

from bot.catalogue import Storage, Work
from bot.chat.refs import AccountRef, ChannelRef
from bot.community.model import Channel
from bot.errors import PlatformError, RateLimited
from bot.members.model import Account
from bot.ports import ChannelFacts, Clock, Person, Platform
from scheduling.incidents import Watched

log = structlog.get_logger()
T = TypeVar("T")

MOST = 20
"""Accounts asked about in one round."""
LOOKED_THROUGH = 200
"""Nameless accounts looked through for those whose turn it is."""
ANSWER = 2
"""Seconds a platform has to answer; what is to be posted waits meanwhile, to have the name on it."""
AGAIN = 60
"""Seconds until a platform is asked again about what it didn't tell."""
CHANNELS_EVERY = 30
"""Seconds between two looks for channels nothing is known of."""


class Names:
    """Asks the platforms, seldom and never twice at once about the same."""

    def __init__(self, storage: Storage, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._storage = storage
        self._platforms = platforms
        self._clock = clock
        self._not_before: dict[AccountRef | ChannelRef, float] = {}
        self._channels_at = 0.0

    async def learn(self) -> None:
        """Ask about some of those whose names are missing. Best effort: raises nothing, and is tried again."""
        with Watched("names_not_learned"):
            await self._accounts()
            if time.monotonic() >= self._channels_at:
                self._channels_at = time.monotonic() + CHANNELS_EVERY
                await self._channels()

    async def _accounts(self) -> None:
        unnamed = await self._storage.read(lambda work: work.members.unnamed(LOOKED_THROUGH))
        turn = [account for account in unnamed if self._whose_turn(account.ref)][:MOST]
        await asyncio.gather(*(self._account(account) for account in turn))

    async def _account(self, account: Account) -> None:
        platform = self._platforms[account.ref.platform]
        person, answered = await self._asked(account.ref, lambda: platform.person(account.ref, account.address))
        if answered:
            now = self._clock.now()
            await self._storage.write(lambda work: _introduce(account, person, now, work))

    async def _channels(self) -> None:
        turn = [channel for channel in await self._storage.read(_uncounted) if self._whose_turn(channel.ref)]
        await asyncio.gather(*(self._channel(channel) for channel in turn[:MOST]))

    async def _channel(self, channel: Channel) -> None:
        platform = self._platforms[channel.ref.platform]
        facts, _ = await self._asked(channel.ref, lambda: platform.channel(channel.ref, channel.address))
        if facts is not None:
            await self._storage.write(lambda work: _keep(channel, facts, work))

    def _whose_turn(self, ref: AccountRef | ChannelRef) -> bool:
        return ref.platform in self._platforms and self._not_before.get(ref, 0) <= time.monotonic()

    async def _asked(self, ref: AccountRef | ChannelRef, ask: Callable[[], Awaitable[T]]) -> tuple[T | None, bool]:
        """The platform's answer, and whether there was one."""
        self._not_before[ref] = time.monotonic() + AGAIN
        try:
            async with asyncio.timeout(ANSWER):
                return await ask(), True
        except RateLimited as error:
            self._not_before[ref] = time.monotonic() + error.retry_after
        except (PlatformError, TimeoutError) as error:
            log.info("name_not_told", platform=ref.platform, error=type(error).__name__)
        return None, False


def _introduce(account: Account, person: Person | None, now: datetime, work: Work) -> None:
    """Keep what the platform says; what was drawn with "a colleague" is drawn again with the name."""
    communities = sorted(work.members.communities_of(account.ref))
    for community in communities:
        work.only_writer_of(community)
    work.members.told(account.id, person)
    for community in communities if person and person.name else ():
        known = work.members.of_account(community, account.ref)
        for subject in work.members.named_on(community, known[0].id) if known else ():
            work.postings.redraw(subject, now)


def _uncounted(work: Work) -> list[Channel]:
    return [
        channel
        for community in work.communities.all()
        for channel in work.communities.channels(community.id)
        if channel.people is None
    ]


def _keep(channel: Channel, facts: ChannelFacts, work: Work) -> None:
    """What the platform says, on the channel as it is now."""
    work.only_writer_of(channel.community)
    now = work.communities.channel(channel.community, channel.id)
    work.communities.save_channel(replace(now, name=facts.name or now.name, people=facts.people, guests=facts.guests))
