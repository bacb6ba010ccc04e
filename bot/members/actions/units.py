"""What members' units are called: one name for one unit."""

from dataclasses import replace
from datetime import datetime

from bot.history import Happening
from bot.members.actions.seeing import set_up_again
from bot.members.model import Member, Unit, tidy
from bot.members.store import MemberWork


def as_listed(typed: str, community: int, work: MemberWork) -> str:
    """The unit's name on the community's list, else as others spell it already, else as typed."""
    name = tidy(typed)
    for unit in work.units.listed(community):
        if unit.called(name):
            return unit.name
    return next((one for one in work.members.units(community) if one.casefold() == name.casefold()), name)


def same(one: str, other: str, community: int, work: MemberWork) -> bool:
    """Whether both are names of one unit."""
    return one == other or any(unit.called(one) and unit.called(other) for unit in work.units.listed(community))


def said_by(unit: Unit, work: MemberWork) -> int:
    """How many members who are there are of that unit, by any name of it."""
    return sum(count for name, count in work.units.people(unit.community).items() if unit.called(name))


def gathered(unit: Unit, by: int, work: MemberWork, now: datetime) -> None:
    """Members who are of that unit by another name of it are of it by its name, wherever theirs is shown."""
    for spelling in work.units.people(unit.community):
        if unit.called(spelling) and spelling != unit.name:
            for member in work.units.saying(unit.community, spelling):
                now_of(member, unit.name, by, work, now)


def now_of(member: Member, unit: str, by: int, work: MemberWork, now: datetime) -> None:
    """The member is of that unit, wherever theirs is shown. `by` is the member who says so."""
    work.members.save(replace(member, unit=unit))
    for subject in work.members.named_on(member.community, member.id):
        work.postings.redraw(subject, now)
    set_up_again(member, work, now)
    work.history.add(Happening(now, by, "edited", member.subject))
