"""When something that the bot starts by itself may be shown: outside quiet hours, and never too often.

A person may have quiet hours of their own, be on leave, or wish to be written to seldom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from bot.calendar import DAY, QUIET_FROM, QUIET_UNTIL, Calendar
from bot.chat.refs import Subject
from bot.history import Happening, History
from bot.postings import Direct, InChannel, Place, Postings

MOST_A_DAY = 1
MOST_A_WEEK = {InChannel: 4, Direct: 3}
"""What the bot starts by itself in one channel, and with one person over all their accounts."""
SELDOM = "seldom"
MOST_A_WEEK_SELDOM = 1
"""With somebody who wishes to be written to seldom."""
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


class Hearer(Protocol):
    """What of a member is needed here. Hours are None where the community's are theirs."""

    @property
    def id(self) -> int:
        """Their number."""

    @property
    def asks(self) -> str:
        """How often they let the bot write to them unasked."""

    @property
    def quiet_from(self) -> time | None:
        """From when in the evening they aren't written to."""

    @property
    def quiet_until(self) -> time | None:
        """Until when in the morning they aren't written to."""


class Leave(Protocol):
    """Days on which somebody isn't there."""

    @property
    def first(self) -> date:
        """The first of them."""

    @property
    def last(self) -> date:
        """The last of them; `date.max` while nobody knows."""

    def on(self, day: date) -> bool:
        """Whether that day is among them."""


class People(Protocol):
    """Where members are kept."""

    def with_account(self, community: int, account: int) -> Hearer | None:
        """The member of that community whose account of that id it is, None when it is nobody's there."""

    def shut_out(self, account: int) -> bool:
        """Whether whoever has that account lets the bot write nothing to them there."""

    def away(self, community: int, member: int, since: date) -> Sequence[Leave]:
        """The member's leaves that end then or later, earliest first."""


class QuietWork(Protocol):
    """What of a transaction is needed here."""

    @property
    def communities(self) -> Calendars:
        """The calendars."""

    @property
    def members(self) -> People:
        """Whom a direct message is for."""

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


@dataclass(frozen=True, slots=True)
class Wishes:
    """When one place may be written to at all: a channel as the community works, a person as they say."""

    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    leaves: Sequence[Leave] = ()

    def there(self, at: datetime, calendar: Calendar) -> datetime | None:
        """The first instant from `at` on that is in no leave, whatever the hour; None when a leave has no end."""
        while leave := next((one for one in self.leaves if one.on(calendar.day_of(at))), None):
            if leave.last == date.max:
                return None
            at = calendar.at(calendar.next_working(leave.last + DAY), self.quiet_until)
        return at


def first_chance(at: datetime, budget: Budget, wishes: Wishes, calendar: Calendar) -> datetime | None:
    """The first instant from `at` on that is outside quiet hours and leaves, and within the budget; None for never."""
    while True:
        at = calendar.outside_quiet_hours(at, wishes.quiet_from, wishes.quiet_until)
        there = wishes.there(at, calendar)
        if there is None or (there == at and budget.allows(calendar.day_of(at))):
            return there
        if there == at:
            there = calendar.at(calendar.next_working(calendar.day_of(at) + DAY), wishes.quiet_until)
        at = there


def awake(community: int, place: Place, at: datetime, work: QuietWork) -> datetime | None:
    """The first instant from `at` on when that place may be written to at all, however often it was; None for never."""
    calendar = work.communities.calendar(community)
    wishes = wishes_at(community, place, calendar.day_of(at), work)
    return first_chance(at, Budget((), MOST_A_DAY), wishes, calendar)


def wishes_at(community: int, place: Place, day: date, work: QuietWork) -> Wishes:
    """When that place may be written to from that day on."""
    hearer = _hearer(community, place, work)
    if hearer is None:
        return Wishes()
    leaves = work.members.away(community, hearer.id, day)
    return Wishes(hearer.quiet_from or QUIET_FROM, hearer.quiet_until or QUIET_UNTIL, leaves)


def budget_at(community: int, place: Place, at: datetime, work: QuietWork) -> Budget:
    """What was started in that place by itself around that time, and how much it may be."""
    day_of = work.communities.calendar(community).day_of
    hearer = _hearer(community, place, work)
    most = MOST_A_WEEK_SELDOM if hearer is not None and hearer.asks == SELDOM else MOST_A_WEEK[type(place)]
    return Budget([day_of(one) for one in work.postings.started(community, place, at - WEEK)], most)


def _hearer(community: int, place: Place, work: QuietWork) -> Hearer | None:
    return work.members.with_account(community, place.account) if isinstance(place, Direct) else None


def chance(
    community: int, place: Place, work: QuietWork, at: datetime, *, until: datetime | None = None, urgent: bool = False
) -> datetime | None:
    """When something may be started there by itself, from `at` on and before `until`; None when it may not.

    `urgent` asks for no patience, only that somebody on leave is left alone, as is who has shut the bot out.
    """
    if isinstance(place, Direct) and work.members.shut_out(place.account):
        return None
    calendar = work.communities.calendar(community)
    wishes = wishes_at(community, place, calendar.day_of(at), work)
    if urgent:
        start = wishes.there(at, calendar)
    else:
        start = first_chance(at, budget_at(community, place, at, work), wishes, calendar)
    return None if start is None or (until is not None and start >= until) else start


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
    unseen: bool = False,
) -> datetime | None:
    """Show the subject there by itself, as soon as may be from `at` on; when that is.

    None, and nothing is wanted, when it would only be shown after `expires_at`, which the record says, or while the
    community's doors are closed. `urgent` asks for no patience and counts all the same; `rather_at_once` does so only
    where patience would be too long. `unseen` is for what nobody else may be able to tell: it waits like anything else, but
    counts for nothing, and no record says that it was dropped. Nobody on leave is written to, however urgent it is. What stands there already is
    drawn again and counts once.
    """
    community = subject.community
    if not work.communities.get(community).open:
        return None
    if any(standing.place == place for standing in work.postings.places(subject)):
        work.postings.redraw(subject, now)
        return now
    soonest = max(now, at or now)
    start = chance(community, place, work, soonest, until=expires_at, urgent=urgent)
    if start is None and rather_at_once:
        start = chance(community, place, work, soonest, until=expires_at, urgent=True)
    if start is None:
        if not unseen:
            work.history.add(Happening(now, None, "dropped", subject))
        return None
    work.postings.want(
        subject, place, now=now, under=under, not_before=start, expires_at=expires_at, unasked=not unseen
    )
    return start


def put_off(community: int, place: Direct, work: QuietWork, now: datetime) -> None:
    """Somebody's hours, leaves or wishes have changed: what still waits to be shown to them waits as they wish now.

    Nothing comes sooner by this; what would come too late is dropped, as the record says.
    """
    waiting = work.postings.waiting(community, place.account, now)
    for one in waiting:
        work.postings.withdraw_at(one.subject, one.place, now)
    for one in waiting:
        want(one.subject, one.place, work, now, at=one.at, expires_at=one.expires_at)
