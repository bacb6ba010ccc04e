"""Members and their accounts, in the database."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import and_, bindparam, delete, func, insert, not_, select, tuple_, update

from bot.chat.refs import AccountRef, Subject
from bot.errors import Unknown
from bot.members.model import Account, Away, Experience, Kept, Member
from bot.ports import Person
from bot.postings import Direct
from storage.repositories import erasing, kept, merging
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import accounts, away, communities, experiences, identities, members, units

_M, _A, _I, _E = members.c, accounts.c, identities.c, experiences.c
_W, _U = away.c, units.c
_MEMBER = (
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
)
_FIELDS = tuple((column.name, field.name) for column, field in zip(_MEMBER, fields(Member), strict=True))
_ACCOUNT = (
    _A.id,
    _A.platform,
    _A.tenant,
    _A.person,
    _A.name,
    _A.email,
    _A.address,
    _A.active,
    _A.chosen_community,
)
_REF = (_A.platform, _A.tenant, _A.person)
_MINE = and_(_I.community_id == _M.community_id, _I.member_id == _M.id)

_GET = Statement(select(*_MEMBER).where(at(_M.community_id, _M.id)))
_NEW = Statement(
    insert(members).values(
        **given(_M.community_id, _M.id, _M.name, _M.joined_at),
        unit="",
        steward=False,
        interests=(),
        asks="",
        welcomes=False,
        asked_about="",
    )
)
_SAVE = Statement(update(members).where(at(_M.community_id, _M.id)).values(**given(*_MEMBER[2:])))
_OF_ACCOUNT = Statement(
    select(*_MEMBER, *_ACCOUNT)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .join(members, _MINE)
    .where(at(*_REF), at(_I.community_id))
)
_ACCOUNT_OF = Statement(select(*_ACCOUNT).where(at(_A.id)))
_KNOWN = Statement(select(*_ACCOUNT).where(at(*_REF)))
_COMMUNITIES_OF = Statement(
    select(_I.community_id)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .join(communities, communities.c.id == _I.community_id)
    .where(at(*_REF), communities.c.closed_at.is_(None))
    .order_by(_I.community_id)
)
_NEW_ACCOUNT = Statement(
    lambda upsert: (
        upsert(accounts)
        .values(**given(*_REF, _A.address), name="", active=True, told=False)
        .on_conflict_do_update(
            index_elements=list(_REF),
            set_={"address": func.coalesce(func.nullif(bindparam("address", type_=_A.address.type), ""), _A.address)},
        )
        .returning(*_ACCOUNT)
    )
)
_IDENTITY = Statement(insert(identities).values(**given(_I.community_id, _I.account_id, _I.member_id, _I.joined_at)))
_ACCOUNTS = Statement(
    select(*_ACCOUNT)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .where(at(_I.community_id, _I.member_id))
    .order_by(_I.joined_at, _A.id)
)
_REACH = Statement(
    select(_A.id)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .where(at(_I.community_id, _I.member_id), _A.active)
    .order_by(_I.joined_at.desc(), _A.id.desc())
    .limit(1)
)
_SAVE_ACCOUNT = Statement(
    update(accounts).where(at(_A.id)).values(**given(_A.name, _A.email, _A.address, _A.active, _A.chosen_community))
)
_STEWARDS = Statement(select(*_MEMBER).where(at(_M.community_id), _M.steward).order_by(_M.joined_at, _M.id))
_WITH_EMAIL = Statement(
    select(*_MEMBER)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .join(members, _MINE)
    .where(at(_I.community_id), _A.email == bindparam("email"))
    .distinct()
    .order_by(_M.id)
)
_WELCOMING = Statement(select(*_MEMBER).where(at(_M.community_id), _M.welcomes).order_by(_M.joined_at, _M.id))
_EXPERIENCE = (_E.id, _E.community_id, _E.member_id, _E.text, _E.added_at)
_EXPERIENCES = Statement(select(*_EXPERIENCE).where(at(_E.community_id, _E.member_id)).order_by(_E.added_at, _E.id))
_EXPERIENCE_OF = Statement(select(*_EXPERIENCE).where(at(_E.community_id, _E.id)))
_NEW_EXPERIENCE = Statement(insert(experiences).values(**given(*_EXPERIENCE)))
_DROP_EXPERIENCE = Statement(delete(experiences).where(at(_E.community_id, _E.id)))
_EXPERIENCED = Statement(select(func.count(_E.member_id.distinct())).where(at(_E.community_id)))
_NAMED = Statement(
    select(*_MEMBER).where(at(_M.community_id), _M.name != "", _M.forgotten_at.is_(None)).order_by(_M.joined_at, _M.id)
)
_AWAY = (_W.community_id, _W.id, _W.member_id, _W.first, _W.last)
_NEW_AWAY = Statement(insert(away).values(**given(*_AWAY)))
_AWAY_OF = Statement(
    select(*_AWAY)
    .where(at(_W.community_id, _W.member_id), _W.last >= bindparam("since", type_=_W.last.type))
    .order_by(_W.first, _W.id)
)
_NO_AWAY = Statement(delete(away).where(at(_W.community_id, _W.id)))
_ON_LEAVE = Statement(
    select(func.count()).where(
        at(_W.community_id, _W.member_id),
        _W.first <= bindparam("day", type_=_W.first.type),
        _W.last >= bindparam("day", type_=_W.last.type),
    )
)
_WITH_ACCOUNT = Statement(
    select(*_MEMBER).join_from(identities, members, _MINE).where(at(_I.community_id, _I.account_id))
)
_LISTED_UNITS = Statement(select(_U.name).where(at(_U.community_id)))
_UNITS = Statement(select(_M.unit).where(at(_M.community_id), _M.unit != "").distinct())
_UNNAMED = Statement(
    select(*_ACCOUNT)
    .where(not_(_A.told), _A.active, _A.name == "", at(_A.platform), _A.id > bindparam("after"))
    .order_by(_A.id)
    .limit(bindparam("most"))
)
_GONE = Statement(update(accounts).where(at(_A.id)).values(active=False, told=True))
_TOLD = Statement(
    update(accounts)
    .where(at(_A.id))
    .values(
        **given(_A.name, _A.active),
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


def _member(row: Row) -> Member:
    return Member(*row)


def _account(row: Row) -> Account:
    number, platform, tenant, person, *rest = row
    return Account(number, AccountRef(platform, tenant, person), *rest)


def _at(ref: AccountRef) -> dict[str, object]:
    return {"platform": ref.platform, "tenant": ref.tenant, "person": ref.person}


class Members:
    """The members of all communities, and the accounts that are theirs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, member: int) -> Member:
        """The member. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=member)
        if row is None:
            raise Unknown
        return _member(row)

    def save(self, member: Member) -> None:
        """Keep the member as it is now."""
        self._session.run(_SAVE, **{column: getattr(member, field) for column, field in _FIELDS})

    def of_account(self, community: int, ref: AccountRef) -> tuple[Member, Account] | None:
        """The account's member in that community, None when it has none there."""
        row = self._session.row(_OF_ACCOUNT, community_id=community, **_at(ref))
        if row is None:
            return None
        return _member(row[: len(_MEMBER)]), _account(row[len(_MEMBER) :])

    def with_account(self, community: int, account: int) -> Member | None:
        """The member of that community whose account of that id it is, None when it is nobody's there."""
        row = self._session.row(_WITH_ACCOUNT, community_id=community, account_id=account)
        return None if row is None else _member(row)

    def account(self, account: int) -> Account:
        """The account of that id. Raises `Unknown`."""
        row = self._session.row(_ACCOUNT_OF, id=account)
        if row is None:
            raise Unknown
        return _account(row)

    def known_account(self, ref: AccountRef) -> Account | None:
        """The account, None when nobody has used the bot with it."""
        row = self._session.row(_KNOWN, **_at(ref))
        return None if row is None else _account(row)

    def communities_of(self, ref: AccountRef) -> Sequence[int]:
        """The open or not yet opened communities the account is a member of."""
        return [row[0] for row in self._session.rows(_COMMUNITIES_OF, **_at(ref))]

    def join(self, community: int, ref: AccountRef, address: str, now: datetime) -> tuple[Member, Account]:
        """A new member with that account. Its name is empty until the platform tells it."""
        account = _account(self._session.rows(_NEW_ACCOUNT, **_at(ref), address=address)[0])
        number = next_number(self._session, community, "member")
        self._session.run(_NEW, community_id=community, id=number, name=account.name, joined_at=now)
        self._session.run(_IDENTITY, community_id=community, account_id=account.id, member_id=number, joined_at=now)
        return Member(number, community, account.name, "", False, now), account

    def accounts(self, community: int, member: int) -> Sequence[Account]:
        """The member's accounts, first joined first."""
        return [_account(row) for row in self._session.rows(_ACCOUNTS, community_id=community, member_id=member)]

    def reach(self, community: int, member: int) -> Direct | None:
        """Where the member is written to: the account they joined with last. None when none is left."""
        row = self._session.row(_REACH, community_id=community, member_id=member)
        return None if row is None else Direct(row[0])

    def save_account(self, account: Account) -> None:
        """Keep the account as it is now."""
        self._session.run(
            _SAVE_ACCOUNT,
            id=account.id,
            name=account.name,
            email=_folded(account.email),
            address=account.address,
            active=account.active,
            chosen_community=account.chosen_community,
        )

    def stewards(self, community: int) -> Sequence[Member]:
        """The stewards, longest a member first."""
        return [_member(row) for row in self._session.rows(_STEWARDS, community_id=community)]

    def with_email(self, community: int, email: str) -> Sequence[Member]:
        """Members one of whose accounts has that work e-mail."""
        rows = self._session.rows(_WITH_EMAIL, community_id=community, email=_folded(email))
        return [_member(row) for row in rows]

    def called(self, community: int, name: str) -> Sequence[Member]:
        """Members of that name, or of that first name, whatever the capitals; longest a member first."""
        wanted = " ".join(name.casefold().split())
        rows = self._session.rows(_NAMED, community_id=community)
        named = [member for member in map(_member, rows) if f"{member.name.casefold()} ".startswith(f"{wanted} ")]
        exact = [member for member in named if member.name.casefold() == wanted]
        return exact or named

    def listed_units(self, community: int) -> Sequence[str]:
        """The units on the community's own list, in order of the alphabet; none where nobody has made a list."""
        return _alphabetical(self._session.rows(_LISTED_UNITS, community_id=community))

    def units(self, community: int) -> Sequence[str]:
        """The units members have named, in order of the alphabet."""
        return _alphabetical(self._session.rows(_UNITS, community_id=community))

    def experiences(self, community: int, member: int) -> Sequence[Experience]:
        """What the member says they have done, oldest first."""
        rows = self._session.rows(_EXPERIENCES, community_id=community, member_id=member)
        return [Experience(*row) for row in rows]

    def experience(self, community: int, experience: int) -> Experience:
        """The experience. Raises `Unknown`."""
        row = self._session.row(_EXPERIENCE_OF, community_id=community, id=experience)
        if row is None:
            raise Unknown
        return Experience(*row)

    def add_experience(self, community: int, member: int, text: str, now: datetime) -> Experience:
        """Keep it, under the next number. Not indexed by this."""
        number = next_number(self._session, community, "experience")
        who = {"community_id": community, "member_id": member}
        self._session.run(_NEW_EXPERIENCE, **who, id=number, text=text, added_at=now)
        return Experience(number, community, member, text, now)

    def drop_experience(self, experience: Experience) -> None:
        """It is no more. No error when it is gone already."""
        self._session.run(_DROP_EXPERIENCE, community_id=experience.community, id=experience.id)

    def experienced(self, community: int) -> int:
        """How many members say what they have done."""
        count: int = self._session.value(_EXPERIENCED, community_id=community)
        return count

    def add_away(self, community: int, member: int, first: date, last: date) -> Away:
        """A leave of the member, under the next number. `last` is `date.max` when it has no end yet."""
        number = next_number(self._session, community, "away")
        self._session.run(_NEW_AWAY, community_id=community, id=number, member_id=member, first=first, last=last)
        return Away(community, number, member, first, last)

    def away(self, community: int, member: int, since: date) -> Sequence[Away]:
        """The member's leaves that end then or later, earliest first."""
        rows = self._session.rows(_AWAY_OF, community_id=community, member_id=member, since=since)
        return [Away(*row) for row in rows]

    def on_leave(self, community: int, member: int, day: date) -> bool:
        """Whether the member said they aren't there that day."""
        return bool(self._session.value(_ON_LEAVE, community_id=community, member_id=member, day=day))

    def drop_away(self, away: Away) -> None:
        """They are there after all. No error when it is gone already."""
        self._session.run(_NO_AWAY, community_id=away.community, id=away.id)

    def welcoming(self, community: int) -> Sequence[Member]:
        """Members who offered to welcome newcomers, longest a member first."""
        return [_member(row) for row in self._session.rows(_WELCOMING, community_id=community)]

    def merge(self, community: int, into: int, gone: int) -> None:
        """Make two members one: accounts and everything said, done and owned moves to `into`; `gone` is no more.

        Where both have a row under the same key the later one stays.
        """
        kept, other = self.get(community, into), self.get(community, gone)
        merging.merge(self._session, community, into, gone)
        self.save(merging.as_one(kept, other))

    def erase(self, community: int, member: int, now: datetime) -> None:
        """Remove profile, accounts and settings of the member, and the name on what they wrote.

        An account that is in no other community is deleted. Units of replies stay as they were that day.
        """
        forgotten = self.get(community, member).forgotten(now)
        erasing.erase(self._session, community, member, now)
        self.save(forgotten)

    def kept(self, community: int, member: int) -> Kept:
        """How much is kept about the member. What was taken back is not counted."""
        return kept.kept(self._session, community, member)

    def named_on(self, community: int, member: int) -> Sequence[Subject]:
        """Whatever shows the member's name; never because it is a question they asked without one."""
        return kept.named_on(self._session, community, member)

    def unnamed(self, platform: str, after: int, most: int) -> Sequence[Account]:
        """Accounts on that platform, after that id, whose name it hasn't told yet."""
        return [_account(row) for row in self._session.rows(_UNNAMED, platform=platform, after=after, most=most)]

    def told(self, account: int, person: Person | None) -> None:
        """What the platform says of the account; a member without a name gets it. None: there is no such account."""
        if person is None:
            self._session.run(_GONE, id=account)
            return
        active = person.active and not person.bot
        self._session.run(_TOLD, id=account, name=person.name, email=_folded(person.email), active=active)
        if person.name:
            self._session.run(_NAME_MEMBERS, account_id=account, name=person.name)


def _alphabetical(rows: Sequence[Row]) -> Sequence[str]:
    return sorted((name for (name,) in rows), key=lambda name: (name.casefold(), name))


def _folded(email: str | None) -> str | None:
    """Work e-mails are compared without regard to capitals."""
    return email.strip().lower() or None if email else None
