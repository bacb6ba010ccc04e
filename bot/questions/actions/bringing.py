"""From a message in a channel to a question: the form, with the way back to the message."""

from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.brought import about
from bot.chat.calls import MessageCall
from bot.chat.replies import OpenForm, Reply
from bot.questions.actions.seeing import may_hide_name
from bot.questions.cards import forms
from bot.questions.model.questions import LONGEST_TEXT, as_question, shortened
from bot.questions.store import QuestionWork


def ask(call: MessageCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """One's own message stands in the form; of somebody else's only the link. Nothing is kept before it is sent."""
    bare, tags = grammar.tags_in(call.text if call.own else "")
    text, more = as_question(bare)
    began = caller.words("It began here: {link}", link=call.link) if call.link else ""
    detail = "\n\n".join(part for part in (shortened(more, LONGEST_TEXT - len(began) - 2), began) if part)
    may_hide = not call.own and may_hide_name(caller, work)
    return OpenForm(forms.brought_form(call, (text, detail, tags), about(call, caller.words), caller.view, may_hide))
