"""From a message in a channel to a topic for the next meeting: the form, with the way back to the message."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.brought import about
from bot.chat.calls import MessageCall
from bot.chat.replies import OpenForm, Reply
from bot.topics.cards import topics as cards
from bot.topics.model.topics import tidy
from bot.topics.store import TopicWork


def suggest(call: MessageCall, caller: Caller, _work: TopicWork, _now: datetime) -> Reply:
    """One's own message stands in the form; of somebody else's only the link. Nothing is kept before it is sent."""
    text = tidy(call.text) if call.own else ""
    return OpenForm(cards.brought_form(call, text, about(call, caller.words), caller.view))
