"""What follows a question: news to its asker, "Did this help?", what next, and thanks in the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import Card, said
from bot.chat.refs import Subject
from bot.chat.replies import Private
from bot.chat.replies import Reply as Answer
from bot.due import Step
from bot.history import Happening
from bot.meetings.cards.when import when
from bot.postings import Direct
from bot.questions.actions.keeping import FOLLOW_UP, NEWS, THANKS, ahead, around, choice_of, kept, planned
from bot.questions.actions.seeing import named_in, own_question, pressed, who_replied
from bot.questions.cards import following as cards
from bot.questions.model.following import ANSWERED_WITHIN, counted, news_at, of_others, since, thanked_at, untold
from bot.questions.model.questions import Question, Reply
from bot.questions.store import QuestionWork


def replied(question: Question, reply: Reply, work: QuestionWork, now: datetime) -> None:
    """Somebody replied: the asker will hear of it, and the clock goes by it."""
    planned(question, work)
    if of_others(question, [reply]):
        _news_planned(question, news_at(question, now), work)


def _news_planned(question: Question, at: datetime, work: QuestionWork) -> None:
    """When it suits the asker; where they don't know yet when they are back, it is looked at again from day to day."""
    if place := _asker(question, work):
        later = work.communities.calendar(question.community).later(at, 1)
        at = quiet.awake(question.community, place, at, work) or later
        work.due.plan(question.subject.about(NEWS), Step("question.news", at))


def tell_news(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """The asker is told of the replies that came since they were last told: a consequence of their own asking."""
    question = work.questions.get(subject.community, subject.id)
    news = untold(question, work.questions.replies(question.community, question.id)) if question.visible else ()
    place = _asker(question, work)
    at = quiet.awake(question.community, place, now, work) if place else None
    if not news or place is None:
        return
    if at is None:
        if question.state == "open":
            _news_planned(question, now, work)
        return
    work.questions.save(replace(question, told_at=now))
    part = f"{NEWS}:{news[0].id}-{news[-1].id}"
    work.postings.want(question.subject.about(part), place, now=now, not_before=at)


def follow_up(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """A working day after the first reply: did it help?"""
    question = work.questions.get(subject.community, subject.id)
    replies = work.questions.replies(question.community, question.id)
    new = [one for one in counted(question, replies) if one.replied_at >= since(question)]
    if question.state == "open" and question.visible and new:
        question = replace(question, followed_up_at=now)
        if of_others(question, new):
            _put(question, f"{FOLLOW_UP}:{new[0].id}", work, now)
    kept(question, work, now)


def met(question: Question, meeting: int, work: QuestionWork, now: datetime) -> None:
    """The meeting to which it was taken was held: did that help?"""
    if question.state == "open" and question.visible:
        question = replace(question, followed_up_at=now)
        _put(question, f"{FOLLOW_UP}:meeting.{meeting}", work, now)
    kept(question, work, now)


def choose(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """Five working days without help: the asker is asked what next."""
    question = work.questions.get(subject.community, subject.id)
    if question.state == "open" and question.visible:
        work.postings.withdraw_waiting(question.subject.about(FOLLOW_UP), now)
        question = replace(question, choice_at=now)
        _put(question, choice_of(now), work, now)
    kept(question, work, now)


def thank(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """Thirty days are over: it closes, with thanks, and can be opened again."""
    question = work.questions.get(subject.community, subject.id)
    if question.state != "open":
        return
    question = question.closed("thanks", now)
    kept(question, work, now)
    work.history.add(Happening(now, None, "closed", question.subject))
    if question.visible and (place := _asker(question, work)):
        about = question.subject.about(f"{THANKS}:{now:%Y%m%d}")
        quiet.want(about, place, work, now, expires_at=now + ANSWERED_WITHIN, unseen=question.nameless)


def _put(question: Question, part: str, work: QuestionWork, now: datetime) -> None:
    """To the asker, as soon as may be, while the question is open."""
    if place := _asker(question, work):
        expires_at = thanked_at(question, around(question, work))
        about = question.subject.about(part)
        quiet.want(about, place, work, now, expires_at=expires_at, unseen=question.nameless)


def _asker(question: Question, work: QuestionWork) -> Direct | None:
    """Where its asker is written to; None when nobody can be."""
    return work.members.reach(question.community, question.member) if question.member is not None else None


def looking(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """It didn't help: the search goes on."""
    return _looked(call, "looking", caller, work, now)


def try_others(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """Other people are asked."""
    return _looked(call, "try_others", caller, work, now)


def looking_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """`looking 17`."""
    return looking(pressed(call, "question.looking", named_in(call, caller, ("question",))), caller, work, now)


def others_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """`others 17`."""
    return try_others(pressed(call, "question.try_others", named_in(call, caller, ("question",))), caller, work, now)


def _looked(call: ButtonCall, verb: str, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """Open, and its asker is looking; said twice a day it asks nobody anew."""
    question = own_question(call, caller, work)
    if question.state == "open" and _said_today(question, work, now):
        return Private(said(cards.goes_on(question, caller.words)))
    if question.accepted is not None:
        accepted = Subject(question.community, "reply", question.accepted)
        work.search.drop(accepted)
        work.postings.redraw(accepted, now)
    question = question.looked_for(now)
    kept(question, work, now)
    work.history.add(Happening(now, None if question.nameless else caller.member, verb, question.subject))
    return Private(said(cards.goes_on(question, caller.words)))


def _said_today(question: Question, work: QuestionWork, now: datetime) -> bool:
    """Whether its asker has said so today: not that it was opened again, which asks nobody."""
    day_of = work.communities.calendar(question.community).day_of
    said = [one.at for one in work.history.of(question.subject) if one.verb in {"looking", "try_others"}]
    return bool(said) and day_of(max(said)) == day_of(now)


def draw_news(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the asker: the replies it tells of, as far as anybody may see them."""
    question = _told_of(subject, work)
    if question is None:
        return None
    replies = [one for one in _of_others(question, work) if _tells_of(subject.part, one)]
    return cards.news_card(question, _with_names(replies, work, view), view) if replies else None


def _tells_of(part: str, reply: Reply) -> bool:
    """Whether news of that name, `news:9-11`, tells of the reply; without numbers it tells of all."""
    first, _, last = part.partition(":")[2].partition("-")
    return not first or int(first) <= reply.id <= int(last or first)


def draw_follow_up(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the asker: did one of these help?"""
    question = _told_of(subject, work)
    if question is None:
        return None
    replies = _with_names(_of_others(question, work), work, view)
    return cards.follow_up_card(question, replies, view, met=subject.part.partition(":")[2].startswith("meeting"))


def draw_choice(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the asker: what next?"""
    question = _told_of(subject, work)
    if question is None:
        return None
    if taken_to := ahead(question, work):
        return cards.taken_card(question, when(taken_to[0], view.words), view)
    asked = work.questions.asked_so_far(question.community, question.id)
    return cards.choice_card(question, asked, len(_of_others(question, work)), view)


def draw_thanks(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the asker: it was closed with thanks."""
    question = _told_of(subject, work)
    return cards.thanks_card(question, view) if question else None


def _told_of(subject: Subject, work: QuestionWork) -> Question | None:
    question = work.questions.get(subject.community, subject.id)
    return question if question.visible and question.member is not None else None


def _of_others(question: Question, work: QuestionWork) -> Sequence[Reply]:
    return of_others(question, work.questions.replies(question.community, question.id))


def _with_names(replies: Sequence[Reply], work: QuestionWork, view: View) -> Sequence[tuple[str, Reply]]:
    return [(who_replied(reply, work, view), reply) for reply in replies]
