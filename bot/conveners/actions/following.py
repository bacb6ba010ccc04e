"""What follows from meetings, and from people who go."""

from datetime import date, datetime

from bot.conveners.actions.leaving import OPEN_TABLE, STAND_IN, charge_decline, given_up
from bot.conveners.actions.offering import TURN, VACANCY, answer, keep, redraw, tell_moved, tell_passed
from bot.conveners.actions.pleading import PLEA
from bot.conveners.actions.seeing import ahead, convening, let_in, meeting_of, spared_turns
from bot.conveners.actions.volunteering import offer_what_waits, pass_on, released
from bot.conveners.model.turns import Turn, offer_at
from bot.conveners.model.vacancies import next_step
from bot.conveners.model.volunteers import Volunteer
from bot.conveners.store import ConvenerWork
from bot.due import Step
from bot.history import Happening
from bot.meetings.actions.announcing import AT_SHORT_NOTICE, WAS
from bot.meetings.model.meetings import Meeting

PARTS = (PLEA, STAND_IN, OPEN_TABLE)
DRAWN_AFTER = (
    *("member.edited", "member.linked", "action.done", "poll.voting closed"),
    *(f"notes.{verb}" for verb in ("noted", "took back", "hid", "unhid")),
    *(f"topic.{verb}" for verb in ("edited", "took back", "hid", "unhid")),
)
"""What changes the words on offers and kits."""


def planned(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Its turn will be offered, at once where it is late."""
    meeting = meeting_of(happening.subject, work)
    at = max(now, offer_at(meeting.day, work.communities.calendar(meeting.community)))
    work.due.plan(meeting.subject.about(TURN), Step("turn.offer", at, meeting.starts_at))


def moved(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """What hasn't happened yet is planned anew; who said yes to another day hears of it, and may say no to this one."""
    meeting = meeting_of(happening.subject, work)
    urgent = _at_short_notice(happening, meeting, now)
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.open:
            keep(turn.in_time(work.communities.calendar(meeting.community), now), work, now)
        if turn.open and not turn.requested:
            tell_moved(turn, meeting, work, now, urgent=urgent)
    for part in PARTS:
        work.postings.redraw(meeting.subject.about(part), now)
    if convening(meeting, work) is None:
        _sought_anew(happening, meeting, work, now)


def _at_short_notice(happening: Happening, meeting: Meeting, now: datetime) -> bool:
    """Whether it was to begin, or begins now, within a day."""
    was = happening.details.get(WAS)
    starts = [meeting.starts_at, *([datetime.fromisoformat(str(was))] if was else [])]
    return any(abs(at - now) < AT_SHORT_NOTICE for at in starts)


def _sought_anew(happening: Happening, meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    """The search goes by the new date: whoever was asked to stand in has their time, else the rota is asked again."""
    turns = work.conveners.turns_of(meeting.community, meeting.id)
    waits = any(turn.role == "stand-in" and turn.state == "offered" and not turn.requested for turn in turns)
    calendar = work.communities.calendar(meeting.community)
    step = next_step("backup", now, meeting.starts_at, calendar) if waits else None
    work.due.plan(meeting.subject.about(VACANCY), step)
    if not waits:
        planned(happening, work, now)


def told(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Its topic, its place or what members bring is known: so it stands in the offer and in the kit."""
    _redrawn(meeting_of(happening.subject, work), work, now)


def topic_chosen(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Without a poll: the kit shows it."""
    for meeting in work.meetings.about_topic(happening.subject.community, happening.subject.id):
        _redrawn(meeting, work, now)


def _redrawn(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.open:
            redraw(turn, work, now)


def cancelled(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """It costs nobody."""
    meeting = meeting_of(happening.subject, work)
    _no_more(meeting, work, now)
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.open:
            keep(turn.ended("released", now), work, now)
        if turn.convening:
            tell_passed(turn, work, now, urgent=meeting.starts_at - now < AT_SHORT_NOTICE)


def held(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Whoever convened has done a turn, and who came is offered what waits."""
    meeting = meeting_of(happening.subject, work)
    _no_more(meeting, work, now)
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.state == "accepted" and turn.convening:
            _done(turn, work, now)
        elif turn.open:
            keep(turn.ended("released", now), work, now)
    let_in(meeting.community, work)
    offer_what_waits(meeting.community, work, now)


def was_there(happening: Happening, work: ConvenerWork, _now: datetime) -> None:
    """Who says so afterwards may be offered a turn, too."""
    let_in(happening.subject.community, work)


def _done(turn: Turn, work: ConvenerWork, now: datetime) -> None:
    known = None if turn.member is None else work.conveners.volunteer(turn.community, turn.member)
    if known is not None:
        work.conveners.save_volunteer(_came(known, work).convened())
    keep(turn.ended("done", now), work, now)
    work.history.add(Happening(now, None, "convened", turn.subject))


def _came(known: Volunteer, work: ConvenerWork) -> Volunteer:
    """Whoever convened was there, whatever they had answered."""
    if known.attended:
        return known
    regulars = [one for one in work.conveners.volunteers(known.community) if one.attended]
    return known.came().forgiven(spared_turns(known, regulars, work))


def _no_more(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    for part in (TURN, VACANCY):
        work.due.plan(meeting.subject.about(part), None)
    for part in PARTS:
        work.postings.redraw(meeting.subject.about(part), now)


def opened(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """The doors are open: what should have been offered by now is."""
    offer_what_waits(happening.subject.community, work, now)


def answered(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """The kit shows who is coming. Who says they won't can't convene: what they have of it goes to somebody else."""
    meeting = meeting_of(happening.subject, work)
    _redrawn(meeting, work, now)
    if happening.details.get("answer") != "no" or not ahead(meeting, now):
        return
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.member != happening.actor or not turn.open:
            continue
        if turn.convening and turn.state == "accepted":
            charge_decline(turn, work)
            given_up(turn, "declined", work, now)
            answer(turn, "passed", work, now)
        else:
            released(turn, work, now)


def away(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Whoever is away on the day of their turn passes it on."""
    first, last = (date.fromisoformat(str(happening.details[end])) for end in ("first", "last"))
    pass_on(happening.subject.community, happening.subject.id, first, last, work, now)


def back(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """Who is there after all may be offered what waits."""
    offer_what_waits(happening.subject.community, work, now)


def gone(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """The turns of somebody who is no more, or has no account any more, pass on the same day."""
    for turn in work.conveners.open_turns(happening.subject.community):
        if turn.member in {None, happening.subject.id}:
            work.postings.redraw(meeting_of(turn, work).subject, now)
            released(turn, work, now)
    drawn_anew(happening, work, now)


def drawn_anew(happening: Happening, work: ConvenerWork, now: datetime) -> None:
    """A name, an action or a topic on offers and kits has changed or is gone."""
    for turn in work.conveners.open_turns(happening.subject.community):
        redraw(turn, work, now)
