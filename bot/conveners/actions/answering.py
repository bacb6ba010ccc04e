"""Yes and no: to a turn, to standing by, to standing in, to a swap; each by whom it was put to, and nobody else."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.chat.words import Words
from bot.conveners.actions import leaving, swapping
from bot.conveners.actions.offering import TURN, keep, offer, pass_on, theirs
from bot.conveners.actions.seeing import ahead, convening, meeting_of, own_turn
from bot.conveners.cards import offers as cards
from bot.conveners.model.turns import Turn
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError
from bot.meetings.model.meetings import Meeting


def accept(call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Yes, once; said again it changes nothing."""
    turn = own_turn(call, caller, work)
    meeting = meeting_of(turn, work)
    if turn.state == "accepted" and meeting.live:
        return Private(theirs(turn, work, caller.view))
    if not ahead(meeting, now) or not _still_asked(turn, meeting, work):
        raise CommunityError("turn_over")
    if turn.requested:
        return swapping.agree(turn, caller, work, now)
    if turn.role == "backup":
        kept = keep(turn.accepted(now), work, now)
        leaving.convened_by(meeting.convener, meeting, work, now)
    else:
        kept = leaving.found(turn.accepted(now), meeting, work, now)
    return Private(said(cards.thanks(kept, meeting, caller.words)))


def _still_asked(turn: Turn, meeting: Meeting, work: ConvenerWork) -> bool:
    """Whether a yes is still in time: also after no answer or a no, as long as nobody else has been asked."""
    if turn.state == "offered":
        return turn.role != "stand-in" or turn.requested or convening(meeting, work) is None
    return turn.passable and turn.state in {"lapsed", "declined"} and convening(meeting, work) is None


def decline(call: ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Not this time; no reason is asked for."""
    turn = own_turn(call, caller, work)
    meeting = meeting_of(turn, work)
    if turn.state == "declined":
        return Private(cards.passed_card(turn, meeting, caller.view))
    if not turn.open or not ahead(meeting, now):
        raise CommunityError("turn_over")
    if turn.state == "accepted" and turn.convening:
        return leaving.drop(call, caller, work, now)
    _declined(turn, meeting, work, now)
    return Private(said(_thanks(turn, work, caller.words)))


def _thanks(turn: Turn, work: ConvenerWork, words: Words) -> str:
    if turn.requested:
        return words("That's fine, and thank you for saying so. I'll tell whoever asked.")
    known = work.conveners.volunteer(turn.community, turn.member or 0)
    if turn.role != "convener" or known is None:
        return words("That's fine, and thank you for saying so. I'll look for somebody else.")
    if known.declined:
        return words("That's fine, and thank you for saying so. I'll look for somebody else, and you keep your place.")
    return words("That's fine, and thank you for saying so. I'll look for somebody else; two in a row count as a turn.")


def _declined(turn: Turn, meeting: Meeting, work: ConvenerWork, now: datetime) -> None:
    ended = turn.ended("declined", now)
    if turn.requested:
        swapping.refused(keep(ended, work, now), work, now)
    elif turn.role == "stand-in":
        keep(ended, work, now)
        leaving.seek(meeting, "volunteers", work, now)
    elif turn.role == "backup":
        keep(ended, work, now)
        leaving.another_backup(meeting, work, now)
    else:
        leaving.charge_decline(turn, work)
        pass_on(turn, "declined", work, now)
        offer(meeting.subject.about(TURN), work, now)
