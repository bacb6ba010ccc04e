"""Where a person is known, and what is kept about them."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall
from bot.chat.replies import Private, Reply
from bot.members.actions.seeing import mine, profile
from bot.members.cards import keeping as cards
from bot.members.cards.profile import name_of
from bot.members.model import Member
from bot.members.store import MemberWork


def accounts(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """Where the caller is known, and who else has the same work e-mail."""
    member = mine(call, caller, work)
    theirs = work.members.accounts(caller.community, caller.member)
    return Private(cards.accounts_card(member.subject, theirs, _twins(caller, work), caller.view))


def kept(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Everything that is kept about the caller."""
    theirs = profile(mine(call, caller, work), work, now)
    counted = work.members.kept(caller.community, caller.member)
    return Private(cards.kept_card(theirs, counted, caller.view))


def _twins(caller: Caller, work: MemberWork) -> list[cards.Twin]:
    emails = {account.email for account in work.members.accounts(caller.community, caller.member) if account.email}
    found = {
        member.id: member
        for email in sorted(emails)
        for member in work.members.with_email(caller.community, email)
        if member.id != caller.member
    }
    return [_twin(member, caller, work) for member in found.values()]


def _twin(member: Member, caller: Caller, work: MemberWork) -> cards.Twin:
    theirs = work.members.accounts(member.community, member.id)
    titles = dict.fromkeys(caller.view.deployment.title(account.ref.platform) for account in theirs)
    return cards.Twin(member.subject, name_of(member, caller.words), ", ".join(titles))
