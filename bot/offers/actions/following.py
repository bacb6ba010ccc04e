"""What happens around a question, a reply or a member that offers follow."""

from datetime import datetime

from bot.history import Happening
from bot.offers.actions import ringing
from bot.offers.actions.bringing import became, redraw, settle, withdraw
from bot.offers.actions.introducing import ASKER, HELPER
from bot.offers.actions.seeing import answerable
from bot.offers.store import OfferWork
from bot.questions.model.questions import Question


def asked(happening: Happening, work: OfferWork, now: datetime) -> None:
    """The first ring goes out by itself a moment later: nobody's press waits for the search."""
    ringing.plan(_question(happening, work), now, work)


def wants_more(happening: Happening, work: OfferWork, now: datetime) -> None:
    """The asker is still looking, or would have other people asked: three more at once."""
    question = _question(happening, work)
    if answerable(question):
        _drawn(question, work, now)
        ringing.ring(question, work, now)


def open_again(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Open again, or visible again: what is left of its rings goes on."""
    _goes_on(_question(happening, work), work, now)


def over(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Closed: nobody else is asked."""
    _ended(_question(happening, work), work, now)


def gone(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Taken back or hidden: nobody sees anything of it any more."""
    question = _question(happening, work)
    ringing.plan(question, now, work)
    for offer in work.offers.of_question(question.community, question.id):
        withdraw(offer, work, now)


def drawn_anew(happening: Happening, work: OfferWork, now: datetime) -> None:
    """The question reads differently."""
    question = _question(happening, work)
    for offer in work.offers.of_question(question.community, question.id):
        redraw(offer, work, now)


def unlinked(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Nobody can tell any more who asked: neither from whom the asker was put in touch with, nor from who wasn't shown it.

    So what was shown to all the others goes, too.
    """
    question = _question(happening, work)
    for offer in work.offers.of_question(question.community, question.id):
        for shown in (offer.subject, offer.subject.about(ASKER), offer.subject.about(HELPER)):
            work.postings.unlink(shown, now)


def replied(happening: Happening, work: OfferWork, now: datetime) -> None:
    """A reply answers the offer."""
    reply = work.questions.reply(happening.subject.community, happening.subject.id)
    if reply.member is not None:
        offer = work.offers.to_member(reply.community, reply.question, reply.member)
        if offer is not None and offer.unsaid:
            became(offer, "replied", work, now)


def helped(happening: Happening, work: OfferWork, now: datetime) -> None:
    """A reply helped: nobody else is asked."""
    _ended(_of_reply(happening, work), work, now)


def reply_gone(happening: Happening, work: OfferWork, now: datetime) -> None:
    """A reply is no more; where it had helped, the question is open again."""
    _goes_on(_of_reply(happening, work), work, now)


def left(happening: Happening, work: OfferWork, now: datetime) -> None:
    """A member has no account any more, or wants nothing brought to them: what waits for them doesn't come.

    Neither does what comes too late by how they wish to be written to from now on.
    """
    community, number = happening.subject.community, happening.subject.id
    member = work.members.get(community, number)
    if member.departed_at is None and member.asks != "never":
        away(happening, work, now)
        return
    for offer in work.offers.unanswered(community, number):
        if offer.offered_at > now:
            withdraw(offer, work, now)


def departed(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Nobody reads there any more."""
    for offer in work.offers.unanswered(happening.subject.community, happening.subject.id):
        withdraw(offer, work, now)


def away(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Somebody goes on leave, or has other hours: what would only have come after its time doesn't, and isn't one that went unanswered."""
    for offer in work.offers.unanswered(happening.subject.community, happening.subject.id):
        waits = offer.state == "offered" and offer.offered_at > now
        if waits and not work.postings.places(offer.subject):
            withdraw(offer, work, now)


def linked(happening: Happening, work: OfferWork, now: datetime) -> None:
    """Two members are one: nobody is asked what they ask themselves."""
    for offer in work.offers.unanswered(happening.subject.community, happening.subject.id):
        if offer.own:
            work.postings.redraw(offer.subject, now)
        elif work.questions.get(offer.community, offer.question).member == offer.member:
            withdraw(offer, work, now)


def _ended(question: Question, work: OfferWork, now: datetime) -> None:
    ringing.plan(question, now, work)
    settle(question, work, now)


def _goes_on(question: Question, work: OfferWork, now: datetime) -> None:
    ringing.plan_later(question, work, now)
    _drawn(question, work, now)


def _drawn(question: Question, work: OfferWork, now: datetime) -> None:
    """Whoever read that it is settled reads that it isn't."""
    for offer in work.offers.of_question(question.community, question.id):
        redraw(offer, work, now)


def _question(happening: Happening, work: OfferWork) -> Question:
    return work.questions.get(happening.subject.community, happening.subject.id)


def _of_reply(happening: Happening, work: OfferWork) -> Question:
    reply = work.questions.reply(happening.subject.community, happening.subject.id)
    return work.questions.get(reply.community, reply.question)
