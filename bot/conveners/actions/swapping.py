"""Two exchange their turns, or one takes the other's over; nothing moves before both have agreed."""

import re
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
from bot.conveners.actions.offering import answer, exchanged, keep, theirs
from bot.conveners.actions.seeing import ahead, called, meeting_of, own_turn, seen
from bot.conveners.cards import swaps
from bot.conveners.model.turns import Turn
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.model.meetings import Meeting
from bot.postings import Place

FREE = (None, "asked")
"""What may hinder somebody in the rota, and they can be asked for a swap all the same."""


def swap(call: ButtonCall, caller: Caller, work: ConvenerWork, _now: datetime) -> Reply:
    """The form that asks with whom."""
    turn = own_turn(call, caller, work)
    if not turn.convening:
        raise CommunityError("turn_over")
    seen_from = seen(meeting_of(turn, work), work)
    others = [one.member for one in seen_from if one.hindered in FREE and one.member != caller.member]
    if not others:
        raise CommunityError("swap_with_nobody")
    names = {member: called(caller.community, member, work, caller.words) for member in others}
    return OpenForm(swaps.swap_form(turn, names, caller.view))


def swapped(call: FormCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """The other one is asked."""
    chosen = written(call.values, "with")
    if not re.fullmatch(r"[0-9]{1,9}", chosen):
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
    place = _place_of(other, meeting, work)
    name = called(caller.community, other, work, caller.words)
    for one in work.conveners.turns_of(turn.community, turn.meeting):
        if one.member == other and one.requested:
            return Private(swaps.asked_card(meeting, name, caller.view))
    request = work.conveners.new_turn(meeting, other, "stand-in", "offered", now, swap_with=turn.id)
    if quiet.want(request.subject, place, work, now, expires_at=meeting.starts_at) is None:
        raise CommunityError("swap_too_late")
    work.history.add(Happening(now, caller.member, "asked to swap", turn.subject))
    return Private(swaps.asked_card(meeting, name, caller.view))


def _place_of(other: int, meeting: Meeting, work: ConvenerWork) -> Place:
    """Where to ask a volunteer who could convene that meeting. Raises `CommunityError`; why somebody can't is theirs."""
    known = next((one for one in seen(meeting, work) if one.member == other), None)
    place = work.members.reach(meeting.community, other) if known else None
    if known is None or place is None:
        raise CommunityError("swap_with_whom")
    if known.hindered not in FREE:
        raise CommunityError("swap_not_free")
    return place


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
    answer(turn, "passed", work, now)
    return Private(theirs(taken, work, caller.view))


def _hand_over(turn: Turn, to: int, work: ConvenerWork, now: datetime) -> None:
    keep(turn.ended("swapped", now), work, now)
    meeting = meeting_of(turn, work)
    taken = leaving.found(work.conveners.new_turn(meeting, to, "convener", "accepted", now), meeting, work, now)
    answer(taken, "", work, now)


def refused(request: Turn, work: ConvenerWork, now: datetime) -> None:
    """Whoever asked keeps their turn, and is told."""
    turn = work.conveners.turn(request.community, request.swap_with or 0)
    if turn.open:
        answer(turn, f"stays:{request.id}", work, now)


def _as_convener(turn: Turn) -> Turn:
    return replace(turn, role="convener")


def draw_stays(subject: Subject, work: ConvenerWork, view: View) -> Card | None:
    """To whoever asked for a swap that the other one couldn't do."""
    turn = work.conveners.turn(subject.community, subject.id)
    return swaps.stays_card(meeting_of(turn, work), view) if turn.open else None
