"""A rota that works, as people see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from bot.chat.refs import AccountRef, MessageRef, Subject
from bot.conveners.model.turns import Turn
from bot.conveners.model.volunteers import Volunteer
from bot.history import Happening
from bot.meetings.model.meetings import Answer, Rsvp
from storage.unit_of_work import Work
from tests.stage import told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded
from tests.unit.meetings.meeting import Round

T = TypeVar("T")

FINANCE = AccountRef("east", "t", "finance")
FIRST, SECOND = 1, 2
"""The meetings of 11 and 25 March."""
NOW = datetime(2027, 3, 2, 17, tzinfo=UTC)
OFFERED = datetime(2027, 3, 4, 14, tzinfo=UTC)
"""Fifteen working days before the second meeting, at nine."""
NUDGED = datetime(2027, 3, 8, 14, tzinfo=UTC)
LAPSES = datetime(2027, 3, 9, 14, tzinfo=UTC)
KIT = datetime(2027, 3, 18, 13, tzinfo=UTC)
"""Five working days before the second meeting; the clocks have changed."""
BEGINS = datetime(2027, 3, 25, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Turns(Round):
    """The same community, with a rota."""

    def __init__(self, founded: Founded) -> None:
        super().__init__(founded)
        self.now = founded.stage.clock.now()

    async def begins(self) -> None:
        """Everybody has been to a meeting in February; the first meeting to come is Leilani's, who isn't asked again."""
        await super().begins()
        await self.says(FINANCE, "me unit Finance")
        await self.says(FINANCE, "me name Ravi")
        await self.changes(self._february)

    def _february(self, work: Work) -> None:
        meeting = work.meetings.new(self.id, None, None, date(2027, 2, 11), time(10), 60, "America/Toronto", "", "")
        assert meeting is not None
        work.meetings.save(meeting.held())
        for who in (HEALTH, LABOUR, FINANCE):
            known = work.members.of_account(self.id, who)
            assert known is not None
            work.meetings.answer(Rsvp(self.id, meeting.id, known[0].id, "yes", self.now))
        work.meetings.save(work.meetings.get(self.id, FIRST).cancelled())
        work.history.add(Happening(self.now, None, "cancelled", Subject(self.id, "meeting", FIRST)))

    async def has_never_met(self) -> None:
        """February's meeting fell through: this community is new."""

        def unit(work: Work) -> None:
            (february,) = work.meetings.latest_held(self.id, 2)
            work.meetings.save(replace(february, state="cancelled"))

        await self.changes(unit)

    async def volunteer(self, *people: AccountRef) -> None:
        """They would convene, one after the other."""
        for who in people:
            assert "You're in the rota" in await self.says(who, "convene join")
            self.stage.clock.forward(MINUTE)

    async def changes(self, unit: Callable[[Work], T]) -> T:
        """Something happens in a transaction, and every feature follows."""

        def whole(work: Work) -> T:
            work.only_writer_of(self.id)
            done = unit(work)
            self.stage.catalogue.react(work, self.stage.clock.now())
            return done

        return await self.stage.store.write(whole)

    async def reaches(self, at: datetime) -> None:
        """Time goes by."""
        await self.stage.reaches(at)

    async def turns_of(self, meeting: int = SECOND) -> list[Turn]:
        """The turns of a meeting."""
        return list(await self.stage.store.read(lambda work: work.conveners.turns_of(self.id, meeting)))

    async def asked(self, meeting: int = SECOND) -> list[tuple[str, str, str]]:
        """Who was asked for a meeting, as what, and what became of it."""
        names = {await self.number(who): who.person for who in (HEALTH, LABOUR, FINANCE, STEWARD)} | {0: "nobody"}
        return [(names.get(turn.member or 0, "nobody"), turn.role, turn.state) for turn in await self.turns_of(meeting)]

    async def number(self, who: AccountRef) -> int:
        """Somebody's member; 0 when they are none."""
        member = await self.founded.member(who)
        return member.id if member else 0

    async def as_volunteer(self, who: AccountRef) -> Volunteer:
        """How somebody stands in the rota."""
        member = await self.number(who)
        known = await self.stage.store.read(lambda work: work.conveners.volunteer(self.id, member))
        assert known is not None
        return known

    async def turn(self, number: int) -> Subject:
        """A turn."""
        return Subject(self.id, "turn", number)

    async def shown(self, number: int, part: str = "") -> str:
        """What its member reads of a turn."""
        return await self.stage.sees(Subject(self.id, "turn", number, part))

    async def told_to(self, number: int, part: str = "") -> list[str]:
        """To whom a turn is told."""
        return await self.wanted_of(Subject(self.id, "turn", number, part))

    async def accepts(self, who: AccountRef, number: int) -> str:
        """Press Yes on a turn."""
        return await self._press(who, "turn.accept", number)

    async def declines(self, who: AccountRef, number: int) -> str:
        """Press Not this time, or I can't make it."""
        return await self._press(who, "turn.decline", number)

    async def due(self) -> set[str]:
        """What the courier has to draw now; then it stands as it is wanted."""
        ledger, now = self.stage.store.ledger, self.stage.clock.now()
        rows = await ledger.claim(now, lease=MINUTE, most=50)
        for row in rows:
            await ledger.shown(row, row.wanted, MessageRef(self.founded.home.channel, f"m{row.id}"), now)
        return {str(row.subject) for row in rows}

    async def _press(self, who: AccountRef, action: str, number: int) -> str:
        subject = str(Subject(self.id, "turn", number))
        return told(await self.stage.press(who, self.founded.dm(who), action, subject))

    async def takes(self, who: AccountRef, meeting: int = SECOND) -> str:
        """Press I'll convene this one."""
        return await self.presses_on(who, "turn.take", self.subject(meeting))

    async def answers(self, who: AccountRef, answer: Answer, meeting: int = SECOND) -> str:
        """Say whether they come."""
        return await self.says(who, f"rsvp {answer} {meeting}")

    async def happens(self, verb: str, meeting: int = SECOND, **facts: object) -> None:
        """The meeting changes, as meetings tell of it."""

        def unit(work: Work) -> None:
            known = work.meetings.get(self.id, meeting)
            work.meetings.save(replace(known, **facts))  # type: ignore[arg-type]
            work.history.add(Happening(self.stage.clock.now(), None, verb, known.subject))

        await self.changes(unit)


__all__ = ["HEALTH", "LABOUR", "STEWARD"]
