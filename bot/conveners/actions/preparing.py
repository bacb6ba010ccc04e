"""What helps whoever convenes: the kit, five working days before; and the word of whoever stands by."""

from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.conveners.actions import volunteering
from bot.conveners.actions.offering import backup_name, keep, nobody_else
from bot.conveners.actions.seeing import called, meeting_of, own_turn
from bot.conveners.cards import kit as cards
from bot.conveners.cards import offers
from bot.conveners.model.turns import Turn
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError
from bot.meetings.actions import announcing
from bot.meetings.actions.seeing import raised

KIT, BACKUP = "kit", "backup"


def send_kit(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """The kit goes to whoever convenes, once; asked for, it is always there.

    Who says yes when others have it already is answered with it, and that is no word unasked for. The turn of somebody
    who can't be written to any more passes on.
    """
    turn = work.conveners.turn(subject.community, subject.id)
    if turn.state != "accepted" or not turn.convening:
        return
    place = turn.member and work.members.reach(turn.community, turn.member)
    if not place:
        volunteering.released(turn, work, now)
        return
    if turn.said_yes_late(work.communities.calendar(turn.community)):
        work.postings.want(turn.subject.about(KIT), place, now=now, expires_at=turn.starts_at)
    else:
        quiet.want(turn.subject.about(KIT), place, work, now, expires_at=turn.starts_at)
    keep(replace(turn, kit_at=now), work, now)


def confirm_backup(subject: Subject, work: ConvenerWork, now: datetime) -> None:
    """Whoever stands by is asked whether they still can."""
    turn = work.conveners.turn(subject.community, subject.id)
    if turn.state != "offered" or turn.role != "backup":
        return
    place = turn.member and work.members.reach(turn.community, turn.member)
    if not place:
        volunteering.released(turn, work, now)
        return
    quiet.want(turn.subject.about(BACKUP), place, work, now, expires_at=turn.starts_at)
    keep(replace(turn, nudged_at=now), work, now)


def show_kit(call: ButtonCall, caller: Caller, work: ConvenerWork, _now: datetime) -> Reply:
    """The kit, as it is now."""
    turn = own_turn(call, caller, work)
    if not turn.convening or turn.state != "accepted":
        raise CommunityError("turn_over")
    return Private(_kit(turn, work, caller.view))


def draw_kit(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever convenes."""
    turn = work.conveners.turn(subject.community, subject.id)
    if turn.state != "accepted" or not turn.convening or not meeting_of(turn, work).live:
        return None
    return _kit(turn, work, view)


def _kit(turn: Turn, work: ConvenerWork, view: View) -> Card:
    meeting = meeting_of(turn, work)
    rsvps = work.meetings.rsvps(turn.community, turn.meeting)
    coming = [called(turn.community, one.member, work, view.words) for one in rsvps if one.answer == "yes"]
    maybe = sum(one.answer == "maybe" for one in rsvps)
    to_do = [action.text for action in work.meetings.open_actions(turn.community)]
    agenda = announcing.agenda(turn.community, work, view)
    backup, alone = backup_name(meeting, work, view), nobody_else(turn, work)
    brought = raised(meeting, work, view.words)
    return cards.kit_card(turn, meeting, coming, maybe, to_do, backup, agenda, brought, view, alone=alone)


def draw_backup(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever stands by."""
    turn = work.conveners.turn(subject.community, subject.id)
    meeting = meeting_of(turn, work)
    if turn.role != "backup" or not turn.open or not meeting.live:
        return None
    return offers.backup_card(turn, meeting, view)
