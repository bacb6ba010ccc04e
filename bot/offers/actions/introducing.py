"""Two people are put in touch. Who asked without a name hears first who would talk, and chooses."""

from datetime import datetime

from bot import grammar, quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import Card, said
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.members.model import Member
from bot.offers.actions.bringing import became
from bot.offers.cards import introductions as cards
from bot.offers.model.offers import Offer
from bot.offers.store import OfferWork
from bot.questions.model.questions import Question

ASKER, HELPER = "asker", "helper"
"""The parts of an offer under which each of the two reads who the other one is."""


def begin(offer: Offer, question: Question, work: OfferWork, now: datetime, view: View) -> Card:
    """Somebody would be happy to talk; what they read at once, in short: more is put to both. The question stays open."""
    offer = became(offer, "happy" if question.nameless else "met", work, now)
    work.history.add(Happening(now, offer.member, "happy to talk", offer.subject))
    if question.member is not None:
        _tell(offer.subject.about(ASKER), question.member, work, now)
    if offer.state == "met":
        _tell(offer.subject.about(HELPER), offer.member, work, now)
    other = _known(question.member, question.community, work)
    if offer.state != "met" or other is None:
        return told(offer, question, work, view)
    return cards.asker_hears_card(_person(other, work, view), view)


def told(offer: Offer, question: Question, work: OfferWork, view: View) -> Card:
    """To who would be happy to talk: the other one's name, or that they are being asked."""
    other = _known(question.member, question.community, work)
    if offer.state != "met":
        return cards.waits_card(view)
    if other is None:
        return cards.nobody_card(view)
    return cards.asker_is_card(question, _person(other, work, view), view)


def introduce(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Who asked without a name would like to be put in touch: now the other one learns the name."""
    offer, _ = _theirs(call, caller, work)
    if offer.state != "met":
        offer = became(offer, "met", work, now)
        work.history.add(Happening(now, None, "put in touch", offer.subject))
        _tell(offer.subject.about(HELPER), offer.member, work, now)
    helper = work.members.get(offer.community, offer.member)
    return Private(cards.helper_hears_card(_person(helper, work, caller.view), caller.view))


def keep_apart(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Not now: nothing is passed on."""
    offer, question = _theirs(call, caller, work)
    if offer.state == "happy":
        offer = became(offer, "apart", work, now)
        work.history.add(Happening(now, None, "kept apart", offer.subject))
    if offer.state == "apart":
        return Private(said(cards.nothing_passed_on(caller.words)))
    return Private(_to_asker(offer, question, work, caller.view))


def introduce_typed(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`introduce 5`, by the number of the offer that stands on the card; `introduce 5 no`."""
    number, rest = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    subject = str(caller.subject("offer", number))
    way = keep_apart if rest.lower() == "no" else introduce
    return way(ButtonCall(call.key, call.by, call.where, "offer.introduce", subject), caller, work, now)


def draw_asker(subject: Subject, work: OfferWork, view: View) -> Card | None:
    """To the asker: who would talk, and how to reach them."""
    offer = work.offers.get(subject.community, subject.id)
    question = work.questions.get(offer.community, offer.question)
    shown = question.visible and offer.introducing
    return _to_asker(offer, question, work, view) if shown else None


def draw_helper(subject: Subject, work: OfferWork, view: View) -> Card | None:
    """To who offered to talk: who asked. Nothing once nobody knows who that was."""
    offer = work.offers.get(subject.community, subject.id)
    question = work.questions.get(offer.community, offer.question)
    other = _known(question.member, question.community, work)
    if other is None or not question.visible or offer.state != "met":
        return None
    return cards.asker_is_card(question, _person(other, work, view), view)


def _to_asker(offer: Offer, question: Question, work: OfferWork, view: View) -> Card:
    helper = work.members.get(offer.community, offer.member)
    return cards.helper_is_card(offer, question, _person(helper, work, view), view)


def _theirs(call: ButtonCall, caller: Caller, work: OfferWork) -> tuple[Offer, Question]:
    """What somebody would talk about whom the caller asked without a name. Raises `Unknown` for all others."""
    offer = work.offers.get(caller.community, caller.own(call.subject, "offer").id)
    question = work.questions.get(offer.community, offer.question)
    mine = question.nameless and question.member == caller.member and question.visible
    if not mine or not offer.introducing:
        raise Unknown
    return offer, question


def _tell(subject: Subject, member: int, work: OfferWork, now: datetime) -> None:
    """What follows from a press of the other one: no word unasked for, but when it suits them.

    Who doesn't know yet when they are back reads it in the community's hours: it would be lost otherwise.
    """
    place = work.members.reach(subject.community, member)
    if place is not None:
        awake = quiet.awake(subject.community, place, now, work)
        at = awake or work.communities.calendar(subject.community).outside_quiet_hours(now)
        work.postings.want(subject, place, now=now, not_before=at)


def _known(member: int | None, community: int, work: OfferWork) -> Member | None:
    known = work.members.get(community, member) if member is not None else None
    return known if known and known.forgotten_at is None else None


def _person(member: Member, work: OfferWork, view: View) -> cards.Person:
    return cards.person(member, work.members.accounts(member.community, member.id), view)
