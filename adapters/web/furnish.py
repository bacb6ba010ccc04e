"""Stages the demo community through the front door: the same calls that people's presses become."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import uuid4

from adapters.web.clock import START, ZONE_KEY, WorkspaceClock
from adapters.web.demo import (
    COMMUNITY,
    FOUNDED,
    INSTALLER,
    LIBRARY,
    MEMBERS,
    QUESTIONS,
    SECOND_STEWARD,
    Asked,
    Member,
    Shared,
)
from adapters.web.platform import DrawnPlatform
from bot.chat.calls import Arrived, ButtonCall, CommandCall, FormCall, Where
from bot.chat.cards import Button, Card, buttons_of
from bot.chat.forms import Values
from bot.chat.plain import plain
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import OpenForm, Private, Reply
from bot.ports import Door

_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


async def furnish(
    door: Door,
    slack: DrawnPlatform,
    teams: DrawnPlatform,
    clock: WorkspaceClock,
    settled: Callable[[], Awaitable[None]],
) -> None:
    """Set the community up, let its members say who they are, stock its library, ask its past questions.

    All that happens in the fortnight before the clock's first Monday. May be repeated after it was cut short: what
    stands already is left as it is. `settled` brings what is wanted to the page.
    """
    cast = Cast(door, {"slack": slack, "teams": teams}, clock, settled)
    if clock.now() >= START:
        clock.begin(FOUNDED)
    await cast.found()
    for member in MEMBERS:
        await cast.introduce(member)
    await cast.second_steward()
    for shared in LIBRARY:
        await cast.share(shared)
    for number, asked in enumerate(QUESTIONS, 1):
        await cast.ask(number, asked)
    await cast.wait(START)
    for platform in (slack, teams):
        platform.caught_up()


class Cast:
    """The demo's members, speaking and pressing."""

    def __init__(
        self,
        door: Door,
        platforms: Mapping[str, DrawnPlatform],
        clock: WorkspaceClock,
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        self._door = door
        self._platforms = platforms
        self._clock = clock
        self._settled = settled
        self._on = {member.who.id: member.who.platforms[0] for member in MEMBERS}
        self._replies = 0

    async def wait(self, until: datetime) -> None:
        """Let everything that was said be shown, and the time pass."""
        await self._settled()
        self._clock.reach(until)
        await self._settled()

    async def found(self) -> None:
        """The bot arrives in both channels, is set up, connected, and opened."""
        by = self._account(INSTALLER, "slack")
        await self._door(Arrived(_key(), self._home("slack"), by))
        setup = await self._typed(INSTALLER, "setup change", _key())
        if isinstance(setup, OpenForm):
            values = {"name": COMMUNITY, "meets": "every second Thursday, 10:00", "second": "", "zone": ZONE_KEY}
            await self._send(INSTALLER, setup.form.action, values, str(setup.form.subject))
        code = _CODE.search(await self._say(INSTALLER, "setup connect"))
        guest = next(member.who.id for member in MEMBERS if member.who.platforms == ("teams",))
        if code:
            await self._door(Arrived(_key(), self._home("teams"), None))
            await self._say(guest, f"join {code.group()}")
        await self._say(INSTALLER, "setup open now")
        await self._link(INSTALLER)

    async def introduce(self, member: Member) -> None:
        """A member says which unit is theirs."""
        await self._say(member.who.id, f"me unit {member.who.unit}")

    async def second_steward(self) -> None:
        """There are two, so that the community never loses its last."""
        code = _CODE.search(await self._say(INSTALLER, "setup steward"))
        if code:
            await self._say(SECOND_STEWARD, f"join {code.group()}")

    async def share(self, shared: Shared) -> None:
        """A member adds a link; one that is known stays as it is."""
        values = {"url": shared.url, "title": shared.title, "kind": shared.kind, "tags": " ".join(shared.tags)}
        await self._send(shared.by, "resource.share", values)

    async def ask(self, number: int, asked: Asked) -> None:
        """A question of an earlier week, with its replies."""
        await self.wait(asked.at)
        values = {"text": asked.title, "detail": asked.text, "tags": " ".join(asked.tags)}
        preview = await self._door(FormCall(_key(), self._who(asked.by), self._at(asked.by), "question.ask", values))
        for button in _buttons(preview):
            if button.action == "draft.post":
                await self._press(asked.by, button, f"demo-post-{number}")
        for told in asked.replies:
            await self.wait(told.at)
            self._replies += 1
            await self._say(told.by, f"reply {number} {told.text}", f"demo-reply-{self._replies}")
            if told.helped:
                await self._say(asked.by, f"helped {self._replies}", f"demo-helped-{self._replies}")

    async def _link(self, person: str) -> None:
        """Somebody on both platforms counts once."""
        code = _CODE.search(await self._say(person, "link"))
        if code is None:
            return
        where, who = self._direct(person, "teams"), self._account(person, "teams")
        asked = await self._door(CommandCall(_key(), who, where, f"join {code.group()}", private=True))
        for button in _buttons(asked):
            if button.main:
                await self._door(ButtonCall(_key(), who, where, button.action, str(button.subject), button.choice))

    async def _say(self, person: str, text: str, key: str = "") -> str:
        return _words(await self._typed(person, text, key or _key()))

    async def _typed(self, person: str, text: str, key: str) -> Reply:
        return await self._door(CommandCall(key, self._who(person), self._at(person), text, private=True))

    async def _send(self, person: str, form: str, values: Values, subject: str = "") -> None:
        await self._door(FormCall(_key(), self._who(person), self._at(person), form, values, subject))

    async def _press(self, person: str, button: Button, key: str) -> None:
        subject = str(button.subject or "")
        await self._door(ButtonCall(key, self._who(person), self._at(person), button.action, subject, button.choice))

    def _who(self, person: str) -> AccountRef:
        return self._account(person, self._on[person])

    def _at(self, person: str) -> Where:
        return self._home(self._on[person])

    def _account(self, person: str, drawing: str) -> AccountRef:
        return self._platforms[drawing].account(person)

    def _home(self, drawing: str) -> Where:
        platform = self._platforms[drawing]
        return Where(platform.home, platform.can)

    def _direct(self, person: str, drawing: str) -> Where:
        platform = self._platforms[drawing]
        home = platform.home
        channel = ChannelRef(home.platform, home.tenant, f"{drawing}-dm-{person}")
        return Where(channel, platform.can, direct=True)


def _key() -> str:
    return f"demo-{uuid4().hex}"


def _card(reply: Reply) -> Card | None:
    return reply.card if isinstance(reply, Private) else None


def _words(reply: Reply) -> str:
    card = _card(reply)
    return plain(card) if card else ""


def _buttons(reply: Reply) -> list[Button]:
    card = _card(reply)
    return [button for button in buttons_of(card) if isinstance(button, Button)] if card else []
