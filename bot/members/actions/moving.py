"""How a member goes on in another unit, with all they have."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.members.actions.seeing import mine
from bot.members.actions.units import as_listed, now_of
from bot.members.cards import moving as cards
from bot.members.model import Member, tidy
from bot.members.store import MemberWork


def moved(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me moved Labour`; alone, or pressed, it opens the form."""
    member = mine(call, caller, work)
    if tidy(call.choice):
        return _kept(member, call.choice, caller, work, now)
    return OpenForm(cards.moved_form(member, work.members.units(caller.community), caller.view))


def moved_filled_in(call: FormCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """What is typed counts more than what is chosen."""
    member = mine(call, caller, work)
    unit = written(call.values, "other") or written(call.values, "unit")
    if not tidy(unit):
        return FormErrors({"unit": caller.words("Which unit are you with now?")})
    return _kept(member, unit, caller, work, now)


def _kept(member: Member, unit: str, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    named = as_listed(unit, member.community, work)
    if named != member.unit:
        now_of(member, named, member.id, work, now)
    return Private(cards.moved_card(member, named, caller.view))
