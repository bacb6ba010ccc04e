"""Somebody can't come after all: the backup is asked, the volunteers, the channel; then it is an open round table."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall
from bot.chat.cards import Card, said
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.conveners.actions import pleading
from bot.conveners.actions.offering import TURN, VACANCY, keep, name_backup, offer, pass_on, theirs
from bot.conveners.actions.seeing import ahead, called, convening, homes, meeting_of, own_turn, seen, standing_by
from bot.conveners.cards import pleas
from bot.conveners.model.turns import State, Turn, kit_at, offer_at
from bot.conveners.model.vacancies import Stage, next_step, opens_at, stage_after
from bot.conveners.store import ConvenerWork
from bot.due import Step
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.actions.announcing import AT_SHORT_NOTICE
from bot.meetings.model.meetings import Meeting
from bot.postings import Place

STAND_IN, OPEN_TABLE = "standin", "open"


def drop(call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """They can't make it; no reason is asked for."""
    turn = own_turn(call, caller, work)
    meeting = meeting_of(turn, work)
    if not turn.open or not turn.convening or not ahead(meeting, now):
        raise CommunityError("turn_over")
    charge_decline(turn, work)
    given_up(turn, "declined", work, now)
    return Private(said(caller.words("Thank you for telling me. No reason needed; I'm looking for somebody else now.")))


def charge_decline(turn: Turn, work: ConvenerWork) -> None:
    """They passed a turn on; the second in a row counts as one."""
    known = None if turn.member is None else work.conveners.volunteer(turn.community, turn.member)
    if known is not None:
        work.conveners.save_volunteer(known.declining())


def given_up(turn: Turn, state: State, work: ConvenerWork, now: datetime) -> None:
    """A turn that somebody can't keep goes to the next in the rota; when it is late, to whoever is quickest."""
    pass_on(turn, state, work, now)
    meeting = meeting_of(turn, work)
    if meeting.convener is not None and meeting.convener == turn.member:
        meeting = convened_by(None, meeting, work, now)
    if not ahead(meeting, now):
        return
    late = now >= kit_at(meeting.day, work.communities.calendar(meeting.community))
    if turn.state == "accepted" and late:
        seek(meeting, "backup", work, now)
    else:
        offer(meeting.subject.about(TURN), work, now)


def convened_by(member: int | None, meeting: Meeting, work: ConvenerWork, now: datetime) -> Meeting:
    """The meeting with that convener and whoever stands by, wherever it is shown."""
    backup = standing_by(meeting, work)
    changed = replace(meeting, convener=member, backup=backup.member if backup and member is not None else None)
    announcing.changed(changed, work, now)
    return changed


def another_backup(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    """Whoever stood by doesn't any more; the next one does, also where the meeting tells it."""
    name_backup(meeting, work, now)
    convened_by(meeting.convener, meeting, work, now)


def seek(meeting: Meeting, stage: Stage, work: ConvenerWork, now: datetime) -> None:
    """Ask at that stage, or at the first later one at which there is anybody to ask."""
    if not ahead(meeting, now) or convening(meeting, work) is not None:
        return
    _no_answer(meeting, work, now)
    calendar = work.communities.calendar(meeting.community)
    while not (asked := _asked(stage, meeting, work, now)) and stage != "open":
        stage = stage_after(stage)
    if asked:
        work.history.add(Happening(now, None, "sought", meeting.subject, {"stage": stage}))
        step = next_step(stage, now, meeting.starts_at, calendar)
    else:
        step = Step("vacancy.open", opens_at(meeting.starts_at, calendar), meeting.starts_at)
    work.due.plan(meeting.subject.about(VACANCY), step)


def _asked(stage: Stage, meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    """Whether anybody was asked at that stage. That nobody was found is not said before it is true."""
    early = now < opens_at(meeting.starts_at, work.communities.calendar(meeting.community))
    return not (stage == "open" and early) and _ASK[stage](meeting, work, now)


def _no_answer(meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    """Whoever was asked to stand in and hasn't answered needn't any more; it costs nothing."""
    for turn in work.conveners.turns_of(meeting.community, meeting.id):
        if turn.role == "stand-in" and turn.state == "offered" and turn.swap_with is None:
            keep(turn.ended("lapsed", now), work, now)


def _ask_backup(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    """Whoever stands by, if they will read of it before the volunteers are asked; nobody who is on leave."""
    known = standing_by(meeting, work)
    today = work.communities.calendar(meeting.community).day_of(now)
    place = known and known.member and work.members.reach(meeting.community, known.member)
    if not known or not known.member or not place or work.members.on_leave(meeting.community, known.member, today):
        return False
    turn = work.conveners.new_turn(meeting, known.member, "stand-in", "offered", now)
    if not _written_to(turn, place, work, now, agreed=known.state == "accepted"):
        work.conveners.save_turn(replace(turn, role="backup").ended("released", now))
        return False
    keep(known.ended("released", now), work, now)
    return True


def _written_to(turn: Turn, place: Place, work: ConvenerWork, now: datetime, *, agreed: bool) -> bool:
    """Who said yes to standing by has agreed to be asked: it counts as no word unasked for; at night it still waits."""
    calendar = work.communities.calendar(turn.community)
    if agreed:
        wishes = quiet.wishes_at(turn.community, place, calendar.day_of(now), work)
        at = calendar.outside_quiet_hours(now, wishes.quiet_from, wishes.quiet_until)
        not_before = at if at < turn.starts_at else now
        work.postings.want(turn.subject, place, now=now, not_before=not_before, expires_at=turn.starts_at)
        return True
    step, urgent = next_step("backup", now, turn.starts_at, calendar), turn.starts_at - now < AT_SHORT_NOTICE
    until = step.at if step else turn.starts_at
    return quiet.want(turn.subject, place, work, now, expires_at=until, urgent=urgent) is not None


def _ask_volunteers(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    asked = meeting.subject.about(STAND_IN)
    shown = []
    for one in seen(meeting, work):
        place = work.members.reach(meeting.community, one.member)
        if one.hindered in {None, "new"} and place is not None:
            shown.append(quiet.want(asked, place, work, now, expires_at=meeting.starts_at))
    return any(shown)


def _open_table(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    for home in homes(meeting.community, work):
        quiet.want(meeting.subject.about(OPEN_TABLE), home, work, now, expires_at=meeting.starts_at)
    return True


_ASK: Mapping[Stage, Callable[[Meeting, ConvenerWork, datetime], bool]] = {
    "backup": _ask_backup,
    "volunteers": _ask_volunteers,
    "channel": pleading.plead,
    "open": _open_table,
}
"""How each is asked; whether anybody is."""


def ask_volunteers(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """The backup hasn't answered."""
    seek(meeting_of(subject, work), "volunteers", work, now)


def ask_channel(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """None of the volunteers has answered."""
    seek(meeting_of(subject, work), "channel", work, now)


def open_table(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """Nobody has answered."""
    seek(meeting_of(subject, work), "open", work, now)


def take(call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Whoever is quickest convenes, in the rota or not."""
    meeting = work.meetings.get(caller.community, caller.own(call.subject, "meeting").id)
    if not ahead(meeting, now):
        raise CommunityError("nothing_to_convene")
    known = convening(meeting, work)
    if known is not None and known.state == "accepted":
        who = called(caller.community, known.member or 0, work, caller.words)
        return Private(pleas.found_card(meeting, who, caller.view, mine=known.member == caller.member))
    if known is not None:
        raise CommunityError("turn_is_offered")
    if not _rota_was_asked(meeting, work, now):
        raise CommunityError("rota_asks_first")
    _no_answer(meeting, work, now)
    turn = work.conveners.new_turn(meeting, caller.member, "stand-in", "accepted", now)
    return Private(theirs(found(turn, meeting, work, now), work, caller.view))


def _rota_was_asked(meeting: Meeting, work: ConvenerWork, now: datetime) -> bool:
    """Whether the rota has had its chance, or others were asked already."""
    if now >= offer_at(meeting.day, work.communities.calendar(meeting.community)):
        return True
    return any(work.postings.places(meeting.subject.about(part)) for part in (pleading.PLEA, STAND_IN, OPEN_TABLE))


def found(turn: Turn, meeting: Meeting, work: ConvenerWork, now: datetime) -> Turn:
    """Somebody said yes: the meeting has its convener, and nobody else is asked."""
    known = None if turn.member is None else work.conveners.volunteer(turn.community, turn.member)
    if known is not None:
        work.conveners.save_volunteer(known.accepting())
    work.due.plan(meeting.subject.about(VACANCY), None)
    kept = keep(turn, work, now)
    name_backup(meeting, work, now)
    convened_by(turn.member, meeting_of(turn, work), work, now)
    work.postings.withdraw(meeting.subject.about(STAND_IN), now)
    for part in (pleading.PLEA, OPEN_TABLE):
        work.postings.redraw(meeting.subject.about(part), now)
    work.history.add(Happening(now, turn.member, "accepted", turn.subject))
    return kept


def draw_stand_in(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To the volunteers, while nobody convenes."""
    meeting = meeting_of(subject, work)
    if not meeting.live or convening(meeting, work) is not None:
        return None
    return pleas.volunteers_card(meeting, view)


def draw_open_table(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To the channel: how to meet with nobody convening."""
    meeting = meeting_of(subject, work)
    if not meeting.live or convening(meeting, work) is not None:
        return None
    return pleas.open_table_card(meeting, view)
