"""How often and on which weekday, as people type it: "every second Thursday", "last Friday of the month"."""

from collections.abc import Mapping

from bot.meetings.model.series import LAST, Rule
from bot.typed import WEEKDAY, Line, Match, Pattern, Unread, pattern, weekday

MOST_WEEKS, MOST_MONTHS = 52, 12
LAST_COUNTED = 4
"""Not every month has a fifth Thursday."""
_NAMED: Mapping[str, int] = {
    "first": 1,
    "second": 2,
    "other": 2,
    "two": 2,
    "third": 3,
    "three": 3,
    "fourth": 4,
    "four": 4,
    "six": 6,
    "last": LAST,
}
_ORDINAL = r"(?:first|second|third|fourth|last|other|\d{1,2}(?:st|nd|rd|th))"
_COUNT = rf"(?:(?P<count>{_ORDINAL}|\d{{1,2}}|two|three|four|six) )?"
_MONTHS = pattern(rf"\b(?:monthly|quarterly|(?:of |in )?(?:the|an?|each|every) {_COUNT}months?)\b")
_WEEKS = pattern(rf"\b(?:weekly|bi-?weekly|fortnightly|(?:once an?|an?|each|every) {_COUNT}(?:weeks?|fortnight))\b")
_ON = pattern(rf"(?:\b(?P<every>every|each) )?(?:\b(?P<nth>{_ORDINAL}) )?\b(?P<weekday>{WEEKDAY})s?\b")


def take_rhythm(line: Line) -> Rule | None:
    """The rule that the line tells, None when it names no weekday. Raises `Unread` when it tells none that can be.

    "Every second Thursday" is every two weeks; "second Thursday", like "every second Thursday of the month", is monthly.
    """
    months = _taken(line, _MONTHS, MOST_MONTHS)
    weeks = _taken(line, _WEEKS, MOST_WEEKS)
    on = line.take(_ON)
    if on is None:
        return None
    nth = _number(on["nth"]) if on["nth"] else None
    if months:
        return _monthly(months, weeks, on, nth)
    if weeks:
        return _weekly(weeks, on, nth)
    by_month = nth is not None and (nth in {1, LAST} or not (on["every"] or _is_other(on)))
    return _monthly(1, None, on, nth) if by_month else _weekly(nth or 1, on, None)


def _monthly(months: int, weeks: int | None, on: Match, nth: int | None) -> Rule:
    if weeks or nth is None or nth > LAST_COUNTED or _is_other(on):
        raise Unread
    return Rule(months, weekday(on["weekday"]), nth)


def _weekly(weeks: int, on: Match, nth: int | None) -> Rule:
    if nth is not None or weeks > MOST_WEEKS:
        raise Unread
    return Rule(weeks, weekday(on["weekday"]))


def _is_other(on: Match) -> bool:
    return (on["nth"] or "").lower() == "other"


def _taken(line: Line, often: Pattern, most: int) -> int | None:
    """Every so many weeks or months: the largest number the line says, None when it says none."""
    found = []
    while match := line.take(often):
        found.append(_every(match))
    if found and not 1 <= max(found) <= most:
        raise Unread
    return max(found, default=None)


def _every(match: Match) -> int:
    said = match[0].lower()
    if said == "quarterly":
        return 3
    two = said.startswith(("bi", "fortnightly")) or said.endswith("fortnight")
    return (2 if two else 1) * (_number(match["count"]) if match["count"] else 1)


def _number(word: str) -> int:
    """Raises `Unread` for none."""
    word = word.lower()
    number = _NAMED.get(word) or int(word.rstrip("stndrh"))
    if not number:
        raise Unread
    return number
