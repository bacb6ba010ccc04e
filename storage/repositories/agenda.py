"""What members bring to meetings, in the database: questions by their numbers, read as they are now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, case, delete, literal, not_, null, or_, select

from bot.meetings.model.agenda import Raised
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import agenda, meetings, questions

_A, _Q, _M = agenda.c, questions.c, meetings.c
_NAMED = and_(_A.named, not_(_Q.nameless), _Q.member_id.is_not(None))
_QUESTION = and_(_Q.community_id == _A.community_id, _Q.id == _A.question_id)
_MEETING = and_(_M.community_id == _A.community_id, _M.id == _A.meeting_id)
_WAITED = or_(_Q.closed_at.is_(None), _Q.closed_at >= _M.starts_at)
"""It was still open when the meeting began, or is."""

_OF = Statement(
    select(
        _A.question_id,
        _Q.text,
        case((_NAMED, _Q.member_id), else_=null()),
        case((_NAMED, _Q.unit), else_=literal("")),
    )
    .join_from(agenda, questions, _QUESTION)
    .join(meetings, _MEETING)
    .where(at(_A.community_id, _A.meeting_id), not_(_Q.hidden), not_(_Q.withdrawn), _WAITED)
    .order_by(_A.added_at, _A.question_id)
)
_PUT = Statement(
    lambda upsert: (
        upsert(agenda)
        .values(**given(*_A))
        .on_conflict_do_update(
            index_elements=[_A.community_id, _A.meeting_id, _A.question_id],
            set_={"named": bindparam("named", type_=_A.named.type)},
        )
    )
)
_DROP = Statement(delete(agenda).where(at(_A.community_id, _A.meeting_id, _A.question_id)))
_MEETINGS = Statement(
    select(_A.meeting_id, _A.named)
    .join_from(agenda, meetings, _MEETING)
    .where(at(_A.community_id, _A.question_id))
    .order_by(_M.starts_at, _M.id)
)
_QUESTIONS = Statement(
    select(_A.question_id, _A.named).where(at(_A.community_id, _A.meeting_id)).order_by(_A.added_at, _A.question_id)
)


class AgendaRows:
    """What members bring to meetings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def agenda(self, community: int, meeting: int) -> Sequence[Raised]:
        """The questions taken to the meeting that were still open when it began, or are, as anybody may see them."""
        return [Raised(*row) for row in self._session.rows(_OF, community_id=community, meeting_id=meeting)]

    def put_on_agenda(self, community: int, meeting: int, question: int, now: datetime, *, named: bool) -> None:
        """The question is taken to the meeting; taken there already, it is with or without a name from now on."""
        self._session.run(
            _PUT, community_id=community, meeting_id=meeting, question_id=question, named=named, added_at=now
        )

    def take_off_agenda(self, community: int, meeting: int, question: int) -> None:
        """It is not taken there. No error when it wasn't."""
        self._session.run(_DROP, community_id=community, meeting_id=meeting, question_id=question)

    def taken_to(self, community: int, question: int) -> Sequence[tuple[int, bool]]:
        """The meetings to which the question is or was taken, soonest first, each with whether a name is shown."""
        rows = self._session.rows(_MEETINGS, community_id=community, question_id=question)
        return [(meeting, named) for meeting, named in rows]

    def brought_to(self, community: int, meeting: int) -> Sequence[tuple[int, bool]]:
        """Every question taken to the meeting, seen or not, each with whether a name is shown."""
        rows = self._session.rows(_QUESTIONS, community_id=community, meeting_id=meeting)
        return [(question, named) for question, named in rows]
