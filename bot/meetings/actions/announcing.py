"""Tells the community of a meeting."""

from datetime import datetime

from bot.meetings.model.meetings import Meeting
from bot.meetings.store import MeetingWork


def announce(meeting: Meeting, work: MeetingWork, now: datetime) -> None:
    """Its announcement stands in the home channels."""
    changed(meeting.announced(now), work, now)


def changed(meeting: Meeting, work: MeetingWork, now: datetime) -> None:
    """The meeting as it is now, wherever it stands."""
    work.meetings.save(meeting)
    work.postings.redraw(meeting.subject, now)
