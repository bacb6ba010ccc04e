"""What the members' actions need kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.chat.refs import AccountRef, Subject
from bot.due import Due
from bot.members.model import Account, Away, Experience, Exported, Kept, Member, Unit
from bot.ports import Person, Search
from bot.postings import Direct
from bot.quiet import QuietWork


class Members(Protocol):
    """The members of all communities, and the accounts that are theirs."""

    def get(self, community: int, member: int) -> Member:
        """The member. Raises `Unknown`."""

    def save(self, member: Member) -> None:
        """Keep the member as it is now."""

    def of_account(self, community: int, ref: AccountRef) -> tuple[Member, Account] | None:
        """The account's member in that community, None when it has none there."""

    def with_account(self, community: int, account: int) -> Member | None:
        """The member of that community whose account of that id it is, None when it is nobody's there."""

    def account(self, account: int) -> Account:
        """The account of that id. Raises `Unknown`."""

    def known_account(self, ref: AccountRef) -> Account | None:
        """The account, None when nobody has used the bot with it."""

    def communities_of(self, ref: AccountRef) -> Sequence[int]:
        """The open or not yet opened communities the account is a member of."""

    def join(self, community: int, ref: AccountRef, address: str, now: datetime) -> tuple[Member, Account]:
        """A new member with that account. Its name is empty until the platform tells it."""

    def accounts(self, community: int, member: int) -> Sequence[Account]:
        """The member's accounts, first joined first."""

    def reach(self, community: int, member: int) -> Direct | None:
        """Where the member is written to: the account they joined with last. None when none is left."""

    def shut_out(self, account: int) -> bool:
        """Whether whoever has that account lets the bot write nothing to them there."""

    def save_account(self, account: Account) -> None:
        """Keep the account as it is now."""

    def stewards(self, community: int) -> Sequence[Member]:
        """The stewards, longest a member first."""

    def with_email(self, community: int, email: str) -> Sequence[Member]:
        """Members one of whose accounts has that work e-mail."""

    def asked_about(self, community: int, tag: str) -> Sequence[Member]:
        """Members who were asked whether they may be asked about that tag, and haven't said."""

    def listed_units(self, community: int) -> Sequence[str]:
        """The units on the community's own list, in order of the alphabet; none where nobody has made a list."""

    def called(self, community: int, name: str) -> Sequence[Member]:
        """Members of that name as cards show it, "Henrik Berg" or "Henrik Berg (Fisheries)", else of that first name.

        Capitals make no difference; longest a member first.
        """

    def units(self, community: int) -> Sequence[str]:
        """The units on the community's list, then those that members alone have named; each in order of the alphabet."""

    def experiences(self, community: int, member: int) -> Sequence[Experience]:
        """What the member says they have done, oldest first."""

    def experience(self, community: int, experience: int) -> Experience:
        """The experience. Raises `Unknown`."""

    def add_experience(self, community: int, member: int, text: str, now: datetime) -> Experience:
        """Keep it, under the next number. Not indexed by this."""

    def drop_experience(self, experience: Experience) -> None:
        """It is no more. No error when it is gone already."""

    def experienced(self, community: int) -> int:
        """How many members say what they have done."""

    def add_away(self, community: int, member: int, first: date, last: date) -> Away:
        """A leave of the member, under the next number. `last` is `date.max` when it has no end yet."""

    def away(self, community: int, member: int, since: date) -> Sequence[Away]:
        """The member's leaves that end then or later, earliest first."""

    def on_leave(self, community: int, member: int, day: date) -> bool:
        """Whether the member said they aren't there that day."""

    def drop_away(self, away: Away) -> None:
        """They are there after all. No error when it is gone already."""

    def welcoming(self, community: int) -> Sequence[Member]:
        """Members who offered to welcome newcomers, longest a member first."""

    def merge(self, community: int, into: int, gone: int) -> None:
        """Make two members one: accounts and everything said, done and owned moves to `into`; `gone` is no more.

        Where both have a row under the same key the later one stays. A test finds every reference to a member.
        """

    def erase(self, community: int, member: int, now: datetime) -> None:
        """Remove profile, accounts and settings of the member, and the name on what they wrote.

        An account that is in no other community is deleted. Units of replies stay as they were that day.
        """

    def kept(self, community: int, member: int) -> Kept:
        """How much is kept about the member. What was taken back is not counted."""

    def export(self, community: int, member: int) -> Exported:
        """All that is kept about the member, what was taken back and questions without a name included.

        Nobody else is named in it. A test finds every reference to a member.
        """

    def keep_export(self, member: Member, digest: str, expires_at: datetime) -> None:
        """Until then, whoever holds the word of that digest may take along what is kept about the member."""

    def take_export(self, digest: str, now: datetime) -> Member | None:
        """The member of the unexpired, unused word of that digest, used up by this call; None when there is none."""

    def named_on(self, community: int, member: int) -> Sequence[Subject]:
        """Whatever shows the member's name, and is visible: never a question asked without a name.

        Questions asked with it, replies, resources shared or owned, questions which a reply of theirs answered
        or which they, as a steward, called answered; meetings they convene, are the backup of or bring a question to,
        and notes of theirs; and what the askers of questions they replied to were told of that.
        """

    def unnamed(self, platform: str, after: int, most: int) -> Sequence[Account]:
        """Accounts on that platform, after that id, whose name it hasn't told yet."""

    def asked_before(self, platform: str, before: datetime, after: int, most: int) -> Sequence[Account]:
        """Accounts on that platform, after that id, whose name it has told, and of which it last told before then."""

    def asked(self, account: int, now: datetime) -> None:
        """The platform has just told whether there is such an account."""

    def longest(self, community: int) -> Member | None:
        """Of those with an account, whoever has been a member longest; None when nobody has one.

        Who lets the bot write to them comes first, and who wants no word from it last.
        """

    def told(self, account: int, person: Person | None) -> None:
        """What the platform says of the account; a member without a name gets it. None: there is no such account."""


class Units(Protocol):
    """The ministries and policy units that belong to a community, as its stewards list them."""

    def listed(self, community: int) -> Sequence[Unit]:
        """The list, in order of the alphabet; empty when there is none."""

    def get(self, community: int, unit: int) -> Unit:
        """The unit. Raises `Unknown`."""

    def add(self, community: int, name: str, also: tuple[str, ...]) -> Unit:
        """One more on the list, under the next number."""

    def save(self, unit: Unit) -> None:
        """Keep the unit as it is now."""

    def drop(self, unit: Unit) -> None:
        """It is on the list no more. No error when it wasn't."""

    def people(self, community: int) -> Mapping[str, int]:
        """How many members who are there say they are of which unit, as they spell it; 0 where all have departed."""

    def saying(self, community: int, unit: str) -> Sequence[Member]:
        """The members who spell their unit exactly so."""


class MemberWork(QuietWork, Protocol):
    """What one transaction of this feature can reach."""

    def only_writer_of(self, community: int) -> None:
        """From here to the end of the transaction nobody else writes to that community. May be repeated."""

    @property
    def members(self) -> Members:
        """People and their accounts."""

    @property
    def units(self) -> Units:
        """The list of units."""

    @property
    def due(self) -> Due:
        """What happens by itself."""

    @property
    def search(self) -> Search:
        """The index."""
