"""A question the community can see: posted, followed, changed, closed, taken back."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Button, Buttons, Card, Text, Title, said
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.chat.richtext import rich
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions import consent
from bot.ports import Document
from bot.postings import InChannel
from bot.questions.actions import carrying, drafting, keeping
from bot.questions.actions.seeing import (
    asker,
    filled_in,
    helper,
    may_hide_name,
    named_in,
    other_homes,
    own_draft,
    own_question,
    pressed,
    visible_question,
    who_replied,
)
from bot.questions.cards import drafts as draft_cards
from bot.questions.cards import forms
from bot.questions.cards import questions as cards
from bot.questions.model.questions import ENOUGH_EXPERIENCED, Question
from bot.questions.store import QuestionWork

MOST_AT_HOME = 10
"""Open questions, the newest, that are posted to a channel that becomes home."""


def post(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The draft goes out, to the home channel of each platform."""
    draft = own_draft(call, caller, work)
    if draft.nameless and not may_hide_name(caller, work):
        raise CommunityError("no_name_switched_off")
    if not draft.text:
        raise CommunityError("nothing_written")
    homes = [channel for channel in work.communities.channels(caller.community) if channel.home]
    if not homes:
        raise CommunityError("no_channel")
    where = drafting.where_it_goes(caller, work)
    first = drafting.asked_before(draft, work, now)
    drafting.dropped(draft, work, now)
    if first is not None:
        return Private(draft_cards.posted_card(first, where, caller.view, again=True))
    question = work.questions.new(
        caller.community,
        caller.member,
        "" if draft.nameless else caller.unit,
        draft.text,
        draft.detail,
        draft.tags,
        now,
        nameless=draft.nameless,
    )
    keeping.planned(question, work)
    _findable(question, work)
    for home in homes:
        work.postings.want(question.subject, InChannel(home.id), now=now)
    _happened("asked", question, caller, work, now)
    few = work.members.experienced(caller.community) < ENOUGH_EXPERIENCED
    return Private(draft_cards.posted_card(question, where, caller.view, few=few))


def follow(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """Turn "I'd like to know too" on or off."""
    words = caller.words
    question = visible_question(caller.community, caller.own(call.subject, "question").id, work)
    on = work.questions.follow(caller.community, question.id, caller.member)
    many = work.questions.followers(caller.community, question.id)
    others = words.many("{count} person would like to know.", "{count} people would like to know.", many)
    if on:
        return Private(
            said(words("Noted, question {number} is yours to know too. {others}", number=question.id, others=others))
        )
    return Private(said(words("Taken off. {others}", others=others)))


def show(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """A question with its replies."""
    return Private(_shown(caller.own(call.subject, "question").id, caller, work))


def show_reply(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """A reply, with the question it belongs to."""
    return Private(
        _shown(work.questions.reply(caller.community, caller.own(call.subject, "reply").id).question, caller, work)
    )


def _shown(number: int, caller: Caller, work: QuestionWork) -> Card:
    question = visible_question(caller.community, number, work)
    replies = work.questions.replies(caller.community, question.id)
    told = [(who_replied(reply, work, caller.view), reply, reply.id == question.accepted) for reply in replies]
    return cards.shown_card(_card(question, work, caller.view), question.id, told, caller.view)


def more(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """What else this caller can do with the question."""
    words = caller.words
    question = visible_question(caller.community, caller.own(call.subject, "question").id, work)
    mine = question.member == caller.member
    offered = [
        Button(words("Show with replies"), "question.show", question.subject),
        *(_changes(question, caller) if mine else ()),
        *(_closing(question, caller) if mine or caller.steward else ()),
        *(
            ()
            if mine
            else (
                Button(
                    words("Flag"),
                    "question.flag",
                    question.subject,
                    object_name=words("question {number}", number=question.id),
                ),
            )
        ),
    ]
    if caller.steward:
        offered.append(
            Button(
                words("Hide"),
                "question.hide",
                question.subject,
                opens_form=True,
                object_name=words("question {number}", number=question.id),
            )
        )
    notice = words("Question {number}: what would you like to do?", number=question.id)
    rows = tuple(Buttons(tuple(offered[start : start + 4])) for start in range(0, len(offered), 4))
    return Private(Card(notice, (Title(rich(notice)), Text(rich(question.text)), *rows)))


def _changes(question: Question, caller: Caller) -> tuple[Button, ...]:
    words = caller.words
    return (
        Button(
            words("Edit"),
            "question.edit",
            question.subject,
            opens_form=True,
            object_name=words("question {number}", number=question.id),
        ),
        Button(
            words("Take it back"),
            "question.take_back",
            question.subject,
            object_name=words("question {number}", number=question.id),
        ),
    )


def _closing(question: Question, caller: Caller) -> tuple[Button, ...]:
    words = caller.words
    if question.state == "open":
        return (
            Button(
                words("Close"),
                "question.close",
                question.subject,
                opens_form=True,
                object_name=words("question {number}", number=question.id),
            ),
        )
    return (
        Button(
            words("Open it again"),
            "question.reopen",
            question.subject,
            object_name=words("question {number}", number=question.id),
        ),
    )


def edit(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The form with what stands."""
    return OpenForm(forms.question_form(own_question(call, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The changed question, wherever it stands."""
    text, detail, tags = filled_in(call.values)
    before = own_question(call, caller, work)
    question = replace(before, text=text, detail=detail, tags=tags)
    consent.unsaid(question.community, set(before.tags) - set(tags), work, now)
    _keep(question, work, now)
    _happened("edited", question, caller, work, now)
    return Private(draft_cards.posted_card(question, drafting.where_it_goes(caller, work), caller.view))


def close(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The form that asks why."""
    return OpenForm(forms.close_form(_closable(call, caller, work), caller.view))


def closed(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Closed, with the reason chosen."""
    reason = written(call.values, "reason")
    question = _closable(call, caller, work).closed(reason if reason in cards.REASONS else "settled", now)
    _keep(question, work, now)
    _happened("closed", question, caller, work, now)
    return Private(said(caller.words("Question {number} is closed. It can be opened again.", number=question.id)))


def close_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`close 17`."""
    subject = named_in(call, caller, ("question",))
    return closed(FormCall(call.key, call.by, call.where, "question.close", {}, str(subject)), caller, work, now)


def reopen(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Open again."""
    question = _closable(call, caller, work)
    if question.accepted is not None:
        accepted = Subject(question.community, "reply", question.accepted)
        work.search.drop(accepted)
        work.postings.redraw(accepted, now)
    question = question.looked_for(now)
    _keep(question, work, now)
    _happened("reopened", question, caller, work, now)
    return Private(said(caller.words("Question {number} is open again.", number=question.id)))


def reopen_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`reopen 17`."""
    return reopen(pressed(call, "question.reopen", named_in(call, caller, ("question",))), caller, work, now)


def take_back(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The question and what was carried under it, from everywhere."""
    question = own_question(call, caller, work, hidden=True)
    replies = work.questions.replies(question.community, question.id)
    vanish(question, work, now)
    work.flags.lower(question.subject)
    keeping.kept(question.taken_back(now), work, now)
    _happened("took back", question, caller, work, now)
    return Private(cards.taken_back_card(caller.view, unreached=any(reply.source for reply in replies)))


def vanish(question: Question, work: QuestionWork, now: datetime) -> None:
    """The question and its replies stand nowhere and are found nowhere."""
    consent.unsaid(question.community, question.tags, work, now)
    for subject in (question.subject, *(r.subject for r in work.questions.replies(question.community, question.id))):
        work.postings.withdraw(subject, now)
        work.search.drop(subject)


def appear(question: Question, work: QuestionWork, now: datetime) -> None:
    """The question stands again, and its replies where they were carried."""
    keeping.planned(question, work)
    _findable(question, work)
    for home in work.communities.channels(question.community):
        if home.home:
            work.postings.want(question.subject, InChannel(home.id), now=now)


def at_home(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """A channel may have become its platform's home: what is open stands there, too, with the replies carried to it."""
    community = happening.subject.community
    homes = {InChannel(one.id) for one in work.communities.channels(community) if one.home}
    for question in reversed(work.questions.latest_open(community, MOST_AT_HOME)):
        missing = homes - {standing.place for standing in work.postings.places(question.subject)}
        for home in sorted(missing, key=lambda place: place.channel):
            work.postings.want(question.subject, home, now=now)
        if missing:
            for reply in work.questions.replies(community, question.id):
                carrying.carry(reply, question.subject, work, now)


def unlink(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """Thirty days after a nameless question closed, nobody can tell who asked."""
    question = work.questions.get(subject.community, subject.id)
    if question.nameless and question.state != "open":
        work.questions.save(replace(question, member=None))
        for part in ("hidden.nameless", *keeping.TO_ASKER):
            work.postings.unlink(subject.about(part), now)
        work.history.add(Happening(now, None, "unlinked", question.subject))


def draw(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """The live card, while anybody may see it."""
    question = work.questions.get(subject.community, subject.id)
    return _card(question, work, view) if question.visible else None


def _card(question: Question, work: QuestionWork, view: View) -> Card:
    return cards.question_card(
        question,
        asker(question, work, view.words),
        work.questions.replies(question.community, question.id),
        helper(question, work, view),
        other_homes(question.community, view.can.title, work, view),
        view,
    )


def _closable(call: ButtonCall | FormCall, caller: Caller, work: QuestionWork) -> Question:
    question = visible_question(caller.community, caller.own(call.subject, "question").id, work)
    if question.member != caller.member and not caller.steward:
        raise CommunityError("author_only")
    return question


def _keep(question: Question, work: QuestionWork, now: datetime) -> None:
    keeping.kept(question, work, now)
    _findable(question, work)


def _findable(question: Question, work: QuestionWork) -> None:
    """The question can be found by its words, and by those of the reply that helped."""
    work.search.put(Document(question.subject, question.text, f"{question.detail} {' '.join(question.tags)}"))
    if question.accepted is not None:
        reply = work.questions.reply(question.community, question.accepted)
        if reply.visible:
            work.search.put(Document(reply.subject, question.text, reply.text))


def _happened(verb: str, question: Question, caller: Caller, work: QuestionWork, now: datetime) -> None:
    """Kept without an actor for whoever asked without a name."""
    nameless = question.nameless and question.member == caller.member
    work.history.add(Happening(now, None if nameless else caller.member, verb, question.subject))
