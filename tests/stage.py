"""The core and the storage without any platform's wire: calls go straight to the door, and every reply comes back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.door import FrontDoor
from adapters.wiring import whole_catalogue
from bot.chat.calls import Arrived, ButtonCall, CommandCall, FormCall, ThreadReply, Where
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.cards import Button, Card, buttons_of
from bot.chat.forms import Values
from bot.chat.plain import plain
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.chat.words import Words
from bot.dispatch import Dispatch
from scheduling.drawing import Drawing
from scheduling.tick import Tick
from storage.engine import Store

LEASE = timedelta(minutes=1)
EAST = Capabilities("East", "/cop", hears_threads=True, private_replies=True, home=True)
WEST = Capabilities("West", "@CoP", hears_threads=True, private_replies=False)
START = datetime(2027, 3, 2, 17, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that stands until it is put forward."""

    at: datetime = START

    def now(self) -> datetime:
        """The instant it shows."""
        return self.at

    def forward(self, by: timedelta) -> None:
        """Put it forward."""
        self.at += by


@dataclass
class Stage:
    """One deployment with two platforms, `east` and `west`, of any number of channels."""

    store: Store
    clock: HandClock
    words: Words
    counted: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.deployment = Deployment("CoP", "/cop", {"east": EAST, "west": WEST}, url="https://cop.example")
        self.catalogue = whole_catalogue()
        keys = count(1)
        dispatch = Dispatch(self.catalogue, self.deployment, self.words, nonce=lambda: f"nonce-{next(keys)}")
        self.door = FrontDoor(self.store, dispatch, self.clock, self.words, lambda: None, self._count)
        self._keys = keys

    def _count(self, kind: str, ended: str) -> None:
        assert ended != "failed", f"a {kind} ended in a bug; its log line says where"
        self.counted.append((kind, ended))

    async def reaches(self, at: datetime) -> None:
        """Time goes by, and everything happens when it is due."""
        tick = Tick(self.store, self.store.ledger, self.catalogue, self.clock, lambda: None)
        while (due := await self.store.read(lambda work: work.due.next_at())) is not None and due <= at:
            self.clock.at = max(self.clock.at, due)
            await tick.run_due()
        self.clock.at = at

    async def sees(self, subject: Subject, can: Capabilities = EAST) -> str:
        """What stands, or would, under a subject; empty when it shouldn't be visible."""
        shown = await Drawing(self.store, self.catalogue, self.deployment, self.words).card(subject, can)
        return plain(shown) if shown else ""

    def key(self) -> str:
        """A key no call had before."""
        return f"key-{next(self._keys)}"

    def channel(self, platform: str, name: str) -> Where:
        """A channel on one of the platforms."""
        return Where(ChannelRef(platform, "t", name), EAST if platform == "east" else WEST)

    def direct(self, who: AccountRef) -> Where:
        """The direct conversation of somebody with the bot."""
        can = EAST if who.platform == "east" else WEST
        return Where(ChannelRef(who.platform, "t", f"d-{who.person}"), can, direct=True)

    async def arrive(self, where: Where, by: AccountRef) -> None:
        """Somebody adds the bot to a channel."""
        await self.door(Arrived(self.key(), where, by))

    async def say(self, who: AccountRef, where: Where, text: str, *, private: bool = True) -> Reply:
        """Type to the bot."""
        return await self.door(CommandCall(self.key(), who, where, text, private))

    async def press(self, who: AccountRef, where: Where, button: str, subject: str = "", choice: str = "") -> Reply:
        """Press a button of that action."""
        return await self.door(ButtonCall(self.key(), who, where, button, subject, choice))

    async def send(self, who: AccountRef, where: Where, form: str, values: Values, subject: str = "") -> Reply:
        """Send a form of that action."""
        return await self.door(FormCall(self.key(), who, where, form, values, subject))

    async def thread(self, who: AccountRef, where: Where, under: str, message: str, text: str) -> Reply:
        """Write in a thread."""
        parent = MessageRef(where.channel, under)
        written = MessageRef(where.channel, message, under)
        return await self.door(ThreadReply(self.key(), who, replace(where, thread=under), parent, written, text))


def card(reply: Reply) -> Card:
    """The private card of a reply."""
    assert isinstance(reply, Private), reply
    return reply.card


def button(shown: Card, label: str) -> Button:
    """The button of that label."""
    for found in buttons_of(shown):
        if isinstance(found, Button) and found.label == label:
            return found
    raise AssertionError(f"no button {label!r} on: {plain(shown)}")


def told(reply: Reply) -> str:
    """All that a reply says, as text."""
    match reply:
        case Private(shown):
            return plain(shown)
        case OpenForm(form):
            return repr(replace(form, nonce=""))
        case FormErrors(errors):
            return repr(dict(errors))
        case Nothing():
            return "nothing"


@asynccontextmanager
async def staged(store: Store, words: Words | None = None) -> AsyncIterator[Stage]:
    """A stage on that store."""
    yield Stage(store, HandClock(), words or Words())
