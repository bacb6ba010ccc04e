"""A meeting as the community hears of it: announced, reminded of, changed, over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.history import Happening
from bot.meetings.actions.seeing import coming, homes, person, told
from bot.meetings.cards import meetings as cards
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.settings import AGENDA
from bot.meetings.store import MeetingWork
from bot.postings import InChannel

WAS = "was"
"""The detail of a happening "moved" that says when the meeting was to start."""
AT_SHORT_NOTICE = timedelta(hours=24)
"""A meeting that changes within so long of its start is told at once, whatever the hour."""


def kept(meeting: Meeting, work: MeetingWork, now: datetime) -> Meeting:
    """The meeting, saved, with its next step planned."""
    work.meetings.save(meeting)
    calendar = work.communities.calendar(meeting.community)
    work.due.plan(meeting.subject, meeting.next_step(calendar, now))
    return meeting


def changed(meeting: Meeting, work: MeetingWork, now: datetime) -> Meeting:
    """The meeting, saved, with its next step planned, and drawn again wherever it or a part of it stands."""
    work.postings.redraw_all(meeting.subject, now)
    for notes in work.meetings.notes_of(meeting.community, meeting.id):
        work.postings.redraw(notes.subject, now)
    return kept(meeting, work, now)


def announce(meeting: Meeting, work: MeetingWork, now: datetime) -> Meeting:
    """Tell the home channels, once. A meeting that began, was announced or cancelled stays as it is."""
    if meeting.state != "planned" or now >= meeting.starts_at:
        return meeting
    meeting = kept(meeting.announced(now), work, now)
    for home in homes(meeting.community, work):
        where = InChannel(home.id)
        quiet.want(meeting.subject, where, work, now, expires_at=meeting.starts_at, rather_at_once=True)
    work.history.add(Happening(now, None, "announced", meeting.subject))
    return meeting


def announce_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """Its poll brought no topic, or it has none: it is announced all the same."""
    announce(work.meetings.get(subject.community, subject.id), work, now)


def not_announced(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """It has begun, and nobody was told: what comes next is planned."""
    kept(work.meetings.get(subject.community, subject.id), work, now)


def not_reminded(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """It has begun: nobody is reminded any more."""
    kept(replace(work.meetings.get(subject.community, subject.id), reminded_at=now), work, now)


def remind_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """To those who said yes or maybe."""
    meeting = work.meetings.get(subject.community, subject.id)
    if not meeting.live or meeting.reminded_at is not None:
        return
    kept(replace(meeting, reminded_at=now), work, now)
    for rsvp in coming(work.meetings.rsvps(meeting.community, meeting.id)):
        if place := work.members.reach(rsvp.community, rsvp.member):
            quiet.want(reminder_of(meeting), place, work, now, expires_at=meeting.starts_at)


def end_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """It is over."""
    meeting = work.meetings.get(subject.community, subject.id)
    if not meeting.live:
        return
    changed(meeting.held(), work, now)
    work.postings.withdraw(reminder_of(meeting), now)
    work.history.add(Happening(now, None, "held", meeting.subject))


def reminder_of(meeting: Meeting) -> Subject:
    """The reminder of the meeting as it is: one that moved is reminded of anew."""
    return meeting.subject.about(f"reminder:{meeting.sequence}")


def tell_of_change(before: Meeting, meeting: Meeting, work: MeetingWork, now: datetime) -> None:
    """A new message where the meeting stood, and one to each who said yes or maybe; nothing before it was announced.

    An earlier one that is still waiting is not sent any more.
    """
    if before.state != "announced":
        return
    urgent = any(abs(at - now) < AT_SHORT_NOTICE for at in (before.starts_at, meeting.starts_at))
    work.postings.withdraw(reminder_of(before), now)
    for sequence in range(1, meeting.sequence):
        work.postings.withdraw_waiting(meeting.subject.about(f"changed:{sequence}"), now)
    subject = meeting.subject.about(f"changed:{meeting.sequence}")
    for home in homes(meeting.community, work):
        quiet.want(subject, InChannel(home.id), work, now, expires_at=meeting.ends_at, urgent=urgent)
    for rsvp in coming(work.meetings.rsvps(meeting.community, meeting.id)):
        if place := work.members.reach(rsvp.community, rsvp.member):
            quiet.want(subject, place, work, now, expires_at=meeting.ends_at, urgent=urgent)


def draw(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """The announcement, once there is one."""
    meeting = work.meetings.get(subject.community, subject.id)
    if meeting.announced_at is None:
        return None
    return cards.announcement(told(meeting, work, view), agenda(meeting.community, work, view), view)


def agenda(community: int, work: MeetingWork, view: View) -> str:
    """The community's running order."""
    return AGENDA.text(work.communities.settings(community), view.words)


def draw_reminder(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """The reminder, while the meeting is to come."""
    meeting = work.meetings.get(subject.community, subject.id)
    return cards.reminder(meeting, view) if meeting.live else None


def draw_changed(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """What became of the meeting."""
    return cards.changed_card(work.meetings.get(subject.community, subject.id), view)


def draw_table(subject: Subject, work: MeetingWork, view: View) -> Card | None:
    """The order of the round table, once it was drawn."""
    meeting = work.meetings.get(subject.community, subject.id)
    names = round_table(meeting, work, view)
    return cards.table_card(meeting, names, view) if names else None


def round_table(meeting: Meeting, work: MeetingWork, view: View) -> Sequence[str]:
    """The names in the order that was drawn."""
    placed = [rsvp for rsvp in work.meetings.rsvps(meeting.community, meeting.id) if rsvp.place is not None]
    placed.sort(key=lambda rsvp: rsvp.place or 0)
    return [person(rsvp.community, rsvp.member, work, view.words) for rsvp in placed]
