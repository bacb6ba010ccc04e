"""Somebody who was asked knows who might know."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.offers.actions.bringing import became, bring
from bot.offers.actions.seeing import about, answerable, called, evidence, findable, offer_of, own_offer, reach
from bot.offers.cards import naming as cards
from bot.offers.model.choosing import may_be_asked
from bot.offers.model.offers import Offer
from bot.offers.store import OfferWork
from bot.questions.model.questions import Question

MOST_SUGGESTED = 8


def know(call: ButtonCall, caller: Caller, work: OfferWork, _now: datetime) -> Reply:
    """The form that asks who."""
    offer, question = _open(call, caller, work)
    return OpenForm(cards.who_form(offer, question, _suggested(question, caller, work), caller.view))


def known(call: FormCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Whoever was chosen, or named."""
    offer, question = _open(call, caller, work)
    chosen, name = written(call.values, "member"), written(call.values, "name")
    if not chosen and not name:
        return FormErrors({"name": caller.words("Choose somebody, or write a name.")})
    if not chosen:
        return _named(name, offer, question, caller, work, now)
    if not re.fullmatch(r"[0-9]{1,9}", chosen) or int(chosen) not in _suggested(question, caller, work):
        raise Unknown
    return _thought_of(int(chosen), "", offer, question, caller, work, now)


def know_typed(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`iknow 17 Noor Haddad`."""
    number, name = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    offer = offer_of(number, caller, work)
    press = ButtonCall(call.key, call.by, call.where, "offer.know", str(offer.subject))
    if not name:
        return know(press, caller, work, now)
    return _named(name, *_open(press, caller, work), caller, work, now)


def _open(call: ButtonCall | FormCall, caller: Caller, work: OfferWork) -> tuple[Offer, Question]:
    offer, question = own_offer(call, caller, work)
    if not answerable(question):
        raise CommunityError("offer_over")
    return offer, question


def _suggested(question: Question, caller: Caller, work: OfferWork) -> Mapping[int, str]:
    """Members whose words are near the question, by name. Who asks it without a name is one like any other."""
    found: dict[int, str] = {}
    asker = None if question.nameless else question.member
    for number in evidence(question.community, about(question), work):
        member = work.members.get(question.community, number)
        if findable(member, work) and member.name and number not in {caller.member, asker}:
            found[number] = f"{member.name} ({member.unit})" if member.unit else member.name
    return dict(list(found.items())[:MOST_SUGGESTED])


def _named(name: str, offer: Offer, question: Question, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    same: Sequence[int] = [one.id for one in work.members.called(question.community, name)]
    return _thought_of(same[0] if len(same) == 1 else None, name, offer, question, caller, work, now)


def _thought_of(
    member: int | None, name: str, offer: Offer, question: Question, caller: Caller, work: OfferWork, now: datetime
) -> Reply:
    """A member who may be asked is; for everybody else there is a text to send on, and nothing that says why."""
    if member == caller.member:
        raise CommunityError("named_oneself")
    if member is not None and member == question.member and not question.nameless:
        raise CommunityError("named_the_asker")
    asked = member is not None and _asked(member, question, caller, work, now)
    if offer.unsaid or offer.state == "passed":
        became(offer, "named", work, now)
        work.history.add(Happening(now, caller.member, "named", offer.subject))
    who = called(question.community, member, work, caller.words) if member is not None and asked else name
    return Private(cards.asked_card(who, caller.view) if asked else cards.forward_card(who, question, caller.view))


def _asked(member: int, question: Question, caller: Caller, work: OfferWork, now: datetime) -> bool:
    """Whether the question is, or has been, brought to them."""
    if work.offers.to_member(question.community, question.id, member) is not None:
        return True
    known = work.members.get(question.community, member)
    to = reach(known, work, now, agreed=may_be_asked(known))
    return to.hindered is None and bring(question, to, "named", work, now, named_by=caller.member) is not None
