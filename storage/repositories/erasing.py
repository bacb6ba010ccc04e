"""What becomes of everything that refers to a member who asks to be forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, bindparam, delete, func, null, select, update

from storage.repositories.detaching import detach, detaching
from storage.session import Session
from storage.statements import Statement
from storage.tables import (
    accounts,
    away,
    ballots,
    codes,
    drafts,
    due,
    experiences,
    flags,
    follows,
    history,
    identities,
    installations,
    meetings,
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


@dataclass(frozen=True, slots=True)
class Gone:
    """A reference whose row goes with the member."""

    column: Column[Any]

    def statement(self) -> Statement:
        """Delete the member's rows."""
        table: Table = self.column.table
        return Statement(delete(table).where(_of_member(self.column)))


@dataclass(frozen=True, slots=True)
class Nobody:
    """A reference that is cleared: what was written stays, without the name."""

    column: Column[Any]

    def statement(self) -> Statement:
        """Clear the member's rows."""
        table: Table = self.column.table
        return Statement(update(table).where(_of_member(self.column)).values({self.column: null()}))


def _of_member(column: Column[Any]) -> Any:
    return and_(column.table.c.community_id == bindparam("community_id"), column == bindparam("member_id"))


def _of_account(column: Column[Any]) -> Any:
    return select(column).where(accounts.c.id == bindparam("account_id")).scalar_subquery()


RULES = (
    Gone(codes.c.member_id),
    Gone(flags.c.member_id),
    Gone(drafts.c.member_id),
    Gone(follows.c.member_id),
    Gone(offers.c.member_id),
    Nobody(offers.c.named_by),
    Gone(experiences.c.member_id),
    Gone(resource_helps.c.member_id),
    Nobody(questions.c.member_id),
    Nobody(questions.c.accepted_by),
    Nobody(replies.c.member_id),
    Nobody(resources.c.sharer),
    Nobody(resources.c.owner),
    Nobody(meetings.c.convener),
    Nobody(meetings.c.backup),
    Gone(rsvps.c.member_id),
    Nobody(notes.c.member_id),
    Nobody(topics.c.member_id),
    Gone(seconds.c.member_id),
    Gone(ballots.c.member_id),
    Gone(poll_reminders.c.member_id),
    Gone(volunteers.c.member_id),
    Gone(away.c.member_id),
    Nobody(turns.c.member_id),
    Nobody(history.c.actor),
    Gone(identities.c.member_id),
)
"""One for each reference to a member; a test finds them by reflection."""

_STATEMENTS = tuple(rule.statement() for rule in RULES)

_ACCOUNTS = Statement(select(identities.c.account_id).where(_of_member(identities.c.member_id)))
_ELSEWHERE = Statement(select(func.count()).where(identities.c.account_id == bindparam("account_id")))
_INSTALLER = Statement(
    update(installations)
    .where(
        installations.c.platform == _of_account(accounts.c.platform),
        installations.c.tenant == _of_account(accounts.c.tenant),
        installations.c.installer == _of_account(accounts.c.person),
    )
    .values(installer="")
)
_NO_ACCOUNT = Statement(delete(accounts).where(accounts.c.id == bindparam("account_id")))

_P = postings.c
_MINE = and_(_P.community_id == bindparam("community_id"), _P.account_id == bindparam("account_id"))
_TAKE_AWAY = detaching(_MINE)
_DRAFTS = select(drafts.c.id).where(_of_member(drafts.c.member_id)).scalar_subquery()
_NO_STEPS = Statement(
    delete(due).where(due.c.community_id == bindparam("community_id"), due.c.kind == "draft", due.c.number.in_(_DRAFTS))
)


def erase(session: Session, community: int, member: int, now: datetime) -> None:
    """Apply every rule, take away what the bot wrote to the member alone, and delete accounts used nowhere else."""
    who = {"community_id": community, "member_id": member}
    theirs = [account for (account,) in session.rows(_ACCOUNTS, **who)]
    for account in theirs:
        detach(session, _TAKE_AWAY, now, community_id=community, account_id=account)
    session.run(_NO_STEPS, **who)
    for statement in _STATEMENTS:
        session.run(statement, **who)
    for account in theirs:
        if not session.value(_ELSEWHERE, account_id=account):
            session.run(_INSTALLER, account_id=account)
            session.run(_NO_ACCOUNT, account_id=account)
