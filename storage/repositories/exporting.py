"""Everything that is kept about a member, as they may take it along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, bindparam, delete, insert, select

from bot.members.model import Exported, Member
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import (
    accounts,
    actions,
    agenda,
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
    postings,
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


def _is_member(column: Column[Any]) -> bool:
    """Whether it refers to a member: to the one who asks, or to somebody else who is nobody's business."""
    return any(key.column.table.name == "members" and key.column.name == "id" for key in column.foreign_keys)


@dataclass(frozen=True, slots=True)
class Told:
    """Rows that refer to the member. `only` are the columns that are told; none: all but references to members."""

    section: str
    column: Column[Any]
    only: tuple[Column[Any], ...] = ()
    through: tuple[Table, ColumnElement[bool]] | None = None
    """Another table that is told of, and how its rows are found."""

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """What is told."""
        table: Table = self.through[0] if self.through else self.column.table
        return self.only or [one for one in table.columns if one.name != "community_id" and not _is_member(one)]

    def statement(self) -> Statement:
        """The member's rows, oldest first."""
        table: Table = self.column.table
        mine = and_(table.c.community_id == bindparam("community_id"), self.column == bindparam("member_id"))
        told: Select[Any] = select(*self.columns)
        if self.through:
            told = told.select_from(table).join(*self.through)
        return Statement(told.where(mine).order_by(*table.primary_key.columns))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that refer to the member and are not told, and why."""

    column: Column[Any]
    because: str


def _under(table: Table, column: Column[Any], parent: Table) -> tuple[Table, ColumnElement[bool]]:
    return table, and_(table.c.community_id == parent.c.community_id, column == parent.c.id)


_A, _I, _M, _P = accounts.c, identities.c, meetings.c, postings.c
_MEETING = (_M.id, _M.date, _M.at, _M.zone, _M.state)
_SENT = (_P.kind, _P.number, _P.part, _P.started_at, _P.settled_at, _P.outcome)

RULES: tuple[Told | LeftOut, ...] = (
    Told(
        "accounts",
        _I.member_id,
        (_A.platform, _A.tenant, _A.person, _A.name, _A.email, _A.active, _A.shut_at, _I.joined_at),
        (accounts, _A.id == _I.account_id),
    ),
    Told("experiences", experiences.c.member_id),
    Told("drafts", drafts.c.member_id),
    Told("questions", questions.c.member_id),
    Told("answered_for_others", questions.c.accepted_by, (questions.c.id,)),
    Told("replies", replies.c.member_id),
    Told("shared", resources.c.sharer),
    Told("looked_after", resources.c.owner),
    Told("helped_by", resource_helps.c.member_id),
    Told("follows", follows.c.member_id),
    Told("flags", flags.c.member_id),
    Told("offers", offers.c.member_id),
    Told("named_for", offers.c.named_by, (offers.c.question_id, offers.c.offered_at)),
    Told("topics", topics.c.member_id),
    Told("ticks", ballots.c.member_id),
    Told("seconded", seconds.c.member_id),
    Told("poll_reminders", poll_reminders.c.member_id),
    Told("answers", rsvps.c.member_id),
    Told("notes", notes.c.member_id),
    Told("convened", meetings.c.convener, _MEETING),
    Told("stood_by", meetings.c.backup, _MEETING),
    Told("rota", volunteers.c.member_id),
    Told("turns", turns.c.member_id),
    Told("leave", away.c.member_id),
    Told("history", history.c.actor),
    LeftOut(codes.c.member_id, "one-time codes: they live for minutes, and only a digest is kept"),
)
"""One for each reference to a member; a test finds them by reflection."""

BESIDES = (
    Told("profile", members.c.id),
    Told("agenda", questions.c.member_id, through=_under(agenda, agenda.c.question_id, questions)),
    Told("actions", notes.c.member_id, through=_under(actions, actions.c.notes_id, notes)),
    Told(
        "messages",
        _I.member_id,
        _SENT,
        (postings, and_(_P.community_id == _I.community_id, _P.account_id == _I.account_id)),
    ),
)
"""What is theirs without a reference of its own."""

_TOLD = (*BESIDES[:1], *(rule for rule in RULES if isinstance(rule, Told)), *BESIDES[1:])
_STATEMENTS = tuple(rule.statement() for rule in _TOLD)

_D = codes.c
_EXPORT = "export"
_KEEP_EXPORT = Statement(
    insert(codes).values(**given(_D.digest, _D.expires_at, _D.community_id, _D.member_id), kind=_EXPORT)
)
_TAKE_EXPORT = Statement(
    delete(codes).where(at(_D.digest), _D.kind == _EXPORT).returning(_D.expires_at, _D.community_id, _D.member_id)
)


def export(session: Session, community: int, member: int) -> Exported:
    """All of it by section, each row by the names of its columns."""
    told = {}
    for rule, statement in zip(_TOLD, _STATEMENTS, strict=True):
        names = [column.name for column in rule.columns]
        rows = session.rows(statement, community_id=community, member_id=member)
        told[rule.section] = [dict(zip(names, row, strict=True)) for row in rows]
    return told


def keep_word(session: Session, member: Member, digest: str, expires_at: datetime) -> None:
    """Keep the digest of a word that opens the member's export until then."""
    who = {"community_id": member.community, "member_id": member.id}
    session.run(_KEEP_EXPORT, digest=digest, expires_at=expires_at, **who)


def take_word(session: Session, digest: str, now: datetime) -> tuple[int, int] | None:
    """Community and member of that word, used up by this call; None when there is none, or it is too late."""
    for expires_at, community, member in session.rows(_TAKE_EXPORT, digest=digest):
        if expires_at > now:
            return community, member
    return None
