"""A community that meets, its clock, and what stands in its channels."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from bot.chat.plain import plain
from bot.chat.refs import AccountRef, MessageRef, Subject
from bot.chat.replies import Reply
from bot.history import Happening
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.series import Rule
from bot.postings import Direct, InChannel
from bot.topics.model.polls import Poll
from bot.topics.model.topics import Topic
from scheduling.drawing import Drawing
from scheduling.tick import Tick
from storage.unit_of_work import Work
from tests.stage import EAST, told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded

T = TypeVar("T")

ZONE = "America/Toronto"
MEETING = date(2027, 3, 18)
ASKS = datetime(2027, 3, 4, 15, tzinfo=UTC)
OPENS = datetime(2027, 3, 8, 15, tzinfo=UTC)
REMINDS = datetime(2027, 3, 11, 15, tzinfo=UTC)
CLOSES = datetime(2027, 3, 12, 21, tzinfo=UTC)
CHOOSES = datetime(2027, 3, 16, 14, tzinfo=UTC)
"""Two working days before the meeting, after the clocks have changed."""
BEGINS = datetime(2027, 3, 18, 14, tzinfo=UTC)
LEASE = timedelta(minutes=1)


class Cycle:
    """A founded community with a series and its next meetings."""

    def __init__(self, founded: Founded) -> None:
        self.founded = founded
        self.stage = founded.stage
        stage = founded.stage
        self.tick = Tick(stage.store, stage.store.ledger, stage.catalogue, stage.clock, lambda: None)
        self.drawing = Drawing(stage.store, stage.catalogue, stage.deployment, stage.words)

    async def begins(self) -> None:
        """A series with polls, and its first meeting."""
        self.id = (await self.founded.community()).id
        for who, unit in ((HEALTH, "Health"), (LABOUR, "Labour")):
            await self.founded.says(who, f"me unit {unit}", self.founded.home)
        await self.meets(MEETING)

    async def meets(self, day: date, *, series: bool = True) -> Meeting:
        """A meeting is planned, in the series or by itself."""

        def plan(work: Work) -> Meeting:
            now = self.stage.clock.now()
            known = work.meetings.all_series(self.id)
            if not known:
                new = (self.id, Rule(2, 3), MEETING, time(10), 60, ZONE, "Room 4", "", "skip")
                known = [work.meetings.new_series(*new, polls=True, now=now)]  # type: ignore[arg-type]
            of = known[0] if series else None
            meeting = work.meetings.new(self.id, of, day if of else None, day, time(10), 60, ZONE, "Room 4", "")
            assert meeting is not None
            work.history.add(Happening(now, None, "planned", meeting.subject))
            return meeting

        return await self.changes(plan)

    async def changes(self, unit: Callable[[Work], T]) -> T:
        """Something happens in a transaction, and every feature follows."""

        def whole(work: Work) -> T:
            work.only_writer_of(self.id)
            done = unit(work)
            self.stage.catalogue.react(work, self.stage.clock.now())
            return done

        return await self.stage.store.write(whole)

    async def happens(self, verb: str, meeting: int = 1, **facts: object) -> None:
        """The meeting changes, as meetings tell of it."""

        def unit(work: Work) -> None:
            known = work.meetings.get(self.id, meeting)
            work.meetings.save(replace(known, **facts))  # type: ignore[arg-type]
            work.history.add(Happening(self.stage.clock.now(), None, verb, known.subject))

        await self.changes(unit)

    async def convenes(self, who: AccountRef) -> None:
        """Somebody convenes the meeting."""
        member = await self.founded.member(who)
        assert member is not None

        def accept(work: Work) -> None:
            meeting = work.meetings.get(self.id, 1)
            work.meetings.save(replace(meeting, convener=member.id))
            work.conveners.new_turn(meeting, member.id, "convener", "accepted", self.stage.clock.now())

        await self.stage.store.write(accept)

    async def reaches(self, at: datetime) -> None:
        """Time goes by, and everything happens when it is due."""
        clock = self.stage.clock
        while (due := await self.stage.store.read(lambda work: work.due.next_at())) is not None and due <= at:
            clock.at = max(clock.at, due)
            await self.tick.run_due()
        clock.at = at

    async def says(self, who: AccountRef, text: str) -> str:
        """Type in the home channel; what is answered."""
        return told(await self.asks(who, text))

    async def asks(self, who: AccountRef, text: str) -> Reply:
        """Type in the home channel."""
        return await self.founded.says(who, text, self.founded.home)

    async def presses(self, who: AccountRef, on: Reply, label: str) -> Reply:
        """Press a button in the home channel."""
        return await self.founded.presses(who, on, label, self.founded.home)

    async def suggests(self, who: AccountRef, *texts: str) -> None:
        """Suggest several topics."""
        for text in texts:
            assert "It is topic" in await self.says(who, f"topic {text}")

    async def opened(self, *texts: str) -> None:
        """The poll is open, with three topics unless said otherwise."""
        await self.suggests(HEALTH, *(texts or ("Consultation", "Drafting a regulation", "First submission")))
        await self.reaches(OPENS)

    async def sees(self, kind: str, number: int = 1, part: str = "") -> str:
        """What stands, or would, under a subject; "nothing" when it shouldn't be visible."""
        card = await self.drawing.card(Subject(self.id, kind, number, part), EAST)
        return plain(card) if card else "nothing"

    async def wanted(self, kind: str, number: int = 1, part: str = "") -> list[str]:
        """Where a subject is wanted: `channel`, or the person it is for."""
        places = await self.founded.places(Subject(self.id, kind, number, part))
        told_to = []
        for place in places:
            match place:
                case InChannel():
                    told_to.append("channel")
                case Direct(account):
                    who = await self.stage.store.read(lambda work, of=account: work.members.account(of))  # type: ignore[misc]  # a default binds the loop's value
                    told_to.append(who.ref.person)
        return told_to

    async def settles(self) -> None:
        """Everything stands as it is wanted."""
        ledger, now = self.stage.store.ledger, self.stage.clock.now()
        for row in await ledger.claim(now, LEASE, most=99):
            await ledger.shown(row, row.wanted, MessageRef(self.founded.home.channel, f"m{row.id}"), now)

    async def redraws(self) -> set[str]:
        """What the courier has to draw, or take away, now."""
        rows = await self.stage.store.ledger.claim(self.stage.clock.now(), timedelta(0), most=99)
        return {f"{row.subject.kind}/{row.subject.part}".rstrip("/") for row in rows}

    async def poll(self, number: int = 1) -> Poll:
        """A poll as it is kept."""
        return await self.stage.store.read(lambda work: work.polls.get(self.id, number))

    async def meeting(self, number: int = 1) -> Meeting:
        """A meeting as it is kept."""
        return await self.stage.store.read(lambda work: work.meetings.get(self.id, number))

    async def topic(self, number: int) -> Topic:
        """A topic as it is kept."""
        return await self.stage.store.read(lambda work: work.topics.get(self.id, number))


__all__ = ["HEALTH", "LABOUR", "STEWARD"]
