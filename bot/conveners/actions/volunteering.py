"""In the rota and out of it: volunteer, away on some days, pause, go on, stop."""

from dataclasses import replace
from datetime import date, datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import written
from bot.chat.replies import OpenForm, Private, Reply
from bot.conveners.actions import leaving, swapping
from bot.conveners.actions.offering import TURN, keep, offer
from bot.conveners.actions.seeing import MOST_MEETINGS, let_in, meeting_of, spared_turns
from bot.conveners.cards import volunteers as cards
from bot.conveners.model.turns import Turn, offer_at
from bot.conveners.model.volunteers import Volunteer
from bot.conveners.store import ConvenerWork
from bot.days import read_leave
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions import reaching


def show(_call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """How the caller stands in the rota, and what they can change."""
    return Private(_shown(caller, work, now))


def join(_call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Into the rota, for the first time or again."""
    known = work.conveners.volunteer(caller.community, caller.member)
    if known is None:
        _keep(Volunteer(caller.community, caller.member, now), "volunteered", caller, work, now)
    elif not known.active:
        back = known.back(now)
        regulars = [one for one in work.conveners.volunteers(caller.community) if one.attended]
        spared = spared_turns(back, regulars, work) if back.attended else 0
        _keep(back.forgiven(spared), "volunteered", caller, work, now)
    elif known.paused:
        _keep(replace(known, paused=False), "went on", caller, work, now)
    let_in(caller.community, work)
    offer_what_waits(caller.community, work, now)
    return Private(_shown(caller, work, now))


def pause(_call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """No turn until they say so; what they have said yes to stays theirs."""
    known = _mine(caller, work)
    if not known.paused:
        _keep(replace(known, paused=True), "paused", caller, work, now)
        for turn in _open(caller.community, caller.member, work, now):
            if turn.state == "offered":
                released(turn, work, now)
    return Private(_shown(caller, work, now))


def stop(_call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Out of the rota; their turns go to others."""
    known = _mine(caller, work)
    _keep(known.stopped(now), "stopped", caller, work, now)
    for turn in _open(caller.community, caller.member, work, now):
        released(turn, work, now)
    return Private(cards.stopped_card(caller.view))


def away(_call: ButtonCall, caller: Caller, work: ConvenerWork, _now: datetime) -> Reply:
    """The form that asks for the days."""
    _mine(caller, work)
    return OpenForm(cards.away_form(caller.subject("community", caller.community), caller.view))


def away_filled_in(call: FormCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """The days, as they were written."""
    return is_away(written(call.values, "days"), caller, work, now)


def is_away(text: str, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """`convene away 3 March to 17 March 2027`: nothing is offered for those days, and the place is kept."""
    _mine(caller, work)
    first, last = read_leave(text, work.communities.calendar(caller.community).day_of(now))
    reaching.leave(work.members.get(caller.community, caller.member), first, last, work, now)
    pass_on(caller.community, caller.member, first, last, work, now)
    return Private(_shown(caller, work, now))


def pass_on(community: int, member: int, first: date, last: date, work: ConvenerWork, now: datetime) -> None:
    """What somebody would have convened on those days goes to others, at no cost. Repeatable."""
    for turn in _open(community, member, work, now):
        if first <= turn.day <= last:
            released(turn, work, now)


def back(_call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """There after all."""
    reaching.come_back(work.members.get(caller.community, caller.member), work, now)
    offer_what_waits(caller.community, work, now)
    return Private(_shown(caller, work, now))


def offer_what_waits(community: int, work: ConvenerWork, now: datetime) -> None:
    """Meetings that nobody convenes, though their turn should be offered by now."""
    calendar = work.communities.calendar(community)
    for meeting in work.meetings.upcoming(community, now, MOST_MEETINGS):
        if offer_at(meeting.day, calendar) <= now:
            offer(meeting.subject.about(TURN), work, now)


def released(turn: Turn, work: ConvenerWork, now: datetime) -> None:
    """Theirs no longer, at no cost; whoever asked them to swap is told."""
    if turn.convening:
        leaving.given_up(turn, "released", work, now)
        return
    ended = keep(turn.ended("released", now), work, now)
    if turn.requested:
        swapping.refused(ended, work, now)
    elif turn.role == "backup":
        leaving.another_backup(meeting_of(turn, work), work, now)
    else:
        leaving.seek(meeting_of(turn, work), "volunteers", work, now)


def _open(community: int, member: int, work: ConvenerWork, now: datetime) -> list[Turn]:
    turns = work.conveners.open_turns(community)
    return [turn for turn in turns if turn.member == member and turn.starts_at > now]


def _mine(caller: Caller, work: ConvenerWork) -> Volunteer:
    known = work.conveners.volunteer(caller.community, caller.member)
    if known is None or not known.active:
        raise CommunityError("not_in_rota")
    return known


def _keep(volunteer: Volunteer, verb: str, caller: Caller, work: ConvenerWork, now: datetime) -> None:
    work.conveners.save_volunteer(volunteer)
    work.history.add(Happening(now, caller.member, verb, caller.subject("member", caller.member)))


def _shown(caller: Caller, work: ConvenerWork, now: datetime) -> Card:
    known = work.conveners.volunteer(caller.community, caller.member)
    if known is None or not known.active:
        return cards.newcomer_card(caller.view)
    today = work.communities.calendar(caller.community).day_of(now)
    days = work.members.away(caller.community, caller.member, today)
    mine = [
        (turn, meeting_of(turn, work))
        for turn in _open(caller.community, caller.member, work, now)
        if not turn.requested
    ]
    return cards.volunteer_card(known, days, mine, caller.view)
