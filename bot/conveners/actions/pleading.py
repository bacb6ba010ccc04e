"""Asking the channel for somebody to convene: kindly, and at most once in four weeks."""

from datetime import datetime

from bot import pleas, quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.conveners.actions.seeing import convening, homes, meeting_of
from bot.conveners.cards import pleas as cards
from bot.conveners.model.volunteers import ENOUGH
from bot.conveners.store import ConvenerWork
from bot.meetings.model.meetings import Meeting

PLEA = "plea"


def plead(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    """Ask in the home channels; whether anybody will read it before the meeting."""
    if not pleas.allowed(meeting.community, work, now):
        return False
    asked = meeting.subject.about(PLEA)
    places = homes(meeting.community, work)
    shown = [quiet.want(asked, home, work, now, expires_at=meeting.starts_at) for home in places]
    if any(shown):
        pleas.made(meeting.community, work, now)
    return any(shown)


def draw(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To the channel, while somebody is needed."""
    meeting = meeting_of(subject, work)
    alone = convening(meeting, work) is None
    if not meeting.live or not (alone or len(work.conveners.volunteers(subject.community)) < ENOUGH):
        return None
    return cards.plea_card(meeting, view, alone=alone)
