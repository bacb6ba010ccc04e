"""A turn goes from one to the next by the clock: offered, nudged, lapsed; and with it who stands by."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.conveners.actions import pleading
from bot.conveners.actions.seeing import (
    ahead,
    called,
    convening,
    last_time,
    let_in,
    meeting_of,
    seen,
    standing_by,
)
from bot.conveners.cards import offers as cards
from bot.conveners.model.rota import Candidate, Place, order, owed_by
from bot.conveners.model.turns import MORNING, State, Turn, answer_by, kit_at
from bot.conveners.model.vacancies import STAGES
from bot.conveners.model.volunteers import ENOUGH
from bot.conveners.store import ConvenerWork
from bot.due import Step
from bot.history import Happening
from bot.meetings.model.meetings import Meeting

TURN, VACANCY = "turn", "vacancy"
"""The parts of a meeting whose next steps are the offer of its turn, and the search for somebody to stand in."""
OFFERED, MOVED = "offered", "moved"


def keep(turn: Turn, work: ConvenerWork, now: datetime) -> Turn:
    """Keep the turn, plan its next step, and draw it anew where it stands; who was asked to swap it isn't any more."""
    work.conveners.save_turn(turn)
    for one in () if turn.open else work.conveners.turns_of(turn.community, turn.meeting):
        if one.requested and one.swap_with == turn.id:
            keep(one.ended("released", now), work, now)
    work.due.plan(turn.subject, turn.next_step(work.communities.calendar(turn.community)))
    redraw(turn, work, now)
    return turn


def redraw(turn: Turn, work: ConvenerWork, now: datetime) -> None:
    """Draw the turn anew wherever it or a part of it stands."""
    work.postings.redraw_all(turn.subject, now)


def offer(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """The turn goes to the next in the rota; nothing happens where somebody has it, or before the doors open."""
    meeting = meeting_of(subject, work)
    if not work.communities.get(subject.community).open:
        return
    if not ahead(meeting, now) or convening(meeting, work) is not None:
        return
    let_in(meeting.community, work)
    everybody = seen(meeting, work)
    if len(everybody) < ENOUGH:
        pleading.plead(meeting, work, now)
    places = order(everybody, last_time(meeting, work))
    if not places or not _offered(places, everybody, meeting, work, now):
        _nobody_left(meeting, work, now)


def _offered(
    places: Sequence[Place], everybody: Sequence[Candidate], meeting: Meeting, work: ConvenerWork, now: datetime
) -> bool:
    """Whether the first in the order will read of it before the meeting begins."""
    first = places[0].candidate
    place = work.members.reach(meeting.community, first.member)
    turn = work.conveners.new_turn(meeting, first.member, "convener", "offered", now)
    at = quiet.want(turn.subject, place, work, now, expires_at=meeting.starts_at) if place else None
    if at is None:
        work.conveners.save_turn(turn.ended("released", now))
        return False
    _forgive(everybody, first, meeting.community, work)
    why = {"step": places[0].step or "only", "volunteers": len(everybody)}
    work.history.add(Happening(now, None, OFFERED, turn.subject, why))
    work.due.plan(meeting.subject.about(VACANCY), None)
    calendar = work.communities.calendar(meeting.community)
    keep(replace(turn, offered_at=at, answer_by=answer_by(at, meeting.starts_at, calendar)), work, now)
    name_backup(meeting, work, now)
    return True


def _forgive(everybody: Sequence[Candidate], chosen: Candidate, community: int, work: ConvenerWork) -> None:
    for member, turns in owed_by(everybody, chosen).items():
        known = work.conveners.volunteer(community, member)
        if known is not None:
            work.conveners.save_volunteer(known.forgiven(turns))


def _nobody_left(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    """The channel is asked when the kit would have been sent; then it is an open round table."""
    at = max(now, kit_at(meeting.day, work.communities.calendar(meeting.community)))
    work.due.plan(meeting.subject.about(VACANCY), Step(f"vacancy.{STAGES[2]}", at, meeting.starts_at))


def name_backup(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    """The next in the rota stands by, unless somebody does who doesn't convene. On the last day it is too late."""
    known = standing_by(meeting, work)
    turn = convening(meeting, work)
    if known and (turn is None or turn.member != known.member):
        return
    if known:
        keep(known.ended("released", now), work, now)
    calendar = work.communities.calendar(meeting.community)
    if now >= calendar.at(calendar.before(meeting.day, 1), MORNING):
        return
    been = {one.member for one in work.conveners.turns_of(meeting.community, meeting.id) if one.state == "declined"}
    for place in order(seen(meeting, work), last_time(meeting, work)):
        if place.candidate.member not in been:
            keep(work.conveners.new_turn(meeting, place.candidate.member, "backup", "offered", now), work, now)
            return


def nudge(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """One word to somebody who hasn't answered; whoever can't be written to any more is passed over."""
    turn = work.conveners.turn(subject.community, subject.id)
    if turn.state != "offered" or turn.role != "convener":
        return
    place = None if turn.member is None else work.members.reach(turn.community, turn.member)
    if place is None:
        lapse(subject, work, now)
        return
    quiet.want(turn.subject.about("nudge"), place, work, now, expires_at=turn.answer_by)
    keep(replace(turn, nudged_at=now), work, now)


def lapse(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """No answer: the next person is asked. It costs nothing."""
    turn = work.conveners.turn(subject.community, subject.id)
    if turn.state != "offered" or turn.role != "convener":
        return
    pass_on(turn, "lapsed", work, now)
    offer(meeting_of(turn, work).subject.about(TURN), work, now)


def pass_on(turn: Turn, state: State, work: ConvenerWork, now: datetime) -> None:
    """The turn is its member's no longer; who didn't say so themselves is told."""
    keep(turn.ended(state, now), work, now)
    work.history.add(Happening(now, turn.member if state == "declined" else None, state, turn.subject))
    if state != "declined":
        tell_passed(turn, work, now)


def tell_passed(turn: Turn, work: ConvenerWork, now: datetime, *, urgent: bool = False) -> None:
    """Whoever's turn moved is told."""
    place = None if turn.member is None else work.members.reach(turn.community, turn.member)
    if place is not None:
        told = turn.subject.about("passed")
        quiet.want(told, place, work, now, expires_at=turn.starts_at, urgent=urgent)


def answer(turn: Turn, part: str, work: ConvenerWork, now: datetime) -> None:
    """What became of what its member asked for or did: no word unasked for, however late it comes."""
    place = None if turn.member is None else work.members.reach(turn.community, turn.member)
    if place is not None:
        at = work.communities.calendar(turn.community).outside_quiet_hours(now)
        work.postings.want(turn.subject.about(part), place, now=now, not_before=at, expires_at=turn.starts_at)


def tell_moved(turn: Turn, meeting: Meeting, work: ConvenerWork, now: datetime, *, urgent: bool) -> None:
    """Its meeting is on another day; an earlier word of that is taken away. Who wasn't asked yet to stand by needn't know."""
    for sequence in range(1, meeting.sequence):
        work.postings.withdraw(turn.subject.about(f"{MOVED}:{sequence}"), now)
    unknown = turn.role == "backup" and turn.state == "offered" and turn.nudged_at is None
    place = None if turn.member is None or unknown else work.members.reach(turn.community, turn.member)
    if place is not None:
        told = turn.subject.about(f"{MOVED}:{meeting.sequence}")
        quiet.want(told, place, work, now, expires_at=meeting.starts_at, urgent=urgent)


def draw(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """A turn, to whom it was offered."""
    turn = work.conveners.turn(subject.community, subject.id)
    meeting = meeting_of(turn, work)
    if turn.member is None or not meeting.live:
        return None
    if turn.requested:
        return _request(turn, meeting, work, view)
    if turn.state == "offered":
        return _asked(turn, meeting, work, view)
    return theirs(turn, work, view) if turn.open else cards.passed_card(turn, meeting, view)


def _asked(turn: Turn, meeting: Meeting, work: ConvenerWork, view: View) -> Card:
    match turn.role:
        case "stand-in":
            return cards.stand_in_card(turn, meeting, view)
        case "backup":
            return cards.backup_card(turn, meeting, view)
        case "convener":
            backup, alone = backup_name(meeting, work, view), nobody_else(turn, work)
            return cards.offer_card(turn, meeting, why(turn, work), backup, view, alone=alone)


def theirs(turn: Turn, work: ConvenerWork, view: View) -> Card:
    """A turn to whoever has said yes to it."""
    return cards.accepted_card(turn, meeting_of(turn, work), view, alone=nobody_else(turn, work))


def nobody_else(turn: Turn, work: ConvenerWork) -> bool:
    """Whether there is no other volunteer to swap with."""
    return all(one.member == turn.member for one in work.conveners.volunteers(turn.community))


def _request(turn: Turn, meeting: Meeting, work: ConvenerWork, view: View) -> Card:
    asked = work.conveners.turn(turn.community, turn.swap_with or 0)
    if not asked.convening or asked.member is None:
        return cards.passed_card(turn, meeting, view)
    back = exchanged(turn, asked, work)
    asker = called(turn.community, asked.member, work, view.words)
    return cards.request_card(turn, meeting, asker, meeting_of(back, work) if back else None, view)


def exchanged(request: Turn, asked: Turn, work: ConvenerWork) -> Turn | None:
    """The turn that comes back in a swap: the soonest of whoever takes over, if the other one can convene then."""
    for turn in work.conveners.open_turns(request.community):
        if turn.member == request.member and turn.convening and turn.meeting != request.meeting:
            free = {one.member for one in seen(meeting_of(turn, work), work) if one.hindered is None}
            if asked.member in free:
                return turn
    return None


def draw_nudge(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """The same once more, while it waits for an answer."""
    turn = work.conveners.turn(subject.community, subject.id)
    meeting = meeting_of(turn, work)
    if turn.state != "offered" or turn.role != "convener" or not meeting.live:
        return None
    return cards.nudge_card(turn, meeting, view, alone=nobody_else(turn, work))


def draw_passed(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever's turn moved."""
    turn = work.conveners.turn(subject.community, subject.id)
    return None if turn.open else cards.passed_card(turn, meeting_of(turn, work), view)


def draw_moved(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever convenes, stands by or is asked: the date is another."""
    turn = work.conveners.turn(subject.community, subject.id)
    meeting = meeting_of(turn, work)
    return cards.moved_card(turn, meeting, view) if turn.open and meeting.live else None


def why(turn: Turn, work: ConvenerWork) -> tuple[str, int]:
    """Why it was offered to this member: the step that decided, and how many volunteers there were."""
    for happening in reversed(work.history.of(turn.subject)):
        if happening.verb == OFFERED:
            return str(happening.details.get("step", "only")), int(happening.details.get("volunteers", 1))
    return "only", 1


def backup_name(meeting: Meeting, work: ConvenerWork, view: View) -> str:
    """Who stands by, empty when nobody does."""
    turn = standing_by(meeting, work)
    if turn is None or turn.member is None:
        return ""
    return called(meeting.community, turn.member, work, view.words)
