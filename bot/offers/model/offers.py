"""A question brought to one member, and how often that may happen to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.members.model import Asks

Why = Literal["experience", "helped", "interest", "named", "welcome"]
State = Literal["offered", "lapsed", "replied", "happy", "met", "apart", "named", "passed", "settled", "withdrawn"]
"""Offered, and unanswered after two working days. Then what became of it: they replied; would be happy to talk, and
were put in touch, or not; named somebody; passed. Settled: the question was, before they answered. Withdrawn: it may
not be seen any more."""

LAPSES_AFTER = 2
"""Working days."""
UNANSWERED = 3
PAUSE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Most:
    """The most questions brought to somebody, by the local day, the week from Monday on, and the calendar month."""

    a_day: int
    a_week: int
    a_month: int

    def allows(self, day: date, before: Sequence[date]) -> bool:
        """Whether one more may be brought that day, with those brought on the days before and on that day."""
        week, month = day.isocalendar()[:2], (day.year, day.month)
        return (
            before.count(day) < self.a_day
            and sum(one.isocalendar()[:2] == week for one in before) < self.a_week
            and sum((one.year, one.month) == month for one in before) < self.a_month
        )


USUAL, SELDOM = Most(1, 2, 4), Most(1, 1, 2)


def most(asks: Asks) -> Most:
    """The limits of somebody who said so."""
    return SELDOM if asks == "seldom" else USUAL


@dataclass(frozen=True, slots=True)
class Offer:
    """`offered_at` is when they see it, or will. `named_by` is who thought of them; None for nobody, or forgotten.

    `own` is whether they ask it themselves, without a name. It stands then as anybody's would who says nothing to it,
    except that it is shown nowhere: so that nothing that goes by offers tells who asked.
    """

    id: int
    community: int
    question: int
    member: int
    ring: int
    why: Why
    named_by: int | None
    state: State
    offered_at: datetime
    answered_at: datetime | None = None
    own: bool = False

    @property
    def subject(self) -> Subject:
        """`3/offer:7`."""
        return Subject(self.community, "offer", self.id)

    @property
    def open(self) -> bool:
        """Whether an answer is still welcome."""
        return self.state in {"offered", "lapsed"}

    @property
    def unsaid(self) -> bool:
        """Whether they have said nothing to it. A settled one can be answered again when its question is open again."""
        return self.open or self.state == "settled"

    @property
    def introducing(self) -> bool:
        """Whether they said that they would talk."""
        return self.state in {"happy", "met", "apart"}

    def became(self, state: State, now: datetime) -> "Offer":
        """With what became of it."""
        return replace(self, state=state, answered_at=now)

    def lapses_at(self, calendar: Calendar) -> datetime:
        """When it counts as unanswered."""
        return calendar.later(self.offered_at, LAPSES_AFTER)


def ignored(latest: Sequence[Offer], since: datetime | None) -> bool:
    """Whether the latest three that had time for an answer, since then, had none. `latest` is newest first.

    What somebody asks themselves counts as answered.
    """
    over = [one for one in latest if one.state not in {"offered", "settled", "withdrawn"}]
    fresh = [one for one in over if since is None or one.offered_at >= since][:UNANSWERED]
    return len(fresh) == UNANSWERED and all(one.state == "lapsed" and not one.own for one in fresh)
