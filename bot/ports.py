"""What the core needs from outside: a platform, a search index, a clock; and the door through which calls come in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.chat.calls import Call
from bot.chat.capabilities import Capabilities
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.replies import Reply


@dataclass(frozen=True, slots=True)
class ToChannel:
    """A posting's place: a channel, or the thread under a message of ours there."""

    channel: ChannelRef
    address: str = ""
    under: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A posting's place: the direct conversation with one account."""

    account: AccountRef
    address: str = ""


Destination = ToChannel | ToPerson


@dataclass(frozen=True, slots=True)
class Absent:
    """The platform says that the message was never posted."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform cannot be asked whether the message was posted."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a platform says of an account. `email` is None unless the deployment may ask for it."""

    name: str
    email: str | None = None
    zone: str | None = None
    bot: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a platform says of a channel. None where it doesn't say."""

    name: str
    people: int | None = None
    guests: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform may be written to. Seconds and counts, from its published limits."""

    creates_per_second: float
    """New messages in one channel."""
    updates_per_minute: float
    """Changed messages in one tenant."""
    burst: int
    redraw_after: tuple[float, ...] = (1, 2, 5, 10)
    """The least seconds between two updates of one card, growing while it keeps changing."""


class Platform(Protocol):
    """One chat platform, as the courier uses it. Every method may raise `PlatformError`."""

    @property
    def key(self) -> str:
        """The word that `AccountRef.platform` and `ChannelRef.platform` carry."""

    @property
    def can(self) -> Capabilities:
        """What the platform offers."""

    @property
    def pace(self) -> Pace:
        """How fast it may be written to."""

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        """Post the card. `posting` travels with it where the platform allows. Not repeatable: see `find_posted`."""

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        """Redraw the card. Repeatable. Raises `MessageGone` when people deleted it."""

    async def delete(self, message: MessageRef, address: str) -> None:
        """Remove the message. Repeatable; a message already gone is no error."""

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> MessageRef | Absent | CannotTell:
        """Whether a create that ended in `Uncertain` was accepted after all. Repeatable."""

    async def person(self, account: AccountRef, address: str) -> Person | None:
        """What the platform says of the account; None when it knows no such account."""

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        """What the platform says of the channel; None when it knows no such channel."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The app where somebody installed it: in a workspace, or in all of an organisation at once."""

    platform: str
    place: str
    """The platform's id of that workspace or organisation."""
    tenant: str
    """What the references of its channels carry."""
    bot: str
    """The app's own user there."""
    by: str
    """Who installed it, empty when unknown or forgotten."""
    sealed: str = field(repr=False)
    """Its token, encrypted by the adapter."""
    at: datetime

    @property
    def whole(self) -> bool:
        """Whether it is in all of its tenant: an organisation, or a workspace that is in none."""
        return self.place == self.tenant


class Installations(Protocol):
    """Where an app is installed. Every method may be repeated, and may raise `Busy`: then nothing was kept."""

    async def at(self, platform: str, place: str) -> Installed | None:
        """The installation of that workspace or organisation; None when there is none."""

    async def within(self, platform: str, tenant: str) -> Sequence[Installed]:
        """Every installation in that tenant."""

    async def all(self, platform: str) -> Sequence[Installed]:
        """Every installation, oldest first."""

    async def keep(self, installed: Installed) -> None:
        """Keep it in place of what was kept of that workspace or organisation."""

    async def drop(self, platform: str, place: str, before: datetime) -> bool:
        """Forget it, its token included, unless it was installed at `before` or later; whether it is gone now."""

    async def channels(self, platform: str, tenant: str) -> Sequence[tuple[ChannelRef, str]]:
        """The channels of that tenant in which the bot still is, each with its address."""

    async def first_use(self, word: str, now: datetime) -> bool:
        """Whether the word was never used before; it is now."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `title` weighs more than `body`."""

    subject: Subject
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """A subject found. `closeness` runs from 0 to 1: how surely it tells of what was asked, in the same words or others."""

    subject: Subject
    closeness: float


class Search(Protocol):
    """The index of what a community knows. Written in the transaction that changes what it tells of."""

    def put(self, document: Document) -> None:
        """Make the document findable, in place of what stood under its subject."""

    def drop(self, subject: Subject) -> None:
        """Make the subject unfindable. No error when it already is."""

    def find(self, community: int, query: str, kinds: Collection[str], most: int) -> Sequence[Match]:
        """The community's subjects of those kinds that fit the query by words or by meaning, best first.

        None when nothing fits, and for an empty query.
        """


class Clock(Protocol):
    """What time it is. The local workspace has one that can be put forward."""

    def now(self) -> datetime:
        """The present instant, in UTC."""


class Door(Protocol):
    """Where adapters bring calls."""

    async def __call__(self, call: Call) -> Reply:
        """Handle the call; durable when this returns.

        For an `Asking` call every failure is answered as a card. For an `Event` a bug is raised, so that the
        platform sends it again; `NotYet` means: send it again soon.
        """
