"""A year of meetings of three communities, and what should become of each when the clock was looked at so late."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from bot.catalogue import Work
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.due import Step
from bot.meetings.model.meetings import Answer, Meeting, Rsvp
from bot.meetings.model.series import Rule
from storage.engine import Store
from tests.scheduling.kill.truth import Truth
from tests.stage import HandClock

START, END = datetime(2027, 1, 4, 20, tzinfo=UTC), datetime(2028, 1, 4, 20, tzinfo=UTC)
EPOCH, DAY = datetime(1970, 1, 1, tzinfo=UTC), timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
SATURDAY, TUESDAY, THURSDAY = 5, 1, 3
PLATFORMS = ("east", "west")
ANSWERS: Sequence[Answer] = ("yes", "maybe", "no")
SERIES = (
    ("America/Vancouver", Rule(2, THURSDAY), ("CA", "BC")),
    ("Europe/London", Rule(1, TUESDAY, 1), ("GB", "ENG")),
    ("UTC", Rule(1, THURSDAY), ("", "")),
)
ROWS = (
    "SELECT p.community_id, p.number, p.part, i.member_id, p.started_at, p.expires_at FROM postings p "
    "LEFT JOIN identities i ON i.community_id = p.community_id AND i.account_id = p.account_id "
    "WHERE p.kind = 'meeting' AND (p.part = '' OR p.part LIKE 'reminder:%')"
)


RECORDED = {"announced", "held", "meeting.announce", "meeting.remind"}


@dataclass(frozen=True)
class Fate:
    """What became of a meeting."""

    record: Sequence[str]
    """In history: "announced", "held", and the steps that were dropped."""
    announced_at: datetime | None
    channels: int
    """Home channels in which the announcement is wanted, a row each."""
    reminded: Sequence[int]
    """The members whose reminder is wanted, each as often as there are rows."""
    after_its_start: int = 0
    """What was wanted once it had begun."""


@lru_cache
def working(day: date, region: tuple[str, str]) -> bool:
    country, part = region
    off = holidays.country_holidays(country, subdiv=part, years=day.year) if country else {}
    return day.weekday() < SATURDAY and day not in off


def working_days_before(meeting: Meeting, days: int, at: time) -> datetime:
    """By walking back from day to day."""
    zone, _, region = SERIES[meeting.community - 1]
    day = meeting.day
    while days:
        day -= DAY
        days -= working(day, region)
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def answers(meeting: Meeting) -> dict[int, Answer]:
    """Three answer every invitation, each time differently; the fourth member never does."""
    return {member: ANSWERS[(member + meeting.id) % 3] for member in (1, 2, 3)}


def expected(meeting: Meeting, looks: Sequence[datetime]) -> Fate:
    """What should have become of a meeting that began before the last look."""

    def looked_at(due: datetime) -> datetime:
        return looks[bisect_left(looks, due)]

    told = looked_at(working_days_before(meeting, 5, time(10)))
    reminded = looked_at(max(told, working_days_before(meeting, 1, time(14))))
    in_time = told < meeting.starts_at, reminded < meeting.starts_at
    record = ["announced" if in_time[0] else "meeting.announce", *([] if in_time[1] else ["meeting.remind"]), "held"]
    coming = [member for member, answer in answers(meeting).items() if answer != "no"]
    return Fate(record, told if in_time[0] else None, 2 if in_time[0] else 0, coming if in_time[1] else [])


@dataclass
class Year:
    """The communities, the clock, and the instants at which somebody looked at what is due."""

    store: Store
    truth: Truth
    clock: HandClock = field(default_factory=lambda: HandClock(START))
    looks: list[datetime] = field(default_factory=list)
    _invited: set[Subject] = field(default_factory=set)

    async def begin(self) -> None:
        """Found the communities, each with a channel on both platforms and four members."""
        for place, (zone, rule, _) in enumerate(SERIES):
            await self.store.write(lambda work, p=place, z=zone, r=rule: _found(work, p, z, r))  # type: ignore[misc]  # a default binds the loop's value

    async def next_look(self, late: timedelta) -> bool:
        """Put the clock so far behind the next thing that is due; False when the year is over."""
        await self._invite()
        due = await self.store.read(lambda work: work.due.next_at())
        assert due is not None
        self.clock.at = max(self.clock.at, due) + late
        if self.clock.at > END:
            return False
        self.looks.append(self.clock.at)
        return True

    async def _invite(self) -> None:
        """Everybody answers for the meetings that were planned meanwhile."""
        planned = await self.store.read(_meetings)
        new = [one for one in planned if one.subject not in self._invited]
        self._invited |= {one.subject for one in new}
        rsvps = [
            Rsvp(one.community, one.id, member, said, START) for one in new for member, said in answers(one).items()
        ]

        def answer(work: Work) -> None:
            for rsvp in rsvps:
                work.meetings.answer(rsvp)

        if rsvps:
            await self.store.write(answer)

    async def fates(self) -> tuple[dict[str, Fate], dict[str, Fate]]:
        """What became of every meeting that is over, and what should have, by subject."""
        rows = self.truth.rows(ROWS)
        held = [meeting for meeting in await self.store.read(_meetings) if meeting.ends_at < self.looks[-1]]
        became = await self.store.read(lambda work: {str(one.subject): _fate(one, rows, work) for one in held})
        return became, {str(one.subject): expected(one, self.looks) for one in held}


def counted(fates: dict[str, Fate]) -> Counter[str]:
    """How often each thing happened."""
    return Counter(step for fate in fates.values() for step in fate.record)


def _fate(meeting: Meeting, rows: Sequence[tuple[Any, ...]], work: Work) -> Fate:
    happened = [str(one.details.get("step", one.verb)) for one in work.history.of(meeting.subject)]
    wanted = [row[2:] for row in rows if row[:2] == (meeting.community, meeting.id)]
    begins = (meeting.starts_at - EPOCH) // MICROSECOND
    return Fate(
        [step for step in happened if step in RECORDED],
        meeting.announced_at,
        sum(part == "" for part, *_ in wanted),
        sorted(member for part, member, *_ in wanted if part),
        sum(expires > begins or (started or 0) >= begins for *_, started, expires in wanted),
    )


def _meetings(work: Work) -> list[Meeting]:
    return [one for community in work.communities.all() for one in work.meetings.for_calendar(community.id, START)]


def _found(work: Work, place: int, zone: str, rule: Rule) -> None:
    community = work.communities.new(f"Policy {place}", zone, START)
    work.only_writer_of(community.id)
    work.communities.save(community.opened(START))
    for platform in PLATFORMS:
        work.communities.add_channel(
            community.id, ChannelRef(platform, "t", f"c{place}"), "policy", home=True, address=""
        )
    for person in range(4):
        work.members.join(community.id, AccountRef("east", "t", f"p{place}-{person}"), "", START)
    begins = rule.first(START.date() + 14 * DAY)
    series = work.meetings.new_series(
        community.id, rule, begins, time(10), 60, zone, "Room 4", "", "skip", polls=False, now=START
    )
    work.due.plan(series.subject, Step("series.plan", START))
