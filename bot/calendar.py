"""When a community works: its local time, its holidays, its days off and quiet periods."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

QUIET_FROM = time(17, 0)
QUIET_UNTIL = time(8, 30)
DAY = timedelta(days=1)
SATURDAY = 5
NO_REGION = "none"
REGION_OF = {
    "America/Vancouver": "CA/BC",
    "America/Whitehorse": "CA/YT",
    "America/Edmonton": "CA/AB",
    "America/Regina": "CA/SK",
    "America/Winnipeg": "CA/MB",
    "America/Toronto": "CA/ON",
    "America/Halifax": "CA/NS",
    "America/St_Johns": "CA/NL",
    "Europe/London": "GB/ENG",
    "Australia/Sydney": "AU/NSW",
}
"""Whose holidays are kept in a zone, until a steward says otherwise."""


def instant(day: date, wall: time, zone: str) -> datetime:
    """The instant of that local time, in UTC: the first of two when the hour comes twice.

    In an hour that a clock change skips it is as long after the change as the wall time says.
    """
    return datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)


def exists(day: date, wall: time, zone: str) -> bool:
    """Whether clocks there show that time on that day."""
    back = instant(day, wall, zone).astimezone(ZoneInfo(zone))
    return (back.date(), back.time()) == (day, wall)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which a community doesn't work. In a quiet period nobody is written to; it still may meet."""

    first: date
    last: date
    label: str
    quiet: bool = False

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """A community's days. `region` names whose public holidays it keeps: `CA/BC`, `GB/ENG`, `none`."""

    zone: str
    region: str = NO_REGION
    off: tuple[DaysOff, ...] = ()

    def day_of(self, at: datetime) -> date:
        """The local date of an instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def at(self, day: date, wall: time) -> datetime:
        """The instant of that local time; see `instant`."""
        return instant(day, wall, self.zone)

    def holiday(self, day: date) -> str:
        """What the day off is called, empty when it is none. A weekend is no holiday."""
        ours = next((off.label for off in self.off if not off.quiet and off.holds(day)), "")
        return ours or _public(self.region, day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        """Whether people work that day: no weekend, no holiday, no day off, no quiet period."""
        return day.weekday() < SATURDAY and not any(off.holds(day) for off in self.off) and not self.holiday(day)

    def before(self, day: date, days: int) -> date:
        """The n-th working day before that day."""
        return self._counted(day, days, -DAY)

    def after(self, day: date, days: int) -> date:
        """The n-th working day after that day."""
        return self._counted(day, days, DAY)

    def outside_quiet_hours(
        self, at: datetime, quiet_from: time = QUIET_FROM, quiet_until: time = QUIET_UNTIL
    ) -> datetime:
        """The first instant from `at` on when people may be written to: working days, 08:30 to 17:00 local time.

        `quiet_from` in the evening and `quiet_until` in the morning are those of one person, where they have their own.
        """
        local = at.astimezone(ZoneInfo(self.zone))
        day = local.date() + DAY if local.time() >= quiet_from else local.date()
        if self.is_working(day) and day == local.date():
            return max(at, self.at(day, quiet_until))
        return self.at(self._first(day, self.is_working, DAY), quiet_until)

    def later(self, at: datetime, days: int) -> datetime:
        """That many working days later, at the same local time."""
        wall = at.astimezone(ZoneInfo(self.zone)).time()
        return self.at(self.after(self.day_of(at), days), wall)

    def next_working(self, day: date) -> date:
        """That day when people work then, else the first working day after it."""
        return self._first(day, self.is_working, DAY)

    def _counted(self, day: date, days: int, step: timedelta) -> date:
        for _ in range(days):
            day = self._first(day + step, self.is_working, step)
        return day

    def _first(self, day: date, fits: Callable[[date], bool], step: timedelta) -> date:
        while not fits(day):
            day += step
        return day


@lru_cache(maxsize=256)
def _public(region: str, year: int) -> dict[date, str]:
    """The public holidays of a region in a year. A region nobody knows has none."""
    if region in {"", NO_REGION}:
        return {}
    import holidays  # noqa: PLC0415  # a large library, loaded when the first day is looked at

    country, _, part = region.partition("/")
    try:
        return dict(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        return {}


def load() -> None:
    """Load what the first look at a day would load, which takes a third of a second. Cheap when it is loaded."""
    _public("CA", 2026)
