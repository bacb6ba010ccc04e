"""What members have suggested to talk about, in the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, not_, select, update

from bot.errors import Unknown
from bot.topics.model.topics import Topic
from storage.repositories.counters import next_number
from storage.repositories.some import in_eights, one_of
from storage.session import Session
from storage.statements import Insert, Row, Statement, at, given
from storage.tables import seconds, topics

_T, _S = topics.c, seconds.c
TOPIC = (
    _T.id,
    _T.community_id,
    _T.member_id,
    _T.text,
    _T.short,
    _T.suggested_at,
    _T.state,
    _T.lost,
    _T.merged_into,
    _T.hidden,
    _T.withdrawn,
    _T.settled_at,
    _T.link,
)
"""The columns of a topic, in the order of its fields."""
_VISIBLE = and_(not_(_T.hidden), not_(_T.withdrawn), _T.merged_into.is_(None))
_OPEN = and_(at(_T.community_id), _T.state == "open")

_GET = Statement(select(*TOPIC).where(at(_T.community_id, _T.id)))
_NEW = Statement(
    insert(topics).values(**given(*TOPIC[:6]), state="open", lost=0, hidden=False, withdrawn=False, link="")
)
_SAVE = Statement(update(topics).where(at(_T.community_id, _T.id)).values(**given(*TOPIC[2:])))
_RUNNING = Statement(select(*TOPIC).where(_OPEN, _VISIBLE).order_by(_T.suggested_at, _T.id))
_SOME = Statement(select(*TOPIC).where(at(_T.community_id), one_of(_T.id), _VISIBLE))

_SECONDS = Statement(
    select(_S.topic_id, func.count())
    .join_from(topics, seconds, and_(_S.community_id == _T.community_id, _S.topic_id == _T.id))
    .where(_OPEN)
    .group_by(_S.topic_id)
)
_SECONDED = Statement(select(_S.topic_id).where(at(_S.community_id, _S.member_id)))
_SECOND = Statement(lambda upsert: upsert(seconds).values(**given(*_S)).on_conflict_do_nothing())
_UNSECOND = Statement(delete(seconds).where(at(_S.community_id, _S.topic_id, _S.member_id)))


def _moved(upsert: Insert) -> Any:
    theirs = select(_S.community_id, bindparam("into", type_=_S.topic_id.type), _S.member_id, _S.at)
    moved = upsert(seconds).from_select([column.name for column in _S], theirs.where(at(_S.community_id, _S.topic_id)))
    return moved.on_conflict_do_nothing()


_MOVE = Statement(_moved)
_MOVED_AWAY = Statement(delete(seconds).where(at(_S.community_id, _S.topic_id)))


def topic_of(row: Row) -> Topic:
    """The topic that a row of `TOPIC` holds."""
    return Topic(*row)


class Topics:
    """What members have suggested to talk about."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, topic: int) -> Topic:
        """The topic. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=topic)
        if row is None:
            raise Unknown
        return topic_of(row)

    def new(self, community: int, member: int | None, text: str, now: datetime, *, short: bool) -> Topic:
        """A new open topic under the next number. No member: suggested without a name."""
        number = next_number(self._session, community, "topic")
        self._session.run(
            _NEW, id=number, community_id=community, member_id=member, text=text, short=short, suggested_at=now
        )
        return Topic(number, community, member, text, short, now)

    def save(self, topic: Topic) -> None:
        """Keep the topic as it is now."""
        self._session.run(
            _SAVE,
            community_id=topic.community,
            id=topic.id,
            member_id=topic.member,
            text=topic.text,
            short=topic.short,
            suggested_at=topic.suggested_at,
            state=topic.state,
            lost=topic.lost,
            merged_into=topic.merged_into,
            hidden=topic.hidden,
            withdrawn=topic.withdrawn,
            settled_at=topic.settled_at,
            link=topic.link,
        )

    def running(self, community: int) -> Sequence[Topic]:
        """The topics that may stand in a poll, oldest first."""
        return [topic_of(row) for row in self._session.rows(_RUNNING, community_id=community)]

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Topic]:
        """The topics of those numbers that are visible, in the order given."""
        found: dict[int, Topic] = {}
        for eight in in_eights(dict.fromkeys(numbers)):
            rows = self._session.rows(_SOME, community_id=community, **eight)
            found |= {row[0]: topic_of(row) for row in rows}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]

    def seconds(self, community: int) -> Mapping[int, int]:
        """How many would come for each open topic; one that nobody seconded isn't there."""
        return dict(self._session.rows(_SECONDS, community_id=community))

    def seconded(self, community: int, member: int) -> Collection[int]:
        """The topics for which the member would come."""
        rows = self._session.rows(_SECONDED, community_id=community, member_id=member)
        return frozenset(topic for (topic,) in rows)

    def second(self, community: int, topic: int, member: int, now: datetime) -> bool:
        """Keep that the member would come for it; False when they had said so before. May be repeated."""
        return bool(self._session.run(_SECOND, community_id=community, topic_id=topic, member_id=member, at=now))

    def unsecond(self, community: int, topic: int, member: int) -> bool:
        """Take that back; False when there was nothing to take back. May be repeated."""
        return bool(self._session.run(_UNSECOND, community_id=community, topic_id=topic, member_id=member))

    def move_seconds(self, community: int, gone: int, into: int) -> None:
        """Who would come for one comes for the other instead, each once."""
        self._session.run(_MOVE, community_id=community, topic_id=gone, into=into)
        self._session.run(_MOVED_AWAY, community_id=community, topic_id=gone)
