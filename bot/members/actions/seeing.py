"""Looking up whom a call is about, as far as its caller may see and change them."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import Asking, ButtonCall, FormCall
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.errors import Unknown
from bot.members.cards import profile as cards
from bot.members.model import Member
from bot.members.store import MemberWork


def mine(call: Asking, caller: Caller, work: MemberWork) -> Member:
    """The caller, whom a press or form names, if anybody. Raises `Unknown` for another member."""
    named = call.subject if isinstance(call, ButtonCall | FormCall) else ""
    whole = str(caller.subject("community", caller.community))
    if named not in {"", whole} and caller.own(named, "member").id != caller.member:
        raise Unknown
    return work.members.get(caller.community, caller.member)


def profile(member: Member, work: MemberWork, now: datetime) -> cards.Profile:
    """All that the member has said of themselves."""
    day_of = work.communities.calendar(member.community).day_of
    paused = member.paused_until is not None and now < member.paused_until
    return cards.Profile(
        member,
        work.members.accounts(member.community, member.id),
        work.members.experiences(member.community, member.id),
        work.members.away(member.community, member.id, day_of(now)),
        day_of(member.paused_until) if paused and member.paused_until else None,
    )


def shown(caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """The caller as they are now."""
    member = work.members.get(caller.community, caller.member)
    return Private(cards.me_card(profile(member, work, now), caller.view))


def profile_form(member: Member, caller: Caller, work: MemberWork) -> Form:
    """The form with what others see of the caller."""
    texts = [one.text for one in work.members.experiences(member.community, member.id)]
    units = cards.Units(work.members.listed_units(member.community), work.members.units(member.community))
    return cards.edit_form(member, texts, units, caller.view)


def set_up_again(member: Member, work: MemberWork, now: datetime) -> None:
    """The stewards' card names them."""
    if member.steward:
        work.postings.redraw(replace(member.subject, kind="community", id=member.community, part="setup"), now)
