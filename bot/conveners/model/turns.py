"""A turn: one member asked to convene one meeting, to be its backup, or to stand in for somebody who dropped out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.conveners.model.rota import Candidate, Hindrance
from bot.conveners.model.volunteers import Volunteer
from bot.due import Step

Role = Literal["convener", "backup", "stand-in"]
State = Literal["offered", "accepted", "declined", "lapsed", "swapped", "released", "done"]

OFFERED_BEFORE = 15
"""Working days before the meeting; all that follow are working days, too."""
ANSWERED_WITHIN = 3
NUDGED_AFTER = 2
KIT_BEFORE = 5
MORNING = time(9)
_OPEN = ("offered", "accepted")
_COUNTED = ("offered", "accepted", "done")


@dataclass(frozen=True, slots=True)
class Turn:
    """`member` is None when they have been forgotten. `day` is the meeting's, `starts_at` its instant."""

    community: int
    id: int
    meeting: int
    member: int | None
    role: Role
    state: State
    offered_at: datetime
    day: date
    starts_at: datetime
    answer_by: datetime | None = None
    nudged_at: datetime | None = None
    answered_at: datetime | None = None
    swap_with: int | None = None
    """Somebody's turn that this member is asked to take over; theirs, if they have one, comes back in exchange."""
    kit_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        """`3/turn:7`."""
        return Subject(self.community, "turn", self.id)

    @property
    def open(self) -> bool:
        """Whether somebody is asked, or has said yes, and the meeting is still to come."""
        return self.state in _OPEN

    @property
    def requested(self) -> bool:
        """Whether somebody asks its member to swap, and has no answer yet."""
        return self.swap_with is not None and self.role == "stand-in" and self.state == "offered"

    @property
    def passable(self) -> bool:
        """Whether the rota has asked its member for that meeting: they aren't asked for the same one again."""
        return self.role == "convener" or (self.role == "stand-in" and self.swap_with is None)

    @property
    def convening(self) -> bool:
        """Whether its member is the one who is asked, or has said yes, to convening."""
        return self.open and self.counted

    @property
    def taken(self) -> bool:
        """Whether it came by the rota or by saying yes: a backup only stands by, and standing in is a favour."""
        return self.role == "convener" or (self.role == "stand-in" and self.state in {"accepted", "done", "released"})

    @property
    def counted(self) -> bool:
        """Whether it counts as one of its member's turns."""
        return self.taken and self.state in _COUNTED

    def accepted(self, now: datetime) -> "Turn":
        """They said yes."""
        return replace(self, state="accepted", answered_at=now, answer_by=None)

    def ended(self, state: State, now: datetime) -> "Turn":
        """Theirs no longer, or done."""
        return replace(self, state=state, answered_at=now, answer_by=None)

    def in_time(self, calendar: Calendar, now: datetime) -> "Turn":
        """With an answer wanted in time for the day on which the meeting is now."""
        if self.answer_by is None or self.role != "convener":
            return self
        return replace(self, answer_by=max(now, answer_by(self.offered_at, self.starts_at, calendar)))

    def said_yes_late(self, calendar: Calendar) -> bool:
        """Whether its member said yes when the kit was due already."""
        return (self.answered_at or self.offered_at) >= kit_at(self.day, calendar)

    def next_step(self, calendar: Calendar) -> Step | None:
        """An offer is nudged and then lapses; who said yes gets the kit; a backup is asked to confirm."""
        match self.role, self.state:
            case "convener", "offered":
                return self._while_offered(calendar)
            case (("convener" | "stand-in"), "accepted"):
                return Step("turn.kit", kit_at(self.day, calendar), self.starts_at) if self.kit_at is None else None
            case "backup", "offered":
                wanted = Step("turn.confirm", kit_at(self.day, calendar), self.starts_at)
                return wanted if self.nudged_at is None else None
            case _:
                return None

    def _while_offered(self, calendar: Calendar) -> Step | None:
        if self.answer_by is None:
            return None
        nudge = calendar.later(self.offered_at, NUDGED_AFTER)
        if self.nudged_at is None and nudge < self.answer_by:
            return Step("turn.nudge", nudge, self.answer_by)
        return Step("turn.lapse", self.answer_by)


def offer_at(day: date, calendar: Calendar) -> datetime:
    """When the turn for a meeting on that day is offered."""
    return calendar.at(calendar.before(day, OFFERED_BEFORE), MORNING)


def kit_at(day: date, calendar: Calendar) -> datetime:
    """When whoever convenes on that day gets the kit, and the backup is asked to confirm."""
    return calendar.at(calendar.before(day, KIT_BEFORE), MORNING)


def answer_by(asked_at: datetime, starts_at: datetime, calendar: Calendar) -> datetime:
    """Three working days to answer; half the time that is left, where that is sooner."""
    return min(calendar.later(asked_at, ANSWERED_WITHIN), asked_at + (starts_at - asked_at) / 2)


def hindrance(
    volunteer: Volunteer, *, asked: bool = False, away: bool = False, missing: bool = False, gone: bool = False
) -> Hindrance | None:
    """What keeps a volunteer from convening one meeting, the most lasting reason first. `gone`: no account is left."""
    if gone:
        return "gone"
    if not volunteer.attended:
        return "new"
    if volunteer.paused:
        return "paused"
    if asked:
        return "asked"
    if away:
        return "away"
    return "missing" if missing else None


def as_candidate(
    volunteer: Volunteer, unit: str, turns: Iterable[Turn], hindered: Hindrance | None = None
) -> Candidate:
    """A volunteer with all their turns, as seen from one meeting. `hindered` is what keeps them from that one."""
    theirs = [turn for turn in turns if turn.taken]
    counted = [turn for turn in theirs if turn.counted]
    passed_at = [turn.answered_at for turn in theirs if not turn.counted and turn.answered_at]
    asked_at = [turn.offered_at for turn in counted]
    return Candidate(
        volunteer.member,
        unit,
        volunteer.base + volunteer.charged + sum(turn.state != "done" for turn in counted),
        max((turn.day for turn in counted), default=None),
        volunteer.since,
        hindered,
        passed=bool(passed_at) and (not asked_at or max(passed_at) >= max(asked_at)),
    )
