"""Who comes, who was there, and the order of the round table."""

from dataclasses import replace
from datetime import datetime
from secrets import SystemRandom

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.actions.seeing import changeable, coming, homes, live_meeting, meant_meeting, named_meeting
from bot.meetings.cards import meetings as cards
from bot.meetings.model.meetings import Answer, Meeting, Rsvp
from bot.meetings.store import MeetingWork
from bot.postings import Direct, InChannel

ANSWERS: dict[str, Answer] = {"yes": "yes", "maybe": "maybe", "no": "no"}


def yes(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """I'm coming."""
    return _answered(named_meeting(call.subject, caller, work), "yes", caller, work, now)


def maybe(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """Perhaps."""
    return _answered(named_meeting(call.subject, caller, work), "maybe", caller, work, now)


def no(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """Not this time."""
    return _answered(named_meeting(call.subject, caller, work), "no", caller, work, now)


def typed(call: CommandCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """`rsvp yes`, `rsvp maybe 4`, `rsvp here`."""
    line = grammar.typed(call.text)
    number, _ = grammar.number_in(line.rest)
    if line.word == "here":
        return _was_here(_just_held(number, caller, work), caller, work, now)
    if line.word not in ANSWERS:
        raise CommunityError("rsvp_unread")
    return _answered(meant_meeting(number, caller, work, now), ANSWERS[line.word], caller, work, now)


def _answered(meeting: Meeting, answer: Answer, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    meeting = live_meeting(meeting, now)
    answer_as(meeting, caller.member, answer, work, now)
    return Private(cards.answered(meeting, answer, caller.view))


def answer_as(meeting: Meeting, member: int, answer: Answer, work: MeetingWork, now: datetime) -> None:
    """Keep the member's answer; whoever can't come is no more reminded."""
    before = work.meetings.rsvp(meeting.community, meeting.id, member)
    here, place = (before.here, before.place if answer != "no" else None) if before else (False, None)
    work.meetings.answer(Rsvp(meeting.community, meeting.id, member, answer, now, here, place))
    for subject in (meeting.subject, meeting.subject.about("table")):
        work.postings.redraw(subject, now)
    if answer == "no":
        for account in work.members.accounts(meeting.community, member):
            work.postings.withdraw_at(announcing.reminder_of(meeting), Direct(account.id), now)
    work.history.add(Happening(now, member, "answered", meeting.subject, {"answer": answer}))


def here(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """I was there."""
    return _was_here(named_meeting(call.subject, caller, work), caller, work, now)


def _just_held(number: int | None, caller: Caller, work: MeetingWork) -> Meeting:
    if number is not None:
        return work.meetings.get(caller.community, number)
    held = work.meetings.latest_held(caller.community, 1)
    if not held:
        raise CommunityError("no_meeting_yet")
    return held[0]


def _was_here(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    if meeting.starts_at > now or meeting.state == "cancelled":
        raise CommunityError("not_held_yet")
    work.meetings.answer(Rsvp(meeting.community, meeting.id, caller.member, "yes", now, here=True))
    work.history.add(Happening(now, caller.member, "was there", meeting.subject))
    return Private(said(caller.words("Good that you were there. You may add to the notes: notes")))


def draw_table(call: ButtonCall, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The order of the round table, by lot, among those who said they come."""
    return table(named_meeting(call.subject, caller, work), caller, work, now)


def table(meeting: Meeting, caller: Caller, work: MeetingWork, now: datetime) -> Reply:
    """The same, of that meeting."""
    meeting = live_meeting(changeable(meeting, caller), now)
    guests = coming(work.meetings.rsvps(meeting.community, meeting.id))
    if not guests:
        raise CommunityError("nobody_comes")
    SystemRandom().shuffle(guests)
    for place, rsvp in enumerate(guests, 1):
        work.meetings.answer(replace(rsvp, place=place))
    meeting = announcing.kept(replace(meeting, table_drawn_at=now), work, now)
    drawn = meeting.subject.about("table")
    announced = {standing.place for standing in work.postings.places(meeting.subject)}
    for home in homes(meeting.community, work):
        where = InChannel(home.id)
        work.postings.want(drawn, where, now=now, under=meeting.subject if where in announced else None)
    work.postings.redraw(drawn, now)
    names = announcing.round_table(meeting, work, caller.view)
    return Private(cards.table_card(meeting, names, caller.view))
