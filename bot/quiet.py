"""When something that the bot starts by itself may be shown: outside quiet hours, and never too often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.calendar import DAY, QUIET_UNTIL, Calendar
from bot.chat.refs import Subject
from bot.history import Happening, History
from bot.postings import Direct, InChannel, Place, Postings

MOST_A_DAY = 1
MOST_A_WEEK = {InChannel: 4, Direct: 3}
"""What the bot starts by itself in one channel, and with one person over all their accounts."""
WEEK = timedelta(days=7)


class Doors(Protocol):
    """What of a community is needed here."""

    @property
    def open(self) -> bool:
        """Whether members may use it."""


class Calendars(Protocol):
    """Where communities and their calendars are kept."""

    def get(self, community: int) -> Doors:
        """The community. Raises `Unknown`."""

    def calendar(self, community: int) -> Calendar:
        """When the community works."""


class QuietWork(Protocol):
    """What of a transaction is needed here."""

    @property
    def communities(self) -> Calendars:
        """The calendars."""

    @property
    def history(self) -> History:
        """What happened."""

    @property
    def postings(self) -> Postings:
        """What should be visible where."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What was started in one place by itself: local dates, each as often as there were postings."""

    days: Sequence[date]
    most_a_week: int

    def allows(self, day: date) -> bool:
        """Whether one more may be started that day. A week begins on Monday."""
        week = day.isocalendar()[:2]
        that_week = sum(1 for one in self.days if one.isocalendar()[:2] == week)
        return self.days.count(day) < MOST_A_DAY and that_week < self.most_a_week


def first_chance(at: datetime, budget: Budget, calendar: Calendar) -> datetime:
    """The first instant from `at` on that is outside quiet hours and within the budget."""
    at = calendar.outside_quiet_hours(at)
    while not budget.allows(day := calendar.day_of(at)):
        at = calendar.at(calendar.next_working(day + DAY), QUIET_UNTIL)
    return at


def chance(community: int, place: Place, work: QuietWork, at: datetime) -> datetime:
    """The first instant from `at` on at which something may be started in that place."""
    calendar = work.communities.calendar(community)
    days = [calendar.day_of(one) for one in work.postings.started(community, place, at - WEEK)]
    return first_chance(at, Budget(days, MOST_A_WEEK[type(place)]), calendar)


def want(
    subject: Subject,
    place: Place,
    work: QuietWork,
    now: datetime,
    *,
    at: datetime | None = None,
    expires_at: datetime | None = None,
    under: Subject | None = None,
    urgent: bool = False,
    rather_at_once: bool = False,
) -> datetime | None:
    """Show the subject there by itself, as soon as may be from `at` on; when that is.

    None, and nothing is wanted, when it would only be shown after `expires_at`, which the record says, or while the
    community's doors are closed. `urgent` asks for no patience and counts all the same; `rather_at_once` does so only
    where patience would be too long. What stands there already is drawn again and counts once.
    """
    if not work.communities.get(subject.community).open:
        return None
    if any(standing.place == place for standing in work.postings.places(subject)):
        work.postings.redraw(subject, now)
        return now
    start = soonest = max(now, at or now)
    if not urgent:
        start = chance(subject.community, place, work, start)
    if expires_at is not None and start >= expires_at and rather_at_once:
        start = soonest
    if expires_at is not None and start >= expires_at:
        work.history.add(Happening(now, None, "dropped", subject))
        return None
    work.postings.want(subject, place, now=now, under=under, not_before=start, expires_at=expires_at, unasked=True)
    return start
