"""How a person leaves: forgotten by their own press, or without any account left."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions.finding import unfindable
from bot.members.actions.seeing import mine, set_up_again
from bot.members.cards import leaving as cards
from bot.members.model import Account
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
    """Keep what the platform says; what was drawn with "a colleague" is drawn again with the name.

    Somebody of whom no account is left has departed.
    """
    communities = sorted(work.members.communities_of(account.ref))
    for community in communities:
        work.only_writer_of(community)
    work.members.told(account.id, person)
    for community in communities:
        known = work.members.of_account(community, account.ref)
        if known is None:
            continue
        for subject in work.members.named_on(community, known[0].id) if person and person.name else ():
            work.postings.redraw(subject, now)
        if work.members.reach(community, known[0].id) is None:
            work.history.add(Happening(now, None, "departed", known[0].subject))


def _may_go(caller: Caller, work: MemberWork) -> None:
    if caller.steward and len(work.members.stewards(caller.community)) < 2:
        raise CommunityError("last_steward")
