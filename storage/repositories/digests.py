"""What was told in digests, and what there is to tell, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, insert, not_, select

from bot.digest.model.digests import Digest, Item
from bot.errors import Unknown
from storage.repositories.counters import next_number
from storage.repositories.library import VISIBLE, WITH_SOURCE
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import digest_entries, digests, questions, resources
from storage.tables.columns import Instant

_D, _E, _Q, _R = digests.c, digest_entries.c, questions.c, resources.c
_DIGEST = (_D.id, _D.community_id, _D.since, _D.at)
_SINCE, _UNTIL = bindparam("since", type_=Instant), bindparam("until", type_=Instant)
_SEEN = and_(not_(_Q.hidden), not_(_Q.withdrawn))

_NEW = Statement(insert(digests).values(**given(*_DIGEST)))
_ADD = Statement(insert(digest_entries).values(**given(*_E)))
_GET = Statement(select(*_DIGEST).where(at(_D.community_id, _D.id)))
_LAST = Statement(select(*_DIGEST).where(at(_D.community_id)).order_by(_D.at.desc(), _D.id.desc()).limit(1))
_DROP_ITEMS = Statement(delete(digest_entries).where(at(_E.community_id, _E.digest_id)))
_DROP = Statement(delete(digests).where(at(_D.community_id, _D.id)))
_ITEMS = Statement(select(_E.section, _E.number).where(at(_E.community_id, _E.digest_id)).order_by(_E.place))
_TOLD = Statement(select(_E.section, _E.number).where(at(_E.community_id)).distinct())
_TELLING = Statement(
    select(*_DIGEST)
    .join_from(digest_entries, digests, and_(_D.community_id == _E.community_id, _D.id == _E.digest_id))
    .where(at(_E.community_id, _E.kind, _E.number))
    .order_by(_D.id)
)
_STILL_OPEN = Statement(
    select(_Q.id)
    .where(at(_Q.community_id), _Q.state == "open", _Q.asked_at <= _UNTIL, _SEEN)
    .order_by(_Q.asked_at, _Q.id)
)
_HELPED = Statement(
    select(_Q.id)
    .where(at(_Q.community_id), _Q.state == "answered", _Q.closed_at > _SINCE, _Q.closed_at <= _UNTIL, _SEEN)
    .order_by(_Q.closed_at.desc(), _Q.id.desc())
)
_SHARED = Statement(
    select(_R.id)
    .select_from(WITH_SOURCE)
    .where(at(_R.community_id), _R.shared_at > _SINCE, _R.shared_at <= _UNTIL, VISIBLE)
    .order_by(_R.shared_at.desc(), _R.id.desc())
)
_SEEKING = Statement(
    select(_R.id).select_from(WITH_SOURCE).where(at(_R.community_id), _R.owner.is_(None), VISIBLE).order_by(_R.id)
)


class Digests:
    """What the community was told at once, and what there is to tell."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new(self, community: int, since: datetime, at: datetime, items: Sequence[Item]) -> Digest:
        """A new digest of these, under the next number."""
        number = next_number(self._session, community, "digest")
        self._session.run(_NEW, community_id=community, id=number, since=since, at=at)
        for place, item in enumerate(items):
            self._session.run(
                _ADD,
                community_id=community,
                digest_id=number,
                kind=item.kind,
                number=item.number,
                section=item.section,
                place=place,
            )
        return Digest(number, community, since, at)

    def get(self, community: int, digest: int) -> Digest:
        """The digest. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=digest)
        if row is None:
            raise Unknown
        return Digest(*row)

    def drop(self, digest: Digest) -> None:
        """It is told nowhere, and is no more."""
        self._session.run(_DROP_ITEMS, community_id=digest.community, digest_id=digest.id)
        self._session.run(_DROP, community_id=digest.community, id=digest.id)

    def last(self, community: int) -> Digest | None:
        """The latest one; None when there was none."""
        row = self._session.row(_LAST, community_id=community)
        return None if row is None else Digest(*row)

    def items(self, digest: Digest) -> Sequence[Item]:
        """What it tells of, in its order."""
        rows = self._session.rows(_ITEMS, community_id=digest.community, digest_id=digest.id)
        return [Item(*row) for row in rows]

    def telling(self, community: int, kind: str, number: int) -> Sequence[Digest]:
        """The digests that tell of that subject."""
        rows = self._session.rows(_TELLING, community_id=community, kind=kind, number=number)
        return [Digest(*row) for row in rows]

    def told(self, community: int) -> Sequence[Item]:
        """All that the community was told in digests."""
        return [Item(*row) for row in self._session.rows(_TOLD, community_id=community)]

    def still_open(self, community: int, asked_by: datetime) -> Sequence[int]:
        """The visible questions asked by then that are still open, oldest first."""
        return self._numbers(_STILL_OPEN, community_id=community, until=asked_by)

    def helped(self, community: int, since: datetime, until: datetime) -> Sequence[int]:
        """The visible questions that a reply helped after `since` and by `until`, newest first."""
        return self._numbers(_HELPED, community_id=community, since=since, until=until)

    def shared(self, community: int, since: datetime, until: datetime) -> Sequence[int]:
        """The visible resources shared after `since` and by `until`, newest first."""
        return self._numbers(_SHARED, community_id=community, since=since, until=until)

    def seeking(self, community: int) -> Sequence[int]:
        """The visible resources that nobody looks after, oldest first."""
        return self._numbers(_SEEKING, community_id=community)

    def _numbers(self, statement: Statement, **values: object) -> list[int]:
        return [number for (number,) in self._session.rows(statement, **values)]
