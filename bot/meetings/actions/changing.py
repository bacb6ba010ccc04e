"""One meeting is moved, put somewhere else, or cancelled."""

from datetime import date, datetime, time

from bot import grammar
from bot.audience import Caller
from bot.calendar import exists, instant
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import written
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.actions import announcing, calendars, coming, planning
from bot.meetings.actions.seeing import changeable, live_meeting, named_meeting
from bot.meetings.actions.showing import list_of, who_comes
from bot.meetings.cards import forms
from bot.meetings.cards.meetings import keep_card
from bot.meetings.cards.when import dated, when
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.wording import place_in, read_moment
from bot.meetings.store import MeetingWork

WAYS = ("move", "cancel", "venue", "who", "table", "end", "keep", "change")


def typed(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`meetings`, `meetings every …`, `meetings calendar`, `meetings move 4 25 March 14:00`, `meetings end 1` …."""
    line = grammar.typed(call.text)
    if not line.word:
        return Private(list_of(caller, work, now))
    if line.word == "calendar":
        return calendars.typed(line.rest, caller, work, now)
    if line.word == "add" and not line.rest:
        return planning.asked_for(caller, work)
    if line.word not in WAYS:
        return planning.typed(call, caller, work, now)
    number, rest = grammar.number_in(line.rest)
    if number is None:
        raise CommunityError("number_needed")
    if line.word == "end":
        return planning.stopped(number, caller, work, now)
    meeting = live_meeting(changeable(work.meetings.get(caller.community, number), caller), now)
    return _typed_about(meeting, line.word, rest, caller, work, now)


def _typed_about(meeting: Meeting, way: str, rest: str, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    match way:
        case "keep" | "change":
            return _offered(meeting, way, caller)
        case "who":
            return who_comes(meeting, caller, work)
        case "table":
            return coming.table(meeting, caller, work, now)
        case "cancel":
            return _cancelled(meeting, caller, work, now)
        case "venue":
            return _placed(meeting, *place_in(rest), caller, work, now)
        case _:
            return _moved(meeting, rest, caller, work, now)


def _offered(meeting: Meeting, way: str, caller: Caller) -> Reply:
    """What can be done with it, or the form."""
    if way == "keep":
        return Private(keep_card(meeting, caller.view))
    return OpenForm(forms.meeting_form(meeting, caller.view))


def change(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The form with the meeting as it is."""
    meeting = live_meeting(changeable(named_meeting(call.subject, caller, work), caller), now)
    return OpenForm(forms.meeting_form(meeting, caller.view))


def changed(call: FormCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The filled-in form: what was left as it was changes nothing."""
    before = meeting = live_meeting(changeable(named_meeting(call.subject, caller, work), caller), now)
    venue, link = forms.place(call.values)
    moment = written(call.values, "when")
    if moment and moment != forms.moment(meeting):
        was_at = {announcing.WAS: meeting.starts_at.isoformat()}
        meeting = _at(meeting, moment, work, now)
        work.history.add(Happening(now, caller.member, "moved", meeting.subject, was_at))
    if (venue, link) != (meeting.venue, meeting.link):
        meeting = meeting.placed(venue, link)
        work.history.add(Happening(now, caller.member, "placed", meeting.subject))
    return _kept(before, meeting, caller, work, now)


def cancel(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The form that asks once more."""
    meeting = live_meeting(changeable(named_meeting(call.subject, caller, work), caller), now)
    return OpenForm(forms.cancel_form(meeting, caller.view))


def cancelled(call: FormCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """It won't be held."""
    meeting = live_meeting(changeable(named_meeting(call.subject, caller, work), caller), now)
    return _cancelled(meeting, caller, work, now)


def _cancelled(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    work.history.add(Happening(now, caller.member, "cancelled", meeting.subject))
    return _kept(meeting, meeting.cancelled(), caller, work, now)


def _placed(meeting: Meeting, venue: str, link: str, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    if not (venue or link):
        raise CommunityError("venue_unread")
    work.history.add(Happening(now, caller.member, "placed", meeting.subject))
    return _kept(meeting, meeting.placed(venue or meeting.venue, link or meeting.link), caller, work, now)


def _moved(meeting: Meeting, text: str, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    moved = _at(meeting, text, work, now)
    if (moved.day, moved.at, moved.minutes) == (meeting.day, meeting.at, meeting.minutes):
        return _kept(meeting, meeting, caller, work, now)
    was_at = {announcing.WAS: meeting.starts_at.isoformat()}
    work.history.add(Happening(now, caller.member, "moved", meeting.subject, was_at))
    return _kept(meeting, moved, caller, work, now)


def _at(meeting: Meeting, text: str, work: MeetingWork, now: datetime) -> Meeting:
    """The meeting at the moment that was written. Raises `CommunityError` for one that is past or never comes."""
    calendar = work.communities.calendar(meeting.community)
    day, at, minutes = read_moment(text, calendar.day_of(now), meeting.zone)
    at = at or meeting.at
    _check(day, at, meeting.zone, now)
    return meeting.moved(day, at, minutes or meeting.minutes)


def _check(day: date, at: time, zone: str, now: datetime) -> None:
    if not exists(day, at, zone):
        raise CommunityError("hour_skipped")
    if instant(day, at, zone) <= now:
        raise CommunityError("moment_past")


def _kept(before: Meeting, meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    words = caller.words
    if meeting == before:
        return Private(said(words("Nothing has changed: {when}.", when=when(meeting, words))))
    announcing.changed(meeting, work, now)
    announcing.tell_of_change(before, meeting, work, now)
    told = words(" I tell everybody who knew of it.") if before.state == "announced" else ""
    if meeting.state == "cancelled":
        return Private(said(words("Cancelled: {when}.", when=when(meeting, words)) + told))
    return Private(said(words("It stands now for {when}.", when=dated(meeting, words)) + told))
