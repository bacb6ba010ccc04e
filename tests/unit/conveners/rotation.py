"""A rota lived through in memory, with the bookkeeping done a second time in the plainest way that could work."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.conveners.model.rota import Candidate, LastTime, Place, order, owed_by, spared
from bot.conveners.model.turns import State, Turn, as_candidate, hindrance
from bot.conveners.model.volunteers import Volunteer

UNITS = ("Health", "Forests", "Health", "Labour", "", "Fisheries")
FIRST_DAY = date(2027, 3, 4)
NOON = time(12)


@dataclass
class Plain:
    """What anybody could keep on paper about one volunteer."""

    count: int = 0
    last: date | None = None
    days: list[date] = field(default_factory=list)
    declined_in_a_row: int = 0
    attended: bool = False
    paused: bool = False
    there: bool = True
    away: list[tuple[date, date]] = field(default_factory=list)
    faithful: bool = True
    """Never declined, let lapse, paused, swapped, stopped or was away."""
    owed: int = 0
    """Turns that fell away with a cancelled meeting and are not made up for yet."""


@dataclass
class Meeting:
    """One meeting of the rota."""

    number: int
    day: date
    asked: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    cancelled: bool = False
    over: bool = False


class Rotation:
    """The rules of the product over rows in memory, and the paper beside them."""

    def __init__(self) -> None:
        self.volunteers: dict[int, Volunteer] = {}
        self.paper: dict[int, Plain] = {}
        self.turns: list[Turn] = []
        self.meetings: list[Meeting] = []
        self.days_off: dict[int, list[tuple[date, date]]] = {}
        self.offers: list[tuple[Meeting, Sequence[Candidate], LastTime, Sequence[Place]]] = []
        self.now = datetime.combine(FIRST_DAY, NOON, UTC) - timedelta(days=30)

    # -- what people do

    def volunteers_now(self, who: int) -> None:
        """Somebody joins the rota, or comes back."""
        self._later()
        known = self.volunteers.get(who)
        if known is None:
            self.volunteers[who] = Volunteer(1, who, self.now)
            self.paper[who] = Plain()
        elif not known.active:
            back = known.back(self.now)
            self.volunteers[who] = back.forgiven(self._spared(who)) if back.attended else back
            self.paper[who].there = True
            self.paper[who].count = self._count(who)

    def attends(self, who: int) -> None:
        """Somebody was at a meeting."""
        known = self._there(who)
        if known and not known.attended:
            spared_turns = self._spared(who)
            self.volunteers[who] = known.came().forgiven(spared_turns)
            self.paper[who].attended = True
            self.paper[who].count += spared_turns

    def pauses(self, who: int) -> None:
        """Somebody pauses, or goes on."""
        if known := self._there(who):
            self.volunteers[who] = replace(known, paused=not known.paused)
            self.paper[who].paused = not known.paused
            self.paper[who].faithful = False

    def stops(self, who: int) -> None:
        """Somebody leaves the rota; their turns pass on."""
        known = self._there(who)
        if not known:
            return
        self.volunteers[who] = known.stopped(self.now)
        self.paper[who].there = False
        self.paper[who].paused = False
        self.paper[who].faithful = False
        for turn in [one for one in self.open_turns() if one.member == who]:
            self._end(turn, "released")
            self.paper[who].count -= 1
            self._off_paper(turn)
            self._offer(self._meeting(turn))

    def is_away(self, who: int, start: int, length: int) -> None:
        """Somebody will be away for some weeks."""
        if self._there(who):
            first = self._next_day() + timedelta(days=start)
            span = (first, first + timedelta(days=length))
            self.days_off.setdefault(who, []).append(span)
            self.paper[who].away.append(span)
            self.paper[who].faithful = False

    def will_miss(self, who: int) -> None:
        """Somebody says no to the meeting that comes next."""
        self._planned().missing.add(who)
        if who in self.paper:
            self.paper[who].faithful = False

    # -- what happens to turns

    def offers_next(self) -> None:
        """The turn of the next meeting is offered."""
        meeting = self._planned()
        self._plan()
        self._offer(meeting)

    def accepts(self, turn: Turn) -> None:
        """Somebody says yes."""
        if turn.state == "offered":
            self._keep(turn.accepted(self.now))
            known = self.volunteers[_member(turn)]
            self.volunteers[known.member] = known.accepting()
            self.paper[known.member].declined_in_a_row = 0

    def declines(self, turn: Turn) -> None:
        """Somebody says no, or drops out of what they said yes to."""
        who = _member(turn)
        self._end(turn, "declined")
        self.volunteers[who] = self.volunteers[who].declining()
        paper = self.paper[who]
        paper.faithful = False
        paper.declined_in_a_row += 1
        if paper.declined_in_a_row == 2:
            paper.declined_in_a_row = 0
        else:
            paper.count -= 1
        self._off_paper(turn)
        self._offer(self._meeting(turn))

    def lets_lapse(self, turn: Turn) -> None:
        """Somebody doesn't answer."""
        if turn.state != "offered":
            return
        self._end(turn, "lapsed")
        self.paper[_member(turn)].count -= 1
        self.paper[_member(turn)].faithful = False
        self._off_paper(turn)
        self._offer(self._meeting(turn))

    def swaps(self, turn: Turn, other: int) -> None:
        """Two exchange their turns; one without a turn takes it over."""
        mine, known = _member(turn), self._there(other)
        if known is None or other == mine or other in self._meeting(turn).asked:
            return
        theirs = next((one for one in self.open_turns() if one.member == other), None)
        if theirs and mine in self._meeting(theirs).asked:
            return
        self._hand_over(turn, other)
        if theirs:
            self._hand_over(theirs, mine)
        for who in (mine, other):
            self.paper[who].faithful = False

    def cancels(self, meeting: Meeting) -> None:
        """A meeting doesn't take place."""
        meeting.cancelled = meeting.over = True
        for turn in [one for one in self.open_turns() if one.meeting == meeting.number]:
            self._end(turn, "released")
            self.paper[_member(turn)].count -= 1
            self.paper[_member(turn)].owed += 1
            self._off_paper(turn)

    def holds(self, meeting: Meeting) -> None:
        """A meeting takes place."""
        meeting.over = True
        for turn in [one for one in self.open_turns() if one.meeting == meeting.number]:
            if turn.state == "offered":
                self.accepts(turn)
            who = _member(turn)
            self.attends(who)
            self._end(turn, "done")
            self.volunteers[who] = self.volunteers[who].convened()
            self.paper[who].declined_in_a_row = 0

    # -- what can be seen

    def open_turns(self) -> list[Turn]:
        """Turns offered or accepted for meetings to come."""
        return [turn for turn in self.turns if turn.open]

    def meetings_to_come(self) -> list[Meeting]:
        """Meetings whose turn has been offered and that are neither held nor cancelled, the soonest first."""
        return [meeting for meeting in self.meetings[:-1] if not meeting.over]

    def counts(self) -> dict[int, int]:
        """By volunteer who may be asked at all."""
        return {who: self._count(who) for who, one in self.volunteers.items() if one.active and one.attended}

    def faithful(self) -> dict[int, int]:
        """The counts of those who never declined, let lapse, paused, swapped, stopped or were away."""
        return {who: count for who, count in self.counts().items() if self.paper[who].faithful}

    def candidates(self, meeting: Meeting) -> list[Candidate]:
        """The volunteers as seen from a meeting."""
        return [self._candidate(one, meeting) for one in self.volunteers.values() if one.active]

    def free_on_paper(self, meeting: Meeting) -> list[int]:
        """Who can be asked to convene the meeting."""
        return [
            who
            for who, paper in self.paper.items()
            if paper.there
            and paper.attended
            and not paper.paused
            and who not in meeting.missing
            and who not in meeting.asked
            and not any(first <= meeting.day <= last for first, last in paper.away)
        ]

    # -- how it is done

    def _offer(self, meeting: Meeting) -> None:
        self._later()
        if meeting.over:
            return
        seen = self.candidates(meeting)
        last = self.last_time(meeting)
        assert set(self.free_on_paper(meeting)) == {one.member for one in seen if one.hindered is None}
        places = order(_shuffled(seen, meeting.number), last)
        self.offers.append((meeting, seen, last, places))
        if places:
            self._forgive(seen, places[0].candidate, meeting)
            self._give(meeting, places[0].candidate.member, "offered")

    def _forgive(self, seen: Sequence[Candidate], chosen: Candidate, meeting: Meeting) -> None:
        for who, turns in owed_by(seen, chosen).items():
            self.volunteers[who] = self.volunteers[who].forgiven(turns)
        free = self.free_on_paper(meeting)
        for who, paper in self.paper.items():
            if paper.there and paper.attended and who not in free:
                asked_now = who in meeting.asked and not paper.paused
                paper.count = max(paper.count, chosen.turns - 1 if asked_now else chosen.turns)

    def _give(self, meeting: Meeting, who: int, state: State) -> None:
        starts_at = datetime.combine(meeting.day, NOON, UTC)
        self.turns.append(
            Turn(
                1,
                len(self.turns) + 1,
                meeting.number,
                who,
                "convener",
                state,
                self.now,
                meeting.day,
                starts_at,
                starts_at,
            )
        )
        meeting.asked.add(who)
        paper = self.paper[who]
        paper.count += 1
        paper.days.append(meeting.day)
        paper.owed = max(0, paper.owed - 1)

    def _hand_over(self, turn: Turn, to: int) -> None:
        self._end(turn, "swapped")
        self.paper[_member(turn)].count -= 1
        self._off_paper(turn)
        self._give(self._meeting(turn), to, "accepted")

    def _off_paper(self, turn: Turn) -> None:
        self.paper[_member(turn)].days.remove(turn.day)

    def last_time(self, meeting: Meeting) -> LastTime:
        """Who convenes the meeting before, if anybody."""
        for before in reversed(self.meetings[: meeting.number]):
            for turn in self.turns:
                if turn.meeting == before.number and turn.counted and turn.member is not None:
                    return LastTime(turn.member, UNITS[turn.member])
            if not before.cancelled:
                return LastTime()
        return LastTime()

    def _candidate(self, one: Volunteer, meeting: Meeting) -> Candidate:
        away = any(first <= meeting.day <= last for first, last in self.days_off.get(one.member, ()))
        hindered = hindrance(one, asked=one.member in meeting.asked, away=away, missing=one.member in meeting.missing)
        return as_candidate(one, UNITS[one.member], self._of(one.member), hindered)

    def _spared(self, who: int) -> int:
        newcomer = as_candidate(self.volunteers[who], UNITS[who], self._of(who))
        return spared(newcomer, self._pool(without=who))

    def _pool(self, without: int) -> list[Candidate]:
        return [
            as_candidate(one, UNITS[one.member], self._of(one.member))
            for one in self.volunteers.values()
            if one.active and one.attended and one.member != without
        ]

    def _of(self, who: int) -> list[Turn]:
        return [turn for turn in self.turns if turn.member == who]

    def _count(self, who: int) -> int:
        return as_candidate(self.volunteers[who], "", self._of(who)).turns

    def _there(self, who: int) -> Volunteer | None:
        known = self.volunteers.get(who)
        return known if known and known.active else None

    def _planned(self) -> Meeting:
        if not self.meetings:
            self._plan()
        return self.meetings[-1]

    def _plan(self) -> None:
        self.meetings.append(Meeting(len(self.meetings), self._next_day()))

    def _next_day(self) -> date:
        return FIRST_DAY + timedelta(weeks=2 * len(self.meetings))

    def _meeting(self, turn: Turn) -> Meeting:
        return self.meetings[turn.meeting]

    def _end(self, turn: Turn, state: State) -> None:
        self._keep(turn.ended(state, self.now))

    def _keep(self, turn: Turn) -> None:
        self.turns[turn.id - 1] = turn

    def _later(self) -> None:
        self.now += timedelta(minutes=1)


def _member(turn: Turn) -> int:
    assert turn.member is not None
    return turn.member


def _shuffled(rows: Sequence[Candidate], seed: int) -> list[Candidate]:
    mixed = list(rows)
    Random(seed).shuffle(mixed)
    return mixed
