"""Takes away what was written to one person, and forgets to whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, bindparam, case, delete, func, null, or_, select, update

from storage.repositories.places import P
from storage.session import Session
from storage.statements import Statement
from storage.tables import accounts, postings
from storage.tables.columns import Instant

_NOW = bindparam("now", type_=Instant)
_STANDS = P.at_message.is_not(None)
_UNSETTLED = P.unsettled_since.is_not(None)
_LEASED = func.coalesce(P.lease_until, 0) > _NOW


def _of_account(column: Column[Any]) -> Any:
    return select(column).where(accounts.c.id == P.account_id).scalar_subquery()


def _where(kept: Column[Any], told: Column[Any]) -> ColumnElement[Any]:
    return case((_STANDS, kept), else_=_of_account(told))


def detaching(which: ColumnElement[bool]) -> tuple[Statement, Statement]:
    """The statements with which `detach` does so to these postings."""
    return _taken_away(which), Statement(delete(postings).where(which))


def detach(session: Session, statements: tuple[Statement, Statement], now: datetime, **which: object) -> None:
    """What stands, or may be on its way, is the courier's to remove, by where it stands alone; the rest is deleted."""
    taken_away, never_sent = statements
    session.run(taken_away, **which, now=now)
    session.run(never_sent, **which)


def _taken_away(which: ColumnElement[bool]) -> Statement:
    return Statement(
        update(postings)
        .where(which, or_(_STANDS, _UNSETTLED, _LEASED))
        .values(
            present=False,
            wanted=P.wanted + 1,
            work_at=case((_STANDS, _NOW), (_UNSETTLED, func.coalesce(P.work_at, _NOW)), else_=_NOW),
            settled_at=null(),
            account_id=null(),
            parent_id=null(),
            last_error="",
            address=_of_account(accounts.c.address),
            at_platform=_where(P.at_platform, accounts.c.platform),
            at_tenant=_where(P.at_tenant, accounts.c.tenant),
            at_channel=_where(P.at_channel, accounts.c.address),
        )
    )
