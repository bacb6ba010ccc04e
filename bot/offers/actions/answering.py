"""What whoever was asked says: not me, happy to talk; and what they have been asked."""

from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.offers.actions import introducing, pausing
from bot.offers.actions.bringing import became
from bot.offers.actions.seeing import answerable, offer_of, own_offer
from bot.offers.cards import offers as cards
from bot.offers.store import OfferWork

OFFERS_TAKES = ("pause", "resume")


def pass_on(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Not me. Nobody hears of it."""
    offer, _ = own_offer(call, caller, work)
    if offer.unsaid:
        became(offer, "passed", work, now)
        work.history.add(Happening(now, caller.member, "passed", offer.subject))
    return Private(said(caller.words("That's fine, and good to know. Thank you for looking.")))


def talk(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Happy to talk: the two are put in touch, at once where the asker's name is known."""
    offer, question = own_offer(call, caller, work)
    if offer.introducing:
        return Private(introducing.told(offer, question, work, caller.view))
    if not answerable(question):
        raise CommunityError("offer_over")
    return Private(introducing.begin(offer, question, work, now, caller.view))


def talk_typed(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`talk 17`."""
    return talk(_press(call, "offer.talk", caller, work), caller, work, now)


def pass_typed(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`pass 17`."""
    return pass_on(_press(call, "offer.pass", caller, work), caller, work, now)


def offers(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`offers`, `offers pause`, `offers resume`."""
    ways = {"pause": pausing.pause, "resume": pausing.resume}
    way = ways.get(grammar.typed(call.text).word)
    if way is not None:
        return way(ButtonCall(call.key, call.by, call.where, "member.pause"), caller, work, now)
    waiting = [
        (offer, question)
        for offer in work.offers.unanswered(caller.community, caller.member)
        if not offer.own
        and answerable(question := work.questions.get(caller.community, offer.question))
        and offer.offered_at <= now
    ]
    return Private(cards.waiting_card(waiting, work.members.get(caller.community, caller.member), now, caller.view))


def _press(call: CommandCall, button: str, caller: Caller, work: OfferWork) -> ButtonCall:
    number, _ = grammar.number_in(call.text)
    if number is None:
        raise CommunityError("number_needed")
    return ButtonCall(call.key, call.by, call.where, button, str(offer_of(number, caller, work).subject))
