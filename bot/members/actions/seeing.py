"""Looking up whom a call is about, as far as its caller may see and change them."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import Asking, CommandCall
from bot.errors import Unknown
from bot.members.model import Member
from bot.members.store import MemberWork


def mine(call: Asking, caller: Caller, work: MemberWork) -> Member:
    """The caller, whom a press or form names, if anybody. Raises `Unknown` for another member."""
    named = "" if isinstance(call, CommandCall) else call.subject
    whole = str(caller.subject("community", caller.community))
    if named not in {"", whole} and caller.own(named, "member").id != caller.member:
        raise Unknown
    return work.members.get(caller.community, caller.member)


def set_up_again(member: Member, work: MemberWork, now: datetime) -> None:
    """The stewards' card names them."""
    if member.steward:
        work.postings.redraw(replace(member.subject, kind="community", id=member.community, part="setup"), now)
