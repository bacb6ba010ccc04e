"""A community that meets, and its clock."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import Reply
from bot.meetings.model.meetings import Meeting
from bot.postings import Direct, InChannel
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded

BEGINS = datetime(2027, 3, 11, 15, tzinfo=UTC)
ENDS = datetime(2027, 3, 11, 16, tzinfo=UTC)
REMINDS = datetime(2027, 3, 10, 19, tzinfo=UTC)
"""Two in the afternoon of the working day before."""
ANNOUNCES = datetime(2027, 3, 4, 15, tzinfo=UTC)
"""Five working days before, at ten."""


class Round:
    """A founded community with a series without polls."""

    def __init__(self, founded: Founded) -> None:
        self.founded = founded
        self.stage = founded.stage
        self.id = 0

    async def begins(self) -> None:
        """Members say who they are, and the steward says when they meet."""
        self.id = (await self.founded.community()).id
        for who, name, unit in (
            (STEWARD, "Amara", "Children"),
            (HEALTH, "Leilani", "Health"),
            (LABOUR, "Tomasz", "Labour"),
        ):
            await self.says(who, f"me unit {unit}")
            await self.says(who, f"me name {name}")
        values = {
            "when": "every second Thursday 10:00 for 60 min",
            "from": "11 March 2027",
            "venue": "Room 4",
            "link": "https://meet.example/cop",
            "on_day_off": "skip",
            "polls": "no",
        }
        await self.stage.send(
            STEWARD, self.founded.home, "series.write", values, str(Subject(self.id, "community", self.id))
        )

    async def says(self, who: AccountRef, text: str) -> str:
        """Type in the home channel; what is answered."""
        return told(await self.asks(who, text))

    async def asks(self, who: AccountRef, text: str) -> Reply:
        """Type in the home channel."""
        where = self.founded.home if who.platform == "east" else self.founded.other
        return await self.founded.says(who, text, where)

    async def presses(self, who: AccountRef, on: Reply, label: str) -> str:
        """Press a button in the home channel; what is answered."""
        return told(await self.founded.presses(who, on, label, self.founded.home))

    async def presses_on(self, who: AccountRef, action: str, subject: Subject) -> str:
        """Press a button of a card that stands in the home channel; what is answered."""
        return told(await self.stage.press(who, self.founded.home, action, str(subject)))

    def subject(self, number: int = 1, part: str = "") -> Subject:
        """A meeting, or a part of it."""
        return Subject(self.id, "meeting", number, part)

    async def meeting(self, number: int = 1) -> Meeting:
        """A meeting as it is kept."""
        return await self.stage.store.read(lambda work: work.meetings.get(self.id, number))

    async def sees(self, number: int = 1, part: str = "") -> str:
        """What stands, or would."""
        return await self.stage.sees(self.subject(number, part))

    async def wanted(self, number: int = 1, part: str = "") -> list[str]:
        """Where it is wanted: `channel`, or the person it is for."""
        return await self.wanted_of(self.subject(number, part))

    async def wanted_of(self, subject: Subject) -> list[str]:
        """Where a subject is wanted: `channel`, or the person it is for."""
        found = []
        for place in await self.founded.places(subject):
            match place:
                case InChannel():
                    found.append("channel")
                case Direct(account):
                    known = await self.stage.store.read(lambda work, of=account: work.members.account(of))  # type: ignore[misc]  # a default binds the loop's value
                    found.append(known.ref.person)
        return found

    async def convenes(self, who: AccountRef, number: int = 1) -> None:
        """Somebody convenes the meeting."""
        member = await self.founded.member(who)
        assert member is not None
        await self.stage.store.write(
            lambda work: work.meetings.save(replace(work.meetings.get(self.id, number), convener=member.id))
        )


__all__ = ["FORESTS", "HEALTH", "LABOUR", "STEWARD"]
