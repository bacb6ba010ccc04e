"""Whose turn it is, and why: six steps, each a fact anybody can check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Hindrance = Literal["gone", "new", "paused", "asked", "away", "missing"]
"""Why somebody can't be asked: can't be written to, hasn't been to a meeting yet, is paused, has been asked for this
meeting already, is away that day, said they won't come."""
Step = Literal["turns", "convener", "unit", "waited", "earliest"]
"""The steps after the first one, which leaves out whoever can't be asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer as seen from one meeting."""

    member: int
    unit: str
    turns: int
    """What they have done, been charged with, and said yes to or been offered."""
    last: date | None
    """The day of their latest turn, None when they never had one."""
    since: datetime
    hindered: Hindrance | None = None
    passed: bool = False
    """A turn of theirs has gone to somebody else or fallen away since they were last asked."""

    @property
    def waited_from(self) -> date:
        """Whoever never had a turn has waited longest."""
        return self.last or date.min


@dataclass(frozen=True, slots=True)
class LastTime:
    """Who convenes the meeting before this one."""

    convener: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the rota. `step` is what puts its candidate before `over`, the next one; both None for the last."""

    candidate: Candidate
    step: Step | None = None
    over: Candidate | None = None


def order(candidates: Iterable[Candidate], last: LastTime) -> Sequence[Place]:
    """Everybody who can be asked, in turn. The order of the rows given plays no part."""
    free = sorted((one for one in candidates if one.hindered is None), key=lambda one: _key(one, last))
    followers: list[Candidate | None] = [*free[1:], None]
    return [_place(one, after, last) for one, after in zip(free, followers, strict=False)]


def _key(one: Candidate, last: LastTime) -> tuple[int, bool, bool, date, datetime, int]:
    return (
        one.turns,
        one.member == last.convener,
        bool(last.unit) and one.unit == last.unit,
        one.waited_from,
        one.since,
        one.member,
    )


_STEPS: tuple[Step, ...] = ("turns", "convener", "unit", "waited", "earliest", "earliest")
"""What each part of the key says. Of two who volunteered in the same instant the lower number is the earlier one."""


def _place(one: Candidate, after: Candidate | None, last: LastTime) -> Place:
    if after is None:
        return Place(one)
    facts = zip(_STEPS, _key(one, last), _key(after, last), strict=True)
    return Place(one, next(step for step, mine, theirs in facts if mine != theirs), after)


def spared(newcomer: Candidate, pool: Sequence[Candidate]) -> int:
    """The turns that a newcomer, or somebody who comes back, needn't catch up on: they start at the pool's lowest count.

    Whoever passed a turn on may be far behind the others. A newcomer hasn't passed any on, and so starts at most one
    below those who took theirs.
    """
    return max(0, _lowest(pool) - newcomer.turns)


def _lowest(pool: Sequence[Candidate]) -> int:
    everybody = [one.turns for one in pool]
    regular = [one.turns for one in pool if not one.passed] or [max(everybody, default=0)]
    top = min(max(regular), min(regular) + 1)
    return max(min(everybody, default=0), top - 1)


def owed_by(candidates: Iterable[Candidate], chosen: Candidate) -> dict[int, int]:
    """By member, the turns that those are forgiven who fell behind while `chosen` was asked.

    Being away skips a turn and keeps the place: nobody comes back to several turns in a row. Whoever was asked for this
    very meeting and passed stays one ahead of the others.
    """
    least = {one.member: chosen.turns - (1 if one.hindered == "asked" else 0) for one in candidates if _waits(one)}
    return {one.member: least[one.member] - one.turns for one in candidates if one.turns < least.get(one.member, 0)}


def _waits(one: Candidate) -> bool:
    return one.hindered not in {None, "new"}
