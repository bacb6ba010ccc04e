"""Tells whoever runs the bot what it will post by itself in some weeks, and when and to whom; nothing is sent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from textwrap import wrap
from zoneinfo import ZoneInfo

from adapters import wiring
from adapters.settings import Settings
from adapters.web.limits import capabilities as drawn_platforms
from bot.audience import View
from bot.calendar import DAY, Calendar
from bot.chat.capabilities import Deployment
from bot.chat.words import Words
from bot.days import read_day
from bot.errors import Busy, CommunityError, Unknown
from bot.meetings.cards import when
from bot.ports import Clock
from scheduling.preview import Foreseen, Stuck, foresee
from storage.apart import open_apart
from storage.engine import Store

AHEAD = timedelta(days=366)
"""So far ahead a preview may begin."""
MOST_NAMED = 5
WIDTH = 100
_WORDS = Words()


class NoPreview(Exception):
    """There is nothing to tell from. The message is a sentence for whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What will be posted in a community, from the first day to the last."""

    bot: str
    community: str
    zone: str
    first: date
    last: date
    rows: Sequence[Foreseen]


async def preview(settings: Settings, community: int, start: str, weeks: int, clock: Clock | None = None) -> Preview:
    """What the bot will post in those weeks, if nobody does anything meanwhile. Raises `NoPreview`, `StorageError`."""
    now = (clock or wiring.clock_of(settings)).now()
    async with open_apart(settings.database_url, community) as store:
        name, calendar = await _known(store, community)
        first = _first(start, calendar.day_of(now))
        ends = first + timedelta(weeks=weeks)
        since, until = calendar.at(first, time.min), calendar.at(ends, time.min)
        if until <= now:
            raise NoPreview(f"“{start}” is so long ago that those weeks are over.")
        try:
            rows = await foresee(store, wiring.whole_catalogue(), _view(settings), community, now, since, until)
        except Stuck as error:
            raise NoPreview(str(error)) from error
        except Busy:
            raise NoPreview("The database is busy. Try again in a moment.") from None
    return Preview(settings.name, name, calendar.zone, first, ends - DAY, rows)


async def _known(store: Store, community: int) -> tuple[str, Calendar]:
    try:
        found = await store.read(lambda work: (work.communities.get(community), work.communities.calendar(community)))
    except Unknown:
        there = await store.read(lambda work: work.communities.all())
        named = ", ".join(f"{one.id} is {one.name}" for one in there[:MOST_NAMED])
        raise NoPreview(f"There is no community {community}{f'; {named}' if named else ''}.") from None
    return found[0].name, found[1]


def _first(start: str, today: date) -> date:
    """The day that was typed. One that is past is as good as today, when it is told as a date."""
    try:
        first = date.fromisoformat(start.strip())
    except ValueError:
        try:
            first = read_day(start, today)
        except CommunityError as error:
            why = "is over" if error.code == "day_past" else "can't be read as a day"
            raise NoPreview(f"“{start}” {why}. Try {today + DAY}, or “{_day(today + DAY)}”.") from None
    if first > today + AHEAD:
        raise NoPreview(f"“{start}” is too far away: a preview begins within a year, by {today + AHEAD}.")
    return first


def _view(settings: Settings) -> View:
    """Whether a card is shown at all is the same on every platform; what the drawn ones are called, only they know."""
    deployment = Deployment(settings.name, settings.command, drawn_platforms(settings.command))
    return View(_WORDS, next(iter(deployment.platforms.values())), deployment)


def as_json(told: Preview) -> str:
    """One object a posting, in the order in which they come."""
    zone = ZoneInfo(told.zone)
    rows = [
        {
            "at": row.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "local": row.at.astimezone(zone).isoformat(timespec="seconds"),
            "kind": row.kind,
            "meeting": None if row.meeting is None else {"number": row.meeting, "date": str(row.day)},
            "convener": row.convener,
            "place": row.place,
        }
        for row in told.rows
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def as_table(told: Preview) -> str:
    """A line for whatever comes at the same time about the same meeting, an empty one between two weeks."""
    return "\n".join(line.rstrip() for line in _lines(told))


def _lines(told: Preview) -> Iterator[str]:
    span = f"from {_day(told.first)} to {_day(told.last)} {told.last.year}"
    if not told.rows:
        yield f"Nothing: {told.bot} would post nothing by itself in {_printable(told.community)} {span}."
        return
    yield f"What {told.bot} would post by itself in {_printable(told.community)}"
    yield f"{span} ({when.zone(told.zone, _WORDS)}), if nobody answers or changes anything:"
    week = None
    kinds, abouts = max(len(row.kind) for row in told.rows), max(len(_about(row)) for row in told.rows)
    for (at, kind, about), rows in groupby(told.rows, lambda row: (row.at, row.kind, _about(row))):
        local = at.astimezone(ZoneInfo(told.zone))
        if week != (week := local.isocalendar()[:2]):
            yield ""
        head = f"{_short(local.date()):<10} {local:%H:%M}  {kind:<{kinds}}  {about:<{abouts}}  "
        places = "; ".join(_printable(row.place) for row in rows)
        yield from wrap(places, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    yield ""
    yield "Nothing was sent."


def _day(day: date) -> str:
    return when.day(day, _WORDS)


def _short(day: date) -> str:
    """Like "Thu 25 Mar"."""
    weekday, number, month = _day(day).split()
    return f"{weekday[:3]} {number} {month[:3]}"


def _about(row: Foreseen) -> str:
    return f"meeting {row.meeting}, {_short(row.day)}" if row.meeting is not None and row.day else ""


def _printable(name: str) -> str:
    """Names are people's own: none may steer a terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)
