"""Reads the days that people type: "25 March", "next Thursday", "3 March to 17 March 2027", "20 December to 3 January"."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta

from bot.errors import CommunityError
from bot.typed import DATES, NEAR, Day, Line, Match, Unread, day_in, known, near_day, pattern, take_time

LONGEST_LINE = 1000
"""Longer lines are a text, not a day."""
LONGEST_TURN = timedelta(days=183)
"""Days off "20 December to 3 January" go over New Year; "17 to 3 March" is rather the wrong way round."""

_IN_MONTH = pattern(r"^(?P<first>\d{1,2}) ?(?:[-–—]|to\b) ?(?P<last>\d{1,2}) (?P<month>[a-z]+\.?(?:,? \d{4})?)$")
_OF_MONTH = pattern(r"^(?P<month>[a-z]+\.?) (?P<first>\d{1,2}) ?(?:[-–—]|to\b) ?(?P<last>\d{1,2})(?P<year>,? \d{4})?$")
_TWO_DATES = pattern(r"^(?P<first>\d{4}-\d{1,2}-\d{1,2})\s+(?P<last>\d{4}-\d{1,2}-\d{1,2})$")
_SINCE = pattern(r"^(?:from|since|as of) (?P<first>.+)$")
_TO = pattern(r" - | ?[–—] ?|(?<=[a-z])-|-(?=[a-z])| to | until | till ")


def read_day(text: str, today: date) -> date:
    """The day; a weekday's name is the next one after today. Raises `CommunityError`: `day_unread`, `day_past`."""
    with unread_is_a_day():
        return not_past(_whole(text, today).first(today), today)


def read_days(text: str, today: date) -> tuple[date, date]:
    """The first and the last of some days. Raises `CommunityError`: `day_unread`, `day_past`, `days_backwards`."""
    with unread_is_a_day():
        first, last = _ends(text, today)
        ends = _between(first, last, today)
    over_new_year = first.year is None and ends[0].year < ends[1].year
    if ends[0] > ends[1] or (over_new_year and ends[1] - ends[0] > LONGEST_TURN):
        raise CommunityError("days_backwards")
    not_past(ends[1], today)
    return ends


def read_leave(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of a leave: "3 March to 17 March", "2027-03-01 2027-03-14"; "from 3 March" stays open.

    The last day of an open one is `date.max`. Raises as `read_days` does.
    """
    said = " ".join(text.split())
    if found := _TWO_DATES.search(said):
        said = f"{found['first']} to {found['last']}"
    if (found := _SINCE.search(said)) and not _TO.search(found["first"]):
        with unread_is_a_day():
            return _whole(found["first"], today).first(today), date.max
    return read_days(said, today)


def read_hours(text: str) -> tuple[time, time]:
    """Two clock times: "16:00 09:00", "from 4 pm to 9 am". Raises `CommunityError("hours_unread")`."""
    line = Line(text)
    try:
        times = take_time(line), take_time(line)
        line.nothing_left("from", "to", "until", "till", "and", "-", "–")
    except Unread:
        raise CommunityError("hours_unread") from None
    return times


@contextmanager
def unread_is_a_day() -> Iterator[None]:
    """What can't be read here is a day."""
    try:
        yield
    except Unread:
        raise CommunityError("day_unread") from None


def short_line(text: str) -> Line:
    """Raises `Unread` for what is a text rather than a day."""
    if len(text) > LONGEST_LINE:
        raise Unread
    return Line(text)


def _whole(text: str, today: date) -> Day:
    """The day that is all the line says."""
    line = short_line(text)
    day = take_day(line, today)
    line.nothing_left("on", "the")
    return day


def take_day(line: Line, today: date) -> Day:
    """The day, no longer in the line. Raises `Unread` when it says none."""
    found = line.take(*DATES, NEAR)
    if not found:
        raise Unread
    return day_of(found, today)


def day_of(found: Match, today: date) -> Day:
    """The day where one of `DATES`, or `NEAR`, fits."""
    return day_in(found) if "day" in found.groupdict() else known(near_day(found, today))


def _ends(text: str, today: date) -> tuple[Day, Day]:
    """The two days, the same twice where it is one."""
    said = re.sub(r"^from ", "", short_line(text).rest, flags=re.IGNORECASE)
    if found := _IN_MONTH.search(said):
        last = _whole(f"{found['last']} {found['month']}", today)
        return replace(last, day=int(found["first"])), last
    if found := _OF_MONTH.search(said):
        last = _whole(f"{found['month']} {found['last']}{found['year'] or ''}", today)
        return replace(last, day=int(found["first"])), last
    first, *rest = _TO.split(said, maxsplit=1)
    one = _whole(first, today)
    return (one, _whole(rest[0], today)) if rest else (one, one)


def _between(first: Day, last: Day, today: date) -> tuple[date, date]:
    """The dates: what lacks a year follows from the other, and from today."""
    if first.year is None:
        ends = last.first(today)
        return first.last(ends), ends
    begins = first.first(today)
    return begins, last.first(begins)


def not_past(day: date, today: date) -> date:
    """The same day. Raises `CommunityError("day_past")`."""
    if day < today:
        raise CommunityError("day_past")
    return day
