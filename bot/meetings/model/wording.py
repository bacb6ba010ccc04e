"""Reads what people type of a series, a meeting or days off: "every second Thursday 10:00 for 60 min, Room 4"."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time

from yarl import URL

from bot.calendar import DAY, exists
from bot.days import LONGEST_LINE, day_of, not_past, short_line, take_day, unread_is_a_day
from bot.errors import CommunityError
from bot.meetings.model.rhythms import take_rhythm
from bot.meetings.model.series import Rule
from bot.typed import DATES, NEAR, Line, Match, Unread, pattern, take_bare_hour, take_clock, take_length

USUAL_MINUTES = 60
LONGEST_MINUTES = 12 * 60
LONGEST_LINK = 2000
LONGEST_VENUE = 200
MOST_COMMAS = 5
"""A rhythm has no more; what follows is a venue."""

_SINCE = r"\b(?:from|starting(?: from| on)?|starts(?: on)?|beginning(?: on)?|as of) "
_FROM = tuple(pattern(_SINCE + one.pattern) for one in (*DATES, NEAR))
_FROM_AT_THE_END = tuple(pattern(rf"(?:{each.pattern})\.?$") for each in _FROM)
_LINK = pattern(r"(?<![^\s,])[^\s,:]+://\S+")


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


def read_moment(text: str, today: date, zone: str) -> tuple[date, time | None, int | None]:
    """The day, and when on it and for how many minutes as far as that is said.

    Raises `CommunityError`: `day_unread`, `day_past`, `hour_skipped`, `too_long`.
    """
    with unread_is_a_day():
        line = short_line(text)
        day = take_day(line, today).first(today)
        minutes = take_length(line)
        at, until = take_clock(line)
        at = at or take_bare_hour(line)
        line.nothing_left("on", "the", "at", "to")
    _check(not_past(day, today), at, until or minutes, zone)
    return day, at, until or minutes


def place_in(text: str) -> tuple[str, str]:
    """Venue and link, either of which may be empty: "Room 4 | https://…". Raises `CommunityError("link_unread")`."""
    venue, link = _without_link(text)
    return venue.strip(" ,")[:LONGEST_VENUE], link


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
        line = short_line(text)
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
    with unread_is_a_day():
        return not_past(day_of(start, today).first(today), today)


def _check(day: date, at: time | None, minutes: int | None, zone: str) -> None:
    """Raises `CommunityError` for a time that no clock shows that day, and for a meeting that is too long."""
    if at is not None and not exists(day, at, zone):
        raise CommunityError("hour_skipped")
    if minutes is not None and minutes > LONGEST_MINUTES:
        raise CommunityError("too_long")
