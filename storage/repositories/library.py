"""The community's resources, in the database."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import and_, bindparam, func, insert, not_, or_, select, update

from bot.errors import Unknown
from bot.library.model import Resource, Source, reply_key
from storage.repositories.counters import next_number
from storage.repositories.some import in_eights, one_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import questions, replies, resource_helps, resources
from storage.tables.columns import Written

_R, _H, _W, _Q = resources.c, resource_helps.c, replies.c, questions.c
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
    _R.review_on,
    _R.outdated_at,
)
_FIELDS = tuple(column.name for column in _RESOURCE[2:])
_READABLE = and_(not_(_W.hidden), not_(_W.withdrawn), not_(_Q.hidden), not_(_Q.withdrawn))
_SOURCE = (
    _R.reply_id,
    _Q.id.label("question"),
    _Q.text.label("asked"),
    _W.text.label("reply_text"),
    _W.member_id.label("writer"),
    _W.unit.label("writer_unit"),
    _READABLE.label("readable"),
)
WITH_SOURCE = resources.outerjoin(replies, and_(_W.community_id == _R.community_id, _W.id == _R.reply_id)).outerjoin(
    questions, and_(_Q.community_id == _W.community_id, _Q.id == _W.question_id)
)
_READ = select(*_RESOURCE, *_SOURCE).select_from(WITH_SOURCE)
VISIBLE = and_(not_(_R.hidden), not_(_R.withdrawn), or_(_R.reply_id.is_(None), _READABLE))
"""Of resources beside the reply and question they were kept from, as `WITH_SOURCE` has them."""

_GET = Statement(_READ.where(at(_R.community_id, _R.id)))
_NEW = Statement(insert(resources).values(**given(*_RESOURCE, _R.reply_id)))
_SAVE = Statement(update(resources).where(at(_R.community_id, _R.id)).values(**given(*_RESOURCE[2:], _R.reply_id)))
_KNOWN = Statement(_READ.where(at(_R.community_id, _R.url_key)))
_OF_QUESTION = Statement(
    _READ.where(at(_R.community_id), _Q.id == bindparam("question"), not_(_R.withdrawn)).order_by(_R.id)
)
_OWNED = Statement(_READ.where(at(_R.community_id, _R.owner), not_(_R.withdrawn)).order_by(_R.id))
_SOME = Statement(_READ.where(at(_R.community_id), one_of(_R.id), VISIBLE))
_HELPED = Statement(lambda upsert: upsert(resource_helps).values(**given(*_H)).on_conflict_do_nothing())
_HELPED_COUNT = Statement(select(func.count()).select_from(resource_helps).where(at(_H.community_id, _H.resource_id)))


@cache
def _latest(tags: int) -> Statement:
    """The newest resources that have that many given tags."""
    has = [_R.tags.like(bindparam(f"tag_{place}", type_=Written), escape="\\") for place in range(tags)]
    newest = _READ.where(at(_R.community_id), VISIBLE, *has)
    return Statement(newest.order_by(_R.shared_at.desc(), _R.id.desc()).limit(bindparam("most")))


def _pattern(tag: str) -> str:
    literal = tag.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {literal} %"


def _resource(row: Row) -> Resource:
    kept, (*source, readable) = row[: len(_RESOURCE)], row[len(_RESOURCE) :]
    return Resource(*(*kept, Source(*(*source, bool(readable))) if source[0] is not None else None))


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

    def new_note(self, community: int, reply: int, sharer: int | None, owner: int | None, now: datetime) -> Resource:
        """A new resource of kind `note`, which shows the words of that reply as they are at any time."""
        number = next_number(self._session, community, "resource")
        note = Resource(number, community, "", reply_key(reply), "", "note", (), sharer, owner, "everyone", now)
        self._session.run(_NEW, id=number, community_id=community, **_kept(note) | {"reply_id": reply})
        return self.get(community, number)

    def save(self, resource: Resource) -> None:
        """Keep the resource as it is now."""
        self._session.run(_SAVE, id=resource.id, community_id=resource.community, **_kept(resource))

    def known(self, community: int, url_key: str) -> Resource | None:
        """The resource at that address, hidden ones included."""
        row = self._session.row(_KNOWN, community_id=community, url_key=url_key)
        return None if row is None else _resource(row)

    def of_question(self, community: int, question: int) -> Sequence[Resource]:
        """The notes kept from replies to that question that weren't taken back, oldest first."""
        rows = self._session.rows(_OF_QUESTION, community_id=community, question=question)
        return [_resource(row) for row in rows]

    def owned(self, community: int, member: int) -> Sequence[Resource]:
        """The resources that member looks after and that weren't taken back, oldest first."""
        return [_resource(row) for row in self._session.rows(_OWNED, community_id=community, owner=member)]

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
    source = resource.source
    return {"reply_id": source.reply if source else None} | {name: getattr(resource, name) for name in _FIELDS}
