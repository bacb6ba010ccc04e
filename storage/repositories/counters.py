"""The numbers people see: counted per community and kind, never given twice."""

from storage.session import Session
from storage.statements import Statement, given
from storage.tables import counters

_SET = Statement(
    lambda insert: (
        insert(counters)
        .values(**given(counters.c.community_id, counters.c.kind), last=1)
        .on_conflict_do_update(
            index_elements=[counters.c.community_id, counters.c.kind], set_={"last": counters.c.last + 1}
        )
        .returning(counters.c.last)
    )
)


def next_number(session: Session, community: int, kind: str) -> int:
    """The next number of that kind in the community. Two transactions never get the same."""
    taken: int = session.value(_SET, community_id=community, kind=kind)
    return taken
