"""Series: how a community comes to have meetings, and always a few ahead."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.audience import Caller
from bot.calendar import instant
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.community.actions.opening import LONGEST_MEETS
from bot.community.model import MEETS
from bot.errors import CommunityError, StewardsOnly, at_field
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.actions.showing import list_of
from bot.meetings.cards import forms
from bot.meetings.cards.when import when
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.series import PLANNED_AHEAD, SHOWN_AHEAD, Series
from bot.meetings.model.wording import Wanted, read_series
from bot.meetings.store import MeetingWork

MOST_DERIVED = 100
"""So many meetings ahead of a community are looked at."""


def write(_call: ButtonCall, caller: Caller, work: MeetingWork, _now: datetime) -> Reply:
    """The form for a series; for the first one with what was said at set-up."""
    return OpenForm(forms.series_form(_said_at_set_up(caller, work), caller.view))


def asked_for(caller: Caller, work: MeetingWork) -> Reply:
    """The same form, typed for: `meetings add`."""
    if not caller.steward:
        raise StewardsOnly
    return OpenForm(forms.series_form(_said_at_set_up(caller, work), caller.view))


def _said_at_set_up(caller: Caller, work: MeetingWork) -> str:
    """When they meet, as far as nothing is planned yet."""
    first = not work.meetings.all_series(caller.community)
    return work.communities.settings(caller.community).get(MEETS.key, "") if first else ""


def written_down(call: FormCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The filled-in form."""
    caller.own(call.subject, "community")
    begins, when = written(call.values, "from"), written(call.values, "when")
    with at_field("when"):
        wanted = _read(when, caller.community, work, now)
    if begins:
        with at_field("from"):
            wanted = _read(f"{when} from {begins}", caller.community, work, now)
    venue, link = forms.place(call.values)
    move = written(call.values, "on_day_off") == "move"
    polls = written(call.values, "polls") != "no"
    series = _made(
        wanted, venue or wanted.venue, link or wanted.link, caller.community, work, now, move=move, polls=polls
    )
    _known_to_meet(written(call.values, "when"), caller.community, work, now)
    return _told(series, caller, work, now)


def typed(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`meetings every second Thursday 10:00 for 60 min, Room 4 | https://…`."""
    if not caller.steward:
        raise StewardsOnly
    wanted = _read(call.text, caller.community, work, now)
    polls = wanted.rule.nth is not None or wanted.rule.every > 1
    series = _made(wanted, wanted.venue, wanted.link, caller.community, work, now, move=False, polls=polls)
    _known_to_meet(call.text, caller.community, work, now)
    return _told(series, caller, work, now)


def _read(text: str, community: int, work: MeetingWork, now: datetime) -> Wanted:
    calendar = work.communities.calendar(community)
    return read_series(text, calendar.day_of(now), calendar.zone)


def _made(
    wanted: Wanted,
    venue: str,
    link: str,
    community: int,
    work: MeetingWork,
    now: datetime,
    *,
    move: bool,
    polls: bool,
) -> Series:
    series = work.meetings.new_series(
        community,
        wanted.rule,
        wanted.starts_on,
        wanted.at,
        wanted.minutes,
        work.communities.get(community).zone,
        venue,
        link,
        "move" if move else "skip",
        polls=polls,
        now=now,
    )
    _plan_ahead(series, work, now)
    return series


def _known_to_meet(said: str, community: int, work: MeetingWork, now: datetime) -> None:
    """Where it was not said at set-up when they meet, the set-up says so from now on."""
    if not work.communities.settings(community).get(MEETS.key, ""):
        work.communities.set(community, MEETS.key, said[:LONGEST_MEETS])
        work.postings.redraw(Subject(community, "community", community, "setup"), now)


def _told(series: Series, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    work.history.add(Happening(now, caller.member, "planned series", series.subject))
    return Private(list_of(caller, work, now))


def plan_step(subject: Subject, work: MeetingWork, now: datetime) -> None:
    """Enough meetings are planned ahead."""
    series = work.meetings.series(subject.community, subject.id)
    if series.ended_at is None:
        _plan_ahead(series, work, now)


def _plan_ahead(series: Series, work: MeetingWork, now: datetime) -> None:
    """At least the next three, and all of the next six weeks. A date of the rule is planned once, whatever became of it."""
    calendar = work.communities.calendar(series.community)
    known = {meeting.slot: meeting for meeting in work.meetings.of_series(series.community, series.id, now)}
    ends = [_slot_ends(meeting, series) for meeting in known.values() if meeting.live]
    ahead = [at for at in ends if at > now]
    for slot in series.slots(calendar.day_of(now)):
        if len(ahead) >= SHOWN_AHEAD and max(ahead) >= now + PLANNED_AHEAD:
            break
        day = series.day_for(slot, calendar)
        if slot in known or day is None or instant(day, series.at, series.zone) <= now:
            continue
        if made := _planned(series, slot, day, work, now):
            ahead.append(_slot_ends(made, series))
    work.due.plan(series.subject, series.next_step(sorted(ahead), now))


def _slot_ends(meeting: Meeting, series: Series) -> datetime:
    """When it would end on its own date: one that moved far ahead doesn't stand for those between."""
    day = meeting.slot or meeting.day
    return instant(day, series.at, series.zone) + timedelta(minutes=series.minutes)


def _planned(series: Series, slot: date, day: date, work: MeetingWork, now: datetime) -> Meeting | None:
    meeting = work.meetings.new(
        series.community,
        series,
        slot,
        day,
        series.at,
        series.minutes,
        series.zone,
        series.venue,
        series.link,
    )
    if meeting is not None:
        announcing.kept(meeting, work, now)
        work.history.add(Happening(now, None, "planned", meeting.subject))
    return meeting


def stop(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """No more meetings of the series; those planned already stay until somebody cancels them."""
    return stopped(caller.own(call.subject, "series").id, caller, work, now)


def stopped(number: int, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The same, of that series. Raises `StewardsOnly`."""
    if not caller.steward:
        raise StewardsOnly
    series = work.meetings.series(caller.community, number).ended(now)
    work.meetings.save_series(series)
    work.due.plan(series.subject, None)
    work.history.add(Happening(now, caller.member, "ended series", series.subject))
    words = caller.words
    left = [one for one in work.meetings.of_series(caller.community, number, now) if one.live]
    if not left:
        return Private(said(words("That series has ended.")))
    dates = "; ".join(when(one, words) for one in left)
    return Private(said(words("No more are planned. Still planned, until you cancel them: {dates}", dates=dates)))


def after_set_up(happening: Happening, work: MeetingWork, now: datetime) -> None:
    """Whoever set up the community said when it meets: once its doors are open, the meetings are planned."""
    community = happening.subject.community
    said_so = work.communities.settings(community).get(MEETS.key, "")
    if not said_so or not work.communities.get(community).open or work.meetings.all_series(community):
        return
    try:
        wanted = _read(said_so, community, work, now)
    except CommunityError:
        return
    polls = wanted.rule.nth is not None or wanted.rule.every > 1
    _made(wanted, wanted.venue, wanted.link, community, work, now, move=False, polls=polls)


def outdated(work: MeetingWork, now: datetime) -> list[int]:
    """Communities with a meeting to come whose instant isn't what its local time means by the data of now."""
    return [
        community.id
        for community in work.communities.all()
        if any(one.derived() != one for one in work.meetings.upcoming(community.id, now, MOST_DERIVED))
    ]


def derive_again(community: int, work: MeetingWork, now: datetime) -> None:
    """Bring the instants of a community's meetings in line with the time-zone data of now."""
    work.only_writer_of(community)
    for meeting in work.meetings.upcoming(community, now, MOST_DERIVED):
        derived = meeting.derived()
        if derived != meeting:
            work.history.add(Happening(now, None, "moved", meeting.subject))
            announcing.changed(replace(derived, sequence=meeting.sequence + 1), work, now)
