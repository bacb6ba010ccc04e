"""Whom to ask: the whole rule, on one page.

A member can be asked who agreed to be, and whose words are near the question: what they say they have done, a reply of
theirs that helped, or what they care about. Not who asked, replied, or was asked before; nobody whose questions are
paused, who is on leave or gone, who has had as many as they agreed to, or who couldn't read it within a working day.

Of the others, in this order:

1. the nearer match, in three bands, so that a hair's breadth decides nothing;
2. another unit than the asker's; nobody is preferred where no name is shown;
3. fewer questions brought to them in the last 28 days;
4. longer since the last one;
5. as drawn: by lot, the same lot whenever it is drawn for this question.

Three are taken. Where everybody near is hindered just now, it is tried again the next working day, for a week. Where a question has no name, its asker keeps the place that anybody else with those words would have,
and it stays empty: so whom the others see being asked tells nothing of who asked.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal

from bot.calendar import Calendar
from bot.members.model import Member
from bot.offers.model.offers import Offer, Why, most

AT_ONCE = 3
FAIR_OVER = timedelta(days=28)
NEAR_ENOUGH = 0.4
"""How close the words must be at least, from 0 to 1."""
BANDS = (0.5, 0.65)
"""From where on a match is good, and strong."""
_BY_WEIGHT: tuple[Why, ...] = ("experience", "helped", "interest")
_NEVER = datetime.min.replace(tzinfo=UTC)

Hindrance = Literal["gone", "not agreed", "later", "paused", "enough"]
LASTING: Collection[Hindrance | None] = ("gone", "not agreed")
"""Who is hindered by these is not asked on another day either."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a member: an experience, an interest, or a reply that helped, by its number."""

    member: int
    why: Why
    number: int
    closeness: float

    @property
    def band(self) -> int:
        """2 for a strong match, 1 for a good one, 0 for a fair one."""
        return sum(self.closeness >= edge for edge in BANDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could be asked, as far as the order goes. `last` is None when they never were."""

    member: int
    unit: str
    why: Why
    band: int
    recent: int
    last: datetime | None


def strongest(found: Iterable[Evidence]) -> dict[int, Evidence]:
    """The best of each member: the nearer band, and in it what they have done before what they care about."""
    best: dict[int, Evidence] = {}
    for one in found:
        known = best.get(one.member)
        if one.closeness >= NEAR_ENOUGH and (known is None or _weight(one) > _weight(known)):
            best[one.member] = one
    return best


def _weight(one: Evidence) -> tuple[int, int, float]:
    return one.band, -_BY_WEIGHT.index(one.why), one.closeness


def candidate(member: Member, why: Why, band: int, offers: Sequence[Offer], now: datetime) -> Candidate:
    """A member as a candidate. `offers` are their latest, newest first."""
    recent = sum(one.offered_at > now - FAIR_OVER for one in offers)
    return Candidate(member.id, member.unit, why, band, recent, offers[0].offered_at if offers else None)


def chosen(candidates: Iterable[Candidate], unit: str, question: int, places: int = AT_ONCE) -> Sequence[Candidate]:
    """Who is asked, best first. `unit` is the asker's, empty where none is shown."""

    def order(one: Candidate) -> tuple[int, bool, int, datetime, str]:
        return -one.band, same_unit(one.unit, unit), one.recent, one.last or _NEVER, lot(question, one.member)

    return sorted(candidates, key=order)[:places]


def same_unit(one: str, other: str) -> bool:
    """Whether both are of one unit. Who names none is of another."""
    return bool(one) and one.casefold() == other.casefold()


def lot(of: object, member: int) -> str:
    """A lot that favours nobody, the same each time it is drawn."""
    return sha256(f"{of}/{member}".encode()).hexdigest()


def hindrance(
    member: Member,
    offers: Sequence[Offer],
    chance: datetime | None,
    calendar: Calendar,
    *,
    reachable: bool,
    agreed: bool,
) -> Hindrance | None:
    """What keeps a member from being asked; None when nothing does.

    `chance` is when they could be shown it, None when that would be too late: they are away, or have been written to
    enough. `offers` are their latest ones. `agreed` is whether they said that they may be asked.
    """
    if member.forgotten_at or member.departed_at or not reachable:
        return "gone"
    if not agreed:
        return "not agreed"
    if chance is None:
        return "later"
    if member.paused_until is not None and member.paused_until > chance:
        return "paused"
    days = [calendar.day_of(one.offered_at) for one in offers]
    return None if most(member.asks).allows(calendar.day_of(chance), days) else "enough"


def may_be_asked(member: Member) -> bool:
    """Whether the member has agreed that questions are brought to them."""
    return member.agreed
