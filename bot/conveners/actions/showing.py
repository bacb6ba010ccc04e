"""What people type: `rota`, and `convene` with all that may follow it."""

from collections.abc import Mapping
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.conveners.actions import answering, leaving, preparing, swapping, volunteering
from bot.conveners.actions.offering import why
from bot.conveners.actions.seeing import called, convening, last_time, next_turn_of, seen, standing_by
from bot.conveners.cards import rota as cards
from bot.conveners.model.rota import Candidate, order
from bot.conveners.model.turns import Role, State
from bot.conveners.store import ConvenerWork
from bot.errors import CommunityError
from bot.feature import OnButton
from bot.meetings.model.meetings import Meeting

SHOWN_AHEAD = 3
CONVENE_TAKES = (
    *("join", "pause", "resume", "stop", "away", "back"),
    *("yes", "no", "drop", "swap", "kit", "this"),
)
_ANY_ROLE: tuple[Role, ...] = ("convener", "backup", "stand-in")


def rota(_call: CommandCall | ButtonCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Who convenes next, who would be asked then, and why."""
    meetings = work.meetings.upcoming(caller.community, now, SHOWN_AHEAD + 1)
    lines = [_line(meeting, caller, work) for meeting in meetings]
    ahead = [line for line in lines if line.state is not None][:SHOWN_AHEAD]
    waiting = next((line.meeting for line in lines if line.state is None), None)
    volunteers = len(work.conveners.volunteers(caller.community))
    order_of = _order(waiting, caller, work) if waiting else None
    return Private(cards.rota_card(ahead, order_of, volunteers, caller.view))


def _line(meeting: Meeting, caller: Caller, work: ConvenerWork) -> cards.Line:
    turn, backup = convening(meeting, work), standing_by(meeting, work)
    if turn is None or turn.member is None:
        return cards.Line(meeting, None, "", "", "only")
    stands_by = called(caller.community, backup.member, work, caller.words) if backup and backup.member else ""
    step = why(turn, work)[0] if turn.role == "convener" and turn.swap_with is None else ""
    return cards.Line(meeting, turn.state, called(caller.community, turn.member, work, caller.words), stands_by, step)


def _order(meeting: Meeting, caller: Caller, work: ConvenerWork) -> cards.Order:
    everybody = seen(meeting, work)
    names = {one.member: called(caller.community, one.member, work, caller.words) for one in everybody}
    places = order(everybody, last_time(meeting, work))
    waiting = [names[one.member] for one in everybody if one.hindered == "new"]
    out = [one for one in everybody if _sits_out(one)]
    own = next((one.hindered for one in out if one.member == caller.member), None)
    return cards.Order(meeting, [(names[place.candidate.member], place) for place in places], len(out), own, waiting)


def _sits_out(one: Candidate) -> bool:
    return one.hindered not in {None, "new"}


def convene(call: CommandCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    """Alone, or with what it is to do: `convene join`, `convene away 3 March to 17 March 2027`, `convene swap Noor`."""
    typed = grammar.typed(call.text)
    if typed.word == "away" and typed.rest:
        return volunteering.is_away(typed.rest, caller, work, now)
    if typed.word in _ABOUT_A_TURN:
        return _about_a_turn(typed.word, typed.rest, call, caller, work, now)
    if typed.word == "this":
        return leaving.take(_press(call, "turn.take", _next_meeting(caller, work, now)), caller, work, now)
    if typed.word and typed.word not in _WAYS:
        raise CommunityError("convene_what")
    return _WAYS.get(typed.word, volunteering.show)(_press(call, "convene", None), caller, work, now)


_WAYS: Mapping[str, OnButton[ConvenerWork]] = {
    "join": volunteering.join,
    "resume": volunteering.join,
    "pause": volunteering.pause,
    "stop": volunteering.stop,
    "away": volunteering.away,
    "back": volunteering.back,
}
_Answers = tuple[OnButton[ConvenerWork], tuple[State, ...], tuple[Role, ...]]
_ABOUT_A_TURN: Mapping[str, _Answers] = {
    "yes": (answering.accept, ("offered",), _ANY_ROLE),
    "no": (answering.decline, ("offered",), _ANY_ROLE),
    "drop": (answering.decline, ("accepted",), _ANY_ROLE),
    "swap": (swapping.swap, ("offered", "accepted"), ("convener",)),
    "kit": (preparing.show_kit, ("accepted",), ("convener", "stand-in")),
}


def _about_a_turn(word: str, rest: str, call: CommandCall, caller: Caller, work: ConvenerWork, now: datetime) -> Reply:
    action, states, roles = _ABOUT_A_TURN[word]
    turn = next_turn_of(caller, work, now, states, roles)
    if word == "swap" and rest:
        return swapping.ask_by_name(turn, rest, caller, work, now)
    return action(_press(call, f"turn.{word}", turn.subject), caller, work, now)


def _next_meeting(caller: Caller, work: ConvenerWork, now: datetime) -> Subject:
    """The soonest that nobody convenes. Raises `CommunityError`."""
    for meeting in work.meetings.upcoming(caller.community, now, SHOWN_AHEAD):
        if meeting.starts_at > now and convening(meeting, work) is None:
            return meeting.subject
    raise CommunityError("nothing_to_convene")


def _press(call: CommandCall, button: str, subject: Subject | None) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, button, str(subject) if subject else "")
