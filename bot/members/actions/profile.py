"""What others see of a person, and how they change it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.forms import ticked, written
from bot.chat.replies import OpenForm, Reply
from bot.errors import CommunityError
from bot.feature import OnButton
from bot.members.actions import consent, finding, reaching
from bot.members.actions.changing import keep
from bot.members.actions.exporting import export
from bot.members.actions.keeping import accounts, kept
from bot.members.actions.leaving import forget_typed
from bot.members.actions.moving import moved
from bot.members.actions.seeing import mine, profile_form, shown
from bot.members.actions.units import as_listed
from bot.members.cards import profile as cards
from bot.members.model import LONGEST_NAME
from bot.members.store import MemberWork


def me(call: CommandCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Alone, or with what it is to show or change: `me unit Forests`, `me away 3 March to 17 March`."""
    typed = grammar.typed(call.text)
    press = ButtonCall(call.key, call.by, call.where, "member.show", choice=typed.rest)
    return _WAYS.get(typed.word, show)(press, caller, work, now)


def show(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """What others see of the caller."""
    mine(call, caller, work)
    return shown(caller, work, now)


def edit(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """The form."""
    return OpenForm(profile_form(mine(call, caller, work), caller, work))


def edited(call: FormCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """All of it as it was filled in; a name left empty stays."""
    member = mine(call, caller, work)
    unit = written(call.values, "unit")
    changed = replace(
        member,
        name=written(call.values, "name")[:LONGEST_NAME] or member.name,
        unit="" if unit == cards.NO_UNIT else as_listed(unit, member.community, work),
        interests=finding.read_interests(written(call.values, "interests")),
        welcomes=bool(ticked(call.values, "welcomes")),
    )
    finding.keep_experiences(member, finding.read_experiences(written(call.values, "experience")), work, now)
    keep(changed, work, now)
    return shown(caller, work, now)


def name(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me name Noor Haddad`; alone it opens the form."""
    if not call.choice:
        return edit(call, caller, work, now)
    keep(replace(mine(call, caller, work), name=call.choice[:LONGEST_NAME]), work, now)
    return shown(caller, work, now)


def unit(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me unit Forests`; alone it opens the form."""
    if not call.choice:
        return edit(call, caller, work, now)
    named = as_listed(call.choice, caller.community, work)
    keep(replace(mine(call, caller, work), unit=named), work, now)
    return shown(caller, work, now)


def welcome(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me welcome yes`, `me welcome no`: whether they would welcome newcomers."""
    word = grammar.typed(call.choice).word
    if word not in {"yes", "no"}:
        raise CommunityError("welcome_how")
    keep(replace(mine(call, caller, work), welcomes=word == "yes"), work, now)
    return shown(caller, work, now)


_WAYS: Mapping[str, OnButton[MemberWork]] = {
    "accounts": accounts,
    "link": accounts,
    "kept": kept,
    "forget": forget_typed,
    "moved": moved,
    "export": export,
    "edit": edit,
    "name": name,
    "unit": unit,
    "interests": finding.interests,
    "did": finding.did,
    "undo": finding.undo,
    "welcome": welcome,
    "ask": consent.typed,
    "reach": reaching.reach,
    "quiet": reaching.quiet_typed,
    "away": reaching.away_typed,
    "back": reaching.back_typed,
}
ME_TAKES = tuple(_WAYS)
