"""Days and clock times as people say them: "Thursday 25 March", "Friday 16:00"."""

from collections.abc import Callable
from datetime import date, time

from bot.chat.words import Words

_DAYS: tuple[Callable[[Words], str], ...] = (
    lambda words: words("Monday"),
    lambda words: words("Tuesday"),
    lambda words: words("Wednesday"),
    lambda words: words("Thursday"),
    lambda words: words("Friday"),
    lambda words: words("Saturday"),
    lambda words: words("Sunday"),
)
_MONTHS: tuple[Callable[[Words], str], ...] = (
    lambda words: words("January"),
    lambda words: words("February"),
    lambda words: words("March"),
    lambda words: words("April"),
    lambda words: words("May"),
    lambda words: words("June"),
    lambda words: words("July"),
    lambda words: words("August"),
    lambda words: words("September"),
    lambda words: words("October"),
    lambda words: words("November"),
    lambda words: words("December"),
)


def weekday_name(number: int, words: Words) -> str:
    """Like "Thursday". Monday is 0."""
    return _DAYS[number](words)


def weekday(day: date, words: Words) -> str:
    """Like "Thursday"."""
    return weekday_name(day.weekday(), words)


def day(day: date, words: Words) -> str:
    """Like "Thursday 25 March"."""
    return words(
        "{weekday} {day} {month}", weekday=weekday(day, words), day=day.day, month=_MONTHS[day.month - 1](words)
    )


def clock(at: time) -> str:
    """Like "10:00", which every language of ours reads."""
    return f"{at:%H:%M}"


def at_day(instant_day: date, at: time, words: Words) -> str:
    """Like "Friday 16:00"."""
    return words("{weekday} {time}", weekday=weekday(instant_day, words), time=clock(at))
