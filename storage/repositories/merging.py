"""What becomes of everything that refers to a member when two turn out to be one person."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Table, and_, bindparam, case, delete, exists, null, or_, select, update

from bot.members.model import Asks, Member
from storage.session import Session
from storage.statements import Statement
from storage.tables import (
    away,
    ballots,
    codes,
    drafts,
    experiences,
    flags,
    follows,
    history,
    identities,
    meetings,
    members,
    notes,
    offers,
    poll_reminders,
    questions,
    replies,
    resource_helps,
    resources,
    rsvps,
    seconds,
    topics,
    turns,
    volunteers,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A reference that is rewritten.

    `once` are the columns under which a member has one row at most: where both members have one, the later by `later`
    stays, and without `later` the one that was moved to.
    """

    column: Column[Any]
    once: tuple[Column[Any], ...] = ()
    later: Column[Any] | None = None

    def statements(self) -> tuple[Statement, ...]:
        """The earlier of two rows goes, then the reference is rewritten."""
        table: Table = self.column.table
        rewrite = update(table).where(self._of("gone", table)).values({self.column: bindparam("into")})
        if not self.once:
            return (Statement(rewrite),)
        return (
            *([] if self.later is None else [Statement(self._without("into", "gone", self.later))]),
            Statement(self._without("gone", "into", None)),
            Statement(rewrite),
        )

    def _without(self, who: str, other: str, later: Column[Any] | None) -> Any:
        """Delete the rows of `who` under whose key `other` has one too, a later one if `later` says so."""
        table: Table = self.column.table
        twin = table.alias()
        same = [
            self._of(other, twin),
            *(twin.c[column.name] == column for column in self.once),
        ]
        if later is not None:
            same.append(twin.c[later.name] > later)
        return delete(table).where(self._of(who, table), exists().where(and_(*same)))

    def _of(self, who: str, table: Any) -> Any:
        return and_(table.c.community_id == bindparam("community_id"), table.c[self.column.name] == bindparam(who))


@dataclass(frozen=True, slots=True)
class OneVolunteer:
    """Two places in the rota become one: the earlier place, the larger count; out of it only if both had stopped."""

    column: Column[Any]

    def statements(self) -> tuple[Statement, ...]:
        """What the one who goes had is added to the one who stays, or becomes theirs."""
        mine, twin = volunteers.c, volunteers.alias()
        theirs = and_(twin.c.community_id == bindparam("community_id"), twin.c.member_id == bindparam("gone"))
        charged = _greater(mine.charged, twin.c.charged)
        stopped = or_(mine.stopped_at.is_(None), twin.c.stopped_at.is_(None))
        joined = {
            "since": case((twin.c.since < mine.since, twin.c.since), else_=mine.since),
            "base": _greater(mine.base + mine.charged, twin.c.base + twin.c.charged) - charged,
            "charged": charged,
            "attended": or_(mine.attended, twin.c.attended),
            "paused": and_(mine.paused, twin.c.paused),
            "declined": _greater(mine.declined, twin.c.declined),
            "stopped_at": case((stopped, null()), else_=_greater(mine.stopped_at, twin.c.stopped_at)),
        }
        both = exists().where(theirs)
        values = {name: select(value).where(theirs).scalar_subquery() for name, value in joined.items()}
        merge_rows = update(volunteers).where(self._of("into"), both).values(values)
        known = volunteers.alias()
        kept = exists().where(known.c.community_id == bindparam("community_id"), known.c.member_id == bindparam("into"))
        return (
            Statement(merge_rows),
            Statement(delete(volunteers).where(self._of("gone"), kept)),
            Statement(update(volunteers).where(self._of("gone")).values({self.column: bindparam("into")})),
        )

    def _of(self, who: str) -> Any:
        mine = volunteers.c
        return and_(mine.community_id == bindparam("community_id"), mine.member_id == bindparam(who))


def _greater(one: Any, other: Any) -> Any:
    return case((other > one, other), else_=one)


RULES = (
    Moved(identities.c.member_id),
    Moved(codes.c.member_id),
    Moved(flags.c.member_id, (flags.c.kind, flags.c.number), flags.c.raised_at),
    Moved(drafts.c.member_id),
    Moved(questions.c.member_id),
    Moved(questions.c.accepted_by),
    Moved(replies.c.member_id),
    Moved(follows.c.member_id, (follows.c.question_id,)),
    Moved(offers.c.member_id, (offers.c.question_id,), offers.c.offered_at),
    Moved(offers.c.named_by),
    Moved(experiences.c.member_id),
    Moved(resources.c.sharer),
    Moved(resources.c.owner),
    Moved(resource_helps.c.member_id, (resource_helps.c.resource_id,), resource_helps.c.helped_at),
    Moved(meetings.c.convener),
    Moved(meetings.c.backup),
    Moved(rsvps.c.member_id, (rsvps.c.meeting_id,), rsvps.c.at),
    Moved(notes.c.member_id),
    Moved(topics.c.member_id),
    Moved(seconds.c.member_id, (seconds.c.topic_id,)),
    Moved(ballots.c.member_id, (ballots.c.poll_id,), ballots.c.at),
    Moved(poll_reminders.c.member_id, (poll_reminders.c.community_id,)),
    OneVolunteer(volunteers.c.member_id),
    Moved(away.c.member_id),
    Moved(turns.c.member_id),
    Moved(history.c.actor),
)
"""One for each reference to a member; a test finds them by reflection."""

_STATEMENTS = tuple(statement for rule in RULES for statement in rule.statements())
_GONE = Statement(
    delete(members).where(members.c.community_id == bindparam("community_id"), members.c.id == bindparam("gone"))
)


def merge(session: Session, community: int, into: int, gone: int) -> None:
    """Rewrite every reference, and delete the member that is no more."""
    for statement in (*_STATEMENTS, _GONE):
        session.run(statement, community_id=community, into=into, gone=gone)


_QUIETER: tuple[Asks, ...] = ("", "usual", "seldom", "never")


def as_one(into: Member, gone: Member) -> Member:
    """Both in one: what `into` doesn't know is taken from `gone`. Quiet hours are somebody's as a pair.

    Of two wishes to be left alone the stronger one holds, for nobody can tell which was meant for both.
    """
    hours = into if into.quiet_from or into.quiet_until else gone
    return replace(
        into,
        name=into.name or gone.name,
        unit=into.unit or gone.unit,
        steward=into.steward or gone.steward,
        joined_at=min(into.joined_at, gone.joined_at),
        welcomed_at=into.welcomed_at or gone.welcomed_at,
        told_of_carrying_at=into.told_of_carrying_at or gone.told_of_carrying_at,
        interests=tuple(dict.fromkeys((*into.interests, *gone.interests))),
        asks=max(into.asks, gone.asks, key=_QUIETER.index),
        welcomes=into.welcomes or gone.welcomes,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        asked_to_ask_at=into.asked_to_ask_at or gone.asked_to_ask_at,
        asked_about=into.asked_about or gone.asked_about,
        paused_until=max(filter(None, (into.paused_until, gone.paused_until)), default=None),
        looked_at=max(filter(None, (into.looked_at, gone.looked_at)), default=None),
        news_since=max(filter(None, (into.news_since, gone.news_since)), default=None),
    )
