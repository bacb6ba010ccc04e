"""Members and their accounts, in the database."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import and_, bindparam, case, delete, exists, func, insert, or_, select, update

from bot.chat.refs import AccountRef, Subject
from bot.errors import Unknown
from bot.members.model import Account, Away, Experience, Exported, Kept, Member
from bot.ports import Person
from bot.postings import Direct
from storage.repositories import erasing, exporting, kept, merging, naming
from storage.repositories.counters import next_number
from storage.repositories.persons import ACCOUNT, MEMBER, account_of, folded, member_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import accounts, away, communities, experiences, identities, members, units

_M, _A, _I, _E = members.c, accounts.c, identities.c, experiences.c
_W, _U = away.c, units.c
_FIELDS = tuple((column.name, field.name) for column, field in zip(MEMBER, fields(Member), strict=True))
_REF = (_A.platform, _A.tenant, _A.person)
_MINE = and_(_I.community_id == _M.community_id, _I.member_id == _M.id)

_GET = Statement(select(*MEMBER).where(at(_M.community_id, _M.id)))
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
_SAVE = Statement(update(members).where(at(_M.community_id, _M.id)).values(**given(*MEMBER[2:])))
_OF_ACCOUNT = Statement(
    select(*MEMBER, *ACCOUNT)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .join(members, _MINE)
    .where(at(*_REF), at(_I.community_id))
)
_ACCOUNT_OF = Statement(select(*ACCOUNT).where(at(_A.id)))
_KNOWN = Statement(select(*ACCOUNT).where(at(*_REF)))
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
        .returning(*ACCOUNT)
    )
)
_IDENTITY = Statement(insert(identities).values(**given(_I.community_id, _I.account_id, _I.member_id, _I.joined_at)))
_ACCOUNTS = Statement(
    select(*ACCOUNT)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .where(at(_I.community_id, _I.member_id))
    .order_by(_I.joined_at, _A.id)
)
_REACH = Statement(
    select(_A.id)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .where(at(_I.community_id, _I.member_id), _A.active)
    .order_by(_A.shut_at.is_not(None), _I.joined_at.desc(), _A.id.desc())
    .limit(1)
)
_SHUT = Statement(select(_A.shut_at).where(at(_A.id)))
_SAVE_ACCOUNT = Statement(
    update(accounts)
    .where(at(_A.id))
    .values(**given(_A.name, _A.email, _A.address, _A.active, _A.chosen_community, _A.shut_at))
)
_STEWARDS = Statement(select(*MEMBER).where(at(_M.community_id), _M.steward).order_by(_M.joined_at, _M.id))
_WITH_EMAIL = Statement(
    select(*MEMBER)
    .join_from(accounts, identities, _I.account_id == _A.id)
    .join(members, _MINE)
    .where(at(_I.community_id), _A.email == bindparam("email"))
    .distinct()
    .order_by(_M.id)
)
_WELCOMING = Statement(select(*MEMBER).where(at(_M.community_id), _M.welcomes).order_by(_M.joined_at, _M.id))
_ASKED_ABOUT = Statement(select(*MEMBER).where(at(_M.community_id, _M.asked_about)).order_by(_M.id))
_EXPERIENCE = (_E.id, _E.community_id, _E.member_id, _E.text, _E.added_at)
_EXPERIENCES = Statement(select(*_EXPERIENCE).where(at(_E.community_id, _E.member_id)).order_by(_E.added_at, _E.id))
_EXPERIENCE_OF = Statement(select(*_EXPERIENCE).where(at(_E.community_id, _E.id)))
_NEW_EXPERIENCE = Statement(insert(experiences).values(**given(*_EXPERIENCE)))
_DROP_EXPERIENCE = Statement(delete(experiences).where(at(_E.community_id, _E.id)))
_EXPERIENCED = Statement(select(func.count(_E.member_id.distinct())).where(at(_E.community_id)))
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
    select(*MEMBER).join_from(identities, members, _MINE).where(at(_I.community_id, _I.account_id))
)
_LISTED_UNITS = Statement(select(_U.name).where(at(_U.community_id)))
_NAMED = Statement(
    select(*MEMBER).where(at(_M.community_id), _M.name != "", _M.forgotten_at.is_(None)).order_by(_M.joined_at, _M.id)
)
_UNITS = Statement(select(_M.unit).where(at(_M.community_id), _M.unit != "").distinct())
_ACTIVE = exists().where(_I.community_id == _M.community_id, _I.member_id == _M.id, _I.account_id == _A.id, _A.active)
_LONGEST = Statement(
    select(*MEMBER)
    .where(at(_M.community_id), _M.forgotten_at.is_(None), _ACTIVE)
    .order_by(
        case((or_(_M.asks == "usual", _M.asks == "seldom"), 0), (_M.asks == "", 1), else_=2),
        _M.joined_at,
        _M.id,
    )
    .limit(1)
)


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
        return member_of(row)

    def save(self, member: Member) -> None:
        """Keep the member as it is now."""
        self._session.run(_SAVE, **{column: getattr(member, field) for column, field in _FIELDS})

    def of_account(self, community: int, ref: AccountRef) -> tuple[Member, Account] | None:
        """The account's member in that community, None when it has none there."""
        row = self._session.row(_OF_ACCOUNT, community_id=community, **_at(ref))
        if row is None:
            return None
        return member_of(row[: len(MEMBER)]), account_of(row[len(MEMBER) :])

    def with_account(self, community: int, account: int) -> Member | None:
        """The member of that community whose account of that id it is, None when it is nobody's there."""
        row = self._session.row(_WITH_ACCOUNT, community_id=community, account_id=account)
        return None if row is None else member_of(row)

    def account(self, account: int) -> Account:
        """The account of that id. Raises `Unknown`."""
        row = self._session.row(_ACCOUNT_OF, id=account)
        if row is None:
            raise Unknown
        return account_of(row)

    def known_account(self, ref: AccountRef) -> Account | None:
        """The account, None when nobody has used the bot with it."""
        row = self._session.row(_KNOWN, **_at(ref))
        return None if row is None else account_of(row)

    def communities_of(self, ref: AccountRef) -> Sequence[int]:
        """The open or not yet opened communities the account is a member of."""
        return [row[0] for row in self._session.rows(_COMMUNITIES_OF, **_at(ref))]

    def join(self, community: int, ref: AccountRef, address: str, now: datetime) -> tuple[Member, Account]:
        """A new member with that account. Its name is empty until the platform tells it."""
        account = account_of(self._session.rows(_NEW_ACCOUNT, **_at(ref), address=address)[0])
        number = next_number(self._session, community, "member")
        self._session.run(_NEW, community_id=community, id=number, name=account.name, joined_at=now)
        self._session.run(_IDENTITY, community_id=community, account_id=account.id, member_id=number, joined_at=now)
        return Member(number, community, account.name, "", False, now), account

    def accounts(self, community: int, member: int) -> Sequence[Account]:
        """The member's accounts, first joined first."""
        return [account_of(row) for row in self._session.rows(_ACCOUNTS, community_id=community, member_id=member)]

    def reach(self, community: int, member: int) -> Direct | None:
        """Where the member is written to: the account they joined with last. None when none is left.

        One where they let the bot write nothing to them is the last resort.
        """
        row = self._session.row(_REACH, community_id=community, member_id=member)
        return None if row is None else Direct(row[0])

    def shut_out(self, account: int) -> bool:
        """Whether whoever has that account lets the bot write nothing to them there."""
        return self._session.value(_SHUT, id=account) is not None

    def save_account(self, account: Account) -> None:
        """Keep the account as it is now."""
        self._session.run(
            _SAVE_ACCOUNT,
            id=account.id,
            name=account.name,
            email=folded(account.email),
            address=account.address,
            active=account.active,
            chosen_community=account.chosen_community,
            shut_at=account.shut_at,
        )

    def stewards(self, community: int) -> Sequence[Member]:
        """The stewards, longest a member first."""
        return [member_of(row) for row in self._session.rows(_STEWARDS, community_id=community)]

    def with_email(self, community: int, email: str) -> Sequence[Member]:
        """Members one of whose accounts has that work e-mail."""
        rows = self._session.rows(_WITH_EMAIL, community_id=community, email=folded(email))
        return [member_of(row) for row in rows]

    def asked_about(self, community: int, tag: str) -> Sequence[Member]:
        """Members who were asked whether they may be asked about that tag, and haven't said."""
        return [member_of(row) for row in self._session.rows(_ASKED_ABOUT, community_id=community, asked_about=tag)]

    def listed_units(self, community: int) -> Sequence[str]:
        """The units on the community's own list, in order of the alphabet; none where nobody has made a list."""
        return _alphabetical(self._session.rows(_LISTED_UNITS, community_id=community))

    def called(self, community: int, name: str) -> Sequence[Member]:
        """Members of that name as cards show it, else of that first name; longest a member first."""
        typed = " ".join(name.casefold().split())
        known = [member_of(row) for row in self._session.rows(_NAMED, community_id=community)]
        exact = [one for one in known if typed in {one.name.casefold(), f"{one.name} ({one.unit})".casefold()}]
        return exact or [one for one in known if f"{one.name.casefold()} ".startswith(f"{typed} ")]

    def units(self, community: int) -> Sequence[str]:
        """The units on the community's list, then those that members alone have named; each in order of the alphabet."""
        listed = self.listed_units(community)
        known = {unit.casefold() for unit in listed}
        named = _alphabetical(self._session.rows(_UNITS, community_id=community))
        return [*listed, *(unit for unit in named if unit.casefold() not in known)]

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
        return [member_of(row) for row in self._session.rows(_WELCOMING, community_id=community)]

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

    def export(self, community: int, member: int) -> Exported:
        """All that is kept about the member, what was taken back and questions without a name included."""
        return exporting.export(self._session, community, member)

    def keep_export(self, member: Member, digest: str, expires_at: datetime) -> None:
        """Until then, whoever holds the word of that digest may take along what is kept about the member."""
        exporting.keep_word(self._session, member, digest, expires_at)

    def take_export(self, digest: str, now: datetime) -> Member | None:
        """The member of the unexpired, unused word of that digest, used up by this call; None when there is none."""
        found = exporting.take_word(self._session, digest, now)
        return None if found is None else self.get(*found)

    def named_on(self, community: int, member: int) -> Sequence[Subject]:
        """Whatever shows the member's name; never because it is a question they asked without one."""
        return kept.named_on(self._session, community, member)

    def unnamed(self, platform: str, after: int, most: int) -> Sequence[Account]:
        """Accounts on that platform, after that id, whose name it hasn't told yet."""
        return naming.unnamed(self._session, platform, after, most)

    def asked_before(self, platform: str, before: datetime, after: int, most: int) -> Sequence[Account]:
        """Accounts on that platform, after that id, whose name it has told, and of which it last told before then."""
        return naming.asked_before(self._session, platform, before, after, most)

    def asked(self, account: int, now: datetime) -> None:
        """The platform has just told whether there is such an account."""
        naming.asked(self._session, account, now)

    def longest(self, community: int) -> Member | None:
        """Of those with an account, whoever has been a member longest; None when nobody has one.

        Who lets the bot write to them comes first, and who wants no word from it last.
        """
        row = self._session.row(_LONGEST, community_id=community)
        return None if row is None else member_of(row)

    def told(self, account: int, person: Person | None) -> None:
        """What the platform says of the account; a member without a name gets it. None: there is no such account."""
        naming.told(self._session, account, person)


def _alphabetical(rows: Sequence[Row]) -> list[str]:
    return sorted((unit for (unit,) in rows), key=lambda unit: (unit.casefold(), unit))
