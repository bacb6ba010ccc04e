"""The list of units: who is here, who is missing, and what to send to them. For stewards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.community.cards import units as cards
from bot.community.model import MEETS
from bot.community.store import CommunityWork
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions.units import gathered, said_by
from bot.members.model import Unit, tidy

MOST_AT_ONCE = 100
"""Units taken from one form."""
_VERBS = ("show", "add", "rename", "also", "drop", "invite", "edit")
TAKES = (*_VERBS, *map(str, range(1, 1000)))
BETWEEN = "|"
"""Stands between a unit's names where they are typed."""


def typed(call: CommandCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """`units`, `units 3`, `units add Forests | FLNRO`, `units rename 3 Lands`, `units also 3 FLNRO`, `units drop 3`."""
    said = grammar.typed(call.text)
    if said.word == "add" and said.rest:
        lines = _lines(said.rest) or [said.rest]
        return _listed_now(lines, caller, work, now)
    number, rest = grammar.number_in(call.text if said.word not in _VERBS else said.rest)
    if number is None:
        return (add if said.word == "add" else listed)(_press(call, ""), caller, work, now)
    if said.word in {"rename", "also"} and rest:
        unit = work.units.get(caller.community, number)
        name, also = (_names(rest)[0], unit.also) if said.word == "rename" else (unit.name, _names(rest))
        return _named(unit, name, also, caller, work, now)
    ways = {"drop": drop, "invite": invite, "edit": edit, "rename": edit, "also": edit}
    press = _press(call, str(caller.subject("unit", number)))
    return ways.get(said.word, show)(press, caller, work, now)


def listed(_call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
    """Which units are represented and by how many, which are missing, and which are not on the list."""
    return Private(_coverage(caller, work))


def show(call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
    """One unit."""
    return _shown(_of(call, caller, work), caller, work)


def add(_call: ButtonCall, caller: Caller, _work: CommunityWork, _now: datetime) -> Reply:
    """The form for any number of them."""
    return OpenForm(cards.add_form(caller.view))


def added(call: FormCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """One a line, other names after a bar."""
    lines = _lines(written(call.values, "units"))
    if not lines:
        return FormErrors({"units": caller.words("There is no unit in that yet. One a line is plenty.")})
    return _listed_now(lines, caller, work, now)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip(f" {BETWEEN}")][:MOST_AT_ONCE]


def adopt(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A unit that members have named is on the list now, called as they call it."""
    if tidy(call.choice) not in work.members.units(caller.community):
        return listed(call, caller, work, now)
    _put([tidy(call.choice)], caller, work, now)
    return listed(call, caller, work, now)


def edit(call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
    """The form with its names."""
    return OpenForm(cards.edit_form(_of(call, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """Its names as they were filled in; a name left empty stays."""
    unit = _of(call, caller, work)
    name = tidy(written(call.values, "name")) or unit.name
    also = tuple(filter(None, map(tidy, written(call.values, "also").splitlines())))
    if taken := _taken(unit, (name, *also), work):
        return FormErrors({"name": caller.words("That is a name of {unit} already.", unit=taken.name)})
    return _named(replace(unit, also=()), name, also, caller, work, now)


def drop(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """Off the list; members who are of it stay so."""
    unit = _of(call, caller, work)
    work.units.drop(unit)
    work.history.add(Happening(now, caller.member, "dropped", unit.subject))
    return listed(call, caller, work, now)


def invite(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A text to send on, and a note that it was taken today."""
    unit = replace(_of(call, caller, work), invited_at=now)
    work.units.save(unit)
    work.history.add(Happening(now, caller.member, "invited", unit.subject))
    community = work.communities.get(caller.community)
    meets = work.communities.settings(community.id).get(MEETS.key, "")
    here = [one.name for one in work.units.listed(community.id) if one != unit and said_by(one, work)]
    homes = [channel for channel in work.communities.channels(community.id) if channel.home]
    return Private(cards.invitation_card(unit, community, homes, here, meets, caller.view))


def _listed_now(lines: Sequence[str], caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    units = [_put(_names(line), caller, work, now) for line in lines]
    return _shown(units[0], caller, work) if len(units) == 1 else Private(_coverage(caller, work))


def _put(names: Sequence[str], caller: Caller, work: CommunityWork, now: datetime) -> Unit:
    """The unit of those names, on the list; one that is there by any of them has the others, too.

    Raises `CommunityError` where they are names of two units: members of the one would be of the other.
    """
    name, *also = names
    there = [one for one in work.units.listed(caller.community) if any(map(one.called, names))]
    if len(there) > 1:
        raise CommunityError("unit_known")
    unit = there[0] if there else None
    if unit is None:
        unit = work.units.add(caller.community, name, tuple(also))
        work.history.add(Happening(now, caller.member, "listed", unit.subject))
    return _keep(unit.renamed(unit.name, (*unit.also, name, *also)), caller, work, now)


def _named(unit: Unit, name: str, also: Sequence[str], caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """With that name, and those others beside the ones it has."""
    if _taken(unit, (name, *also), work):
        raise CommunityError("unit_known")
    _keep(unit.renamed(name, (*unit.also, *also)), caller, work, now)
    return _shown(work.units.get(unit.community, unit.id), caller, work)


def _keep(unit: Unit, caller: Caller, work: CommunityWork, now: datetime) -> Unit:
    """Members who are of it by another name move to its name."""
    if unit != work.units.get(unit.community, unit.id):
        work.units.save(unit)
        work.history.add(Happening(now, caller.member, "edited", unit.subject))
    gathered(unit, caller.member, work, now)
    return unit


def _taken(unit: Unit, names: Sequence[str], work: CommunityWork) -> Unit | None:
    """Another unit that is called one of these."""
    others = (one for one in work.units.listed(unit.community) if one.id != unit.id)
    return next((one for one in others if any(map(one.called, names))), None)


def _names(text: str) -> tuple[str, ...]:
    """Names between bars. Raises `CommunityError` for none."""
    names = tuple(filter(None, map(tidy, text.split(BETWEEN))))
    if not names:
        raise CommunityError("unit_name_needed")
    return names


def _coverage(caller: Caller, work: CommunityWork) -> Card:
    units = work.units.listed(caller.community)
    rows = [cards.Row(unit, said_by(unit, work)) for unit in units]
    others = {
        name: count
        for name, count in sorted(work.units.people(caller.community).items())
        if count and not any(unit.called(name) for unit in units)
    }
    return cards.units_card(rows, others, work.communities.get(caller.community).zone, caller.view)


def _shown(unit: Unit, caller: Caller, work: CommunityWork) -> Reply:
    zone = work.communities.get(caller.community).zone
    return Private(cards.unit_card(cards.Row(unit, said_by(unit, work)), zone, caller.view))


def _of(call: ButtonCall | FormCall, caller: Caller, work: CommunityWork) -> Unit:
    return work.units.get(caller.community, caller.own(call.subject, "unit").id)


def _press(call: CommandCall, subject: str) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, "unit.show", subject)
