"""Replies: through the form, typed, or in a thread; carried to where they were not typed; and the one that helped."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, Edited, FormCall, Removed, ThreadReply
from bot.chat.cards import Button, Buttons, Card, Text, Title
from bot.chat.forms import written
from bot.chat.refs import MessageRef, Subject
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.chat.replies import Reply as Answer
from bot.chat.richtext import rich
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions import consent
from bot.ports import Document
from bot.questions.actions import carrying, following, keeping
from bot.questions.actions.seeing import (
    own_reply,
    pressed,
    visible_question,
    visible_reply,
    who_replied,
)
from bot.questions.cards import forms
from bot.questions.cards import questions as question_cards
from bot.questions.cards import replies as cards
from bot.questions.model.questions import Question, Reply, shortened
from bot.questions.store import QuestionWork


def reply(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Answer:
    """The form for a reply."""
    question = visible_question(caller.community, caller.own(call.subject, "question").id, work)
    return OpenForm(forms.reply_form(question, caller.view, rich(question.text)))


def replied(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """The filled-in form."""
    text = shortened(written(call.values, "text"))
    if not text:
        return FormErrors({"text": caller.words("Two lines are plenty, but write at least one.")})
    question = visible_question(caller.community, caller.own(call.subject, "question").id, work)
    kept = _kept(question, text, caller, call.by.platform, work, now, None)
    return Private(consent.riding(cards.replied_card(kept, caller.view), _about(question), caller, work))


def reply_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """`reply 17 …`."""
    number, text = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    if not text:
        return reply(pressed(call, "question.reply", caller.subject("question", number)), caller, work, now)
    question = visible_question(caller.community, number, work)
    kept = _kept(question, shortened(text), caller, call.by.platform, work, now, None)
    return Private(consent.riding(cards.replied_card(kept, caller.view), _about(question), caller, work))


def heard(call: ThreadReply, caller: Caller, subject: Subject, work: QuestionWork, now: datetime) -> bool:
    """Somebody replied in the thread under a question."""
    if subject.kind != "question" or subject.part or not call.text.strip():
        return False
    question = work.questions.get(subject.community, subject.id)
    if not question.visible:
        return False
    kept = _kept(question, shortened(call.text.strip()), caller, call.by.platform, work, now, call.message)
    carrying.tell(kept, caller, work, now)
    return True


def typed_anew(call: Edited, work: QuestionWork, now: datetime) -> bool:
    """Somebody changed the message in which they had replied."""
    kept = _typed_at(call.message, work)
    if kept is None:
        return False
    _changed(replace(kept, text=shortened(call.text.strip())), work, now)
    work.history.add(Happening(now, kept.member, "edited", kept.subject))
    return True


def typed_away(call: Removed, work: QuestionWork, now: datetime) -> bool:
    """Somebody deleted the message in which they had replied."""
    kept = _typed_at(call.message, work)
    if kept is None:
        return False
    withdrawn(kept, work, now)
    work.history.add(Happening(now, kept.member, "took back", kept.subject))
    return True


def more(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Answer:
    """What else this caller can do with the reply."""
    words = caller.words
    kept = visible_reply(caller.community, caller.own(call.subject, "reply").id, work)
    offered = [Button(words("Show the question"), "reply.show", kept.subject)]
    if kept.member == caller.member:
        offered.append(
            Button(
                words("Edit"),
                "reply.edit",
                kept.subject,
                opens_form=True,
                object_name=words("reply {number}", number=kept.id),
            )
        )
        offered.append(
            Button(
                words("Take it back"),
                "reply.take_back",
                kept.subject,
                object_name=words("reply {number}", number=kept.id),
            )
        )
    else:
        offered.append(
            Button(words("Flag"), "reply.flag", kept.subject, object_name=words("reply {number}", number=kept.id))
        )
    if caller.steward:
        offered.append(
            Button(
                words("Hide"),
                "reply.hide",
                kept.subject,
                opens_form=True,
                object_name=words("reply {number}", number=kept.id),
            )
        )
    notice = words("Reply {number}: what would you like to do?", number=kept.id)
    return Private(Card(notice, (Title(rich(notice)), Text(rich(kept.text)), Buttons(tuple(offered)))))


def edit(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Answer:
    """The form with what stands."""
    return OpenForm(forms.reply_edit_form(own_reply(call, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """The changed reply, wherever it stands."""
    text = shortened(written(call.values, "text"))
    if not text:
        return FormErrors({"text": caller.words("Two lines are plenty, but write at least one.")})
    kept = replace(own_reply(call, caller, work), text=text)
    _changed(kept, work, now)
    work.history.add(Happening(now, caller.member, "edited", kept.subject))
    return Private(cards.replied_card(kept, caller.view))


def take_back(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """The reply, from everywhere the bot put it."""
    kept = own_reply(call, caller, work, hidden=True)
    withdrawn(kept, work, now)
    work.history.add(Happening(now, caller.member, "took back", kept.subject))
    return Private(question_cards.taken_back_card(caller.view, unreached=kept.source is not None))


def helped(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Answer:
    """The asker, or a steward who is named, says which reply helped."""
    kept = visible_reply(caller.community, caller.own(call.subject, "reply").id, work)
    question = work.questions.get(caller.community, kept.question)
    mine = question.member == caller.member
    if not mine and not caller.steward:
        raise CommunityError("asker_only")
    before = question.accepted
    question = question.answered(kept.id, now, steward=None if mine else caller.member)
    keeping.kept(question, work, now)
    if before is not None and before != kept.id:
        work.search.drop(Subject(question.community, "reply", before))
        work.postings.redraw(Subject(question.community, "reply", before), now)
    _findable(kept, question, work)
    work.postings.redraw(kept.subject, now)
    actor = None if question.nameless and mine else caller.member
    work.history.add(Happening(now, actor, "helped", kept.subject))
    _ask_to_ask(kept, question, caller, work, now)
    return Private(cards.helped_card(kept, who_replied(kept, work, caller.view), caller.view, mine=mine))


def _ask_to_ask(kept: Reply, question: Question, caller: Caller, work: QuestionWork, now: datetime) -> None:
    """Whoever helped somebody else is asked, once, whether they may be asked again.

    Who asked without a name is as anybody else here.
    """
    selves = {caller.member, None if question.nameless else question.member}
    if kept.member is not None and kept.member not in selves:
        consent.ask(work.members.get(kept.community, kept.member), _about(question), work, now)


def _about(question: Question) -> str:
    return question.tags[0] if question.tags else ""


def draw(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """The reply, while anybody may see it."""
    kept = work.questions.reply(subject.community, subject.id)
    question = work.questions.get(subject.community, kept.question)
    if not (kept.visible and question.visible):
        return None
    return cards.reply_card(kept, who_replied(kept, work, view), view, helped=question.accepted == kept.id)


def withdrawn(kept: Reply, work: QuestionWork, now: datetime) -> None:
    """The reply's words are gone; a question it had answered is open again."""
    vanish(kept, kept.taken_back(), work, now)
    work.flags.lower(kept.subject)


def vanish(kept: Reply, after: Reply, work: QuestionWork, now: datetime) -> None:
    """The reply, which is as `after` from now on, stands nowhere and is found nowhere."""
    work.questions.save_reply(after)
    work.postings.withdraw(kept.subject, now)
    work.search.drop(kept.subject)
    question = work.questions.get(kept.community, kept.question)
    keeping.kept(question.without_answer(now) if question.accepted == kept.id else question, work, now)


def appear(kept: Reply, work: QuestionWork, now: datetime) -> None:
    """The reply stands wherever its question does and it was not typed."""
    question = work.questions.get(kept.community, kept.question)
    carrying.carry(kept, question.subject, work, now)
    keeping.planned(question, work)
    work.postings.redraw_all(question.subject, now)


def _kept(
    question: Question,
    text: str,
    caller: Caller,
    platform: str,
    work: QuestionWork,
    now: datetime,
    source: MessageRef | None,
) -> Reply:
    kept = work.questions.new_reply(question, caller.member, platform, caller.unit, text, now, source)
    appear(kept, work, now)
    following.replied(question, kept, work, now)
    work.history.add(Happening(now, caller.member, "replied", kept.subject))
    return kept


def _typed_at(message: MessageRef, work: QuestionWork) -> Reply | None:
    kept = work.questions.reply_typed_at(message)
    if kept is None:
        return None
    work.only_writer_of(kept.community)
    kept = work.questions.reply_typed_at(message)
    return kept if kept and not kept.withdrawn else None


def _changed(kept: Reply, work: QuestionWork, now: datetime) -> None:
    work.questions.save_reply(kept)
    question = work.questions.get(kept.community, kept.question)
    if question.accepted == kept.id and kept.visible:
        _findable(kept, question, work)
    work.postings.redraw(kept.subject, now)
    work.postings.redraw_all(question.subject, now)


def _findable(kept: Reply, question: Question, work: QuestionWork) -> None:
    work.search.put(Document(kept.subject, question.text, kept.text))
