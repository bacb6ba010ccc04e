"""The community's resources, in the database."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import and_, bindparam, func, insert, not_, select, update

from bot.errors import Unknown
from bot.library.model import Resource
from storage.repositories.counters import next_number
from storage.repositories.some import in_eights, one_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import resource_helps, resources
from storage.tables.columns import Written

_R, _H = resources.c, resource_helps.c
_RESOURCE = (
    _R.id,
    _R.community_id,
    _R.url,
    _R.url_key,
    _R.title,
    _R.kind,
    _R.tags,
    _R.sharer,
    _R.owner,
    _R.open_to,
    _R.shared_at,
    _R.hidden,
    _R.withdrawn,
)
_VISIBLE = and_(not_(_R.hidden), not_(_R.withdrawn))

_GET = Statement(select(*_RESOURCE).where(at(_R.community_id, _R.id)))
_NEW = Statement(insert(resources).values(**given(*_RESOURCE)))
_SAVE = Statement(update(resources).where(at(_R.community_id, _R.id)).values(**given(*_RESOURCE[2:])))
_KNOWN = Statement(select(*_RESOURCE).where(at(_R.community_id, _R.url_key)))
_SOME = Statement(select(*_RESOURCE).where(at(_R.community_id), one_of(_R.id), _VISIBLE))
_HELPED = Statement(lambda upsert: upsert(resource_helps).values(**given(*_H)).on_conflict_do_nothing())
_HELPED_COUNT = Statement(select(func.count()).select_from(resource_helps).where(at(_H.community_id, _H.resource_id)))


@cache
def _latest(tags: int) -> Statement:
    """The newest resources that have that many given tags."""
    has = [_R.tags.like(bindparam(f"tag_{place}", type_=Written), escape="\\") for place in range(tags)]
    newest = select(*_RESOURCE).where(at(_R.community_id), _VISIBLE, *has)
    return Statement(newest.order_by(_R.shared_at.desc(), _R.id.desc()).limit(bindparam("most")))


def _pattern(tag: str) -> str:
    literal = tag.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {literal} %"


def _resource(row: Row) -> Resource:
    return Resource(*row)


class Library:
    """The community's resources."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, resource: int) -> Resource:
        """The resource. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=resource)
        if row is None:
            raise Unknown
        return _resource(row)

    def new(self, community: int, member: int, url: str, url_key: str, title: str, now: datetime) -> Resource:
        """A new resource of kind `other`, shared and owned by the member, open to everyone."""
        number = next_number(self._session, community, "resource")
        resource = Resource(number, community, url, url_key, title, "other", (), member, member, "everyone", now)
        self._session.run(_NEW, id=number, community_id=community, **_kept(resource))
        return resource

    def save(self, resource: Resource) -> None:
        """Keep the resource as it is now."""
        self._session.run(_SAVE, id=resource.id, community_id=resource.community, **_kept(resource))

    def known(self, community: int, url_key: str) -> Resource | None:
        """The resource at that address, hidden ones included."""
        row = self._session.row(_KNOWN, community_id=community, url_key=url_key)
        return None if row is None else _resource(row)

    def latest(self, community: int, tags: Sequence[str], most: int) -> Sequence[Resource]:
        """The newest visible resources that have all those tags."""
        wanted = {f"tag_{place}": _pattern(tag) for place, tag in enumerate(dict.fromkeys(tags))}
        rows = self._session.rows(_latest(len(wanted)), community_id=community, most=most, **wanted)
        return [_resource(row) for row in rows]

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Resource]:
        """The resources of those numbers that are visible, in the order given."""
        found: dict[int, Resource] = {}
        for eight in in_eights(dict.fromkeys(numbers)):
            rows = self._session.rows(_SOME, community_id=community, **eight)
            found |= {row[0]: _resource(row) for row in rows}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]

    def helped(self, community: int, resource: int, member: int, now: datetime) -> bool:
        """Keep that it helped this member; False when they had said so before."""
        who = {"community_id": community, "resource_id": resource, "member_id": member}
        return bool(self._session.run(_HELPED, **who, helped_at=now))

    def helped_count(self, community: int, resource: int) -> int:
        """How many members it helped."""
        count: int = self._session.value(_HELPED_COUNT, community_id=community, resource_id=resource)
        return count


def _kept(resource: Resource) -> dict[str, object]:
    return {
        "url": resource.url,
        "url_key": resource.url_key,
        "title": resource.title,
        "kind": resource.kind,
        "tags": resource.tags,
        "sharer": resource.sharer,
        "owner": resource.owner,
        "open_to": resource.open_to,
        "shared_at": resource.shared_at,
        "hidden": resource.hidden,
        "withdrawn": resource.withdrawn,
    }
