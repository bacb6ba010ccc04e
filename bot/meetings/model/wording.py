"""Reads what people type of a series, a meeting or days off: "every second Thursday 10:00 for 60 min, Room 4"."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from yarl import URL

from bot.calendar import DAY, exists
from bot.errors import CommunityError
from bot.meetings.model.rhythms import take_rhythm
from bot.meetings.model.series import Rule
from bot.meetings.model.typed import (
    DATES,
    NEAR,
    Day,
    Line,
    Match,
    Unread,
    day_in,
    known,
    near_day,
    pattern,
    take_bare_hour,
    take_clock,
    take_length,
)

USUAL_MINUTES = 60
LONGEST_MINUTES = 12 * 60
LONGEST_LINK = 2000
LONGEST_VENUE = 200
LONGEST_LINE = 1000
"""Longer lines are a text, not a day."""
MOST_COMMAS = 5
"""A rhythm has no more; what follows is a venue."""
LONGEST_TURN = timedelta(days=183)
"""Days off "20 December to 3 January" go over New Year; "17 to 3 March" is rather the wrong way round."""

_SINCE = r"\b(?:from|starting(?: from| on)?|starts(?: on)?|beginning(?: on)?|as of) "
_FROM = tuple(pattern(_SINCE + one.pattern) for one in (*DATES, NEAR))
_FROM_AT_THE_END = tuple(pattern(rf"(?:{each.pattern})\.?$") for each in _FROM)
_LINK = pattern(r"(?<![^\s,])[^\s,:]+://\S+")
_IN_MONTH = pattern(r"^(?P<first>\d{1,2}) ?(?:[-–—]|to\b) ?(?P<last>\d{1,2}) (?P<month>[a-z]+\.?(?:,? \d{4})?)$")
_OF_MONTH = pattern(r"^(?P<month>[a-z]+\.?) (?P<first>\d{1,2}) ?(?:[-–—]|to\b) ?(?P<last>\d{1,2})(?P<year>,? \d{4})?$")
_TO = pattern(r" - | ?[–—] ?|(?<=[a-z])-|-(?=[a-z])| to | until | till ")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series as somebody wants it. `starts_on` is a date of its rule; both places may be empty."""

    rule: Rule
    starts_on: date
    at: time
    minutes: int
    venue: str
    link: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a line tells of a series. `start` is where it says from when."""

    rule: Rule | None
    at: time | None
    minutes: int | None
    start: Match | None


def read_series(text: str, today: date, zone: str) -> Wanted:
    """The series somebody describes, from the first date of its rule after today unless they say from when.

    Raises `CommunityError`: `series_unread`, `series_no_day`, `series_no_time`, `link_unread`, `day_unread`,
    `day_past`, `hour_skipped`, `too_long`.
    """
    if len(text) > LONGEST_LINE + LONGEST_LINK:
        raise CommunityError("series_unread")
    line = Line(text)
    start = line.take(*_FROM_AT_THE_END)
    told, link = _without_link(line.rest)
    heard, venue = _parted(told)
    if heard.rule is None:
        raise CommunityError("series_no_day")
    if heard.at is None:
        raise CommunityError("series_no_time")
    starts_on = heard.rule.first(_since(start or heard.start, today))
    _check(starts_on, heard.at, heard.minutes, zone)
    return Wanted(heard.rule, starts_on, heard.at, heard.minutes or USUAL_MINUTES, venue[:LONGEST_VENUE], link)


def read_day(text: str, today: date) -> date:
    """The day; a weekday's name is the next one after today. Raises `CommunityError`: `day_unread`, `day_past`."""
    with _days():
        return _not_past(_whole(text, today).first(today), today)


def read_moment(text: str, today: date, zone: str) -> tuple[date, time | None, int | None]:
    """The day, and when on it and for how many minutes as far as that is said.

    Raises `CommunityError`: `day_unread`, `day_past`, `hour_skipped`, `too_long`.
    """
    with _days():
        line = _line(text)
        day = _taken(line, today).first(today)
        minutes = take_length(line)
        at, until = take_clock(line)
        at = at or take_bare_hour(line)
        line.nothing_left("on", "the", "at", "to")
    _check(_not_past(day, today), at, until or minutes, zone)
    return day, at, until or minutes


def read_days(text: str, today: date) -> tuple[date, date]:
    """The first and the last of some days. Raises `CommunityError`: `day_unread`, `day_past`, `days_backwards`."""
    with _days():
        first, last = _ends(text, today)
        ends = _between(first, last, today)
    over_new_year = first.year is None and ends[0].year < ends[1].year
    if ends[0] > ends[1] or (over_new_year and ends[1] - ends[0] > LONGEST_TURN):
        raise CommunityError("days_backwards")
    _not_past(ends[1], today)
    return ends


def place_in(text: str) -> tuple[str, str]:
    """Venue and link, either of which may be empty: "Room 4 | https://…". Raises `CommunityError("link_unread")`."""
    venue, link = _without_link(text)
    return venue.strip(" ,")[:LONGEST_VENUE], link


@contextmanager
def _days() -> Iterator[None]:
    """What can't be read here is a day."""
    try:
        yield
    except Unread:
        raise CommunityError("day_unread") from None


def _without_link(text: str) -> tuple[str, str]:
    before, bar, after = text.partition("|")
    if bar:
        return before, read_link(after.strip()) if after.strip() else ""
    line = Line(text)
    found = line.take(_LINK)
    return line.rest, read_link(found[0]) if found else ""


def read_link(text: str) -> str:
    """The http(s) address, as it was typed. Raises `CommunityError("link_unread")`."""
    try:
        url = URL(text)
        known = url.scheme in {"http", "https"} and "." in (url.host or "")
    except (ValueError, IndexError):
        known = False
    if not known or len(text) > LONGEST_LINK or " " in text:
        raise CommunityError("link_unread")
    return text


def _parted(text: str) -> tuple[_Heard, str]:
    """What is said of the series, and the venue: all that follows the last comma up to which it is still that."""
    pieces = text.split(",")
    heard, told = _heard(pieces[0]), 1
    for count in range(2, min(len(pieces), MOST_COMMAS + 1) + 1):
        with suppress(CommunityError):
            heard, told = _heard(",".join(pieces[:count])), count
    return heard, ",".join(pieces[told:]).strip(" ,")


def _heard(text: str) -> _Heard:
    """Raises `CommunityError("series_unread")` where any word says something else."""
    try:
        line = _line(text)
        start = line.take(*_FROM)
        minutes = take_length(line)
        at, until = take_clock(line)
        rule = take_rhythm(line)
        at = at or take_bare_hour(line)
        line.nothing_left("on", "the", "at", "we", "meet")
    except Unread:
        raise CommunityError("series_unread") from None
    return _Heard(rule, at, until or minutes, start)


def _since(start: Match | None, today: date) -> date:
    if start is None:
        return today + DAY
    with _days():
        return _not_past(_day(start, today).first(today), today)


def _line(text: str) -> Line:
    if len(text) > LONGEST_LINE:
        raise Unread
    return Line(text)


def _whole(text: str, today: date) -> Day:
    """The day that is all the line says."""
    line = _line(text)
    day = _taken(line, today)
    line.nothing_left("on", "the")
    return day


def _taken(line: Line, today: date) -> Day:
    found = line.take(*DATES, NEAR)
    if not found:
        raise Unread
    return _day(found, today)


def _day(found: Match, today: date) -> Day:
    return day_in(found) if "day" in found.groupdict() else known(near_day(found, today))


def _ends(text: str, today: date) -> tuple[Day, Day]:
    """The two days, the same twice where it is one."""
    said = re.sub(r"^from ", "", _line(text).rest, flags=re.IGNORECASE)
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


def _check(day: date, at: time | None, minutes: int | None, zone: str) -> None:
    """Raises `CommunityError` for a time that no clock shows that day, and for a meeting that is too long."""
    if at is not None and not exists(day, at, zone):
        raise CommunityError("hour_skipped")
    if minutes is not None and minutes > LONGEST_MINUTES:
        raise CommunityError("too_long")


def _not_past(day: date, today: date) -> date:
    if day < today:
        raise CommunityError("day_past")
    return day
