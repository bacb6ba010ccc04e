"""From a reply that helped to the library in one press; what is kept there follows what becomes of them and of their question."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.replies import Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.library.actions import keeping
from bot.questions.actions.seeing import named_in, pressed, visible_reply
from bot.questions.store import QuestionWork


def keep(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """A reply that helped, into the library."""
    reply = visible_reply(caller.community, caller.own(call.subject, "reply").id, work)
    question = work.questions.get(caller.community, reply.question)
    if question.accepted != reply.id:
        raise CommunityError("helped_first")
    return keeping.keep_reply(reply, question, caller, work, now)


def keep_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`keep 9`."""
    return keep(pressed(call, "reply.keep", named_in(call, caller, ("reply",))), caller, work, now)


def reply_changed(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """A reply was edited, taken back, hidden or brought back."""
    subject = happening.subject
    keeping.follow(subject.community, work.questions.reply(subject.community, subject.id).question, work, now)


def question_changed(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """The same of a question."""
    keeping.follow(happening.subject.community, happening.subject.id, work, now)


REACTS = {f"reply.{verb}": reply_changed for verb in ("edited", "took back", "hid", "unhid")} | {
    f"question.{verb}": question_changed for verb in ("edited", "took back", "hid", "unhid")
}
"""By what happened."""
