"""Polls, what stands in them, and ballots, in the database: ballots are rows on a unique key, counted when asked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, select, update

from bot.errors import Unknown
from bot.topics.model.polls import Ballot, Option, Poll, Result, Span, Turnout
from storage.repositories.counters import next_number
from storage.repositories.topics import TOPIC, topic_of
from storage.session import Session
from storage.statements import Insert, Row, Statement, at, given
from storage.tables import ballots, members, options, poll_reminders, polls, topics

_P, _O, _B, _R = polls.c, options.c, ballots.c, poll_reminders.c
_POLL = (
    _P.id,
    _P.community_id,
    _P.meeting_id,
    _P.state,
    _P.opens_at,
    _P.closes_at,
    _P.winner,
    _P.voters,
    _P.units,
    _P.tie,
    _P.asked_at,
    _P.reminded_at,
)
_IN_POLL = at(_B.community_id, _B.poll_id)

_GET = Statement(select(*_POLL).where(at(_P.community_id, _P.id)))
_OF_MEETING = Statement(select(*_POLL).where(at(_P.community_id, _P.meeting_id)))
_NEW = Statement(insert(polls).values(**given(*_POLL[:6]), voters=0, units=0, tie=""))
_SAVE = Statement(update(polls).where(at(_P.community_id, _P.id)).values(**given(*_POLL[3:])))
_OPEN = Statement(select(*_POLL).where(at(_P.community_id), _P.state == "open").order_by(_P.closes_at, _P.id))
_LATEST_CLOSED = Statement(
    select(*_POLL).where(at(_P.community_id), _P.state == "closed").order_by(_P.closes_at.desc(), _P.id.desc()).limit(1)
)

_CLEAR = Statement(delete(options).where(at(_O.community_id, _O.poll_id)))
_STAND = Statement(insert(options).values(**given(_O.community_id, _O.poll_id, _O.topic_id, _O.place)))
_OPTIONS = Statement(
    select(_O.place, _O.votes, _O.units, *TOPIC)
    .join_from(options, topics, and_(topics.c.community_id == _O.community_id, topics.c.id == _O.topic_id))
    .where(at(_O.community_id, _O.poll_id))
    .order_by(_O.place)
)
_STOOD = Statement(select(_O.poll_id).where(at(_O.community_id, _O.topic_id)))
_STANDING = Statement(
    select(_O.poll_id)
    .join_from(options, polls, and_(_P.community_id == _O.community_id, _P.id == _O.poll_id))
    .where(at(_O.community_id, _O.topic_id), _P.state == "open")
)
_KEEP_RESULT = Statement(
    update(options).where(at(_O.community_id, _O.poll_id, _O.topic_id)).values(**given(_O.votes, _O.units))
)
_GONE = Statement(delete(options).where(at(_O.community_id, _O.poll_id, _O.topic_id)))

_TAKE_BACK = Statement(delete(ballots).where(_IN_POLL, at(_B.member_id)))
_TICK = Statement(insert(ballots).values(**given(*_B)))
_TICKED = Statement(select(_B.topic_id).where(_IN_POLL, at(_B.member_id)))
_VOTER = and_(members.c.community_id == _B.community_id, members.c.id == _B.member_id)
_BALLOTS = Statement(
    select(_B.member_id, members.c.unit, _B.topic_id)
    .join_from(ballots, members, _VOTER)
    .where(_IN_POLL)
    .order_by(_B.member_id)
)
_TURNOUT = Statement(
    select(func.count(_B.member_id.distinct()), func.count(func.nullif(members.c.unit, "").distinct()))
    .join_from(ballots, members, _VOTER)
    .where(_IN_POLL)
)


def _moved(upsert: Insert) -> Any:
    into = bindparam("into", type_=_B.topic_id.type)
    theirs = select(_B.community_id, _B.poll_id, _B.member_id, into, _B.at).where(_IN_POLL, at(_B.topic_id))
    return upsert(ballots).from_select([column.name for column in _B], theirs).on_conflict_do_nothing()


_MOVE = Statement(_moved)
_MOVED_AWAY = Statement(delete(ballots).where(_IN_POLL, at(_B.topic_id)))

_AGREE = Statement(lambda upsert: upsert(poll_reminders).values(**given(*_R)).on_conflict_do_nothing())
_DISAGREE = Statement(delete(poll_reminders).where(at(_R.community_id, _R.member_id)))
_AGREED = Statement(select(_R.member_id).where(at(_R.community_id, _R.member_id)))
_THEIRS = and_(_B.community_id == _R.community_id, _B.member_id == _R.member_id)
_TO_REMIND = Statement(
    select(_R.member_id)
    .where(
        at(_R.community_id),
        exists().where(_THEIRS, _B.poll_id != bindparam("poll_id")),
        ~exists().where(_THEIRS, _B.poll_id == bindparam("poll_id")),
    )
    .order_by(_R.member_id)
)


def _poll(row: Row) -> Poll:
    return Poll(*row)


def _of(poll: Poll) -> dict[str, int]:
    return {"community_id": poll.community, "poll_id": poll.id}


class Polls:
    """The community's polls, their options and ballots."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, poll: int) -> Poll:
        """The poll. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=poll)
        if row is None:
            raise Unknown
        return _poll(row)

    def of_meeting(self, community: int, meeting: int) -> Poll | None:
        """The meeting's poll, None when none was ever planned."""
        row = self._session.row(_OF_MEETING, community_id=community, meeting_id=meeting)
        return None if row is None else _poll(row)

    def new(self, community: int, meeting: int, when: Span) -> Poll:
        """A new planned poll under the next number. A meeting has one at most."""
        poll = Poll(
            next_number(self._session, community, "poll"),
            community,
            meeting,
            "planned",
            when.opens_at,
            when.closes_at,
        )
        self._session.run(
            _NEW,
            id=poll.id,
            community_id=community,
            meeting_id=meeting,
            state=poll.state,
            opens_at=poll.opens_at,
            closes_at=poll.closes_at,
        )
        return poll

    def save(self, poll: Poll) -> None:
        """Keep the poll as it is now."""
        self._session.run(
            _SAVE,
            community_id=poll.community,
            id=poll.id,
            state=poll.state,
            opens_at=poll.opens_at,
            closes_at=poll.closes_at,
            winner=poll.winner,
            voters=poll.voters,
            units=poll.units,
            tie=poll.tie,
            asked_at=poll.asked_at,
            reminded_at=poll.reminded_at,
        )

    def open(self, community: int) -> Sequence[Poll]:
        """The polls that are open, the one that closes first before the others."""
        return [_poll(row) for row in self._session.rows(_OPEN, community_id=community)]

    def latest_closed(self, community: int) -> Poll | None:
        """The poll that closed last, None when none has."""
        row = self._session.row(_LATEST_CLOSED, community_id=community)
        return None if row is None else _poll(row)

    def stand(self, poll: Poll, topics: Sequence[int]) -> None:
        """The topics stand in the poll, under the places 1, 2, 3 …, in place of what stood there."""
        self._session.run(_CLEAR, **_of(poll))
        for place, topic in enumerate(topics, 1):
            self._session.run(_STAND, **_of(poll), topic_id=topic, place=place)

    def options(self, poll: Poll) -> Sequence[Option]:
        """What stands in the poll, by place, also what can't be seen any more."""
        rows = self._session.rows(_OPTIONS, **_of(poll))
        return [Option(row[0], topic_of(row[3:]), row[1], row[2]) for row in rows]

    def standing(self, community: int, topic: int) -> Collection[int]:
        """The open polls in which the topic stands."""
        rows = self._session.rows(_STANDING, community_id=community, topic_id=topic)
        return frozenset(poll for (poll,) in rows)

    def stood(self, community: int, topic: int) -> Collection[int]:
        """Every poll in which the topic ever stood, the open ones included."""
        rows = self._session.rows(_STOOD, community_id=community, topic_id=topic)
        return frozenset(poll for (poll,) in rows)

    def keep_result(self, poll: Poll, result: Result) -> None:
        """Keep the counts of each option."""
        for option in result.options:
            self._session.run(
                _KEEP_RESULT, **_of(poll), topic_id=option.topic.id, votes=option.votes, units=option.units
            )

    def vote(self, poll: Poll, member: int, topics: Collection[int], now: datetime) -> None:
        """The member's whole ballot, in place of any earlier one; no topics takes it back. May be repeated."""
        self._session.run(_TAKE_BACK, **_of(poll), member_id=member)
        for topic in topics:
            self._session.run(_TICK, **_of(poll), member_id=member, topic_id=topic, at=now)

    def ticked(self, poll: Poll, member: int) -> Collection[int]:
        """The topics the member has ticked."""
        return frozenset(topic for (topic,) in self._session.rows(_TICKED, **_of(poll), member_id=member))

    def ballots(self, poll: Poll) -> Sequence[Ballot]:
        """Every ballot, with the unit its voter has now."""
        ticks: dict[tuple[int, str], set[int]] = {}
        for member, unit, topic in self._session.rows(_BALLOTS, **_of(poll)):
            ticks.setdefault((member, unit), set()).add(topic)
        return [Ballot(member, unit, frozenset(ticked)) for (member, unit), ticked in ticks.items()]

    def turnout(self, poll: Poll) -> Turnout:
        """How many have voted so far, counted anew."""
        return Turnout(*self._session.rows(_TURNOUT, **_of(poll))[0])

    def merge_option(self, poll: Poll, gone: int, into: int) -> None:
        """Both stand in the poll and are one: ticks move, each voter's once, and the first stands there no more."""
        self._session.run(_MOVE, **_of(poll), topic_id=gone, into=into)
        self._session.run(_MOVED_AWAY, **_of(poll), topic_id=gone)
        self._session.run(_GONE, **_of(poll), topic_id=gone)

    def agree(self, community: int, member: int, now: datetime) -> None:
        """The member may be reminded of polls. May be repeated."""
        self._session.run(_AGREE, community_id=community, member_id=member, agreed_at=now)

    def disagree(self, community: int, member: int) -> None:
        """No more reminders. May be repeated."""
        self._session.run(_DISAGREE, community_id=community, member_id=member)

    def agreed(self, community: int, member: int) -> bool:
        """Whether the member may be reminded of polls."""
        return bool(self._session.rows(_AGREED, community_id=community, member_id=member))

    def to_remind(self, poll: Poll) -> Sequence[int]:
        """The members who agreed, have voted in another poll, and have not voted in this one."""
        return [member for (member,) in self._session.rows(_TO_REMIND, **_of(poll))]
