"""Looking up what a call or a step is about: which meeting, and who is who in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.words import Words
from bot.community.model import Channel
from bot.errors import CommunityError, Unknown
from bot.meetings.cards.meetings import Told, raised_by
from bot.meetings.model.agenda import Raised
from bot.meetings.model.meetings import Meeting, Rsvp
from bot.meetings.store import MeetingWork
from bot.members.cards.profile import name_of


def named_meeting(text: str, caller: Caller, work: MeetingWork) -> Meeting:
    """The meeting that a press or form names. Raises `Unknown`."""
    return work.meetings.get(caller.community, caller.own(text, "meeting").id)


def meant_meeting(number: int | None, caller: Caller, work: MeetingWork, now: datetime) -> Meeting:
    """The meeting of that number, or the next one. Raises `CommunityError` when there is none to come."""
    if number is not None:
        return work.meetings.get(caller.community, number)
    upcoming = work.meetings.upcoming(caller.community, now, 1)
    if not upcoming:
        raise CommunityError("no_meeting")
    return upcoming[0]


def live_meeting(meeting: Meeting, now: datetime) -> Meeting:
    """The meeting, when it is still to come or going on. Raises `CommunityError`."""
    if meeting.state == "cancelled":
        raise CommunityError("meeting_cancelled")
    if not meeting.live or meeting.ends_at <= now:
        raise CommunityError("meeting_over")
    return meeting


def may_change(meeting: Meeting, caller: Caller) -> bool:
    """Whether the caller looks after the meeting: its convener, or a steward."""
    return caller.steward or meeting.convener == caller.member


def changeable(meeting: Meeting, caller: Caller) -> Meeting:
    """The meeting, when the caller looks after it. Raises `CommunityError`."""
    if not may_change(meeting, caller):
        raise CommunityError("convener_only")
    return meeting


def came(meeting: Meeting, caller: Caller, work: MeetingWork) -> bool:
    """Whether the caller was there, as far as anybody said, or looks after the meeting."""
    answer = work.meetings.rsvp(meeting.community, meeting.id, caller.member)
    return may_change(meeting, caller) or (answer is not None and (answer.here or answer.answer != "no"))


def person(community: int, member: int | None, work: MeetingWork, words: Words) -> str:
    """A member as others read of them: "Henrik (Fisheries)"; empty for nobody."""
    if member is None:
        return ""
    try:
        known = work.members.get(community, member)
    except Unknown:
        return ""
    name = name_of(known, words)
    return f"{name} ({known.unit})" if known.unit else name


def homes(community: int, work: MeetingWork) -> Sequence[Channel]:
    """The home channels."""
    return [channel for channel in work.communities.channels(community) if channel.home]


def coming(rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    """Those who said yes or maybe."""
    return [rsvp for rsvp in rsvps if rsvp.answer != "no"]


def raised(meeting: Meeting, work: MeetingWork, words: Words) -> Sequence[str]:
    """What members bring to the meeting, each with its asker where they say who they are."""
    questions = work.meetings.agenda(meeting.community, meeting.id)
    return [raised_by(one.text, _asker(one, meeting, work, words), words) for one in questions]


def _asker(one: Raised, meeting: Meeting, work: MeetingWork, words: Words) -> str:
    if one.member is None:
        return ""
    name = name_of(work.members.get(meeting.community, one.member), words)
    return f"{name}, {one.unit}" if one.unit else name


def told(meeting: Meeting, work: MeetingWork, view: View) -> Told:
    """A meeting as a card tells of it."""
    rsvps = work.meetings.rsvps(meeting.community, meeting.id)
    return Told(
        meeting,
        person(meeting.community, meeting.convener, work, view.words),
        sum(rsvp.answer == "yes" for rsvp in rsvps),
        sum(rsvp.answer == "maybe" for rsvp in rsvps),
        raised(meeting, work, view.words),
    )
