"""Dates and times as people say them: "Thursday 25 March, 10:00 Pacific"."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.chat.dates import at_day, clock, day, weekday, weekday_name
from bot.chat.words import Words
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.series import LAST, Rule

__all__ = ["at_day", "clock", "dated", "day", "duration", "rhythm", "span", "weekday", "when", "zone"]

HOUR = 60
_ZONES: Mapping[str, Callable[[Words], str]] = {
    "America/Vancouver": lambda words: words("Pacific"),
    "America/Whitehorse": lambda words: words("Yukon time"),
    "America/Edmonton": lambda words: words("Mountain"),
    "America/Regina": lambda words: words("Saskatchewan time"),
    "America/Winnipeg": lambda words: words("Central"),
    "America/Toronto": lambda words: words("Eastern"),
    "America/Halifax": lambda words: words("Atlantic"),
    "America/St_Johns": lambda words: words("Newfoundland time"),
    "Europe/London": lambda words: words("London time"),
    "Australia/Sydney": lambda words: words("Sydney time"),
    "UTC": lambda words: words("UTC"),
}
"""Our own short names: `tzname()` says other things in other places."""
_NTH: Mapping[int, Callable[[Words, str], str]] = {
    1: lambda words, day: words("every first {day} of the month", day=day),
    2: lambda words, day: words("every second {day} of the month", day=day),
    3: lambda words, day: words("every third {day} of the month", day=day),
    4: lambda words, day: words("every fourth {day} of the month", day=day),
    LAST: lambda words, day: words("every last {day} of the month", day=day),
}


def zone(name: str, words: Words) -> str:
    """Our short name of a zone: "Pacific"."""
    return _ZONES[name](words) if name in _ZONES else name


def when(meeting: Meeting, words: Words) -> str:
    """Like "Thursday 25 March, 10:00 Pacific"."""
    return words(
        "{day}, {time} {zone}",
        day=day(meeting.day, words),
        time=clock(meeting.at),
        zone=zone(meeting.zone, words),
    )


def dated(meeting: Meeting, words: Words) -> str:
    """The same with its year, where somebody may have slipped: "Thursday 25 March 2027, 10:00 Pacific"."""
    return words(
        "{day} {year}, {time} {zone}",
        day=day(meeting.day, words),
        year=meeting.day.year,
        time=clock(meeting.at),
        zone=zone(meeting.zone, words),
    )


def span(meeting: Meeting, words: Words) -> str:
    """Like "Thursday 11 March, 10:00–11:00 Pacific"."""
    ends = (datetime.combine(meeting.day, meeting.at) + timedelta(minutes=meeting.minutes)).time()
    return words(
        "{day}, {time}–{end} {zone}",
        day=day(meeting.day, words),
        time=clock(meeting.at),
        end=clock(ends),
        zone=zone(meeting.zone, words),
    )


def duration(minutes: int, words: Words) -> str:
    """Like "one hour", or "90 minutes"."""
    return words("one hour") if minutes == HOUR else words.many("{count} minute", "{count} minutes", minutes)


def rhythm(rule: Rule, words: Words) -> str:
    """Like "every second Thursday"."""
    name = weekday_name(rule.weekday, words)
    if rule.nth is not None:
        often = _NTH[rule.nth](words, name)
        return often if rule.every == 1 else words("{often}, every {count} months", often=often, count=rule.every)
    if rule.every == 1:
        return words("every {day}", day=name)
    if rule.every == 2:
        return words("every second {day}", day=name)
    return words("every {count} weeks on {day}", count=rule.every, day=name)
