"""What became of questions, replies and turns, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, not_, or_, select

from bot.digest.model.health import Fate
from storage.session import Session
from storage.statements import Statement, at
from storage.tables import questions, replies, turns
from storage.tables.columns import Instant

_Q, _R, _T = questions.c, replies.c, turns.c
_SINCE = bindparam("since", type_=Instant)
_SEEN = and_(not_(_Q.hidden), not_(_Q.withdrawn))
_REPLY = and_(_R.community_id == _Q.community_id, _R.question_id == _Q.id, not_(_R.hidden), not_(_R.withdrawn))
_OF_ANOTHER = or_(_Q.nameless, _Q.member_id.is_(None), _R.member_id.is_(None), _R.member_id != _Q.member_id)

_QUESTIONS = Statement(
    select(_Q.asked_at, _Q.state, func.min(_R.replied_at))
    .select_from(questions.outerjoin(replies, and_(_REPLY, _OF_ANOTHER)))
    .where(at(_Q.community_id), _Q.asked_at >= _SINCE, _SEEN)
    .group_by(_Q.id, _Q.asked_at, _Q.state)
    .order_by(_Q.id)
)
_REPLIES = Statement(
    select(func.count(), func.coalesce(func.sum(case((_R.unit != _Q.unit, 1), else_=0)), 0))
    .select_from(questions.join(replies, _REPLY))
    .where(at(_Q.community_id), _Q.asked_at >= _SINCE, _SEEN, _Q.unit != "", _R.unit != "")
)
_TURNS = Statement(
    select(func.count())
    .where(
        at(_T.community_id), _T.state == "done", _T.role != "backup", _T.offered_at >= _SINCE, _T.member_id.is_not(None)
    )
    .group_by(_T.member_id)
)


class Fates:
    """What the community's health is told from."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def questions(self, community: int, since: datetime) -> Sequence[Fate]:
        """What became of each visible question asked since then. The asker's own reply counts for one without a name."""
        rows = self._session.rows(_QUESTIONS, community_id=community, since=since)
        return [Fate(asked_at, state == "answered", replied_at) for asked_at, state, replied_at in rows]

    def replies(self, community: int, since: datetime) -> tuple[int, int]:
        """How many visible replies of a known unit there were to questions of a known unit, and how many of another."""
        placed, elsewhere = self._session.rows(_REPLIES, community_id=community, since=since)[0]
        return int(placed), int(elsewhere)

    def turns(self, community: int, since: datetime) -> Sequence[int]:
        """How many turns offered since then each of those who did any has done; in no order."""
        return [count for (count,) in self._session.rows(_TURNS, community_id=community, since=since)]
