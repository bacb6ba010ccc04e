"""The calendar people subscribe to, and the days on which the community doesn't work."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from bot import grammar
from bot.audience import Caller
from bot.calendar import DaysOff
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.days import read_days
from bot.errors import CommunityError, StewardsOnly, Unknown
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.cards import calendars as cards
from bot.meetings.model.meetings import Meeting
from bot.meetings.store import MeetingWork

SECRET = 24
"""Bytes in the secret word of a calendar's address."""
LONGEST_LABEL = 80
LONGEST_OFF = timedelta(days=365)
MOST_LOOKED_AT = 12


def show(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The address of the calendar, to a member alone; made when somebody first asks."""
    caller.own(call.subject, "community")
    return shown(caller, work, now)


def shown(caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The same, however it was asked for."""
    token = work.meetings.feed(caller.community)
    if token is None:
        token = token_urlsafe(SECRET)
        work.meetings.save_feed(caller.community, token, now)
    return Private(cards.feed_card(token, caller.view, steward=caller.steward))


def typed(rest: str, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`meetings calendar`; `meetings calendar new` by a steward."""
    if rest.lower() != "new":
        return shown(caller, work, now)
    if not caller.steward:
        raise StewardsOnly
    return _renewed(caller, work, now)


def renew(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """A new address; the old one shows nothing any more."""
    caller.own(call.subject, "community")
    return _renewed(caller, work, now)


def _renewed(caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    token = token_urlsafe(SECRET)
    work.meetings.save_feed(caller.community, token, now)
    work.history.add(Happening(now, caller.member, "renewed calendar", caller.subject("community", caller.community)))
    return Private(cards.feed_card(token, caller.view, steward=True))


def days_off(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`daysoff`, `daysoff 24 December to 2 January, Winter break`, `daysoff quiet 1 March to 5 March`, `daysoff drop 2`."""
    line = grammar.typed(call.text)
    if not line.word:
        return _listed(caller, work)
    if line.word == "drop":
        number, _ = grammar.number_in(line.rest)
        return _dropped(number, caller, work, now)
    quiet = line.word == "quiet"
    first, last, label = _read(line.rest if quiet else call.text, caller, work, now)
    return _added(first, last, label[:LONGEST_LABEL], quiet, caller, work, now)


def _read(text: str, caller: Caller, work: MeetingWork, now: datetime) -> tuple[date, date, str]:
    """The days, and what they are called, which may follow a comma."""
    today = work.communities.calendar(caller.community).day_of(now)
    days, comma, label = text.rpartition(",")
    if comma:
        with suppress(CommunityError):
            return *read_days(days, today), label.strip()
    return *read_days(text, today), ""


def drop(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """Ordinary days again."""
    return _dropped(caller.own(call.subject, "daysoff").id, caller, work, now)


def _added(first: date, last: date, label: str, quiet: bool, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    if last - first > LONGEST_OFF:
        raise CommunityError("too_many_days")
    label = label or (caller.words("Quiet period") if quiet else caller.words("Days off"))
    days = DaysOff(first, last, label, quiet)
    number = work.communities.add_days_off(caller.community, days)
    work.history.add(Happening(now, caller.member, "added days off", caller.subject("daysoff", number)))
    upcoming = _recounted(caller, work, now)
    hit = [] if quiet else [meeting for meeting in upcoming if days.holds(meeting.day)]
    return Private(cards.added_card(days, hit, caller.view))


def _dropped(number: int | None, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    if number is None:
        raise CommunityError("number_needed")
    if not work.communities.drop_days_off(caller.community, number):
        raise Unknown
    work.history.add(Happening(now, caller.member, "dropped days off", caller.subject("daysoff", number)))
    _recounted(caller, work, now)
    return Private(said(caller.words("They are ordinary days again.")))


def _recounted(caller: Caller, work: MeetingWork, now: datetime) -> Sequence[Meeting]:
    """The meetings ahead, whose lead times are counted anew now that other days are working days."""
    upcoming = work.meetings.upcoming(caller.community, now, MOST_LOOKED_AT)
    for meeting in upcoming:
        announcing.kept(meeting, work, now)
        work.history.add(Happening(now, None, "recounted", meeting.subject))
    return upcoming


def _listed(caller: Caller, work: MeetingWork) -> Reply:
    days = work.communities.days_off(caller.community)
    named = [(caller.subject("daysoff", number), one) for number, one in days]
    return Private(cards.days_off_card(named, caller.view))
