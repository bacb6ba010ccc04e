"""Days, clock times and lengths as people type them, each taken out of a line that is read piece by piece."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

Pattern = re.Pattern[str]
Match = re.Match[str]
Fits = Callable[[date], bool]

YEARS_AHEAD = 10
"""A day further away is rather a slip of the finger."""
LEAP_YEARS = 8
"""So many years may lie between two 29ths of February."""
DAY_MINUTES = 24 * 60

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED: Mapping[str, time] = {"noon": time(12), "midday": time(12), "midnight": time(0)}

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER = r"(?<![\d:.])\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4})\b(?![:.]\d))?"
_CLOCK = r"(?:noon\b|midday\b|midnight\b|\d{1,2}(?:[:.h]\d\d)?(?:\s?[ap]\.?m\b\.?)?)"
_HOURS = r"(?P<hours>half an|an?|one|two|three|\d{1,3}(?:\.\d)?)"
_LONE = rf"(?![\d:]|\.\d|\s*(?:{_MONTH}|weeks?\b|months?\b))"


def pattern(text: str) -> Pattern:
    """Compiled as everything here is read: whatever the case, in plain letters and digits."""
    return re.compile(text, re.IGNORECASE | re.ASCII)


_BY_DAY = rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>{_NUMBER})(?: of)? (?P<month>{_MONTH}){_YEAR}"
_BY_MONTH = rf"(?:(?P<weekday>{WEEKDAY}),? )?\b(?P<month>{_MONTH}) (?P<day>{_NUMBER}){_YEAR}(?![:.]\d)"
_BY_NUMBERS = r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"
DATES = tuple(pattern(form) for form in (_BY_NUMBERS, _BY_DAY, _BY_MONTH))
NEAR = pattern(rf"\b(?:(?P<near>today|tomorrow)|(?:(?:next|this) )?(?P<weekday>{WEEKDAY}))\b")
_RANGE = pattern(
    rf"(?:\b(?:at|from|between) |@ ?)?(?<![\d:.])(?P<start>{_CLOCK}) ?(?:[-–—]|to\b|until\b|till\b|and\b) ?(?P<end>{_CLOCK}){_LONE}"
)
_SINGLE = pattern(
    rf"(?:(?:\bat |@ ?)(?P<at>{_CLOCK})|(?<![\d:.])(?P<alone>noon\b|midday\b|midnight\b|\d{{1,2}}(?:[:.h]\d\d(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?))){_LONE}"
)
_ANY = pattern(rf"(?<![\d:.])(?P<at>{_CLOCK})(?![\d:])")
_BARE = pattern(rf"(?<![\d:.])(?P<at>\d{{1,2}})(?: o'clock)?{_LONE}")
_LENGTHS = (
    pattern(
        rf"\b(?:for )?{_HOURS}(?P<half> and a half)?[ -]?(?:hours?|hrs?)\b(?P<late> and a half)?"
        r"(?:(?: and)? (?P<more>\d{1,2}) ?(?:minutes?|mins?|m)?\b(?![:.]))?"
    ),
    pattern(r"\bfor (?P<hours>\d{1,2}) ?h(?: ?(?P<more>\d{1,2}) ?(?:m|min)?)?\b"),
    pattern(r"\b(?:for )?(?P<minutes>\d{1,4})[ -]?(?:minutes?|mins?)\b"),
    pattern(r"\bfor (?P<minutes>\d{1,4}) ?m\b"),
)
_PARTS = pattern(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?\s?(?:(?P<half>[ap])\.?m\.?)?")


class Unread(ValueError):
    """What was typed is no day, time or length."""


class Line:
    """A line that is read piece by piece; `rest` is what nobody has read yet."""

    def __init__(self, text: str) -> None:
        self.rest = " ".join(text.split())

    def take(self, *patterns: Pattern) -> Match | None:
        """The first place where one of the patterns fits, earlier patterns first, no longer in the rest."""
        for each in patterns:
            if found := each.search(self.rest):
                self.rest = " ".join(f"{self.rest[: found.start()]} {self.rest[found.end() :]}".split())
                return found
        return None

    def nothing_left(self, *fillers: str) -> None:
        """Nothing is left to read but these words, and stops between them. Raises `Unread` when something is."""
        if not set(re.split(r"[\s,.;()]+", self.rest.lower())) <= {"", *fillers}:
            raise Unread


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was typed; what wasn't said of it is None."""

    day: int
    month: int
    year: int | None
    weekday: int | None

    def first(self, since: date) -> date:
        """The first such day, from that one on when no year was said. Raises `Unread`."""
        return self._found(since, (since.year + years for years in range(LEAP_YEARS + 1)), lambda day: day >= since)

    def last(self, until: date) -> date:
        """The last such day, up to that one when no year was said. Raises `Unread`."""
        return self._found(until, (until.year - years for years in range(LEAP_YEARS + 1)), lambda day: day <= until)

    def _found(self, near: date, years: Iterable[int], fits: Fits) -> date:
        candidates = (self.year,) if self.year is not None else years
        for year in candidates:
            day = self._in(year)
            if day and (self.year is not None or fits(day)):
                return self._checked(day, near)
        raise Unread

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def _checked(self, day: date, near: date) -> date:
        """Raises `Unread` for another day of the week than was said, and for a day too far away."""
        if (self.weekday is not None and day.weekday() != self.weekday) or day.year > near.year + YEARS_AHEAD:
            raise Unread
        return day


def day_in(found: Match) -> Day:
    """The day where one of `DATES` fits."""
    parts = found.groupdict()
    month = parts["month"]
    return Day(
        day=int(re.sub(r"\D", "", parts["day"])),
        month=int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1,
        year=int(parts["year"]) if parts["year"] else None,
        weekday=weekday(parts["weekday"]) if parts.get("weekday") else None,
    )


def known(day: date) -> Day:
    """A day of which all is known."""
    return Day(day.day, day.month, day.year, day.weekday())


def near_day(found: Match, today: date) -> date:
    """The day where `NEAR` fits: a weekday's name is the next such day after today."""
    if near := found["near"]:
        return today + timedelta(days=int(near.lower() == "tomorrow"))
    ahead = (weekday(found["weekday"]) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def weekday(name: str) -> int:
    """Monday is 0."""
    return _WEEKDAYS.index(name[:3].lower())


def take_length(line: Line) -> int | None:
    """Minutes, when the line says how long. Raises `Unread` for none at all."""
    found = line.take(*_LENGTHS)
    if not found:
        return None
    parts = found.groupdict()
    if parts.get("minutes"):
        length = int(parts["minutes"])
    else:
        half = 30 if parts.get("half") or parts.get("late") else 0
        length = round(_hours(parts["hours"].lower()) * 60) + half + int(parts["more"] or 0)
    if not length:
        raise Unread
    return length


def _hours(word: str) -> float:
    named = {"half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
    return named.get(word) or float(word)


def take_clock(line: Line) -> tuple[time | None, int | None]:
    """When it starts, and for how many minutes when its end is said too. Raises `Unread` for a time no clock shows."""
    if found := line.take(_RANGE):
        return _between(found["start"], found["end"])
    if found := line.take(_SINGLE):
        return _time(found["at"] or found["alone"]), None
    return None, None


def take_time(line: Line) -> time:
    """The first clock time that is left, however short it is said: "16:00", "9 am", "9". Raises `Unread` for none."""
    found = line.take(_ANY)
    if not found:
        raise Unread
    return _time(found["at"])


def take_bare_hour(line: Line) -> time | None:
    """The hour, where a number is left that nobody has read. Raises `Unread`."""
    found = line.take(_BARE)
    return _time(found["at"]) if found else None


def _between(start: str, end: str) -> tuple[time, int]:
    ends = _time(end)
    half = _half(end)
    starts = _time(start if _half(start) or start.lower() in _NAMED or not half else f"{start} {half}m")
    if half and not _half(start) and starts > ends:
        starts = _time(f"{start} {'a' if half == 'p' else 'p'}m")
    minutes = (_minutes(ends) - _minutes(starts)) % DAY_MINUTES
    if not minutes:
        raise Unread
    return starts, minutes


def _half(clock: str) -> str:
    found = _PARTS.fullmatch(clock)
    return (found["half"] or "").lower() if found else ""


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _time(clock: str) -> time:
    """What a clock shows then. A lone hour from 1 to 6 is in the afternoon: nobody meets in the night."""
    if named := _NAMED.get(clock.lower()):
        return named
    found = _PARTS.fullmatch(clock)
    if not found:
        raise Unread
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise Unread
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif found["minute"] is None and clock[0] != "0" and 1 <= hour <= 6:
        hour += 12
    if hour > 23 or minute > 59:
        raise Unread
    return time(hour, minute)
