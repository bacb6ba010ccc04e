"""Which meetings a calendar's address opens, and the file of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.meetings.model.meetings import Meeting
from bot.meetings.store import MeetingWork

PAST = timedelta(days=90)
"""So long a meeting that is over stays in the feed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The meetings of one community that an address opens. `file` is what the file is called when it is kept."""

    community: str
    meetings: Sequence[Meeting]
    file: str


def feed(token: str, work: MeetingWork, now: datetime) -> Opened | None:
    """All meetings of the community whose secret word that is, cancelled ones included; None when it is nobody's."""
    number = work.meetings.of_feed(token)
    if number is None:
        return None
    meetings = work.meetings.for_calendar(number, now - PAST)
    return Opened(work.communities.get(number).name, meetings, "meetings.ics")


def meeting(uid: str, work: MeetingWork) -> Opened | None:
    """The one meeting of that unguessable id; None when there is none."""
    found = work.meetings.by_uid(uid)
    if found is None:
        return None
    return Opened(work.communities.get(found.community).name, [found], f"meeting-{found.day}.ics")
