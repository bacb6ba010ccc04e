"""A community's working days and quiet hours, and what a wall time means."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.calendar import QUIET_FROM, QUIET_UNTIL, Calendar, DaysOff, exists, instant

VANCOUVER = ZoneInfo("America/Vancouver")
PACIFIC = Calendar("America/Vancouver", "CA/BC")
START = datetime(2026, 1, 1, tzinfo=UTC)
SHUTDOWN = DaysOff(date(2027, 3, 8), date(2027, 3, 9), "Move of house")
BUDGET = DaysOff(date(2027, 3, 10), date(2027, 3, 10), "Budget day", quiet=True)


def test_ten_o_clock_in_vancouver_in_december_2026_is_five_in_the_afternoon_in_utc() -> None:
    assert PACIFIC.at(date(2026, 12, 3), time(10)) == datetime(2026, 12, 3, 17, tzinfo=UTC)


def test_working_days_leave_out_weekends_and_the_regions_holidays() -> None:
    assert PACIFIC.before(date(2027, 3, 11), 8) == date(2027, 3, 1)
    assert PACIFIC.holiday(date(2027, 3, 26)) == "Good Friday"
    assert PACIFIC.after(date(2027, 3, 25), 1) == date(2027, 3, 29), "Easter Monday is no holiday there"
    assert Calendar("Europe/London", "GB/ENG").after(date(2027, 3, 25), 1) == date(2027, 3, 30)


def test_days_off_and_quiet_periods_are_no_working_days_and_only_days_off_have_a_name() -> None:
    calendar = Calendar("America/Vancouver", "none", (SHUTDOWN, BUDGET))
    assert calendar.before(date(2027, 3, 11), 1) == date(2027, 3, 5)
    assert calendar.holiday(date(2027, 3, 9)) == "Move of house"
    assert calendar.holiday(date(2027, 3, 10)) == ""


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ("2027-03-01 10:00", "2027-03-01 10:00"),
        ("2027-03-01 07:00", "2027-03-01 08:30"),
        ("2027-03-05 17:00", "2027-03-08 08:30"),
        ("2027-03-06 12:00", "2027-03-08 08:30"),
        ("2027-03-25 18:00", "2027-03-29 08:30"),
    ],
)
def test_people_are_written_to_on_working_days_between_half_past_eight_and_five(said: str, may: str) -> None:
    asked, expected = datetime.fromisoformat(said), datetime.fromisoformat(may)
    found = PACIFIC.outside_quiet_hours(PACIFIC.at(asked.date(), asked.time()))
    assert found == PACIFIC.at(expected.date(), expected.time())


@given(some.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_whenever_it_is_the_next_chance_is_in_working_hours_and_not_before(at: datetime) -> None:
    found = PACIFIC.outside_quiet_hours(at)
    local = found.astimezone(VANCOUVER)
    assert found >= at
    assert PACIFIC.is_working(local.date())
    assert QUIET_UNTIL <= local.time() < QUIET_FROM
    assert PACIFIC.outside_quiet_hours(found) == found


def test_a_skipped_hour_does_not_exist_and_means_the_moment_after_it() -> None:
    assert not exists(date(2027, 3, 28), time(1, 30), "Europe/London")
    assert instant(date(2027, 3, 28), time(1, 30), "Europe/London") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert exists(date(2027, 10, 31), time(1, 30), "Europe/London")
    first = instant(date(2027, 10, 31), time(1, 30), "Europe/London")
    assert first == datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "the first of two"


def test_an_unknown_region_has_no_holidays() -> None:
    assert Calendar("UTC", "XX/YY").is_working(date(2027, 12, 24))
    assert Calendar("UTC", "none").holiday(date(2027, 12, 25)) == ""
