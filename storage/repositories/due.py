"""What happens by itself, in the database: one row a subject."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.chat.refs import Subject
from bot.due import DueRow, Step
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import due

_D = due.c
_SUBJECT = (_D.community_id, _D.kind, _D.number, _D.part)
_PLAN = Statement(
    lambda insert: (
        insert(due)
        .values(**given(*_SUBJECT, _D.step, _D.at, _D.until))
        .on_conflict_do_update(
            index_elements=list(_SUBJECT), set_={name: bindparam(name) for name in ("step", "at", "until")}
        )
    )
)
_DROP = Statement(delete(due).where(at(*_SUBJECT)))
_PLANNED = Statement(select(_D.step).where(at(*_SUBJECT)))
_TAKE = Statement(delete(due).where(at(*_SUBJECT, _D.step, _D.at)))
_PAGE = Statement(
    select(*_SUBJECT, _D.step, _D.at, _D.until)
    .where(_D.at <= bindparam("now"))
    .order_by(_D.at, *_SUBJECT)
    .limit(bindparam("most"))
)
_OF_COMMUNITY = Statement(
    select(*_SUBJECT, _D.step, _D.at, _D.until)
    .where(at(_D.community_id), _D.at <= bindparam("now"))
    .order_by(_D.at, *_SUBJECT)
    .limit(bindparam("most"))
)
_NEXT = Statement(select(func.min(_D.at)))


def _of(subject: Subject) -> Mapping[str, object]:
    return {
        "community_id": subject.community,
        "kind": subject.kind,
        "number": subject.id,
        "part": subject.part,
    }


def _due(rows: Sequence[Row]) -> Sequence[DueRow]:
    return [DueRow(Subject(*subject), kind, when, until) for *subject, kind, when, until in rows]


class Due:
    """The steps to come."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, subject: Subject, step: Step | None) -> None:
        """Make this the subject's one next step, in place of any other; None for no step."""
        if step is None:
            self._session.run(_DROP, **_of(subject))
        else:
            self._session.run(_PLAN, **_of(subject), step=step.kind, at=step.at, until=step.until)

    def planned(self, subject: Subject) -> bool:
        """Whether the subject has a step to come."""
        return self._session.row(_PLANNED, **_of(subject)) is not None

    def take(self, row: DueRow) -> bool:
        """Remove the row, in the transaction that runs it. False when it was taken or planned anew meanwhile."""
        return bool(self._session.run(_TAKE, **_of(row.subject), step=row.kind, at=row.at))

    def page(self, now: datetime, most: int) -> Sequence[DueRow]:
        """The steps due by now, oldest first."""
        return _due(self._session.rows(_PAGE, now=now, most=most))

    def of_community(self, community: int, until: datetime, most: int) -> Sequence[DueRow]:
        """The steps of one community that are due by then, earliest first."""
        return _due(self._session.rows(_OF_COMMUNITY, community_id=community, now=until, most=most))

    def next_at(self) -> datetime | None:
        """When the earliest step is due, None when there is none."""
        earliest: datetime | None = self._session.value(_NEXT)
        return earliest
