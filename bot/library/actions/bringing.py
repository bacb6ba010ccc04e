"""From a message in a channel to the library: the form, with the link that stands in it or that leads to it."""

from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.brought import about
from bot.chat.calls import MessageCall
from bot.chat.replies import OpenForm, Private, Reply
from bot.library.actions.seeing import card
from bot.library.cards import forms
from bot.library.model import link, link_key
from bot.library.store import LibraryWork


def share(call: MessageCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """A link that is known opens its entry. What somebody else wrote around it isn't copied."""
    typed, rest = grammar.url_in(call.text)
    url = link(typed) if typed else None
    known = work.library.known(caller.community, link_key(url)) if url else None
    if known is not None and known.visible:
        return Private(card(known, caller, work, now, caller.words("This is in the library.")))
    bare, tags = grammar.tags_in(rest if call.own else "")
    filled = (url or call.link, " ".join(bare.split()), tags)
    return OpenForm(forms.brought_form(call, filled, about(call, caller.words), caller.view))
