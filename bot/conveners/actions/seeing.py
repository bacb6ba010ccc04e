"""Looking up whose turn it is, as far as rules and people need it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.refs import Subject
from bot.chat.words import Words
from bot.conveners.model.rota import Candidate, LastTime, spared
from bot.conveners.model.turns import Role, State, Turn, as_candidate, hindrance
from bot.conveners.model.volunteers import Volunteer
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError, Unknown
from bot.meetings.model.meetings import Meeting
from bot.members.cards.profile import name_of
from bot.postings import InChannel

MOST_MEETINGS = 12
"""So many meetings ahead are looked at."""


def meeting_of(subject: Subject | Turn, work: ConvenerWork) -> Meeting:
    """The meeting that a turn, or a part of the meeting, is about. Raises `Unknown`."""
    number = subject.meeting if isinstance(subject, Turn) else subject.id
    return work.meetings.get(subject.community, number)


def ahead(meeting: Meeting, now: datetime) -> bool:
    """Whether it is still to begin."""
    return meeting.live and now < meeting.starts_at


def convening(meeting: Meeting, work: ConvenerWork) -> Turn | None:
    """The turn of whoever convenes, or is asked to; None when nobody is."""
    return next((turn for turn in work.conveners.turns_of(meeting.community, meeting.id) if turn.convening), None)


def standing_by(meeting: Meeting, work: ConvenerWork) -> Turn | None:
    """The turn of the backup; None when there is none."""
    turns = work.conveners.turns_of(meeting.community, meeting.id)
    return next((turn for turn in turns if turn.role == "backup" and turn.open and turn.member is not None), None)


def seen(meeting: Meeting, work: ConvenerWork) -> Sequence[Candidate]:
    """The volunteers as seen from a meeting, those who can't be asked included."""
    turns = work.conveners.turns_of(meeting.community, meeting.id)
    asked = {turn.member for turn in turns if turn.passable}
    missing = {one.member for one in work.meetings.rsvps(meeting.community, meeting.id) if one.answer == "no"}
    return [_seen(one, meeting, asked, missing, work) for one in work.conveners.volunteers(meeting.community)]


def _seen(
    one: Volunteer, meeting: Meeting, asked: Collection[int | None], missing: Collection[int], work: ConvenerWork
) -> Candidate:
    why = hindrance(
        one,
        asked=one.member in asked,
        away=work.members.on_leave(one.community, one.member, meeting.day),
        missing=one.member in missing,
        gone=work.members.reach(one.community, one.member) is None,
    )
    unit = work.members.get(one.community, one.member).unit
    return as_candidate(one, unit, work.conveners.turns_with(one.community, one.member), why)


def last_time(meeting: Meeting, work: ConvenerWork) -> LastTime:
    """Who convenes the meeting before."""
    member = work.conveners.last_before(meeting.community, meeting.starts_at)
    if member is None:
        return LastTime()
    return LastTime(member, work.members.get(meeting.community, member).unit)


def let_in(community: int, work: ConvenerWork) -> None:
    """Volunteers who have been to a meeting since may be offered a turn, from the pool's lowest count on.

    Who volunteers before the community has met at all needn't wait: somebody has to convene the first meeting.
    """
    everybody = work.conveners.volunteers(community)
    beginning = not work.meetings.latest_held(community, 1)
    for one in everybody:
        if not one.attended and (beginning or work.meetings.attended(community, one.member)):
            regulars = [other for other in everybody if other.attended]
            work.conveners.save_volunteer(one.came().forgiven(spared_turns(one, regulars, work)))


def spared_turns(one: Volunteer, regulars: Sequence[Volunteer], work: ConvenerWork) -> int:
    """The turns that a volunteer needn't catch up on, given those who may be asked already."""
    with_turns = {
        other.member: as_candidate(other, "", work.conveners.turns_with(other.community, other.member))
        for other in (one, *regulars)
    }
    return spared(with_turns.pop(one.member), list(with_turns.values()))


def own_turn(call: ButtonCall | FormCall, caller: Caller, work: ConvenerWork) -> Turn:
    """The caller's turn that a press or form names. Raises `Unknown`, or `CommunityError` when it is another's."""
    turn = work.conveners.turn(caller.community, caller.own(call.subject, "turn").id)
    if turn.member != caller.member:
        raise CommunityError("turn_of_another")
    return turn


def next_turn_of(
    caller: Caller, work: ConvenerWork, now: datetime, states: Collection[State], roles: Collection[Role]
) -> Turn:
    """The caller's soonest such turn, standing by last. Raises `CommunityError` when they have none."""
    theirs = [turn for turn in work.conveners.open_turns(caller.community) if turn.member == caller.member]
    fitting = [turn for turn in theirs if turn.state in states and turn.role in roles and turn.starts_at > now]
    if not fitting:
        raise CommunityError("no_turn")
    return min(fitting, key=lambda turn: (turn.role == "backup", turn.starts_at, turn.id))


def called(community: int, member: int, work: ConvenerWork, words: Words) -> str:
    """Name and unit of a member: "Noor (Forests)"."""
    try:
        known = work.members.get(community, member)
    except Unknown:
        return words("a colleague")
    name = name_of(known, words)
    return words("{name} ({unit})", name=name, unit=known.unit) if known.unit else name


def homes(community: int, work: ConvenerWork) -> Sequence[InChannel]:
    """The home channels."""
    return [InChannel(channel.id) for channel in work.communities.channels(community) if channel.home]
