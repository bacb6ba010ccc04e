"""Spends the budgets that platforms declare, so that nobody is written to faster than a platform takes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.ports import Pace

Method = Literal["create", "update", "delete", "find", "ask", "publish"]
"""What a platform is asked to do. `ask` is about people and channels, `publish` shows a Home."""
REDRAWS = ("update", "publish")

MINUTE = 60
ROUND = 0.1
"""Seconds a round of the courier may take: as many creates as fit in there may leave together."""
KEPT = 4096
"""How many cards and waiting turns are remembered before the stale ones are let go."""
STALE = 600
"""Seconds after which a turn nobody came for is let go."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One request to a platform, as budgets count it. `place` is the channel or person that gets it."""

    method: Method
    platform: str
    tenant: str
    place: str
    posting: int


@dataclass(slots=True)
class _Lane:
    """A budget: one errand every `gap` seconds, `burst` of them at once after a rest."""

    gap: float
    burst: int
    spent_until: float = 0
    last_place: float = 0

    def opens(self) -> float:
        return self.spent_until - (self.burst - 1) * self.gap

    def spend(self, now: float) -> None:
        self.spent_until = max(self.spent_until, now) + self.gap

    def queue(self, earliest: float, now: float) -> float:
        """The next place in the queue; no place before `earliest`."""
        at = max(earliest, self.opens())
        if self.last_place > now:
            at = max(at, self.last_place + self.gap)
        if at > now:
            self.last_place = at
        return at


@dataclass(slots=True)
class _Redraws:
    """How often one card was redrawn lately."""

    at: float
    step: int


@dataclass(slots=True)
class Paces:
    """The budgets of every platform, which `pace_of` tells by its key.

    Time is passed in, in seconds of any clock that never jumps.
    """

    pace_of: Callable[[str], Pace]
    _lanes: dict[tuple[str, ...], _Lane] = field(default_factory=dict)
    _turns: dict[tuple[Method, int], float] = field(default_factory=dict)
    _redraws: dict[int, _Redraws] = field(default_factory=dict)
    _held: dict[tuple[str, str, Method], float] = field(default_factory=dict)
    _resting: dict[int, float] = field(default_factory=dict)

    def may_leave(self, errand: Errand, now: float) -> float:
        """`now` or less when the errand may leave at once, which spends it; else the second at which to ask again.

        Whoever asks again then has kept their place in the queue.
        """
        lane = self._lane(errand)
        turn = (errand.method, errand.posting)
        at = self._turns.get(turn)
        if at is None or (at <= now and self._closed(errand, lane, now)):
            at = self._place(errand, lane, now)
        if at > now:
            self._turns[turn] = at
            self._let_go(now)
            return at
        self._turns.pop(turn, None)
        lane.spend(now)
        self._drawn(errand, now)
        return at

    def hold(self, platform: str, tenant: str, method: Method, until: float) -> None:
        """The platform asked for patience: nothing to that method and tenant before then."""
        key = (platform, tenant, method)
        self._held[key] = max(until, self._held.get(key, until))

    def rest(self, posting: int, until: float) -> None:
        """No redraw of that card before then: an older one may still be on its way, and must not come last."""
        self._resting[posting] = until

    def held(self, platform: str, tenant: str, method: Method, now: float) -> bool:
        """Whether the platform has asked for patience there."""
        return self._held.get((platform, tenant, method), now) > now

    def _closed(self, errand: Errand, lane: _Lane, now: float) -> bool:
        """Whether the errand has to wait though its turn has come: after a pause all come back at once."""
        return max(self._held_until(errand), self.rested(errand), lane.opens()) > now

    def _place(self, errand: Errand, lane: _Lane, now: float) -> float:
        """The errand's place in the queue. A card that rests takes none meanwhile."""
        rested = self.rested(errand)
        if rested > now:
            return rested
        return lane.queue(max(self._held_until(errand), now), now)

    def _held_until(self, errand: Errand) -> float:
        return self._held.get((errand.platform, errand.tenant, errand.method), 0)

    def _lane(self, errand: Errand) -> _Lane:
        pace = self.pace_of(errand.platform)
        if errand.method == "create":
            burst = max(1, int(pace.creates_per_second * ROUND))
            key: tuple[str, ...] = ("create", errand.platform, errand.tenant, errand.place)
            return self._lanes.setdefault(key, _Lane(1 / pace.creates_per_second, burst))
        key = (errand.method, errand.platform, errand.tenant)
        per_minute = pace.homes_per_minute if errand.method == "publish" else pace.updates_per_minute
        return self._lanes.setdefault(key, _Lane(MINUTE / per_minute, pace.burst))

    def rested(self, errand: Errand) -> float:
        """The second from which the card may be drawn again, whatever the platform's budgets; 0 for all but redraws."""
        if errand.method not in REDRAWS:
            return 0
        resting, last = self._resting.get(errand.posting, 0), self._redraws.get(errand.posting)
        return max(resting, last.at + self.pace_of(errand.platform).redraw_after[last.step] if last else 0)

    def _drawn(self, errand: Errand, now: float) -> None:
        """A card that keeps changing rests longer each time; one that was left alone starts anew."""
        if errand.method not in REDRAWS:
            return
        intervals = self.pace_of(errand.platform).redraw_after
        last = self._redraws.get(errand.posting)
        busy = last is not None and now - last.at < 2 * intervals[last.step]
        step = min(last.step + 1, len(intervals) - 1) if last and busy else 0
        self._redraws[errand.posting] = _Redraws(now, step)

    def _let_go(self, now: float) -> None:
        if len(self._turns) > KEPT:
            self._turns = {turn: at for turn, at in self._turns.items() if at > now - STALE}
        if len(self._redraws) > KEPT:
            self._redraws = {card: drawn for card, drawn in self._redraws.items() if drawn.at > now - STALE}
        if len(self._resting) > KEPT:
            self._resting = {card: until for card, until in self._resting.items() if until > now}
        if len(self._lanes) > KEPT:
            self._lanes = {key: lane for key, lane in self._lanes.items() if lane.spent_until > now - STALE}
