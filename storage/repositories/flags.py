"""What members have pointed out to the stewards, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, not_, select, update

from bot.chat.refs import Subject
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import flags

_F = flags.c
_SUBJECT = (_F.community_id, _F.kind, _F.number)
_RAISE = Statement(
    lambda insert: (
        insert(flags)
        .values(**given(*_SUBJECT, _F.member_id, _F.raised_at), lowered=False)
        .on_conflict_do_update(
            index_elements=[*_SUBJECT, _F.member_id],
            set_={_F.lowered: False, _F.raised_at: bindparam("raised_at")},
            where=_F.lowered,
        )
    )
)
_LOWER = Statement(update(flags).where(at(*_SUBJECT), not_(_F.lowered)).values(lowered=True))
_RAISED = Statement(
    select(_F.kind, _F.number)
    .where(at(_F.community_id), not_(_F.lowered))
    .group_by(_F.kind, _F.number)
    .order_by(func.min(_F.raised_at), _F.kind, _F.number)
)


class Flags:
    """What members have pointed out to the stewards."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def raise_flag(self, subject: Subject, member: int, now: datetime) -> bool:
        """Keep it; False when that member already had and no steward has looked since."""
        return bool(
            self._session.run(
                _RAISE,
                community_id=subject.community,
                kind=subject.kind,
                number=subject.id,
                member_id=member,
                raised_at=now,
            )
        )

    def lower(self, subject: Subject) -> None:
        """A steward has looked at it."""
        self._session.run(_LOWER, community_id=subject.community, kind=subject.kind, number=subject.id)

    def raised(self, community: int) -> Sequence[Subject]:
        """What waits for a steward, oldest first."""
        return [Subject(community, *row) for row in self._session.rows(_RAISED, community_id=community)]
