"""What people look up about meetings: the next one, the list, who is coming."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import Button, Card
from bot.chat.replies import Private, Reply
from bot.meetings.actions.seeing import changeable, live_meeting, may_change, named_meeting, person, told
from bot.meetings.cards import meetings as cards
from bot.meetings.cards.when import clock, rhythm, zone
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.series import SHOWN_AHEAD, Series
from bot.meetings.store import MeetingWork


def next_meeting(_call: CommandCall | ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`next`."""
    upcoming = work.meetings.upcoming(caller.community, now, SHOWN_AHEAD)
    if not upcoming:
        return Private(cards.none_card(caller.view, steward=caller.steward))
    first, *later = upcoming
    keeps = may_change(first, caller)
    return Private(cards.next_card(told(first, work, caller.view), later, caller.view, keeps=keeps))


def list_of(caller: Caller, work: MeetingWork, now: datetime) -> Card:
    """The next meetings, and the series they come from."""
    upcoming = work.meetings.upcoming(caller.community, now, SHOWN_AHEAD)
    series = work.meetings.all_series(caller.community)
    if not (upcoming or series):
        return cards.none_card(caller.view, steward=caller.steward)
    rhythms = [_rhythm(one, caller) for one in series]
    shown = [told(meeting, work, caller.view) for meeting in upcoming]
    return cards.list_card(shown, rhythms, caller.view, steward=caller.steward)


def _rhythm(series: Series, caller: Caller) -> cards.Rhythm:
    words = caller.words
    text = words(
        "We meet {rhythm}, {time} {zone}",
        rhythm=rhythm(series.rule, words),
        time=clock(series.at),
        zone=zone(series.zone, words),
    )
    stop = Button(words("End this series"), "series.stop", series.subject, object_name=text)
    return cards.Rhythm(text, (stop,) if caller.steward else ())


def keep(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """What whoever looks after the meeting can do with it."""
    meeting = live_meeting(changeable(named_meeting(call.subject, caller, work), caller), now)
    return Private(cards.keep_card(meeting, caller.view))


def who(call: ButtonCall, caller: Caller, work: MeetingWork, _now: datetime) -> Reply:
    """Who is coming, to whoever looks after the meeting."""
    return who_comes(named_meeting(call.subject, caller, work), caller, work)


def who_comes(meeting: Meeting, caller: Caller, work: MeetingWork) -> Reply:
    """The same, of that meeting."""
    meeting = changeable(meeting, caller)
    rsvps = work.meetings.rsvps(meeting.community, meeting.id)
    yes, maybe = (
        [person(one.community, one.member, work, caller.words) for one in rsvps if one.answer == answer]
        for answer in ("yes", "maybe")
    )
    return Private(cards.who_card(meeting, yes, maybe, caller.view))
