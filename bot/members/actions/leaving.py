"""How a person leaves: forgotten by their own press, or without any account left."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, PersonChanged
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions.finding import findable, unfindable
from bot.members.actions.seeing import mine, set_up_again
from bot.members.cards import leaving as cards
from bot.members.model import Account, Member
from bot.members.store import MemberWork
from bot.ports import Person


def forget_typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me forget` asks, `me forget now` does."""
    return (forget_now if call.choice == "now" else forget)(call, caller, work, now)


def forget(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """What forgetting means."""
    member = mine(call, caller, work)
    _may_go(caller, work)
    return Private(cards.forget_card(member.subject, work.members.kept(caller.community, caller.member), caller.view))


def forget_now(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Profile and accounts are gone; what they wrote stays, without the name, and is redrawn where it stands."""
    member = mine(call, caller, work)
    _may_go(caller, work)
    shown = work.members.named_on(caller.community, caller.member)
    unfindable(caller.community, caller.member, work)
    work.members.erase(caller.community, caller.member, now)
    for subject in shown:
        work.postings.redraw(subject, now)
    set_up_again(member, work, now)
    work.history.add(Happening(now, None, "forgotten", member.subject))
    return Private(cards.forgotten_card(caller.view))


def introduce(account: Account, person: Person | None, work: MemberWork, now: datetime) -> None:
    """Keep what the platform says; what was drawn with "a colleague", or an earlier name of theirs, is drawn again.

    Who has chosen a name here keeps it, whatever they are called elsewhere.

    Somebody of whom no account is left has departed, and is back as soon as one is there again.
    """
    communities = sorted(work.members.communities_of(account.ref))
    for community in communities:
        work.only_writer_of(community)
    before = [known[0] for one in communities if (known := work.members.of_account(one, account.ref))]
    work.members.told(account.id, person)
    work.members.asked(account.id, now)
    for member in before:
        if person and person.name and member.name in ("", account.name) and member.name != person.name:
            work.members.save(replace(member, name=person.name))
            _drawn_again(member, work, now)
        gone_or_back(work.members.get(member.community, member.id), work, now)


def changed(call: PersonChanged, work: MemberWork, now: datetime) -> bool:
    """What the platform says by itself counts as if it had been asked."""
    account = work.members.known_account(call.account)
    if account is None:
        return False
    introduce(account, Person(call.name, call.email, active=call.there), work, now)
    return True


def here_again(member: Member, account: Account, work: MemberWork, now: datetime) -> tuple[Member, Account]:
    """Both as they are now that the account calls: whatever a platform said of it, it is there."""
    if account.active:
        return member, account
    there = replace(account, active=True)
    work.members.save_account(there)
    gone_or_back(member, work, now)
    return work.members.get(member.community, member.id), there


def gone_or_back(member: Member, work: MemberWork, now: datetime) -> None:
    """Keep whether any account of theirs is left, and let others follow when that has changed. May be repeated.

    What somebody has done is found only while they can be asked about it.
    """
    reached = work.members.reach(member.community, member.id) is not None
    if reached == (member.departed_at is None):
        return
    work.members.save(replace(member, departed_at=None if reached else now))
    if reached:
        findable(member, work)
    else:
        unfindable(member.community, member.id, work)
    work.history.add(Happening(now, None, "returned" if reached else "departed", member.subject))


def _drawn_again(member: Member, work: MemberWork, now: datetime) -> None:
    for subject in work.members.named_on(member.community, member.id):
        work.postings.redraw(subject, now)


def _may_go(caller: Caller, work: MemberWork) -> None:
    if caller.steward and len(work.members.stewards(caller.community)) < 2:
        raise CommunityError("last_steward")
