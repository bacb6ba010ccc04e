"""Bringing a question to one member, and showing it to them."""

from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.due import Step
from bot.history import Happening
from bot.offers.actions.seeing import Reach, answerable, called
from bot.offers.cards import offers as cards
from bot.offers.model.offers import Offer, State, Why
from bot.offers.store import OfferWork
from bot.questions.model.questions import Question


def bring(
    question: Question, to: Reach, why: Why, work: OfferWork, now: datetime, *, named_by: int | None = None
) -> Offer | None:
    """Offer it to one member; None when they can't be reached after all.

    Whoever asks it without a name is offered it as well: nothing is drawn for them, and nobody else can tell.
    """
    if to.place is None or to.at is None:
        return None
    offer = work.offers.new(question, to.member.id, question.rings, why, to.at, named_by=named_by)
    lapses = offer.lapses_at(work.communities.calendar(question.community))
    quiet.want(offer.subject, to.place, work, now, expires_at=lapses)
    work.history.add(Happening(now, named_by, "offered", offer.subject))
    work.due.plan(offer.subject, Step("offer.lapse", lapses))
    return offer


def became(offer: Offer, state: State, work: OfferWork, now: datetime) -> Offer:
    """Keep what became of it, and draw it anew wherever it stands."""
    offer = offer.became(state, now)
    work.offers.save(offer)
    work.due.plan(offer.subject, None)
    redraw(offer, work, now)
    return offer


def redraw(offer: Offer, work: OfferWork, now: datetime) -> None:
    """Draw it anew wherever it or a part of it stands. What somebody asks themselves stands nowhere."""
    if not offer.own:
        work.postings.redraw_all(offer.subject, now)


def settle(question: Question, work: OfferWork, now: datetime) -> None:
    """The question looks for nobody any more: who has read of it reads that, and who hasn't never will."""
    for offer in work.offers.of_question(question.community, question.id):
        if offer.state == "offered" and offer.offered_at > now:
            withdraw(offer, work, now)
        elif offer.state == "offered":
            became(offer, "settled", work, now)
        elif offer.open:
            redraw(offer, work, now)


def withdraw(offer: Offer, work: OfferWork, now: datetime) -> None:
    """It stands nowhere."""
    if offer.open:
        work.offers.save(offer.became("withdrawn", now))
    work.due.plan(offer.subject, None)
    work.postings.withdraw(offer.subject, now)


def draw(subject: Subject, work: OfferWork, view: View) -> Card | None:
    """An offer, to whom it was made."""
    offer = work.offers.get(subject.community, subject.id)
    question = work.questions.get(offer.community, offer.question)
    if not question.visible or offer.own or offer.state == "withdrawn":
        return None
    if offer.unsaid and not answerable(question):
        offer = replace(offer, state="settled")
    if not (offer.unsaid and answerable(question)):
        return cards.over_card(offer, view)
    asks = work.members.get(offer.community, offer.member).asks
    thought_of = called(offer.community, offer.named_by, work, view.words)
    return cards.offer_card(offer, question, asks, thought_of, view)
