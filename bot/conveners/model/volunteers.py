"""Somebody who would convene now and then, and what counts as a turn of theirs."""

from dataclasses import dataclass, replace
from datetime import datetime

DECLINES_COUNT_AFTER = 2
ENOUGH = 3
"""With fewer volunteers the channel is asked for more."""


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A member in the rota. Their count is `base + charged`, and one for each turn they are offered or have accepted."""

    community: int
    member: int
    since: datetime
    base: int = 0
    """What they started with, so that nobody has a backlog."""
    attended: bool = False
    """Whether they may be offered a turn: they have been to a meeting, or volunteered before there was one."""
    paused: bool = False
    declined: int = 0
    """How many turns in a row they have declined."""
    charged: int = 0
    """The turns they have done, and one for every two declined in a row."""
    stopped_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether they are in the rota, perhaps paused."""
        return self.stopped_at is None

    def came(self) -> "Volunteer":
        """They have been to a meeting, and may be offered a turn."""
        return replace(self, attended=True)

    def forgiven(self, turns: int) -> "Volunteer":
        """Without as many turns to catch up on."""
        return replace(self, base=self.base + turns)

    def declining(self) -> "Volunteer":
        """They passed a turn on. The second in a row counts as one."""
        declined = self.declined + 1
        if declined < DECLINES_COUNT_AFTER:
            return replace(self, declined=declined)
        return replace(self, declined=0, charged=self.charged + 1)

    def accepting(self) -> "Volunteer":
        """They said yes: what they declined before is no longer in a row."""
        return replace(self, declined=0)

    def convened(self) -> "Volunteer":
        """They have done a turn."""
        return replace(self, declined=0, charged=self.charged + 1)

    def stopped(self, now: datetime) -> "Volunteer":
        """No longer in the rota; their count stays, should they come back."""
        return replace(self, stopped_at=now, paused=False)

    def back(self, now: datetime) -> "Volunteer":
        """In the rota again, as the latest to have volunteered."""
        return replace(self, since=now, stopped_at=None, paused=False)
