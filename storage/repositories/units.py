"""The list of units, and who says they are of which, in the database."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case, delete, func, insert, select, update

from bot.errors import Unknown
from bot.members.model import Member, Unit
from storage.repositories.counters import next_number
from storage.repositories.persons import MEMBER, member_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import members, units

_U, _M = units.c, members.c
_UNIT = (_U.id, _U.community_id, _U.name, _U.also, _U.invited_at)

_LISTED = Statement(select(*_UNIT).where(at(_U.community_id)))
_GET = Statement(select(*_UNIT).where(at(_U.community_id, _U.id)))
_ADD = Statement(insert(units).values(**given(_U.community_id, _U.id, _U.name, _U.also)))
_SAVE = Statement(update(units).where(at(_U.community_id, _U.id)).values(**given(_U.name, _U.also, _U.invited_at)))
_DROP = Statement(delete(units).where(at(_U.community_id, _U.id)))
_PEOPLE = Statement(
    select(_M.unit, func.sum(case((_M.departed_at.is_(None), 1), else_=0)))
    .where(at(_M.community_id), _M.unit != "", _M.forgotten_at.is_(None))
    .group_by(_M.unit)
)
_SAYING = Statement(select(*MEMBER).where(at(_M.community_id, _M.unit)).order_by(_M.id))


def _unit(row: Row) -> Unit:
    number, community, name, also, invited_at = row
    return Unit(number, community, name, tuple(also.splitlines()), invited_at)


class Units:
    """The ministries and policy units that belong to a community, as its stewards list them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def listed(self, community: int) -> Sequence[Unit]:
        """The list, in order of the alphabet; empty when there is none."""
        rows = self._session.rows(_LISTED, community_id=community)
        return sorted(map(_unit, rows), key=lambda unit: (unit.name.casefold(), unit.id))

    def get(self, community: int, unit: int) -> Unit:
        """The unit. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=unit)
        if row is None:
            raise Unknown
        return _unit(row)

    def add(self, community: int, name: str, also: tuple[str, ...]) -> Unit:
        """One more on the list, under the next number."""
        number = next_number(self._session, community, "unit")
        self._session.run(_ADD, community_id=community, id=number, name=name, also="\n".join(also))
        return Unit(number, community, name, also)

    def save(self, unit: Unit) -> None:
        """Keep the unit as it is now."""
        also = "\n".join(unit.also)
        where = {"community_id": unit.community, "id": unit.id}
        self._session.run(_SAVE, **where, name=unit.name, also=also, invited_at=unit.invited_at)

    def drop(self, unit: Unit) -> None:
        """It is on the list no more. No error when it wasn't."""
        self._session.run(_DROP, community_id=unit.community, id=unit.id)

    def people(self, community: int) -> Mapping[str, int]:
        """How many members who are there say they are of which unit, as they spell it; 0 where all have departed."""
        return {unit: int(count) for unit, count in self._session.rows(_PEOPLE, community_id=community)}

    def saying(self, community: int, unit: str) -> Sequence[Member]:
        """The members who spell their unit exactly so."""
        return [member_of(row) for row in self._session.rows(_SAYING, community_id=community, unit=unit)]
