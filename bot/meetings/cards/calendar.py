"""Meetings as a calendar file, which every calendar people use can read."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.chat.words import Words
from bot.meetings.cards.when import span
from bot.meetings.model.meetings import Meeting

MADE_BY = "-//cop//Community of practice//EN"
LOOKED_AT_EVERY = timedelta(hours=1)
"""How often a calendar that subscribed is asked to look again."""


def calendar_of(meetings: Iterable[Meeting], name: str, words: Words, url: str, now: datetime) -> bytes:
    """A file of these meetings, in UTC, so that no calendar's own time zones matter.

    `name` is the community's; `url` the public address under which each meeting's own file is, empty when there is
    none. Nobody is named in it. The same meetings give the same file but for `now`, the moment at which it is told.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(_clean(name).split()))
    calendar.add("refresh-interval", LOOKED_AT_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for meeting in meetings:
        calendar.add_component(_event(meeting, name, words, url, now))
    return bytes(calendar.to_ical())


def unknown_sentence(words: Words) -> str:
    """Where no calendar is, or none any more."""
    return words("There is no calendar at this address, or not any more. The bot tells members the one that works.")


def busy_sentence(words: Words) -> str:
    """When the storage could not be read in time."""
    return words("I'm very busy just now. Please look again in a moment.")


def _event(meeting: Meeting, name: str, words: Words, url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@cop")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _clean(_summary(meeting, name, words)))
    event.add("description", _clean(_description(meeting, words)))
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    if place := ", ".join(part for part in (meeting.venue, meeting.link) if part):
        event.add("location", _clean(place))
    if link := meeting.link or (url and f"{url}/meetings/{meeting.uid}.ics"):
        event.add("url", _clean(link))
    return event


def _summary(meeting: Meeting, name: str, words: Words) -> str:
    what = meeting.topic or name
    return words("Cancelled: {what}", what=what) if meeting.state == "cancelled" else what


def _description(meeting: Meeting, words: Words) -> str:
    lines = [span(meeting, words)]
    if meeting.state == "cancelled":
        lines.append(words("This meeting is cancelled."))
    elif not meeting.topic and meeting.live:
        lines.append(words("The topic is still to come."))
    if meeting.link:
        lines.append(words("Join: {link}", link=meeting.link))
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Without what no calendar file may hold: control characters, and halves of characters."""
    kept = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
    return kept.strip()
