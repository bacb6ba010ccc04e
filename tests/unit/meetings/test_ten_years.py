"""Ten years of meetings: wherever clocks change, each begins when the rule and the clock on the wall say."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.calendar import REGION_OF, Calendar, DaysOff, instant
from bot.meetings.model.series import LAST, OnDayOff, Rule, Series

DAY = timedelta(days=1)
FIRST, END = date(2026, 1, 1), date(2036, 1, 1)
ZONES = ("America/Vancouver", "America/St_Johns", "Europe/London", "Australia/Sydney", "UTC")
TUESDAY, THURSDAY, FRIDAY, SUNDAY = 1, 3, 4, 6
RULES = (
    Rule(1, THURSDAY),
    Rule(2, THURSDAY),
    Rule(3, SUNDAY),
    Rule(1, TUESDAY, 1),
    Rule(1, THURSDAY, 4),
    Rule(1, FRIDAY, LAST),
    Rule(3, SUNDAY, LAST),
)
OFF = (
    DaysOff(date(2027, 12, 20), date(2028, 1, 7), "The house is closed"),
    DaysOff(date(2029, 3, 1), date(2029, 3, 31), "Budget", quiet=True),
    DaysOff(date(2031, 7, 3), date(2031, 7, 3), "Picnic"),
)
ROOT = Path(__file__).parents[3]


def series(rule: Rule, zone: str = "UTC", at: time = time(10), on_day_off: OnDayOff = "skip") -> Series:
    """A series of that rule since 2026."""
    created = datetime(2025, 12, 1, tzinfo=UTC)
    return Series(1, 1, rule, rule.first(FIRST), at, 60, zone, "", "", on_day_off, polls=False, created_at=created)


def slots(of: Series, after: date = FIRST - DAY) -> list[date]:
    """Its dates in the ten years."""
    return list(takewhile(lambda day: day < END, of.slots(after)))


def one_by_one(rule: Rule) -> Iterator[date]:
    """The rule's dates by looking at every single day."""
    first, day = None, FIRST
    while day < END:
        if fits(rule, day, first):
            first = first or day
            yield day
        day += DAY


def fits(rule: Rule, day: date, first: date | None) -> bool:
    """Whether the rule, which began on `first`, falls on that day."""
    if day.weekday() != rule.weekday:
        return False
    if rule.nth is None:
        return first is None or (day - first).days // 7 % rule.every == 0
    nth = LAST if rule.nth == LAST and (day + 7 * DAY).month != day.month else (day.day + 6) // 7
    months = 0 if first is None else (day.year - first.year) * 12 + day.month - first.month
    return nth == rule.nth and months % rule.every == 0


def met(dates: Sequence[date], region: str, on_day_off: OnDayOff) -> list[date | None]:
    """On which day a community meets for each date, by walking from day to day."""
    country, _, part = region.partition("/")
    public = holidays.country_holidays(country, subdiv=part, years=range(2026, 2037)) if part else {}

    def free(day: date) -> bool:
        return day in public or any(off.first <= day <= off.last and not off.quiet for off in OFF)

    def works(day: date) -> bool:
        return not free(day) and day.isoweekday() < 6 and not any(off.first <= day <= off.last for off in OFF)

    found: list[date | None] = []
    for slot, following in pairwise((*dates, date.max)):
        day = slot
        while free(slot) and not works(day) and on_day_off == "move":
            day += DAY
        found.append(None if (free(slot) and on_day_off == "skip") or day >= following else day)
    return found


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_dates_are_those_one_counts_on_a_wall_calendar(rule: Rule) -> None:
    assert slots(series(rule)) == list(one_by_one(rule))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("at", [time(10), time(23, 45), time(4)], ids=str)
def test_every_start_shows_the_same_time_on_the_wall(zone: str, rule: Rule, at: time) -> None:
    starts = [instant(day, at, zone) for day in slots(series(rule, zone, at))]
    local = [start.astimezone(ZoneInfo(zone)) for start in starts]
    assert [(one.date(), one.time()) for one in local] == [(day, at) for day in one_by_one(rule)]
    assert all(later > earlier for earlier, later in pairwise(starts))


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("America/Vancouver", 1), ("America/St_Johns", 20), ("Europe/London", 20), ("Australia/Sydney", 20), ("UTC", 0)],
)
def test_the_ten_years_go_over_every_clock_change(zone: str, changes: int) -> None:
    starts = [instant(day, time(10), zone) for day in slots(series(Rule(1, THURSDAY), zone))]
    apart = [later - earlier for earlier, later in pairwise(starts)]
    assert sum(gap != timedelta(days=7) for gap in apart) == changes
    assert {abs(gap - timedelta(days=7)) for gap in apart} <= {timedelta(0), timedelta(hours=1)}


@pytest.mark.parametrize("zone", ["America/St_Johns", "Europe/London", "Australia/Sydney"])
def test_a_meeting_in_a_skipped_or_doubled_hour_is_held_once(zone: str) -> None:
    for at in (time(1, 30), time(2, 30)):
        sundays = slots(series(Rule(1, SUNDAY), zone, at))
        local = [instant(day, at, zone).astimezone(ZoneInfo(zone)) for day in sundays]
        assert [one.date() for one in local] == sundays
        assert all(one.fold == 0 for one in local), "the first of two"
        moved = [one for one in local if one.time() != at]
        assert all(one.time() == time(at.hour + 1, 30) for one in moved), "an hour later where the hour is skipped"
    assert moved or zone == "Europe/London"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("on_day_off", ["skip", "move"])
def test_days_off_are_skipped_or_moved_as_the_series_says(zone: str, rule: Rule, on_day_off: OnDayOff) -> None:
    region = REGION_OF.get(zone, "none")
    one, calendar = series(rule, zone, on_day_off=on_day_off), Calendar(zone, region, OFF)
    dates = slots(one)
    days = [one.day_for(slot, calendar) for slot in dates]
    assert days == met(dates, region, on_day_off)
    held = [day for day in days if day]
    assert len(set(held)) == len(held), "never two meetings of a series on one day"
    assert held == sorted(held)
    assert len(held) < len(days) or on_day_off == "move" or rule.every == 3


def test_of_two_dates_in_one_closed_fortnight_only_the_last_moves() -> None:
    calendar = Calendar("UTC", "none", OFF)
    weekly = series(Rule(1, THURSDAY), on_day_off="move")
    closed = [date(2027, 12, 23), date(2027, 12, 30), date(2028, 1, 6)]
    assert [weekly.day_for(slot, calendar) for slot in closed] == [None, None, date(2028, 1, 10)]


@given(some.sampled_from(RULES), some.integers(0, 3650).map(lambda days: FIRST + timedelta(days=days)))
def test_the_dates_after_a_day_are_the_rest_of_them(rule: Rule, after: date) -> None:
    assert slots(series(rule), after) == [day for day in one_by_one(rule) if day > after]


@given(some.sampled_from(RULES), some.integers(0, 3650).map(lambda days: FIRST + timedelta(days=days)))
def test_a_series_begins_on_the_first_such_day(rule: Rule, since: date) -> None:
    monthly_or_weekly = replace(rule, every=1)
    begins = rule.first(since)
    assert begins >= since
    assert begins == next(day for day in days_from(since) if fits(monthly_or_weekly, day, None))


def days_from(day: date) -> Iterator[date]:
    """That day and all after it."""
    while True:
        yield day
        day += DAY


def test_ten_o_clock_in_vancouver_does_not_depend_on_the_systems_own_files(tmp_path: Path) -> None:
    by_the_old_law = resources.files("tzdata").joinpath("zoneinfo", "America", "Los_Angeles").read_bytes()
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes(by_the_old_law)
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(ROOT)}

    def told(code: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return ended.stdout.strip()

    plainly = "from datetime import *; from zoneinfo import ZoneInfo\n"
    plainly += "print(datetime(2026, 12, 3, 10, tzinfo=ZoneInfo('America/Vancouver')).astimezone(UTC).isoformat())"
    ours = "from datetime import *; from bot.calendar import instant\n"
    ours += "print(instant(date(2026, 12, 3), time(10), 'America/Vancouver').isoformat())"
    assert told(plainly) == "2026-12-03T18:00:00+00:00", "the older files are really read by others"
    assert told(ours) == "2026-12-03T17:00:00+00:00"
