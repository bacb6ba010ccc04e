"""A community with one channel and one member, a catalogue of notes, and a courier and a tick over a real store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from bot.audience import View
from bot.catalogue import Catalogue, Storage, Work
from bot.chat.capabilities import Deployment
from bot.chat.cards import Card, said
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.chat.words import Words
from bot.feature import Drawn, Feature, Timed
from bot.ports import Platform
from bot.postings import Direct, InChannel, Ledger, Place
from scheduling.courier import Courier
from scheduling.delivery import Patience
from scheduling.tick import Tick
from tests.scheduling.platform import RecordingPlatform

T = TypeVar("T")

HASTE = Patience(call=0.5, late=0.05, busy=0.01, bug=0.05, unserved=0.05, backoff_most=0.02)


class Store(Storage, Protocol):
    """The storage, with its ledger."""

    @property
    def ledger(self) -> Ledger: ...


class MovedClock:
    """Real time and an offset."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Board:
    """What the notes say now, by number. A number that isn't there should not be visible; an exception is raised."""

    notes: dict[int, str | Exception] = field(default_factory=dict)

    def draw(self, subject: Subject, work: Work, view: View) -> Card | None:
        note = self.notes.get(subject.id)
        if isinstance(note, Exception):
            raise note
        return said(note) if note is not None else None


@dataclass
class World:
    """Everything of one test."""

    store: Store
    board: Board
    platform: RecordingPlatform
    clock: MovedClock
    catalogue: Catalogue
    courier: Courier
    tick: Tick
    community: int
    home: InChannel
    direct: Direct
    steps: dict[str, Timed[Work]]

    @property
    def drawn(self) -> dict[str, Drawn[Work]]:
        """How subjects are drawn; a test adds its own."""
        subjects = self.catalogue.subjects
        assert isinstance(subjects, dict)
        return subjects

    def note(self, number: int, part: str = "") -> Subject:
        return Subject(self.community, "note", number, part)

    async def do(self, unit: Callable[[Work], T]) -> T:
        """One action of the community's."""

        def alone(work: Work) -> T:
            work.only_writer_of(self.community)
            return unit(work)

        return await self.store.write(alone)

    async def want(self, number: int, said: str, place: Place | None = None, part: str = "", under: int = 0) -> None:
        """The note should be visible, with those words."""
        self.board.notes[number] = said
        above = self.note(under) if under else None
        await self.do(
            lambda work: work.postings.want(
                self.note(number, part), place or self.home, now=self.clock.now(), under=above
            )
        )

    async def change(self, number: int, said: str | Exception | None) -> None:
        """The note says something else now; None: it should not be visible."""
        if said is None:
            self.board.notes.pop(number, None)
        else:
            self.board.notes[number] = said
        await self.do(lambda work: work.postings.redraw(self.note(number), self.clock.now()))

    async def withdraw(self, number: int) -> None:
        await self.do(lambda work: work.postings.withdraw(self.note(number), self.clock.now()))

    async def settle(self, patience: float = 8) -> None:
        await self.courier.settle(patience)

    def over(self, ledger: Ledger, patience: Patience = HASTE) -> Courier:
        """Another courier over the same store, which keeps that ledger."""
        served = {self.platform.key: self.platform}
        return _courier(self.store, self.catalogue, served, self.clock, patience, ledger)

    def replaced(self, platforms: Mapping[str, Platform] | None = None, patience: Patience = HASTE) -> Courier:
        """Another courier over the same store, as after a restart."""
        served = {self.platform.key: self.platform} if platforms is None else platforms
        return _courier(self.store, self.catalogue, served, self.clock, patience)


def _catalogue(board: Board, steps: dict[str, Timed[Work]]) -> Catalogue:
    drawn: Drawn[Work] = Drawn(board.draw, "resend")
    unsure: Drawn[Work] = Drawn(board.draw, "drop")
    return Catalogue([Feature("notes", subjects={"note": drawn, "note/reminder": unsure}, steps=steps)])


def _courier(
    store: Store,
    catalogue: Catalogue,
    platforms: Mapping[str, Platform],
    clock: MovedClock,
    patience: Patience,
    ledger: Ledger | None = None,
) -> Courier:
    deployment = Deployment("CoP", "/cop", {key: platform.can for key, platform in platforms.items()})
    return Courier(store, ledger or store.ledger, catalogue, platforms, deployment, clock, Words(), patience)


async def new_world(store: Store, platform: RecordingPlatform | None = None, patience: Patience = HASTE) -> World:
    """A world in which everything works."""
    platform = platform or RecordingPlatform()
    clock, board = MovedClock(), Board()
    steps: dict[str, Timed[Work]] = {}
    catalogue = _catalogue(board, steps)
    catalogue.steps = steps  # a test adds its own
    courier = _courier(store, catalogue, {platform.key: platform}, clock, patience)
    tick = Tick(store, store.ledger, catalogue, clock, courier.wake)

    def found(work: Work) -> tuple[int, int, int]:
        community = work.communities.new("Policy", "America/Vancouver", clock.now())
        work.only_writer_of(community.id)
        home = ChannelRef("slack", "T1", "C1")
        channel = work.communities.add_channel(community.id, home, "policy-cop", home=True, address="")
        _, account = work.members.join(community.id, AccountRef("slack", "T1", "U1"), "", clock.now())
        return community.id, channel.id, account.id

    community, channel, account = await store.write(found)
    return World(
        store, board, platform, clock, catalogue, courier, tick, community, InChannel(channel), Direct(account), steps
    )
