"""What people type of series, meetings and days off is read as they mean it, or refused with a word."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.chat.words import Words
from bot.days import read_day, read_days
from bot.errors import CommunityError
from bot.meetings.cards.when import day as told_day
from bot.meetings.cards.when import rhythm
from bot.meetings.model.series import LAST, Rule
from bot.meetings.model.wording import Wanted, read_moment, read_series

TODAY = date(2027, 3, 2)
"""A Tuesday."""
LONDON = "Europe/London"
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(1, 5)
RULES = some.one_of(
    some.builds(Rule, some.integers(1, 52), some.integers(0, 6)),
    some.builds(Rule, some.integers(1, 12), some.integers(0, 6), some.sampled_from([1, 2, 3, 4, LAST])),
)
TIMES = some.builds(time, some.integers(0, 23), some.integers(0, 59))
TYPED_WORDS = """every each second other last 3 12 31 99 weeks month of the Thursday tue on at from for until to and a an half hour
    hours min 10:00 25:00 9.30 1pm 13am noon March feb 29 30 2027 2027-03-11 9999-12-31 0000-00-00 https://a.b | , - –
    next today monthly weekly fortnight quarterly 1h30 ½ ٣ ſat İ"""
PIECES = some.sampled_from(TYPED_WORDS.split())
TYPED = some.one_of(some.text(max_size=60), some.lists(PIECES, max_size=9).map(" ".join))


def series(text: str, zone: str = LONDON) -> Wanted:
    """What is read on a Tuesday in March."""
    return read_series(text, TODAY, zone)


@pytest.mark.parametrize(
    ("typed", "rule", "at"),
    [
        ("every second Thursday 10:00", Rule(2, THURSDAY), time(10)),
        ("every Thursday at 10", Rule(1, THURSDAY), time(10)),
        ("every Thursday 10 o'clock", Rule(1, THURSDAY), time(10)),
        ("Thursdays at 2", Rule(1, THURSDAY), time(14)),
        ("weekly on Tue 9.30", Rule(1, TUESDAY), time(9, 30)),
        ("once a week on Weds 9:30", Rule(1, WEDNESDAY), time(9, 30)),
        ("every other Friday 9am", Rule(2, FRIDAY), time(9)),
        ("every other week on Friday 9 a.m.", Rule(2, FRIDAY), time(9)),
        ("Fortnightly on Thursday 10:00", Rule(2, THURSDAY), time(10)),
        ("every fortnight on Thursday, 10:00", Rule(2, THURSDAY), time(10)),
        ("every 3 weeks on Tuesday 14:30", Rule(3, TUESDAY), time(14, 30)),
        ("every three weeks on Tuesday at 14h30", Rule(3, TUESDAY), time(14, 30)),
        ("every 3rd Tuesday 14:30", Rule(3, TUESDAY), time(14, 30)),
        ("first Tuesday 10:00", Rule(1, TUESDAY, 1), time(10)),
        ("second Tuesday 10:00", Rule(1, TUESDAY, 2), time(10)),
        ("every first Tuesday 10:00", Rule(1, TUESDAY, 1), time(10)),
        ("last Friday of the month 1pm", Rule(1, FRIDAY, LAST), time(13)),
        ("the last Friday of every month at 12.30 pm", Rule(1, FRIDAY, LAST), time(12, 30)),
        ("monthly on the second Wednesday 09:00", Rule(1, WEDNESDAY, 2), time(9)),
        ("every second Thursday of the month at noon", Rule(1, THURSDAY, 2), time(12)),
        ("second Tuesday of every other month at 9", Rule(2, TUESDAY, 2), time(9)),
        ("quarterly on the first Wednesday 13:00", Rule(3, WEDNESDAY, 1), time(13)),
        ("10:00 every Thursday", Rule(1, THURSDAY), time(10)),
        ("  EVERY   thursday  @10:00 ", Rule(1, THURSDAY), time(10)),
        ("We meet every Thursday at midnight.", Rule(1, THURSDAY), time(0)),
    ],
)
def test_a_rhythm_is_read_as_people_mean_it(typed: str, rule: Rule, at: time) -> None:
    wanted = series(typed)
    assert (wanted.rule, wanted.at, wanted.minutes) == (rule, at, 60)


@pytest.mark.parametrize(
    ("typed", "at", "minutes"),
    [
        ("for 90 min", time(10), 90),
        ("for 90 minutes", time(10), 90),
        ("for 45m", time(10), 45),
        ("for an hour", time(10), 60),
        ("for an hour and a half", time(10), 90),
        ("for half an hour", time(10), 30),
        ("for 1.5 hours", time(10), 90),
        ("for 1 hour 15 min", time(10), 75),
        ("for 1h30", time(10), 90),
        ("for two hours", time(10), 120),
        ("for 12 hours", time(10), 720),
    ],
)
def test_a_length_may_be_said_in_many_ways(typed: str, at: time, minutes: int) -> None:
    wanted = series(f"every Thursday 10:00 {typed}")
    assert (wanted.at, wanted.minutes) == (at, minutes)


@pytest.mark.parametrize(
    ("typed", "at", "minutes"),
    [
        ("09:00-10:30", time(9), 90),
        ("09:00–10:30", time(9), 90),
        ("9 to 10:30", time(9), 90),
        ("from 10 to 11", time(10), 60),
        ("from 10:00 until 11:15", time(10), 75),
        ("11-1pm", time(11), 120),
        ("1-2pm", time(13), 60),
        ("11am to 1pm", time(11), 120),
        ("23:30-00:30", time(23, 30), 60),
    ],
)
def test_an_end_says_how_long(typed: str, at: time, minutes: int) -> None:
    wanted = series(f"every Thursday {typed}")
    assert (wanted.at, wanted.minutes) == (at, minutes)


@pytest.mark.parametrize(
    ("typed", "venue", "link"),
    [
        (", Room 4 | https://example.org/meet?pwd=a%7Cb", "Room 4", "https://example.org/meet?pwd=a%7Cb"),
        (" | https://example.org/a|b", "", "https://example.org/a|b"),
        (" https://example.org/meet", "", "https://example.org/meet"),
        (", Room 4, second floor, Oak Street 10:30", "Room 4, second floor, Oak Street 10:30", ""),
        (", for 60 min, Room 4, https://example.org/meet", "Room 4", "https://example.org/meet"),
        (", Salle d’été", "Salle d’été", ""),
        (" |", "", ""),
    ],
)
def test_a_venue_and_a_link_stay_as_they_were_typed(typed: str, venue: str, link: str) -> None:
    wanted = series(f"every Thursday 10:00{typed}")
    assert (wanted.venue, wanted.link, wanted.minutes) == (venue, link, 60)


@pytest.mark.parametrize(
    ("typed", "starts_on"),
    [
        ("every second Thursday 10:00", date(2027, 3, 4)),
        ("every Tuesday 10:00", date(2027, 3, 9)),
        ("first Tuesday 10:00", date(2027, 4, 6)),
        ("every Thursday 10:00 from 11 March 2027", date(2027, 3, 11)),
        ("every Thursday from 2027-03-12 10:00", date(2027, 3, 18)),
        ("every Thursday 10:00 from March 11", date(2027, 3, 11)),
        ("every Thursday 10:00 from March 11, 2027, Room 4", date(2027, 3, 11)),
        ("every Thursday 10:00 from Thursday 11 March", date(2027, 3, 11)),
        ("every Thursday 10:00, Room 4 | https://example.org/x from 11 March 2027", date(2027, 3, 11)),
        ("every Thursday 10:00 starting next Friday", date(2027, 3, 11)),
        ("every Tuesday 10:00 from today", date(2027, 3, 2)),
        ("last Friday 10:00 from 1 March", date(2028, 3, 31)),
        ("second Tuesday of every other month at 9, from 10 March", date(2027, 4, 13)),
    ],
)
def test_it_starts_on_the_first_date_of_the_rule(typed: str, starts_on: date) -> None:
    assert series(typed).starts_on == starts_on


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("every thirtyth", "series_unread"),
        ("whenever", "series_unread"),
        ("every day at 10", "series_unread"),
        ("every Tuesday and Thursday 10:00", "series_unread"),
        ("every fifth Thursday of the month 10:00", "series_unread"),
        ("monthly on Thursday 10:00", "series_unread"),
        ("every 0 weeks on Thursday 10:00", "series_unread"),
        ("every 53 weeks on Thursday 10:00", "series_unread"),
        ("every Thursday 25:00", "series_unread"),
        ("every Thursday 13pm", "series_unread"),
        ("every Thursday 10:75", "series_unread"),
        ("every Thursday 10:00 for 0 min", "series_unread"),
        ("every Thursday 10:00 in Room 4", "series_unread"),
        ("x" * 5000, "series_unread"),
        ("10:00", "series_no_day"),
        ("monthly at 10", "series_no_day"),
        ("every week 10:00", "series_no_day"),
        ("", "series_no_day"),
        ("every other Friday", "series_no_time"),
        ("every Thursday, Room 4", "series_no_time"),
        ("every Thursday 10:00 for 13 hours", "too_long"),
        ("every Thursday 10:00-09:00", "too_long"),
        ("every Thursday 10:00 | javascript:alert(1)", "link_unread"),
        ("every Thursday 10:00 | Room 4", "link_unread"),
        ("every Thursday 10:00, ftp://example.org/x", "link_unread"),
        ("every Thursday 10:00 | https://", "link_unread"),
        ("every Thursday 10:00 from 31 April", "day_unread"),
        ("every Thursday 10:00 from Friday 11 March 2027", "day_unread"),
        ("every Thursday 10:00 from 11 March 9999", "day_unread"),
        ("every Thursday 10:00 from 11 March 2020", "day_past"),
        ("every Sunday 01:30 from 28 March", "hour_skipped"),
    ],
)
def test_what_cant_be_read_is_refused_with_a_word(typed: str, code: str) -> None:
    with pytest.raises(CommunityError) as refused:
        series(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-03-25", date(2027, 3, 25)),
        ("25 March", date(2027, 3, 25)),
        ("25 March 2027", date(2027, 3, 25)),
        ("the 25th of March", date(2027, 3, 25)),
        ("March 25", date(2027, 3, 25)),
        ("Mar. 25th, 2027", date(2027, 3, 25)),
        ("on Thursday, 25 March", date(2027, 3, 25)),
        ("1 March", date(2028, 3, 1)),
        ("29 February", date(2028, 2, 29)),
        ("next Thursday", date(2027, 3, 4)),
        ("Thursday", date(2027, 3, 4)),
        ("Tuesday", date(2027, 3, 9)),
        ("today", TODAY),
        ("Tomorrow", date(2027, 3, 3)),
    ],
)
def test_a_day_is_the_next_such_day(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "soon", "31 April", "3/4", "Friday 25 March", "25 March 9999", "25 March 10:00"])
def test_what_is_no_day_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(CommunityError, match="day_unread"):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("25 March 14:00 for 90 min", (date(2027, 3, 25), time(14), 90)),
        ("to Thursday 25 March, 14:00", (date(2027, 3, 25), time(14), None)),
        ("2027-03-25 14:00-15:30", (date(2027, 3, 25), time(14), 90)),
        ("10:30 March 25", (date(2027, 3, 25), time(10, 30), None)),
        ("next Thursday at 2", (date(2027, 3, 4), time(14), None)),
        ("25 March", (date(2027, 3, 25), None, None)),
        ("25 March for two hours", (date(2027, 3, 25), None, 120)),
        ("28 March 2027 02:30", (date(2027, 3, 28), time(2, 30), None)),
    ],
)
def test_a_moment_is_read_as_far_as_it_is_said(typed: str, moment: tuple[date, time | None, int | None]) -> None:
    assert read_moment(typed, TODAY, LONDON) == moment


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("14:00", "day_unread"),
        ("25 March 24:00", "day_unread"),
        ("25 March 14:00 sharp", "day_unread"),
        ("1 March 2027 14:00", "day_past"),
        ("28 March 2027 01:30", "hour_skipped"),
        ("25 March 10:00 for 900 min", "too_long"),
    ],
)
def test_a_moment_that_cant_be_is_refused(typed: str, code: str) -> None:
    with pytest.raises(CommunityError, match=code):
        read_moment(typed, TODAY, LONDON)


def test_an_hour_is_skipped_only_where_clocks_change() -> None:
    assert read_moment("28 March 2027 01:30", TODAY, "UTC")[1] == time(1, 30)
    assert read_moment("14 March 2027 02:30", TODAY, "America/Vancouver")[1] == time(2, 30), "by the law of 2026"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("3 March to 17 March 2027", date(2027, 3, 3), date(2027, 3, 17)),
        ("3-17 May", date(2027, 5, 3), date(2027, 5, 17)),
        ("3 to 17 May 2028", date(2028, 5, 3), date(2028, 5, 17)),
        ("May 3–17, 2027", date(2027, 5, 3), date(2027, 5, 17)),
        ("from 3 March until 17 March", date(2027, 3, 3), date(2027, 3, 17)),
        ("March 3 - March 17", date(2027, 3, 3), date(2027, 3, 17)),
        ("3 March-17 March", date(2027, 3, 3), date(2027, 3, 17)),
        ("2027-03-03 to 2027-03-17", date(2027, 3, 3), date(2027, 3, 17)),
        ("1 March to 5 March", date(2027, 3, 1), date(2027, 3, 5)),
        ("20 December to 3 January", date(2027, 12, 20), date(2028, 1, 3)),
        ("20 December 2027 to 3 January", date(2027, 12, 20), date(2028, 1, 3)),
        ("tomorrow to Friday", date(2027, 3, 3), date(2027, 3, 5)),
        ("25 December", date(2027, 12, 25), date(2027, 12, 25)),
        ("Thursday", date(2027, 3, 4), date(2027, 3, 4)),
    ],
)
def test_days_off_are_a_day_or_from_one_to_another(typed: str, first: date, last: date) -> None:
    assert read_days(typed, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("17-3 May", "days_backwards"),
        ("17 March to 3 March", "days_backwards"),
        ("2027-03-17 to 2027-03-03", "days_backwards"),
        ("1 March 2020 to 3 March 2020", "day_past"),
        ("1 March 2027", "day_past"),
        ("some time in May", "day_unread"),
        ("3 May to", "day_unread"),
        ("30-31 April", "day_unread"),
    ],
)
def test_days_that_cant_be_are_refused(typed: str, code: str) -> None:
    with pytest.raises(CommunityError, match=code):
        read_days(typed, TODAY)


@given(RULES, TIMES)
def test_what_cards_say_of_a_rhythm_can_be_typed(rule: Rule, at: time) -> None:
    wanted = read_series(f"{rhythm(rule, Words())} {at:%H:%M}", TODAY, "UTC")
    assert (wanted.rule, wanted.at) == (rule, at)
    assert wanted.starts_on > TODAY
    assert wanted.starts_on == rule.first(wanted.starts_on)


@given(some.integers(0, 364).map(lambda days: TODAY + timedelta(days=days)), TIMES)
def test_what_cards_say_of_a_day_can_be_typed(day: date, at: time) -> None:
    said = told_day(day, Words())
    assert read_day(said, TODAY) == day
    assert read_moment(f"{said}, {at:%H:%M}", TODAY, "UTC") == (day, at, None)
    assert read_days(f"{said} to {said}", TODAY) == (day, day)


@given(TYPED)
def test_any_line_is_read_or_refused(typed: str) -> None:
    for read in (
        lambda: read_series(typed, TODAY, LONDON),
        lambda: read_series(f"every Thursday 10:00 {typed}", TODAY, LONDON),
        lambda: read_day(typed, TODAY),
        lambda: read_moment(typed, TODAY, LONDON),
        lambda: read_days(typed, TODAY),
    ):
        with suppress(CommunityError):
            read()
