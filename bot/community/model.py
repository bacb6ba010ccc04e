"""A community, its channels and its one-time codes."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.feature import Setting

CodeKind = Literal["setup", "join", "steward", "link"]

UNNAMED = "New community"
"""The name of a community until it is set up."""
LONGEST_NAME = 80
ZONES = (
    "America/Vancouver",
    "America/Whitehorse",
    "America/Edmonton",
    "America/Regina",
    "America/Winnipeg",
    "America/Toronto",
    "America/Halifax",
    "America/St_Johns",
    "Europe/London",
    "Australia/Sydney",
    "UTC",
)
"""The zones a community may choose, the first one beforehand."""
MEETS = Setting("community.meets", "When you meet", "not yet")
OF_THE_ZONE = "zone"
HOLIDAYS = Setting(
    "community.holidays",
    "Public holidays",
    OF_THE_ZONE,
    options=(
        (OF_THE_ZONE, "of the time zone's region"),
        ("none", "none"),
        ("CA", "Canada"),
        ("CA/AB", "Alberta"),
        ("CA/BC", "British Columbia"),
        ("CA/MB", "Manitoba"),
        ("CA/NB", "New Brunswick"),
        ("CA/NL", "Newfoundland and Labrador"),
        ("CA/NS", "Nova Scotia"),
        ("CA/NT", "Northwest Territories"),
        ("CA/NU", "Nunavut"),
        ("CA/ON", "Ontario"),
        ("CA/PE", "Prince Edward Island"),
        ("CA/QC", "Quebec"),
        ("CA/SK", "Saskatchewan"),
        ("CA/YT", "Yukon"),
        ("AU/ACT", "Australian Capital Territory"),
        ("AU/NSW", "New South Wales"),
        ("AU/NT", "Northern Territory"),
        ("AU/QLD", "Queensland"),
        ("AU/SA", "South Australia"),
        ("AU/TAS", "Tasmania"),
        ("AU/VIC", "Victoria"),
        ("AU/WA", "Western Australia"),
        ("GB/ENG", "England"),
        ("GB/NIR", "Northern Ireland"),
        ("GB/SCT", "Scotland"),
        ("GB/WLS", "Wales"),
        ("IE", "Ireland"),
        ("NZ", "New Zealand"),
    ),
)
"""Whose days off the community keeps: a country, or a region of one."""

GOOD_FOR: dict[CodeKind, timedelta] = {
    "setup": timedelta(minutes=15),
    "join": timedelta(minutes=15),
    "link": timedelta(minutes=15),
    "steward": timedelta(days=7),
}
"""How long a code of each kind may be entered."""
MOST_TRIES = 5
"""Codes one account may enter in a quarter of an hour."""
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_HALF = 4


@dataclass(frozen=True, slots=True)
class Community:
    """One community of practice. `opened_at` is None until a steward opens the doors."""

    id: int
    name: str
    zone: str
    created_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    """When its only channel joined another community before the doors opened."""

    @property
    def subject(self) -> Subject:
        """`3/community:3`."""
        return Subject(self.id, "community", self.id)

    @property
    def named(self) -> bool:
        """Whether it has been set up."""
        return self.name != UNNAMED

    @property
    def open(self) -> bool:
        """Whether members may use it."""
        return self.opened_at is not None and self.closed_at is None

    def closed(self, now: datetime) -> "Community":
        """No more: its only channel belongs to another community."""
        return replace(self, closed_at=now)

    def opened(self, now: datetime) -> "Community":
        """With its doors open."""
        return replace(self, opened_at=self.opened_at or now)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a community. On each platform one is the home channel. `people` is None until it is known."""

    id: int
    community: int
    ref: ChannelRef
    name: str
    home: bool
    address: str = ""
    people: int | None = None
    guests: int | None = None
    left_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        """`3/channel:2`."""
        return Subject(self.community, "channel", self.id)


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code, kept as its digest. `setup` codes may belong to no community yet; `link` codes to a member."""

    kind: CodeKind
    digest: str
    expires_at: datetime
    community: int | None = None
    member: int | None = None


def new_code() -> str:
    """Eight letters and digits that nobody mistakes for one another: `K7QM-2XPA`."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


def digest(code: str, secret: bytes) -> str:
    """What is kept of a code; hyphens, spaces and small letters make no difference."""
    return hmac.new(secret, _tidy(code).encode(), sha256).hexdigest()


def could_be_code(text: str) -> bool:
    """Whether a code can read like that."""
    tidy = _tidy(text)
    return len(tidy) == 2 * _HALF and all(letter in _LETTERS for letter in tidy)


def looks_like_code(text: str) -> bool:
    """Whether a line that may be anything is most likely a code, and no word of eight letters."""
    return could_be_code(text) and not text.strip().isalpha()


def confirmation(community: int, member: int, account: AccountRef) -> str:
    """What is kept while an account may still confirm that it is that member's. Nobody can type it as a code."""
    return sha256(f"{community} {member} {account_key(account)}".encode()).hexdigest()


def account_key(account: AccountRef) -> str:
    """One word for an account."""
    return f"{account.platform}/{account.tenant}/{account.person}"


def _tidy(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
