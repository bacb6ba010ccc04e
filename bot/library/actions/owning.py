"""Who looks after a resource: handed over, taken on, and given up when somebody leaves."""

from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.library.actions import minding
from bot.library.actions.seeing import card, handed, hands_to, looked_after, pressed_on, still_meant, typed
from bot.library.cards import forms
from bot.library.cards import keeping as cards
from bot.library.model import Resource
from bot.library.store import LibraryWork
from bot.members.cards.profile import name_of
from bot.members.model import Member
from bot.postings import Direct

ANYBODY = "anybody"
"""Typed in place of a name: whoever would like to may take it."""


def hand(call: ButtonCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """The form that asks to whom."""
    return OpenForm(forms.hand_form(looked_after(call.subject, caller, work), caller.view))


def handed_over(call: FormCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The filled-in form: somebody is asked, or anybody may take it."""
    resource, name = looked_after(call.subject, caller, work), written(call.values, "name")
    if not name:
        return _released(resource, caller, work, now)
    found = work.members.called(caller.community, name)
    if len(found) != 1:
        return FormErrors({"name": caller.words("I don't find one member of that name. Such as: NAME (Unit)")})
    return _asked(resource, found[0], caller, work, now)


def hand_typed(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`hand 5 NAME`, `hand 5 anybody`; without a name, the form."""
    press, name = typed(call, "resource.hand", caller)
    if name.lower() == ANYBODY:
        return release(press, caller, work, now)
    if not name:
        return hand(press, caller, work, now)
    resource, found = looked_after(press.subject, caller, work), work.members.called(caller.community, name)
    if len(found) != 1:
        raise CommunityError("nobody_called")
    return _asked(resource, found[0], caller, work, now)


def release(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Whoever would like to may take it."""
    return _released(looked_after(call.subject, caller, work), caller, work, now)


def adopt(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The caller looks after it from now on, when nobody does or they were asked to."""
    resource = pressed_on(call, caller, work)
    if resource.owner not in {None, caller.member} and not handed(resource, caller.member, work):
        raise CommunityError("looked_after")
    return _adopted(resource, caller, work, now)


def adopt_typed(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`adopt 5`; `adopt 5 no` by whoever was asked and would rather not."""
    press, answer = typed(call, "resource.adopt", caller)
    return (pass_on if answer.lower() == "no" else adopt)(press, caller, work, now)


def pass_on(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """They were asked, and would rather not."""
    resource = pressed_on(call, caller, work)
    work.postings.withdraw(hands_to(caller.member, resource), now)
    return Private(cards.passed_card(caller.view))


def departed(happening: Happening, work: LibraryWork, now: datetime) -> None:
    """What somebody who is gone looked after seeks another."""
    for resource in work.library.owned(happening.subject.community, happening.subject.id):
        _owned_by(None, resource, work, now)
        work.history.add(Happening(now, None, "released", resource.subject))


def draw_hand(subject: Subject, work: LibraryWork, view: View) -> Card | None:
    """To somebody who is asked to look after it, while whoever would hand it over still does."""
    resource = work.library.get(subject.community, subject.id)
    member = int(subject.part.partition(":")[2].partition(".")[0] or 0)
    if not resource.visible or not still_meant(subject, hands_to(member, resource)):
        return None
    return cards.hand_card(resource, view)


def _adopted(resource: Resource, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    if resource.owner != caller.member:
        resource = _owned_by(caller.member, resource, work, now)
        work.history.add(Happening(now, caller.member, "adopted", resource.subject))
    return Private(card(resource, caller, work, now, caller.words("Thank you. You look after it now.")))


def _asked(resource: Resource, member: Member, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    name, place = name_of(member, caller.words), work.members.reach(member.community, member.id)
    if member.id == caller.member:
        return _adopted(resource, caller, work, now)
    if not member.agreed or place is None:
        return Private(cards.not_asked_card(resource, name, caller.view))
    if _has_one_to_come(hands_to(member.id, resource), place, work, now):
        return Private(cards.asked_already_card(name, caller.view))
    quiet.want(hands_to(member.id, resource), place, work, now)
    work.history.add(Happening(now, caller.member, "handed over", resource.subject))
    return Private(cards.asked_card(resource, name, caller.view))


def _has_one_to_come(this: Subject, place: Direct, work: LibraryWork, now: datetime) -> bool:
    """Whether they are still to be asked to look after something else: one at a time leaves room for all other news."""
    waiting = [one.subject for one in work.postings.waiting(this.community, place.account, now)]
    return any(one.kind == this.kind and one.part.startswith("hand:") and one != this for one in waiting)


def _released(resource: Resource, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    if resource.owner is not None:
        resource = _owned_by(None, resource, work, now)
        work.history.add(Happening(now, caller.member, "released", resource.subject))
    return Private(cards.released_card(resource, caller.view))


def _owned_by(member: int | None, resource: Resource, work: LibraryWork, now: datetime) -> Resource:
    """With that owner; what its former one and those who were asked still see goes."""
    kept = minding.keep(replace(resource, owner=member), work)
    work.postings.redraw_all(kept.subject, now)
    return kept
