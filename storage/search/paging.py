"""Reads what documents mean, page by page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from storage.search.nearest import PAGE
from storage.session import Session
from storage.statements import Statement
from storage.tables import documents

_D = documents.c
_END = 2**31 - 1
"""No id is larger."""
_PLACE: Any = tuple_(_D.community_id, _D.kind, _D.id)


def _at(last: str) -> Any:
    return tuple_(bindparam("community_id"), bindparam("kind"), bindparam(last))


# Compared and ordered as a whole, the three can only be read from their own index. Given one by one, PostgreSQL would
# rather walk the primary key, past everything of other kinds and communities.
_AFTER = Statement(
    select(_D.id, _D.meaning)
    .where(_at("last") < _PLACE, _at("end") >= _PLACE, _D.meaning.is_not(None))
    .order_by(_D.community_id, _D.kind, _D.id)
    .limit(PAGE)
)


def after(session: Session, community: int, kind: str, last: int) -> Sequence[tuple[int, bytes]]:
    """A page of ids and meanings, as `nearest.Page` says."""
    rows = session.rows(_AFTER, community_id=community, kind=kind, last=last, end=_END)
    return [(row, means) for row, means in rows]
