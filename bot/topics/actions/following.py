"""What happens around a meeting or a member that topics and polls follow."""

from datetime import datetime, time

from bot.chat.refs import Subject
from bot.due import Step
from bot.history import Happening
from bot.meetings.model.meetings import Meeting
from bot.topics.actions import choosing, polling
from bot.topics.actions.seeing import AHEAD
from bot.topics.model.polls import Poll
from bot.topics.store import TopicWork

TOPIC = "topic"
"""The part of a meeting under which its convener is asked for a topic."""
ASKED_BEFORE, ASKED_AT = 2, time(10)
"""Working days before a meeting without a topic on which its convener is asked to choose."""


def planned(happening: Happening, work: TopicWork, now: datetime) -> None:
    """A new meeting: its poll, if its series has any, and the day by which it should have a topic."""
    meeting = _meeting(happening, work)
    _plan_asking(meeting, work, now)
    if _has_polls(meeting, work):
        polling.plan(meeting, work, now)


def moved(happening: Happening, work: TopicWork, now: datetime) -> None:
    """What has not happened yet happens at its new time; so does the poll that waits for this meeting's end."""
    meeting = _meeting(happening, work)
    _plan_asking(meeting, work, now)
    _reschedule(meeting, work, now)
    for other in work.meetings.upcoming(meeting.community, now, AHEAD):
        if meeting.series is not None and other.series == meeting.series and other.id != meeting.id:
            _reschedule(other, work, now)


def _reschedule(meeting: Meeting, work: TopicWork, now: datetime) -> None:
    poll = work.polls.of_meeting(meeting.community, meeting.id)
    if poll is None or poll.state not in {"planned", "open"}:
        _plan_anew(poll, meeting, work, now)
        return
    when = polling.span_for(meeting, work)
    if poll.state == "planned" and (not when.possible or now >= when.closes_at):
        polling.give_up(poll, meeting, work, now)
        return
    changed = poll.rescheduled(when, now)
    if changed != poll:
        polling.keep(changed, work, now)


def _plan_anew(poll: Poll | None, meeting: Meeting, work: TopicWork, now: datetime) -> None:
    """A poll for which there was no time may have some now; not one whose chance came, nor for a meeting with a topic."""
    if poll is not None and (poll.state != "skipped" or work.polls.options(poll)):
        return
    if poll is not None and max(poll.opens_at, polling.span_for(meeting, work).opens_at) <= now:
        return
    if not meeting.live or meeting.topic_id is not None or not _has_polls(meeting, work):
        return
    if polling.plan(meeting, work, now) is not None:
        work.postings.withdraw(meeting.subject.about(choosing.CHOOSE), now)


def _has_polls(meeting: Meeting, work: TopicWork) -> bool:
    return meeting.series is not None and work.meetings.series(meeting.community, meeting.series).polls


def cancelled(happening: Happening, work: TopicWork, now: datetime) -> None:
    """No poll, and what it was to be about may be chosen again."""
    meeting = _meeting(happening, work)
    _over(meeting, work, now)
    choosing.released(meeting, work, now)


def held(happening: Happening, work: TopicWork, now: datetime) -> None:
    """Its topic was discussed."""
    meeting = _meeting(happening, work)
    _over(meeting, work, now)
    if meeting.topic_id is not None:
        topic = work.topics.get(meeting.community, meeting.topic_id)
        if topic.state == "chosen":
            choosing.keep(topic.discussed(now), work, now)


def counted_anew(happening: Happening, work: TopicWork, now: datetime) -> None:
    """A voter has another unit, is one with another, or is forgotten: the turnout on open polls changes."""
    for poll in work.polls.open(happening.subject.community):
        work.postings.redraw(poll.subject, now)


def ask_for_topic(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Two working days before a meeting that has no topic, and no poll that chooses one."""
    meeting = work.meetings.get(subject.community, subject.id)
    if not _polled(meeting, work):
        choosing.ask_convener(meeting, work, now)


def accepted(happening: Happening, work: TopicWork, now: datetime) -> None:
    """Whoever says only now that they convene is asked what those before them would have been."""
    for meeting in work.meetings.upcoming(happening.subject.community, now, AHEAD):
        theirs = meeting.convener is not None and meeting.convener == happening.actor
        if theirs and now >= _asks_at(meeting, work) and not _polled(meeting, work):
            choosing.ask_convener(meeting, work, now, at_once=True)


def _polled(meeting: Meeting, work: TopicWork) -> bool:
    poll = work.polls.of_meeting(meeting.community, meeting.id)
    return poll is not None and poll.state in {"planned", "open"}


def _asks_at(meeting: Meeting, work: TopicWork) -> datetime:
    calendar = work.communities.calendar(meeting.community)
    return calendar.at(calendar.before(meeting.day, ASKED_BEFORE), ASKED_AT)


def _plan_asking(meeting: Meeting, work: TopicWork, now: datetime) -> None:
    at = _asks_at(meeting, work)
    step = Step("topic.choose", max(at, now), until=meeting.starts_at) if meeting.live else None
    work.due.plan(meeting.subject.about(TOPIC), step)


def _over(meeting: Meeting, work: TopicWork, now: datetime) -> None:
    work.due.plan(meeting.subject.about(TOPIC), None)
    work.postings.withdraw(meeting.subject.about(choosing.CHOOSE), now)
    poll = work.polls.of_meeting(meeting.community, meeting.id)
    if poll is not None and poll.state in {"planned", "open"}:
        polling.skip(poll, work, now)


def _meeting(happening: Happening, work: TopicWork) -> Meeting:
    return work.meetings.get(happening.subject.community, happening.subject.id)
