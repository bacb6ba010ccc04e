"""Nobody is asked on and on who doesn't answer, or who would rather not just now."""

from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.errors import Unknown
from bot.history import Happening
from bot.members.actions.seeing import mine
from bot.members.model import Member
from bot.offers.actions.bringing import withdraw
from bot.offers.actions.seeing import LATEST
from bot.offers.cards import pauses as cards
from bot.offers.model.offers import PAUSE, ignored
from bot.offers.store import OfferWork

PAUSED = "paused"
"""The part of a member under which they are told."""


def lapse(subject: Subject, work: OfferWork, now: datetime) -> None:
    """Unanswered for two working days. After three in a row their member is left alone for a month, and told once."""
    try:
        offer = work.offers.get(subject.community, subject.id)
    except Unknown:
        return  # gone with its member
    if offer.state != "offered":
        return
    work.offers.save(replace(offer, state="lapsed"))
    member = work.members.get(offer.community, offer.member)
    if not ignored(work.offers.latest(offer.community, offer.member, LATEST), member.paused_until):
        return
    paused = _paused(member, None, work, now)
    place = work.members.reach(offer.community, offer.member)
    if place is not None:
        quiet.want(member.subject.about(PAUSED), place, work, now, expires_at=paused.paused_until)


def pause(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """No questions for a month; what waits to be brought isn't."""
    paused = _paused(mine(call, caller, work), caller.member, work, now)
    for offer in work.offers.unanswered(caller.community, caller.member):
        if offer.offered_at > now:
            withdraw(offer, work, now)
    return Private(cards.paused_card(paused, caller.view))


def resume(call: ButtonCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """Questions again."""
    member = replace(mine(call, caller, work), paused_until=now)
    work.members.save(member)
    work.postings.withdraw(member.subject.about(PAUSED), now)
    work.history.add(Happening(now, member.id, "questions resumed", member.subject))
    return Private(cards.resumed_card(caller.view))


def draw(subject: Subject, work: OfferWork, view: View) -> Card | None:
    """To whoever left three unanswered, until they say otherwise."""
    member = work.members.get(subject.community, subject.id)
    return cards.left_alone_card(member, view) if member.paused_until else None


def _paused(member: Member, by: int | None, work: OfferWork, now: datetime) -> Member:
    paused = replace(member, paused_until=now + PAUSE)
    work.members.save(paused)
    work.history.add(Happening(now, by, "questions paused", member.subject))
    return paused
