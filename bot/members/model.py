"""Members and their accounts. No rank, no title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from bot.chat.refs import AccountRef, Subject

LONGEST_NAME = 80
LONGEST_UNIT = 80
LONGEST_EXPERIENCE = 200
MOST_EXPERIENCES = 12
"""Of one member: as many as a form can hold."""


Asks = Literal["", "usual", "seldom", "never"]
"""How often a member lets the bot write to them unasked. Empty: they haven't said, and are not written to first."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one community. `name` and `unit` are empty until they are known."""

    id: int
    community: int
    name: str
    unit: str
    steward: bool
    joined_at: datetime
    welcomed_at: datetime | None = None
    """When they were first greeted in a direct message."""
    told_of_carrying_at: datetime | None = None
    """When they were told that a reply of theirs had been carried to the other platform."""
    forgotten_at: datetime | None = None
    interests: tuple[str, ...] = ()
    """Tags of what they care about."""
    asks: Asks = ""
    welcomes: bool = False
    """Whether they offered to welcome newcomers."""
    quiet_from: time | None = None
    """From when in the evening they aren't written to; None: as the community."""
    quiet_until: time | None = None
    asked_to_ask_at: datetime | None = None
    """When they were asked whether the bot may bring them questions, which happens once."""
    paused_until: datetime | None = None
    """Until then no question is brought to them, because three went unanswered; None: no pause."""
    departed_at: datetime | None = None
    """When the last of their accounts was gone; None while there is one."""
    asked_about: str = ""
    """The tag about which they were asked whether they may be asked; empty for anything."""
    looked_at: datetime | None = None
    """When they last looked at their home; None: never."""
    news_since: datetime | None = None
    """When they had looked before that: what has come since is news to them. None when they never had."""

    @property
    def agreed(self) -> bool:
        """Whether they said that the bot may write to them first."""
        return self.asks in {"usual", "seldom"}

    @property
    def subject(self) -> Subject:
        """`3/member:4`."""
        return Subject(self.community, "member", self.id)

    def forgotten(self, now: datetime) -> "Member":
        """With nothing left that says who it was."""
        return replace(
            self,
            name="",
            unit="",
            steward=False,
            forgotten_at=now,
            interests=(),
            asks="",
            welcomes=False,
            quiet_from=None,
            quiet_until=None,
            paused_until=None,
            asked_about="",
            looked_at=None,
            news_since=None,
        )


@dataclass(frozen=True, slots=True)
class Experience:
    """Something a member says they have done."""

    id: int
    community: int
    member: int
    text: str
    added_at: datetime

    @property
    def subject(self) -> Subject:
        """`3/experience:4`, findable by its words."""
        return Subject(self.community, "experience", self.id)


@dataclass(frozen=True, slots=True)
class Away:
    """A leave: days on which a member isn't there, the first and the last one included."""

    community: int
    id: int
    member: int
    first: date
    last: date

    @property
    def open(self) -> bool:
        """Whether nobody knows yet when it ends: then `last` is `date.max`."""
        return self.last == date.max

    def on(self, day: date) -> bool:
        """Whether that day is among them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Unit:
    """A ministry or policy unit that belongs to the community. `also` are other names of it."""

    id: int
    community: int
    name: str
    also: tuple[str, ...] = ()
    invited_at: datetime | None = None
    """When a steward last took an invitation for it; None: never."""

    @property
    def subject(self) -> Subject:
        """`3/unit:4`."""
        return Subject(self.community, "unit", self.id)

    def called(self, name: str) -> bool:
        """Whether it is called so, however that is spaced and capitalised."""
        return _folded(name) in {_folded(one) for one in (self.name, *self.also)}

    def renamed(self, name: str, also: tuple[str, ...]) -> "Unit":
        """With that name; the names it had by now stay other names, unless `also` leaves them out."""
        before = () if name == self.name else (self.name,)
        others = dict.fromkeys(one for one in (*also, *before) if _folded(one) != _folded(name))
        return replace(self, name=name, also=tuple(others))


def tidy(name: str) -> str:
    """A unit's name as it is kept."""
    return " ".join(name.split())[:LONGEST_UNIT].strip()


def _folded(name: str) -> str:
    return tidy(name).casefold()


@dataclass(frozen=True, slots=True)
class Account:
    """A person on one platform, in any number of communities. `name` is empty until the platform has told it."""

    id: int
    ref: AccountRef
    name: str
    email: str | None
    address: str
    active: bool = True
    chosen_community: int | None = None
    shut_at: datetime | None = None
    """Since when the platform says that they let the bot write nothing to them; None: they let it."""


Value = str | int | bool | tuple[str, ...] | datetime | date | time | None
Exported = Mapping[str, Sequence[Mapping[str, Value]]]
"""All that is kept about one member: rows by section, each by the names under which it is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many things of each kind are kept about one member; questions asked without a name are counted apart."""

    drafts: int
    questions: int
    nameless: int
    replies: int
    resources: int
    follows: int
    flags: int
    answers: int
    """To meetings: yes, maybe, no."""
    notes: int
    topics: int
    ticks: int
    """In polls, and on topics outside them."""
    turns: int
    """Offered, accepted or declined."""
    experiences: int
    """What they say they have done."""
    offers: int
    """Questions that were brought to them."""
    happenings: int
    """Lines of the record of what happened that name them as the one who did it."""
