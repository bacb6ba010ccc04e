"""What others see of a person, and how they change it."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import OpenForm, Private, Reply
from bot.history import Happening
from bot.members.actions.exporting import export
from bot.members.actions.keeping import accounts, kept
from bot.members.actions.leaving import forget_typed
from bot.members.actions.moving import moved
from bot.members.actions.seeing import mine, set_up_again
from bot.members.actions.units import as_listed
from bot.members.cards import profile as cards
from bot.members.model import LONGEST_NAME, Member
from bot.members.store import MemberWork

ME_TAKES = ("accounts", "link", "kept", "forget", "moved", "export", "edit", "unit", "name")


def me(call: CommandCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me`, `me unit Forests`, `me name …`, `me accounts`, `me kept`, `me forget`, `me moved`, `me export`."""
    typed = grammar.typed(call.text)
    ways = {
        "accounts": accounts,
        "link": accounts,
        "kept": kept,
        "forget": forget_typed,
        "moved": moved,
        "export": export,
        "edit": edit,
    }
    if typed.word in {"unit", "name"} and typed.rest:
        return _keep(mine(call, caller, work), caller, work, now, **{typed.word: typed.rest})
    if typed.word in {"unit", "name"}:
        return edit(_press(call, ""), caller, work, now)
    return ways.get(typed.word, show)(_press(call, typed.rest), caller, work, now)


def show(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """What others see of the caller."""
    return _shown(mine(call, caller, work), caller, work)


def edit(call: ButtonCall, caller: Caller, work: MemberWork, _now: datetime) -> Reply:
    """The form with name and unit."""
    return OpenForm(cards.edit_form(mine(call, caller, work), work.members.units(caller.community), caller.view))


def edited(call: FormCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """Name and unit as they were filled in; a name left empty stays."""
    name, unit = written(call.values, "name"), written(call.values, "unit")
    member = mine(call, caller, work)
    return _keep(member, caller, work, now, name=name or member.name, unit=unit)


def _keep(
    member: Member, caller: Caller, work: MemberWork, now: datetime, *, name: str | None = None, unit: str | None = None
) -> Reply:
    name = member.name if name is None else name[:LONGEST_NAME]
    unit = member.unit if unit is None else as_listed(unit, member.community, work)
    changed = replace(member, name=name, unit=unit)
    if changed != member:
        work.members.save(changed)
        for subject in work.members.named_on(member.community, member.id):
            work.postings.redraw(subject, now)
        set_up_again(member, work, now)
        work.history.add(Happening(now, member.id, "edited", member.subject))
    return _shown(changed, caller, work)


def _shown(member: Member, caller: Caller, work: MemberWork) -> Reply:
    return Private(cards.me_card(member, work.members.accounts(member.community, member.id), caller.view))


def _press(call: CommandCall, choice: str) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, "member.show", choice=choice)
