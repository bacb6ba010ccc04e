"""What hangs under a posting: given up while that stands nowhere and isn't to come, due again as soon as it stands."""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, func, null, update

from storage.repositories.places import P
from storage.session import Session
from storage.statements import Statement, at
from storage.tables import postings
from storage.tables.columns import Instant

_PARENT = postings.alias("parent")
_AT = bindparam("at", type_=Instant)
_OUTCOME, _REASON = "refused", "parent"
_WAITING = and_(at(P.community_id, P.parent_id), P.present, P.at_message.is_(None))
_GIVE_UP = Statement(
    update(postings)
    .where(
        _WAITING,
        P.work_at.is_not(None),
        func.coalesce(P.lease_until, 0) <= _AT,
        exists().where(
            _PARENT.c.community_id == P.community_id,
            _PARENT.c.id == P.parent_id,
            _PARENT.c.at_message.is_(None),
            _PARENT.c.work_at.is_(None),
        ),
    )
    .values(
        outcome=_OUTCOME,
        last_error=_REASON,
        note=case((P.unsettled_since.is_not(None), "may still be shown"), else_=P.note),
        unsettled_since=null(),
        work_at=null(),
        settled_at=_AT,
    )
)
_DUE_AGAIN = Statement(
    update(postings)
    .where(
        _WAITING,
        P.outcome == _OUTCOME,
        P.last_error == _REASON,
        exists().where(
            _PARENT.c.community_id == P.community_id, _PARENT.c.id == P.parent_id, _PARENT.c.at_message.is_not(None)
        ),
    )
    .values(outcome="", last_error="", settled_at=null(), work_at=case((P.not_before > _AT, P.not_before), else_=_AT))
)


def give_up_under(session: Session, community: int, parent: int, now: datetime) -> None:
    """Settle what waits under that posting, if it stands nowhere and nothing more is tried."""
    session.run(_GIVE_UP, community_id=community, parent_id=parent, at=now)


def due_under(session: Session, community: int, parent: int, now: datetime) -> None:
    """What was given up for lack of that posting is due, if it stands now."""
    session.run(_DUE_AGAIN, community_id=community, parent_id=parent, at=now)
