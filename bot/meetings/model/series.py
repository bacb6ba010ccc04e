"""A series: the rule by which a community meets, expanded in local wall time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from dateutil.rrule import rrulestr

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.due import Step

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
MONTHLY_FROM = 4
"""A series of so many weeks or more is as rare as a monthly one."""
SHOWN_AHEAD = 3
PLANNED_AHEAD = timedelta(days=42)
"""So far ahead meetings are planned, and at least the next three: a turn is offered fifteen working days before."""
OnDayOff = Literal["skip", "move"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many weeks on a weekday, or every so many months on its n-th one (-1: the last). Monday is 0."""

    every: int
    weekday: int
    nth: int | None = None

    def __str__(self) -> str:
        if self.nth is None:
            return f"FREQ=WEEKLY;INTERVAL={self.every};BYDAY={WEEKDAYS[self.weekday]}"
        return f"FREQ=MONTHLY;INTERVAL={self.every};BYDAY={self.nth:+d}{WEEKDAYS[self.weekday]}"

    def first(self, since: date) -> date:
        """The first date from that one on with which a series of the rule may begin."""
        start = datetime.combine(since, time())
        return next(iter(rrulestr(str(replace(self, every=1)), dtstart=start))).date()


def parse_rule(text: str) -> Rule:
    """The rule that was kept as that text."""
    parts = dict(part.split("=") for part in text.split(";"))
    by = parts["BYDAY"]
    nth = int(by[:-2]) if len(by) > 2 else None
    return Rule(int(parts["INTERVAL"]), WEEKDAYS.index(by[-2:]), nth)


@dataclass(frozen=True, slots=True)
class Series:
    """A recurrence. `at` is the wall time in `zone`; `link` is the one standing link; both places may be empty."""

    id: int
    community: int
    rule: Rule
    starts_on: date
    at: time
    minutes: int
    zone: str
    venue: str
    link: str
    on_day_off: OnDayOff
    polls: bool
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        """`3/series:1`."""
        return Subject(self.community, "series", self.id)

    @property
    def rare(self) -> bool:
        """Whether it comes about once a month, or less often: then its polls take longer."""
        return self.rule.nth is not None or self.rule.every >= MONTHLY_FROM

    def slots(self, after: date) -> Iterator[date]:
        """The rule's own dates after that day, without end."""
        start = datetime.combine(self.starts_on, time())
        for found in rrulestr(str(self.rule), dtstart=start).xafter(datetime.combine(after, time())):
            yield found.date()

    def day_for(self, slot: date, calendar: Calendar) -> date | None:
        """The day on which the community meets for that date of the rule; None when it doesn't.

        On a day off it is skipped or moves to the next working day, as the series says. One that would move to the
        rule's next date or past it is skipped too: of several in one long closure, the last is the one that moves.
        """
        if not calendar.holiday(slot):
            return slot
        if self.on_day_off == "skip":
            return None
        day = calendar.next_working(slot)
        return day if day < next(self.slots(slot), date.max) else None

    def ended(self, now: datetime) -> "Series":
        """No more meetings are planned."""
        return replace(self, ended_at=now)

    def next_step(self, planned: list[datetime], now: datetime) -> Step | None:
        """More meetings are planned as soon as too few are ahead; `planned` are the ends of those to come, in order."""
        if self.ended_at is not None:
            return None
        enough = len(planned) >= SHOWN_AHEAD and planned[-1] >= now + PLANNED_AHEAD
        return Step("series.plan", min(planned[0], planned[-1] - PLANNED_AHEAD + timedelta(days=1)) if enough else now)
