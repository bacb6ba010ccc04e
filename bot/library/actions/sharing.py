"""Sharing links, looking at what is shared, and saying that it helped."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.library.actions import minding
from bot.library.actions.seeing import card, pressed_on, told, typed
from bot.library.cards import forms
from bot.library.cards import resources as cards
from bot.library.model import LONGEST_TITLE, Resource, link, link_key
from bot.library.store import LibraryWork
from bot.members.actions import consent

MOST_SHOWN = 7


def share(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`share https://… What it is #tag`; without a link, the form."""
    typed_link, rest = grammar.url_in(call.text)
    if not typed_link:
        return OpenForm(forms.share_form(caller.view, title=call.text))
    url = link(typed_link)
    if url is None:
        raise CommunityError("bad_link")
    title, tags = grammar.tags_in(rest)
    resource, known = _kept(caller, work, now, url, title, tags)
    return _thanked(resource, caller, work, now, known=known)


def write(_call: ButtonCall, caller: Caller, _work: LibraryWork, _now: datetime) -> Reply:
    """The form for sharing."""
    return OpenForm(forms.share_form(caller.view))


def shared(call: FormCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The filled-in form."""
    url = link(written(call.values, "url"))
    if url is None:
        return FormErrors({"url": caller.words("That isn't a link I can keep. It should begin with https://")})
    resource, known = _kept(caller, work, now, url, "", ())
    if not known:
        resource = minding.keep(minding.changed(resource, call.values), work)
    return _thanked(resource, caller, work, now, known=known)


def helped(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Once per member."""
    resource = pressed_on(call, caller, work)
    if work.library.helped(caller.community, resource.id, caller.member, now):
        work.history.add(Happening(now, caller.member, "helped", resource.subject))
    return _answer(resource, caller, work, now, known=True)


def show(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """One resource."""
    return _answer(pressed_on(call, caller, work), caller, work, now, known=True)


def show_typed(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`resource 5`, `resource 5 edit`."""
    press, way = typed(call, "resource.show", caller)
    return (minding.edit if way.lower() == "edit" else show)(press, caller, work, now)


def library(call: CommandCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """The newest resources, or those with the tags."""
    _, tags = grammar.tags_in(" ".join(f"#{word.lstrip('#')}" for word in call.text.split()))
    newest = work.library.latest(caller.community, tags, MOST_SHOWN)
    return Private(cards.library_card(told(newest, work, caller.view), tags, caller.view))


def _kept(
    caller: Caller, work: LibraryWork, now: datetime, url: str, title: str, tags: tuple[str, ...]
) -> tuple[Resource, bool]:
    """The resource at that address, and whether it was known before. Hidden ones stay hidden."""
    known = work.library.known(caller.community, link_key(url))
    if known is not None:
        if known.hidden:
            raise Unknown
        return known, True
    title = title[:LONGEST_TITLE] or url
    new = work.library.new(caller.community, caller.member, url, link_key(url), title, now)
    resource = minding.keep(minding.looked_at(replace(new, tags=tags), work, now), work)
    work.history.add(Happening(now, caller.member, "shared", resource.subject))
    return resource, False


def _thanked(resource: Resource, caller: Caller, work: LibraryWork, now: datetime, *, known: bool) -> Reply:
    """Who shared something may be asked about it, if they say so with a press."""
    answer = _answer(resource, caller, work, now, known=known)
    if known:
        return answer
    tag = resource.tags[0] if resource.tags else ""
    return Private(consent.riding(answer.card, tag, caller, work))


def _answer(resource: Resource, caller: Caller, work: LibraryWork, now: datetime, *, known: bool) -> Private:
    words = caller.words
    notice = words("This is in the library.") if known else words("Thank you. It is in the library now.")
    return Private(card(resource, caller, work, now, notice))
