"""Who and what is in the workspace: the bot's own installation, people, channels; asked of Slack when needed."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits
from adapters.slack.answers import Answers
from adapters.slack.errors import translated
from adapters.slack.payload import Json, part, word
from adapters.slack.refs import Installation
from bot.errors import PlatformError, Refused
from bot.ports import ChannelFacts, Clock, Person

_NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
_NOWHERE = frozenset({"channel_not_found"})
_REMEMBERED = 2_000
_FRESH = timedelta(hours=1)


class Workspace:
    """A workspace the app is installed in. Names are remembered for an hour, the installation for good.

    `home` is that installation, None while Slack was not asked.
    """

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self.client = client
        self.answers = Answers(client)
        self.home: Installation | None = None
        self._clock = clock
        self._names: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    async def installation(self) -> Installation:
        """Where the app is installed, asked once. Raises `PlatformError`."""
        if self.home is None:
            with translated():
                answer = await self.client.auth_test()
            body = answer.data if isinstance(answer.data, dict) else {}
            self.home = Installation(word(body, "team_id"), word(body, "enterprise_id"), word(body, "user_id"))
        return self.home

    async def person(self, person: str) -> Person | None:
        """What Slack says of a person; None when it knows nobody of that id. Raises `PlatformError`."""
        try:
            with translated():
                answer = await self.client.users_info(user=person)
        except Refused as error:
            if error.reason in _NOBODY:
                return None
            raise
        return told_of(part(answer.data, "user")) if isinstance(answer.data, dict) else None

    async def channel(self, channel: str) -> ChannelFacts | None:
        """What Slack says of a channel; None when the bot can see no such channel. Raises `PlatformError`."""
        try:
            with translated():
                answer = await self.client.conversations_info(channel=channel, include_num_members=True)
        except PlatformError as error:
            if error.reason in _NOWHERE:
                return None
            raise
        return _facts(part(answer.data, "channel")) if isinstance(answer.data, dict) else None

    async def names(self, people: tuple[str, ...]) -> dict[str, str]:
        """The names of these people, as far as Slack tells them in time. Never raises `PlatformError`."""
        if not people:
            return {}
        found = await asyncio.gather(*(self._name(person) for person in people))
        return {person: name for person, name in zip(people, found, strict=True) if name}

    async def _name(self, person: str) -> str:
        known, until = self._names.get(person, ("", self._clock.now()))
        if until > self._clock.now():
            return known
        try:
            async with asyncio.timeout(limits.NAME_SECONDS):
                found = await self.person(person)
        except (PlatformError, TimeoutError):
            return known
        name = found.name if found else ""
        self._names[person] = (name, self._clock.now() + _FRESH)
        if len(self._names) > _REMEMBERED:
            self._names.popitem(last=False)
        return name


def told_of(user: Json) -> Person:
    """What Slack's record of somebody says."""
    profile = part(user, "profile")
    names = (word(user, "real_name"), word(profile, "real_name"), word(profile, "display_name"), word(user, "name"))
    return Person(
        name=next(filter(None, names), ""),
        email=word(profile, "email") or None,
        zone=word(user, "tz") or None,
        bot=user.get("is_bot") is True or user.get("is_workflow_bot") is True or word(user, "id") == "USLACKBOT",
        active=user.get("deleted") is not True,
    )


def _facts(channel: Json) -> ChannelFacts:
    people = channel.get("num_members")
    name = word(channel, "name")
    return ChannelFacts(f"#{name}" if name else "", people if isinstance(people, int) else None)
