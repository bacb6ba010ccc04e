"""What is typed of drafts, questions and replies in place of a press: `drafts post 3`, `question 17 edit`."""

from collections.abc import Mapping
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.refs import Subject
from bot.chat.replies import Reply
from bot.errors import CommunityError
from bot.feature import OnButton
from bot.questions.actions import drafting, posting, replying
from bot.questions.actions.seeing import named_in, pressed
from bot.questions.store import QuestionWork

_OF_A_DRAFT: Mapping[str, OnButton[QuestionWork]] = {
    "post": posting.post,
    "edit": drafting.edit,
    "name": drafting.turn_name,
    "keep": drafting.keep,
    "drop": drafting.drop,
    "answered": drafting.answered,
}
_OF_A_QUESTION: Mapping[str, OnButton[QuestionWork]] = {
    "more": posting.more,
    "edit": posting.edit,
    "follow": posting.follow,
}
_OF_A_REPLY: Mapping[str, OnButton[QuestionWork]] = {"more": replying.more, "edit": replying.edit}
DRAFTS_TAKE = (*_OF_A_DRAFT, *map(str, range(1, 1000)))
ANSWERS = ("question", "reply", "resource", "topic", "notes")
"""What may answer a question before it is asked; a question when only a number is said."""


def drafts(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`drafts`; `drafts 3` shows one as others would see it; `drafts post 3`, `drafts answered 3 resource 5`."""
    line = grammar.typed(call.text)
    if not line.word:
        return drafting.drafts(call, caller, work, now)
    number, rest = grammar.number_in(line.rest if line.word in _OF_A_DRAFT else call.text)
    if number is None:
        raise CommunityError("number_needed")
    press = pressed(call, "draft.preview", caller.subject("draft", number))
    return _OF_A_DRAFT.get(line.word, drafting.preview)(_with(press, line.word, rest, caller), caller, work, now)


def _with(press: ButtonCall, way: str, rest: str, caller: Caller) -> ButtonCall:
    """The press, with what answers the draft where that is said."""
    if way != "answered":
        return press
    answer = named_in(CommandCall(press.key, press.by, press.where, rest, private=True), caller, ANSWERS)
    return ButtonCall(press.key, press.by, press.where, press.button, press.subject, str(answer), press.found)


def question(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`question 17`, `question 17 edit`, `question 17 follow`, `question reply 9`, `question reply 9 edit`."""
    subject = named_in(call, caller, ("question", "reply"))
    ways, plain = (_OF_A_REPLY, posting.show_reply) if subject.kind == "reply" else (_OF_A_QUESTION, posting.show)
    return ways.get(_way(call.text, subject), plain)(pressed(call, "question.show", subject), caller, work, now)


def _way(text: str, subject: Subject) -> str:
    line = grammar.typed(text)
    _, rest = grammar.number_in(line.rest if line.word == subject.kind else text)
    return grammar.typed(rest).word
