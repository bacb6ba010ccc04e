"""Volunteers and their turns, in the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, or_, select, update

from bot.conveners.model.turns import Role, State, Turn
from bot.conveners.model.volunteers import Volunteer
from bot.errors import Unknown
from bot.meetings.model.meetings import Meeting
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import meetings, turns, volunteers

_V, _T, _M = volunteers.c, turns.c, meetings.c
_VOLUNTEER = (
    _V.community_id,
    _V.member_id,
    _V.since,
    _V.base,
    _V.attended,
    _V.paused,
    _V.declined,
    _V.charged,
    _V.stopped_at,
)
_KEEP_VOLUNTEER = Statement(
    lambda upsert: (
        upsert(volunteers)
        .values(**given(*_VOLUNTEER))
        .on_conflict_do_update(
            index_elements=[_V.community_id, _V.member_id],
            set_={column.name: bindparam(column.name, type_=column.type) for column in _VOLUNTEER[2:]},
        )
    )
)
_VOLUNTEER_OF = Statement(select(*_VOLUNTEER).where(at(_V.community_id, _V.member_id)))
_VOLUNTEERS = Statement(
    select(*_VOLUNTEER).where(at(_V.community_id), _V.stopped_at.is_(None)).order_by(_V.since, _V.member_id)
)

_TURN = (
    _T.community_id,
    _T.id,
    _T.meeting_id,
    _T.member_id,
    _T.role,
    _T.state,
    _T.offered_at,
    _T.answer_by,
    _T.nudged_at,
    _T.answered_at,
    _T.swap_with,
    _T.kit_at,
)
_OF_MEETING = and_(_M.community_id == _T.community_id, _M.id == _T.meeting_id)
_SEEN = select(*_TURN[:7], _M.date, _M.starts_at, *_TURN[7:]).join_from(turns, meetings, _OF_MEETING)
_OPEN = or_(_T.state == "offered", _T.state == "accepted")
_TAKEN = and_(
    or_(_OPEN, _T.state == "done"),
    or_(_T.role == "convener", and_(_T.role == "stand-in", _T.state != "offered")),
)
_NEW_TURN = Statement(
    insert(turns).values(**given(*_TURN[:8], _T.swap_with), nudged_at=None, answered_at=None, kit_at=None)
)
_SAVE_TURN = Statement(update(turns).where(at(_T.community_id, _T.id)).values(**given(*_TURN[3:])))
_TURN_OF = Statement(_SEEN.where(at(_T.community_id, _T.id)))
_TURNS_OF = Statement(_SEEN.where(at(_T.community_id, _T.meeting_id)).order_by(_T.id))
_TURNS_WITH = Statement(_SEEN.where(at(_T.community_id, _T.member_id)).order_by(_T.id))
_OPEN_TURNS = Statement(_SEEN.where(at(_T.community_id), _OPEN).order_by(_M.starts_at, _T.id))
_LAST_BEFORE = Statement(
    select(_T.member_id)
    .join_from(meetings, turns, _OF_MEETING)
    .where(
        at(_M.community_id),
        _M.starts_at < bindparam("before", type_=_M.starts_at.type),
        _M.state != "cancelled",
        _TAKEN,
        _T.member_id.is_not(None),
    )
    .order_by(_M.starts_at.desc(), _T.id.desc())
    .limit(1)
)


class Conveners:
    """Who would convene, and whose turn it was and is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def volunteer(self, community: int, member: int) -> Volunteer | None:
        """The member as a volunteer, also one who has stopped; None when they never were one."""
        row = self._session.row(_VOLUNTEER_OF, community_id=community, member_id=member)
        return None if row is None else Volunteer(*row)

    def volunteers(self, community: int) -> Sequence[Volunteer]:
        """Everybody in the rota, paused ones included, earliest first."""
        return [Volunteer(*row) for row in self._session.rows(_VOLUNTEERS, community_id=community)]

    def save_volunteer(self, volunteer: Volunteer) -> None:
        """Keep the volunteer as they are now, new or known."""
        self._session.run(
            _KEEP_VOLUNTEER,
            community_id=volunteer.community,
            member_id=volunteer.member,
            since=volunteer.since,
            base=volunteer.base,
            attended=volunteer.attended,
            paused=volunteer.paused,
            declined=volunteer.declined,
            charged=volunteer.charged,
            stopped_at=volunteer.stopped_at,
        )

    def turn(self, community: int, turn: int) -> Turn:
        """The turn. Raises `Unknown`."""
        row = self._session.row(_TURN_OF, community_id=community, id=turn)
        if row is None:
            raise Unknown
        return Turn(*row)

    def new_turn(
        self,
        meeting: Meeting,
        member: int,
        role: Role,
        state: State,
        now: datetime,
        *,
        answer_by: datetime | None = None,
        swap_with: int | None = None,
    ) -> Turn:
        """A new turn under the next number."""
        number = next_number(self._session, meeting.community, "turn")
        self._session.run(
            _NEW_TURN,
            community_id=meeting.community,
            id=number,
            meeting_id=meeting.id,
            member_id=member,
            role=role,
            state=state,
            offered_at=now,
            answer_by=answer_by,
            swap_with=swap_with,
        )
        made = Turn(meeting.community, number, meeting.id, member, role, state, now, meeting.day, meeting.starts_at)
        return replace(made, answer_by=answer_by, swap_with=swap_with)

    def save_turn(self, turn: Turn) -> None:
        """Keep the turn as it is now."""
        self._session.run(
            _SAVE_TURN,
            community_id=turn.community,
            id=turn.id,
            member_id=turn.member,
            role=turn.role,
            state=turn.state,
            offered_at=turn.offered_at,
            answer_by=turn.answer_by,
            nudged_at=turn.nudged_at,
            answered_at=turn.answered_at,
            swap_with=turn.swap_with,
            kit_at=turn.kit_at,
        )

    def turns_of(self, community: int, meeting: int) -> Sequence[Turn]:
        """Every turn of the meeting, oldest first."""
        return [_turn(row) for row in self._session.rows(_TURNS_OF, community_id=community, meeting_id=meeting)]

    def turns_with(self, community: int, member: int) -> Sequence[Turn]:
        """Every turn of the member, oldest first."""
        return [_turn(row) for row in self._session.rows(_TURNS_WITH, community_id=community, member_id=member)]

    def open_turns(self, community: int) -> Sequence[Turn]:
        """Turns offered or accepted, those of forgotten members included; the soonest meeting first."""
        return [_turn(row) for row in self._session.rows(_OPEN_TURNS, community_id=community)]

    def last_before(self, community: int, starts_at: datetime) -> int | None:
        """Who convenes the latest meeting that starts before then and has somebody; None when there is none."""
        row = self._session.row(_LAST_BEFORE, community_id=community, before=starts_at)
        return None if row is None else row[0]


def _turn(row: Row) -> Turn:
    return Turn(*row)
