"""A poll: when it opens and closes, who may still tick, and what was chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.due import Step
from bot.meetings.model.meetings import Tie
from bot.topics.model.topics import Topic

NEEDED = 3
"""With fewer topics the channel is asked for more."""
LEAST = 2
"""With fewer there is nothing to choose, and the convener does."""
OPENS, CLOSES, REMINDS, ASKS = time(10), time(16), time(10), time(10)
ASKED_BEFORE = 2
"""Working days before the opening."""
REMINDED_BEFORE = 1
"""Working days before the close."""
SHORTEST = timedelta(hours=1)
"""A poll that would be shorter is none."""

PollState = Literal["planned", "open", "closed", "skipped"]


@dataclass(frozen=True, slots=True)
class Lead:
    """Working days before the meeting on which its poll opens and closes."""

    opens: int
    closes: int


USUAL, MONTHLY = Lead(8, 4), Lead(12, 7)


@dataclass(frozen=True, slots=True)
class Span:
    """When a poll is open."""

    opens_at: datetime
    closes_at: datetime

    @property
    def possible(self) -> bool:
        """Whether there is time enough to vote."""
        return self.closes_at - self.opens_at >= SHORTEST


def span(day: date, lead: Lead, calendar: Calendar, previous_ends: datetime | None) -> Span:
    """When the poll for a meeting on that day is open: never before the series' previous meeting has ended."""
    opens = calendar.at(calendar.before(day, lead.opens), OPENS)
    closes = calendar.at(calendar.before(day, lead.closes), CLOSES)
    return Span(max(opens, previous_ends) if previous_ends else opens, closes)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one member ticked, one or more. `unit` is empty for a member without one."""

    member: int
    unit: str
    topics: frozenset[int]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted, and from how many units."""

    voters: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """A topic standing in a poll, under the number people tick. Counted when the poll closed, None before."""

    place: int
    topic: Topic
    votes: int | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a poll. `winner` is None when nobody ticked anything that still stands."""

    options: tuple[Option, ...]
    winner: Option | None
    tie: Tie
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class Poll:
    """One round of choosing a meeting's topic. The counts are those at its close, 0 before."""

    id: int
    community: int
    meeting: int
    state: PollState
    opens_at: datetime
    closes_at: datetime
    winner: int | None = None
    voters: int = 0
    units: int = 0
    tie: Tie = ""
    asked_at: datetime | None = None
    """When it was looked whether the channel had to be asked for topics."""
    reminded_at: datetime | None = None
    """When those who had agreed to it were reminded."""

    @property
    def subject(self) -> Subject:
        """`3/poll:2`."""
        return Subject(self.community, "poll", self.id)

    def takes(self, now: datetime) -> bool:
        """Whether a ballot given now counts."""
        return self.state == "open" and now < self.closes_at

    def rescheduled(self, span: Span, now: datetime) -> "Poll":
        """With what has not happened yet at its new time; an open poll closes at once if it should have."""
        match self.state:
            case "planned":
                return replace(self, opens_at=span.opens_at, closes_at=span.closes_at)
            case "open":
                return replace(self, closes_at=max(span.closes_at, now))
            case _:
                return self

    def asked(self, now: datetime) -> "Poll":
        """The channel was asked for topics, or did not need to be."""
        return replace(self, asked_at=now)

    def opened(self, now: datetime, closes_at: datetime) -> "Poll":
        """Taking ballots."""
        return replace(self, state="open", opens_at=now, closes_at=closes_at, asked_at=self.asked_at or now)

    def reminded(self, now: datetime) -> "Poll":
        """Those who had agreed were reminded."""
        return replace(self, reminded_at=now)

    def closed(self, result: Result, now: datetime) -> "Poll":
        """Counted, once and for all."""
        return replace(
            self,
            state="closed",
            closes_at=min(self.closes_at, now),
            winner=result.winner.topic.id if result.winner else None,
            voters=result.turnout.voters,
            units=result.turnout.units,
            tie=result.tie,
        )

    def planned_anew(self, span: Span) -> "Poll":
        """To be held after all: there was no time for it, and now there is."""
        return replace(self, state="planned", opens_at=span.opens_at, closes_at=span.closes_at, asked_at=None)

    def skipped(self) -> "Poll":
        """Not held, or ended without a result."""
        return replace(self, state="skipped")

    def asks_at(self, calendar: Calendar) -> datetime:
        """When the channel is asked for topics if there are too few."""
        return calendar.at(calendar.before(calendar.day_of(self.opens_at), ASKED_BEFORE), ASKS)

    def reminds_at(self, calendar: Calendar) -> datetime:
        """When those who agreed to it are reminded."""
        return calendar.at(calendar.before(calendar.day_of(self.closes_at), REMINDED_BEFORE), REMINDS)

    def next_step(self, calendar: Calendar) -> Step | None:
        """Topics asked for, opened, reminded of, closed: one after the other."""
        match self.state:
            case "planned" if self.asked_at is None and self.asks_at(calendar) < self.opens_at:
                return Step("poll.ask", self.asks_at(calendar), until=self.opens_at)
            case "planned":
                return Step("poll.open", self.opens_at, until=self.closes_at)
            case "open" if self.reminded_at is None and self.reminds_at(calendar) > self.opens_at:
                return Step("poll.remind", self.reminds_at(calendar), until=self.closes_at)
            case "open":
                return Step("poll.close", self.closes_at)
            case _:
                return None


def result(ballots: Collection[Ballot], options: Sequence[Option]) -> Result:
    """The topic with the most ticks; of several, the one ticked by more units, then the older one."""
    counted = tuple(_counted(option, ballots) for option in options)
    standing = [option for option in counted if option.topic.running and option.votes]
    standing.sort(key=_rank)
    winner = standing[0] if standing else None
    return Result(counted, winner, _tie(standing), turnout(ballots))


def turnout(ballots: Collection[Ballot]) -> Turnout:
    """How many voted, each once, and from how many units."""
    return Turnout(len(ballots), len({ballot.unit for ballot in ballots if ballot.unit}))


def _counted(option: Option, ballots: Collection[Ballot]) -> Option:
    ticked = turnout([ballot for ballot in ballots if option.topic.id in ballot.topics])
    return replace(option, votes=ticked.voters, units=ticked.units)


def _rank(option: Option) -> tuple[int, int, datetime, int]:
    return -(option.votes or 0), -(option.units or 0), option.topic.suggested_at, option.topic.id


def _tie(standing: Sequence[Option]) -> Tie:
    """What decided between the first two, when the ticks did not."""
    if len(standing) < 2 or standing[0].votes != standing[1].votes:
        return ""
    return "units" if standing[0].units != standing[1].units else "older"
