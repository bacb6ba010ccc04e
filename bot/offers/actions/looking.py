"""`who`: the members who know something about it, other units first."""

from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import CommandCall
from bot.chat.cards import said
from bot.chat.replies import Private, Reply
from bot.members.cards.profile import name_of
from bot.members.model import Member
from bot.offers.actions.seeing import evidence, findable
from bot.offers.cards import who as cards
from bot.offers.model.choosing import Evidence, lot, same_unit
from bot.offers.store import OfferWork

MOST_SHOWN = 5


def who(call: CommandCall, caller: Caller, work: OfferWork, now: datetime) -> Reply:
    """`who WORDS`. Those who come equally near take turns at the top, from day to day."""
    text, tags = grammar.tags_in(call.text)
    if not text and not tags:
        return Private(said(caller.words("Whom shall I look for? Type: who consultation")))
    today = work.communities.calendar(caller.community).day_of(now)
    known = {}
    for one in evidence(caller.community, (text, *tags), work).values():
        member = work.members.get(caller.community, one.member)
        if one.member != caller.member and findable(member, work):
            known[one.member] = (member, one)

    def order(number: int) -> tuple[int, bool, str]:
        member, one = known[number]
        return -one.band, same_unit(member.unit, caller.unit), lot(today, number)

    best = [known[number] for number in sorted(known, key=order)[:MOST_SHOWN]]
    return Private(cards.who_card([_told(*one, caller, work) for one in best], call.text, caller.view))


def _told(member: Member, one: Evidence, caller: Caller, work: OfferWork) -> cards.Known:
    """With the reason, in the words of whoever wrote it."""
    name, shows = name_of(member, caller.words), None
    match one.why:
        case "experience":
            reason = work.members.experience(caller.community, one.number).text
        case "helped":
            reply = work.questions.reply(caller.community, one.number)
            reason, shows = work.questions.get(caller.community, reply.question).text, reply.subject
        case _:
            reason = " ".join(f"#{tag}" for tag in member.interests)
    return cards.Known(name, member.unit, one.why, reason, shows)
