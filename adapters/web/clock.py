"""The workspace's clock: it shows a fixed Monday at first, runs on in real time, and can be put forward, never back."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE_KEY = "America/Vancouver"


def _vancouver() -> ZoneInfo:
    """From the locked time-zone data: a system's own may not know that British Columbia ended clock changes."""
    with resources.files("tzdata").joinpath("zoneinfo", *ZONE_KEY.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=ZONE_KEY)


ZONE = _vancouver()
START = datetime(2027, 3, 1, 8, 55, tzinfo=ZONE)


def _real() -> datetime:
    return datetime.now(UTC)


class WorkspaceClock:
    """A clock whose distance from real time is kept in a file, so that a restart does not turn it back.

    `file` None keeps it in memory. `real` is the time it runs along with.
    """

    def __init__(self, file: Path | None = None, real: Callable[[], datetime] = _real) -> None:
        self._real = real
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=10)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), ahead REAL NOT NULL)"
        )
        self._db.execute("INSERT OR IGNORE INTO clock VALUES (1, ?)", ((START - real()).total_seconds(),))
        (ahead,) = self._db.execute("SELECT ahead FROM clock").fetchone()
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        """The workspace's present instant, in UTC. May be asked from any thread."""
        return self._real() + self._ahead

    def reach(self, to: datetime) -> None:
        """Put the clock forward to that instant; durable on return. It is never put back: not if it is past it."""
        step = to - self.now()
        if step <= timedelta(0):
            return
        ahead = self._ahead + step
        self._db.execute("UPDATE clock SET ahead = ?", (ahead.total_seconds(),))
        self._ahead = ahead

    def begin(self, at: datetime) -> None:
        """Start over at that instant, an earlier one too; durable on return. Only before anything has happened."""
        ahead = at - self._real()
        self._db.execute("UPDATE clock SET ahead = ?", (ahead.total_seconds(),))
        self._ahead = ahead

    def close(self) -> None:
        """Let go of the file. The clock can still be read."""
        self._db.close()
