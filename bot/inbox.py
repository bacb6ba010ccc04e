"""Which calls were handled, so that a repeat does nothing."""

from datetime import datetime
from typing import Protocol


class Inbox(Protocol):
    """The keys of handled calls, kept seven days."""

    def seen(self, key: str) -> bool:
        """Whether a call with that key was handled and something was kept."""

    def keep(self, key: str, now: datetime) -> None:
        """Keep the key, in the transaction that handles its call."""

    def clear(self, before: datetime) -> None:
        """Forget the keys kept before then."""
