"""A question taken to the meeting: by its asker's press alone, with or without their name."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.cards.when import when
from bot.meetings.model.meetings import Meeting
from bot.questions.actions import following
from bot.questions.actions.keeping import ahead, choice_of, kept, meeting_changed, planned
from bot.questions.actions.seeing import own_question, pressed
from bot.questions.cards import following as cards
from bot.questions.model.questions import Question
from bot.questions.store import QuestionWork

AHEAD = 20
"""Meetings to come that are looked through."""


def take(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The next meeting; with or without the asker's name, where the question has one."""
    question = own_question(call, caller, work)
    meeting = _next(question, work, now)
    if question.nameless:
        return _taken(question, meeting, caller, work, now, named=False)
    return Private(cards.with_name_card(question, when(meeting, caller.words), caller.view))


def take_named(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """With the asker's name; never for a question that was asked without one."""
    question = own_question(call, caller, work)
    return _taken(question, _next(question, work, now), caller, work, now, named=not question.nameless)


def take_nameless(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Without the asker's name."""
    question = own_question(call, caller, work)
    return _taken(question, _next(question, work, now), caller, work, now, named=False)


def take_off(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """It isn't taken to any meeting that is still to come."""
    question = own_question(call, caller, work)
    for meeting in ahead(question, work):
        work.meetings.take_off_agenda(question.community, meeting.id, question.id)
        meeting_changed(meeting, work, now)
    kept(question, work, now)
    return Private(said(caller.words("Question {number} is on no agenda. It stays open.", number=question.id)))


def typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`meeting 17`, `meeting 17 named`, `meeting 17 nameless`, `meeting 17 off`."""
    number, rest = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    how = grammar.typed(rest).word
    ways = {"named": take_named, "nameless": take_nameless, "anonymous": take_nameless, "off": take_off}
    press = pressed(call, "question.meeting", caller.subject("question", number))
    return ways.get(how, take)(press, caller, work, now)


def _next(question: Question, work: QuestionWork, now: datetime) -> Meeting:
    """The meeting it is taken to already, or the next one that hasn't begun. Raises `CommunityError` for none."""
    if question.state != "open":
        raise CommunityError("question_closed")
    meeting = next(iter(ahead(question, work)), None) or _not_begun(question.community, work, now)
    if meeting is None:
        raise CommunityError("no_meeting_ahead")
    return meeting


def _not_begun(community: int, work: QuestionWork, now: datetime) -> Meeting | None:
    return next((one for one in work.meetings.upcoming(community, now, AHEAD) if one.starts_at > now), None)


def _taken(
    question: Question, meeting: Meeting, caller: Caller, work: QuestionWork, now: datetime, *, named: bool
) -> Reply:
    work.meetings.put_on_agenda(question.community, meeting.id, question.id, now, named=named)
    kept(question, work, now)
    work.history.add(Happening(now, caller.member if named else None, "took to the meeting", question.subject))
    where = when(meeting, caller.words)
    if question.choice_at and work.postings.places(question.subject.about(choice_of(question.choice_at))):
        return Private(said(cards.taken(where, caller.words)))  # the card with the choice shows the rest
    return Private(cards.taken_card(question, where, caller.view))


def moved(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """The questions taken to it wait for its new date."""
    for question in _brought(happening, work):
        planned(question, work)
        work.postings.redraw_all(question.subject, now)


def cancelled(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """The questions taken to it go to the next one; where there is none, their askers choose anew."""
    community, meeting = happening.subject.community, happening.subject.id
    instead = _not_begun(community, work, now)
    for number, named in work.meetings.brought_to(community, meeting):
        work.meetings.take_off_agenda(community, meeting, number)
        if instead is not None:
            work.meetings.put_on_agenda(community, instead.id, number, now, named=named)
        question = work.questions.get(community, number)
        kept(question if instead else replace(question, choice_at=None), work, now)


def held(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """Those who brought a question are asked whether the meeting helped."""
    for question in _brought(happening, work):
        following.met(question, happening.subject.id, work, now)


def _brought(happening: Happening, work: QuestionWork) -> list[Question]:
    community, meeting = happening.subject.community, happening.subject.id
    brought = work.meetings.brought_to(community, meeting)
    return [work.questions.get(community, number) for number, _ in brought]
