"""Keeps still where a platform asked for patience: whatever asks it next, a delivery, an answer or a look-up."""

import time
from dataclasses import dataclass, field

from bot.errors import RateLimited

KEPT = 1024
"""How many pauses are remembered before those that are over are let go."""


@dataclass(slots=True)
class Holds:
    """The pauses that one platform asked for, by what it was asked."""

    _until: dict[tuple[str, ...], float] = field(default_factory=dict)

    def check(self, *what: str) -> None:
        """Raises `RateLimited` while the platform is not to be asked that; nothing leaves then."""
        left = self._until.get(what, 0) - time.monotonic()
        if left > 0:
            raise RateLimited(left)

    def hold(self, error: RateLimited, *what: str) -> None:
        """The platform answered that. A shorter pause never ends a longer one."""
        now = time.monotonic()
        self._until[what] = max(now + error.retry_after, self._until.get(what, 0))
        if len(self._until) > KEPT:
            self._until = {held: until for held, until in self._until.items() if until > now}
