"""Asking the channel for somebody to convene: kindly, and at most once in four weeks."""

from datetime import datetime, timedelta

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.conveners.actions.seeing import convening, homes, meeting_of
from bot.conveners.cards import pleas as cards
from bot.conveners.model.volunteers import ENOUGH
from bot.conveners.store import ConvenerWork
from bot.history import Happening
from bot.meetings.model.meetings import Meeting

PLEADED = "pleaded"
"""Kept about the community, for pleas of every kind."""
BETWEEN_PLEAS = timedelta(days=28)
PLEA = "plea"


def plead(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    """Ask in the home channels; whether anybody will read it before the meeting."""
    if not _may_plead(meeting.community, work, now):
        return False
    asked = meeting.subject.about(PLEA)
    places = homes(meeting.community, work)
    shown = [quiet.want(asked, home, work, now, expires_at=meeting.starts_at) for home in places]
    if any(shown):
        community = Subject(meeting.community, "community", meeting.community)
        work.history.add(Happening(now, None, PLEADED, community))
    return any(shown)


def _may_plead(community: int, work: ConvenerWork, now: datetime) -> bool:
    latest = work.history.latest(community, (PLEADED,), 1)
    day_of = work.communities.calendar(community).day_of
    return not latest or day_of(now) - day_of(latest[0].at) >= BETWEEN_PLEAS


def draw(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To the channel, while somebody is needed."""
    meeting = meeting_of(subject, work)
    alone = convening(meeting, work) is None
    if not meeting.live or not (alone or len(work.conveners.volunteers(subject.community)) < ENOUGH):
        return None
    return cards.plea_card(meeting, view, alone=alone)
