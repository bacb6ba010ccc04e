"""Learns from the platforms what people and channels are called, and who is there no more."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.catalogue import Catalogue, Storage, Work
from bot.chat.refs import AccountRef, ChannelRef
from bot.community.model import Channel
from bot.errors import PlatformError, RateLimited
from bot.members.actions.leaving import introduce
from bot.members.model import Account
from bot.ports import ChannelFacts, Clock, Person, Platform
from scheduling.incidents import Watched

log = structlog.get_logger()
T = TypeVar("T")
Page = Callable[[Work, str, int, datetime], Sequence[Account]]
"""Some accounts of a platform that it may be asked about, after that id."""

MOST = 20
"""Accounts asked about in one round."""
LOOKED_THROUGH = 200
"""Nameless accounts of a platform looked through in one round for those whose turn it is."""
ANSWER = 2
"""Seconds a platform has to answer."""
AGAIN = 60
"""Seconds until a platform is asked again about what it didn't tell."""
UNTOLD = 24 * 3600
"""Seconds until a platform is asked again about what it answered without telling it."""
STILL_THERE_EVERY = timedelta(hours=20)
"""A platform is asked again about each account once that much has passed: so a day ends for nobody unnoticed."""
STILL_THERE_PAUSE = 30
"""Seconds between two rounds of such questions: 40 a minute at most, below every platform's pace, 57,600 a day."""
CHANNELS_EVERY = 30
"""Seconds between two looks for channels nothing is known of."""


class Names:
    """Asks the platforms, seldom and never twice at once about the same."""

    def __init__(self, storage: Storage, platforms: Mapping[str, Platform], catalogue: Catalogue, clock: Clock) -> None:
        self._storage = storage
        self._catalogue = catalogue
        self._platforms = platforms
        self._clock = clock
        self._not_before: dict[AccountRef | ChannelRef | str, float] = {}
        """When to ask again, by what about; of a platform by its key."""
        self._looked_to: dict[tuple[str, Page], int] = {}
        self._still_there_at: dict[str, float] = {}
        """When the next round of questions about those already named may begin, by platform."""
        self._channels_at = 0.0

    async def learn(self) -> int:
        """Ask about some of those whose names are missing, or who may be gone; how many.

        Best effort: raises nothing, and is tried again.
        """
        asked: list[int] = []
        with Watched("names_not_learned"):
            asked += await asyncio.gather(*(self._accounts(key, _unnamed) for key in self._platforms))
            asked += await asyncio.gather(*(self._still_there(key) for key in self._platforms))
            if time.monotonic() >= self._channels_at:
                self._channels_at = time.monotonic() + CHANNELS_EVERY
                self._forget_what_is_over()
                asked.append(await self._channels())
        return sum(asked)

    async def _still_there(self, platform: str) -> int:
        """Ask about some who were named a day ago: they may be gone since, or back."""
        if time.monotonic() < self._still_there_at.get(platform, 0):
            return 0
        asked = await self._accounts(platform, _named_long_ago)
        if asked:
            self._still_there_at[platform] = time.monotonic() + STILL_THERE_PAUSE
        return asked

    async def _accounts(self, platform: str, of: Page) -> int:
        """Each round goes on where the last one ended, so that those who can't be named keep nobody else waiting."""
        after, now = self._looked_to.get((platform, of), 0), self._clock.now()
        page = await self._storage.read(lambda work: of(work, platform, after, now))
        turn = [account for account in page if self._whose_turn(account.ref)]
        if len(turn) <= MOST:
            self._looked_to[platform, of] = page[-1].id if len(page) == LOOKED_THROUGH else 0
        await asyncio.gather(*(self._account(account) for account in turn[:MOST]))
        return len(turn[:MOST])

    async def _account(self, account: Account) -> None:
        platform = self._platforms[account.ref.platform]
        person, answered = await self._asked(account.ref, lambda: platform.person(account.ref, account.address))
        if answered:
            now = self._clock.now()
            await self._storage.write(lambda work: self._introduce(account, person, now, work))

    def _introduce(self, account: Account, person: Person | None, now: datetime, work: Work) -> None:
        introduce(account, person, work, now)
        self._catalogue.react(work, now)

    async def _channels(self) -> int:
        turn = [channel for channel in await self._storage.read(_uncounted) if self._whose_turn(channel.ref)][:MOST]
        await asyncio.gather(*(self._channel(channel) for channel in turn))
        return len(turn)

    async def _channel(self, channel: Channel) -> None:
        platform = self._platforms[channel.ref.platform]
        facts, answered = await self._asked(channel.ref, lambda: platform.channel(channel.ref, channel.address))
        if answered and (facts is None or facts.people is None):
            self._not_before[channel.ref] = time.monotonic() + UNTOLD
        if facts is not None:
            await self._storage.write(lambda work: _keep(channel, facts, work))

    def _whose_turn(self, ref: AccountRef | ChannelRef) -> bool:
        known = ref.platform in self._platforms
        return known and max(self._waits(ref), self._waits(ref.platform)) <= time.monotonic()

    def _waits(self, what: AccountRef | ChannelRef | str) -> float:
        return self._not_before.get(what, 0)

    def _forget_what_is_over(self) -> None:
        now = time.monotonic()
        self._not_before = {what: until for what, until in self._not_before.items() if until > now}

    async def _asked(self, ref: AccountRef | ChannelRef, ask: Callable[[], Awaitable[T]]) -> tuple[T | None, bool]:
        """The platform's answer, and whether there was one."""
        self._not_before[ref] = time.monotonic() + AGAIN
        try:
            async with asyncio.timeout(ANSWER):
                return await ask(), True
        except RateLimited as error:
            self._not_before[ref] = self._not_before[ref.platform] = time.monotonic() + error.retry_after
        except (PlatformError, TimeoutError) as error:
            log.info("name_not_told", platform=ref.platform, error=type(error).__name__)
        return None, False


def _unnamed(work: Work, platform: str, after: int, _now: datetime) -> Sequence[Account]:
    return work.members.unnamed(platform, after, LOOKED_THROUGH)


def _named_long_ago(work: Work, platform: str, after: int, now: datetime) -> Sequence[Account]:
    return work.members.asked_before(platform, now - STILL_THERE_EVERY, after, LOOKED_THROUGH)


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
