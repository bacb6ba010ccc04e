"""Two exchange their turns, or one takes the other's over; nothing moves before both have agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.conveners.actions import leaving
from bot.conveners.actions.offering import exchanged, keep, theirs
from bot.conveners.actions.seeing import ahead, called, meeting_of, own_turn
from bot.conveners.cards import swaps
from bot.conveners.model.turns import Turn
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError
from bot.history import Happening


def swap(call: ButtonCall, caller: Caller, work: ConvenerWork, _now: datetime) -> Reply:
    """The form that asks with whom."""
    turn = own_turn(call, caller, work)
    if not turn.convening:
        raise CommunityError("turn_over")
    others = [one.member for one in work.conveners.volunteers(caller.community) if one.member != caller.member]
    if not others:
        raise CommunityError("swap_with_nobody")
    names = {member: called(caller.community, member, work, caller.words) for member in others}
    return OpenForm(swaps.swap_form(turn, names, caller.view))


def swapped(call: FormCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """The other one is asked."""
    chosen = written(call.values, "with")
    if not chosen.isdecimal():
        raise CommunityError("swap_with_whom")
    return ask(own_turn(call, caller, work), int(chosen), caller, work, now)


def ask_by_name(turn: Turn, name: str, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """`convene swap Noor`."""
    found = [member for member in _volunteers(caller, work) if _is_called(name, member, caller, work)]
    if name.casefold() in {"me", "myself"} or found == [caller.member]:
        raise CommunityError("swap_with_oneself")
    others = [member for member in found if member != caller.member]
    if len(others) != 1:
        raise CommunityError("swap_with_whom")
    return ask(turn, others[0], caller, work, now)


def _volunteers(caller: Caller, work: ConvenerWork) -> Sequence[int]:
    known = [one.member for one in work.conveners.volunteers(caller.community)]
    return known if caller.member in known else [*known, caller.member]


def _is_called(name: str, member: int, caller: Caller, work: ConvenerWork) -> bool:
    known = work.members.get(caller.community, member).name.casefold()
    return bool(name) and (known == name.casefold() or known.startswith(f"{name.casefold()} "))


def ask(turn: Turn, other: int, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Put it to the other one; until they agree nothing moves."""
    meeting = meeting_of(turn, work)
    if not turn.convening or not ahead(meeting, now):
        raise CommunityError("turn_over")
    if other == caller.member:
        raise CommunityError("swap_with_oneself")
    known = work.conveners.volunteer(caller.community, other)
    place = work.members.reach(caller.community, other) if known and known.active else None
    if place is None:
        raise CommunityError("swap_with_whom")
    name = called(caller.community, other, work, caller.words)
    for one in work.conveners.turns_of(turn.community, turn.meeting):
        if one.member == other and one.requested:
            return Private(swaps.asked_card(meeting, name, caller.view))
    request = work.conveners.new_turn(meeting, other, "stand-in", "offered", now, swap_with=turn.id)
    quiet.want(request.subject, place, work, now, expires_at=meeting.starts_at)
    work.history.add(Happening(now, caller.member, "asked to swap", turn.subject))
    return Private(swaps.asked_card(meeting, name, caller.view))


def agree(request: Turn, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Both agree: the turns change hands, and whoever asked is told."""
    turn = work.conveners.turn(request.community, request.swap_with or 0)
    if not turn.convening or turn.member is None:
        raise CommunityError("turn_over")
    back = exchanged(request, turn, work)
    asker = turn.member
    keep(turn.ended("swapped", now), work, now)
    taken = leaving.found(_as_convener(request.accepted(now)), meeting_of(turn, work), work, now)
    if back is not None:
        _hand_over(back, asker, work, now)
    _tell(turn, "passed", work, now)
    return Private(theirs(taken, work, caller.view))


def _hand_over(turn: Turn, to: int, work: ConvenerWork, now: datetime) -> None:
    keep(turn.ended("swapped", now), work, now)
    meeting = meeting_of(turn, work)
    leaving.found(work.conveners.new_turn(meeting, to, "convener", "accepted", now), meeting, work, now)


def refused(request: Turn, work: ConvenerWork, now: datetime) -> None:
    """Whoever asked keeps their turn, and is told."""
    turn = work.conveners.turn(request.community, request.swap_with or 0)
    if turn.open:
        _tell(turn, "stays", work, now)


def _tell(turn: Turn, part: str, work: ConvenerWork, now: datetime) -> None:
    """What became of what somebody asked for: an answer, however late it comes."""
    place = None if turn.member is None else work.members.reach(turn.community, turn.member)
    if place is not None:
        at = work.communities.calendar(turn.community).outside_quiet_hours(now)
        work.postings.want(turn.subject.about(part), place, now=now, not_before=at, expires_at=turn.starts_at)


def _as_convener(turn: Turn) -> Turn:
    return replace(turn, role="convener")


def draw_stays(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever asked for a swap that the other one couldn't do."""
    turn = work.conveners.turn(subject.community, subject.id)
    return swaps.stays_card(meeting_of(turn, work), view) if turn.open else None
