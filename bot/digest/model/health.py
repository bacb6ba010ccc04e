"""How a community fares, in figures that name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

LOOKED_BACK = timedelta(days=90)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one question. `replied_at` is when somebody else first replied; None: nobody yet."""

    asked_at: datetime
    helped: bool
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rota:
    """How turns were spread in a year: over how many members, the most that one had, and how many volunteer."""

    turns: int
    conveners: int
    most: int
    volunteers: int


@dataclass(frozen=True, slots=True)
class Health:
    """The figures of one community. `elsewhere` of `placed` replies came from another unit than the question."""

    fates: Sequence[Fate]
    placed: int
    elsewhere: int
    rota: Rota

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return len(self.fates)

    @property
    def replied(self) -> int:
        """How many of them somebody replied to."""
        return sum(fate.replied_at is not None for fate in self.fates)

    @property
    def helped(self) -> int:
        """How many of them a reply helped."""
        return sum(fate.helped for fate in self.fates)

    @property
    def first_reply(self) -> timedelta | None:
        """Half of the first replies came within so long; None when there was none."""
        waits = [(fate.replied_at - fate.asked_at).total_seconds() for fate in self.fates if fate.replied_at]
        return timedelta(seconds=median(waits)) if waits else None
