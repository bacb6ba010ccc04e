"""Members and accounts as the database has them: their columns, and a row as what it tells of."""

from bot.chat.refs import AccountRef
from bot.members.model import Account, Member
from storage.statements import Row
from storage.tables import accounts, members

_M, _A = members.c, accounts.c
MEMBER = (
    _M.id,
    _M.community_id,
    _M.name,
    _M.unit,
    _M.steward,
    _M.joined_at,
    _M.welcomed_at,
    _M.told_of_carrying_at,
    _M.forgotten_at,
    _M.interests,
    _M.asks,
    _M.welcomes,
    _M.quiet_from,
    _M.quiet_until,
    _M.asked_to_ask_at,
    _M.paused_until,
    _M.departed_at,
    _M.asked_about,
    _M.looked_at,
    _M.news_since,
)
ACCOUNT = (
    _A.id,
    _A.platform,
    _A.tenant,
    _A.person,
    _A.name,
    _A.email,
    _A.address,
    _A.active,
    _A.chosen_community,
    _A.shut_at,
)


def member_of(row: Row) -> Member:
    """The member in the columns of `MEMBER`."""
    return Member(*row)


def account_of(row: Row) -> Account:
    """The account in the columns of `ACCOUNT`."""
    number, platform, tenant, person, *rest = row
    return Account(number, AccountRef(platform, tenant, person), *rest)


def folded(email: str | None) -> str | None:
    """Work e-mails are compared without regard to capitals."""
    return email.strip().lower() or None if email else None
