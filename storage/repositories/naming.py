"""What the platforms told of accounts, and which of them to ask about next, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, not_, or_, select, tuple_, update

from bot.members.model import Account
from bot.ports import Person
from storage.repositories.persons import ACCOUNT, account_of, folded
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import accounts, identities, members

_M, _A, _I = members.c, accounts.c, identities.c
_UNNAMED = Statement(
    select(*ACCOUNT)
    .where(not_(_A.told), _A.active, _A.name == "", at(_A.platform), _A.id > bindparam("after"))
    .order_by(_A.id)
    .limit(bindparam("most"))
)
_ASKED_BEFORE = Statement(
    select(*ACCOUNT)
    .where(
        _A.told,
        at(_A.platform),
        or_(_A.asked_at.is_(None), _A.asked_at <= bindparam("before")),
        _A.id > bindparam("after"),
    )
    .order_by(_A.id)
    .limit(bindparam("most"))
)
_ASKED = Statement(update(accounts).where(at(_A.id)).values(**given(_A.asked_at)))
_GONE = Statement(update(accounts).where(at(_A.id)).values(active=False, told=True))
_TOLD = Statement(
    update(accounts)
    .where(at(_A.id))
    .values(
        **given(_A.active),
        name=func.coalesce(func.nullif(bindparam("name", type_=_A.name.type), ""), _A.name),
        email=func.coalesce(bindparam("email", type_=_A.email.type), _A.email),
        told=True,
    )
)
_NAME_MEMBERS = Statement(
    update(members)
    .where(
        _M.name == "",
        _M.forgotten_at.is_(None),
        tuple_(_M.community_id, _M.id).in_(
            select(_I.community_id, _I.member_id).where(_I.account_id == bindparam("account_id"))
        ),
    )
    .values(name=bindparam("name"))
)


def unnamed(session: Session, platform: str, after: int, most: int) -> Sequence[Account]:
    """Accounts on that platform, after that id, whose name it hasn't told yet."""
    return [account_of(row) for row in session.rows(_UNNAMED, platform=platform, after=after, most=most)]


def asked_before(session: Session, platform: str, before: datetime, after: int, most: int) -> Sequence[Account]:
    """Accounts on that platform, after that id, whose name it has told, and of which it last told before then."""
    rows = session.rows(_ASKED_BEFORE, platform=platform, before=before, after=after, most=most)
    return [account_of(row) for row in rows]


def asked(session: Session, account: int, now: datetime) -> None:
    """The platform has just told whether there is such an account."""
    session.run(_ASKED, id=account, asked_at=now)


def told(session: Session, account: int, person: Person | None) -> None:
    """What the platform says of the account; a member without a name gets it. None: there is no such account."""
    if person is None:
        session.run(_GONE, id=account)
        return
    active = person.active and not person.bot
    session.run(_TOLD, id=account, name=person.name, email=folded(person.email), active=active)
    if person.name:
        session.run(_NAME_MEMBERS, account_id=account, name=person.name)
