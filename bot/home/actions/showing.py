"""Showing somebody their home: when they ask for it, when they open it, and as it changes."""

from collections.abc import Iterator
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import CommandCall, Opened
from bot.chat.cards import Card, named_after
from bot.chat.refs import Subject
from bot.chat.replies import Nothing, Private, Reply
from bot.community.actions.seeing import standing
from bot.community.cards.setup import no_community_card, not_open_card, setup_card
from bot.home import cards
from bot.home.actions.gathering import elsewhere, gathered
from bot.home.model import STANDS_FOR, home_of, looked, rests
from bot.home.store import HomeWork
from bot.members.actions.leaving import here_again
from bot.members.model import Account, Member
from bot.postings import Direct


def home(_call: CommandCall, caller: Caller, work: HomeWork, now: datetime) -> Reply:
    """`home`, and a hello."""
    member = looked(work.members.get(caller.community, caller.member), now)
    work.members.save(member)
    return Private(_card(member, work.members.account(caller.account), work, now, caller.view))


def opened(call: Opened, view: View, work: HomeWork, now: datetime) -> Reply:
    """Somebody opened their Home: it shows, and is kept up to date for a month. To those in no community how to join one."""
    account = work.members.known_account(call.by)
    shown = _shown(account, work) if account else None
    if account is None or shown is None:
        return Private(no_community_card(view))
    work.only_writer_of(shown)
    known = work.members.of_account(shown, call.by)
    if known is None:
        return Private(no_community_card(view))
    member, account = here_again(*known, work, now)
    work.members.save(looked(member, now))
    subject = home_of(shown, account.id)
    work.postings.want(subject, Direct(account.id), now=now)
    work.due.plan(subject, rests(now))
    return Nothing()


def rest(subject: Subject, work: HomeWork, now: datetime) -> None:
    """Nobody has opened it for a month: nothing of it is left standing.

    An account has one Home: what stands for it rests together, a month after it was last opened for any community.
    """
    latest = max(_looks_elsewhere(subject, work), default=now - STANDS_FOR)
    if latest + STANDS_FOR > now:
        work.due.plan(subject, rests(latest))
    else:
        work.postings.withdraw(subject, now)


def _looks_elsewhere(subject: Subject, work: HomeWork) -> Iterator[datetime]:
    """When its owner last looked in the other communities for which the same Home stands."""
    ref = work.members.account(subject.id).ref
    for community in work.members.communities_of(ref):
        if community != subject.community and work.postings.places(home_of(community, subject.id)):
            known = work.members.of_account(community, ref)
            if known and known[0].looked_at:
                yield known[0].looked_at


def draw(subject: Subject, work: HomeWork, view: View) -> Card | None:
    """A Home, as of when its owner last looked; None when nobody's is left to show.

    It shows the community that its owner has chosen, whichever community it is kept up to date for: an account has one
    Home, and all that stands for it is drawn alike.
    """
    account = work.members.account(subject.id)
    shown = _shown(account, work)
    known = work.members.of_account(shown, account.ref) if shown else None
    if known is None:
        return None
    member, account = known
    return _card(member, account, work, member.looked_at or member.joined_at, view)


def _shown(account: Account, work: HomeWork) -> int | None:
    """The community that the account's Home shows: the chosen one, else the first; None when it is in none."""
    theirs = work.members.communities_of(account.ref)
    if account.chosen_community in theirs:
        return account.chosen_community
    return theirs[0] if theirs else None


def _card(member: Member, account: Account, work: HomeWork, now: datetime, view: View) -> Card:
    community = work.communities.get(member.community)
    if not community.open:
        return _not_yet(member, work, view)
    theirs = list(work.members.communities_of(account.ref))
    shown = cards.home_card(gathered(member, work, now, view, elsewhere(member, theirs, work)), view)
    return named_after(shown, community.subject)


def _not_yet(member: Member, work: HomeWork, view: View) -> Card:
    """Before the doors are open: what a steward can do, and for everybody else who will open them."""
    community = work.communities.get(member.community)
    far = standing(community, work, view)
    return setup_card(far, view) if member.steward else not_open_card(community, far.stewards, view)
