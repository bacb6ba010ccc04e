"""What a person sees and changes of themselves: name, unit, accounts, what is kept, and how they leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.members import cards
from bot.members.model import LONGEST_NAME, LONGEST_UNIT, Account, Member
from bot.members.store import MemberWork
from bot.ports import Person

ME_TAKES = ("accounts", "link", "kept", "forget", "moved", "edit", "unit", "name")


def me(call: CommandCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me`, `me unit Forests`, `me name …`, `me accounts`, `me kept`, `me forget`, `me moved`."""
    typed = grammar.typed(call.text)
    ways = {"accounts": accounts, "link": accounts, "kept": kept, "forget": forget_typed, "moved": edit, "edit": edit}
    if typed.word in {"unit", "name"} and typed.rest:
        return _keep(_mine(call, caller, work), caller, work, now, **{typed.word: typed.rest})
    if typed.word in {"unit", "name"}:
        return edit(_press(call, ""), caller, work, now)
    return ways.get(typed.word, show)(_press(call, typed.rest), caller, work, now)


def show(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """What others see of the caller."""
    return _shown(_mine(call, caller, work), caller, work)


def edit(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """The form with name and unit."""
    return OpenForm(cards.edit_form(_mine(call, caller, work), work.members.units(caller.community), caller.view))


def edited(call: FormCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Name and unit as they were filled in; a name left empty stays."""
    name, unit = written(call.values, "name"), written(call.values, "unit")
    member = _mine(call, caller, work)
    return _keep(member, caller, work, now, name=name or member.name, unit=unit)


def accounts(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """Where the caller is known, and who else has the same work e-mail."""
    member = _mine(call, caller, work)
    theirs = work.members.accounts(caller.community, caller.member)
    return Private(cards.accounts_card(member.subject, theirs, _twins(caller, work), caller.view))


def kept(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """Everything that is kept about the caller."""
    theirs = work.members.accounts(caller.community, caller.member)
    counted = work.members.kept(caller.community, caller.member)
    return Private(cards.kept_card(_mine(call, caller, work), theirs, counted, caller.view))


def forget_typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me forget` asks, `me forget now` does."""
    return (forget_now if call.choice == "now" else forget)(call, caller, work, now)


def forget(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """What forgetting means."""
    member = _mine(call, caller, work)
    _may_go(caller, work)
    return Private(cards.forget_card(member.subject, work.members.kept(caller.community, caller.member), caller.view))


def forget_now(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Profile and accounts are gone; what they wrote stays, without the name, and is redrawn where it stands."""
    member = _mine(call, caller, work)
    _may_go(caller, work)
    shown = work.members.named_on(caller.community, caller.member)
    work.members.erase(caller.community, caller.member, now)
    for subject in shown:
        work.postings.redraw(subject, now)
    _set_up_again(member, work, now)
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


def _keep(
    member: Member, caller: Caller, work: MemberWork, now: datetime, *, name: str | None = None, unit: str | None = None
) -> Reply:
    name = member.name if name is None else name[:LONGEST_NAME]
    unit = member.unit if unit is None else _as_known(unit[:LONGEST_UNIT], work.members.units(member.community))
    changed = replace(member, name=name, unit=unit)
    if changed != member:
        work.members.save(changed)
        for subject in work.members.named_on(member.community, member.id):
            work.postings.redraw(subject, now)
        _set_up_again(member, work, now)
        work.history.add(Happening(now, member.id, "edited", member.subject))
    return _shown(changed, caller, work)


def _set_up_again(member: Member, work: MemberWork, now: datetime) -> None:
    """The stewards' card names them."""
    if member.steward:
        work.postings.redraw(replace(member.subject, kind="community", id=member.community, part="setup"), now)


def _as_known(unit: str, known: Sequence[str]) -> str:
    """One spelling for one unit: the one that others use already."""
    unit = " ".join(unit.split())
    return next((one for one in known if one.casefold() == unit.casefold()), unit)


def _shown(member: Member, caller: Caller, work: MemberWork) -> Reply:
    return Private(cards.me_card(member, work.members.accounts(member.community, member.id), caller.view))


def _mine(call: Asking, caller: Caller, work: MemberWork) -> Member:
    """The caller, whom a press or form names, if anybody. Raises `Unknown` for another member."""
    named = "" if isinstance(call, CommandCall) else call.subject
    whole = str(caller.subject("community", caller.community))
    if named not in {"", whole} and caller.own(named, "member").id != caller.member:
        raise Unknown
    return work.members.get(caller.community, caller.member)


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
    return cards.Twin(member.subject, cards.name_of(member, caller.words), ", ".join(titles))


def _press(call: CommandCall, choice: str) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, "member.show", choice=choice)
