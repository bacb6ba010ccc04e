"""A digest: what is new among us, told once in one message, or not at all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from bot.calendar import DAY, Calendar
from bot.chat.refs import Subject
from bot.due import Step
from bot.feature import Setting

Section = Literal["open", "helped", "shared", "seeking", "meeting"]
KIND_OF: dict[Section, str] = {
    "open": "question",
    "helped": "question",
    "shared": "resource",
    "seeking": "resource",
    "meeting": "meeting",
}
MOST: dict[Section, int] = {"open": 5, "helped": 4, "shared": 4, "seeking": 2, "meeting": 1}
"""How many of each are told."""
ENOUGH = 2
"""With fewer new things there is no digest."""
OPEN_FOR = timedelta(days=1)
"""A question is told as still open once it has stood so long."""
GOOD_FOR = timedelta(days=1)
"""A digest that can't be shown within so long isn't."""
WEEK = timedelta(days=7)
NEVER = "never"

ON_DAY = Setting(
    "digest.day",
    "The digest of what is new comes on",
    "1",
    options=(
        ("0", "Monday"),
        ("1", "Tuesday"),
        ("2", "Wednesday"),
        ("3", "Thursday"),
        ("4", "Friday"),
        (NEVER, "no day"),
    ),
)
AT_TIME = Setting(
    "digest.time",
    "The digest comes at",
    "09:30",
    options=tuple((at, at) for at in ("08:30", "09:00", "09:30", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00")),
)


@dataclass(frozen=True, slots=True)
class Item:
    """Something a digest tells of, never in words of its own."""

    section: Section
    number: int

    @property
    def kind(self) -> str:
        """The kind of subject it is."""
        return KIND_OF[self.section]


@dataclass(frozen=True, slots=True)
class Digest:
    """What was told at once. `since` is when the one before it was made."""

    id: int
    community: int
    since: datetime
    at: datetime

    @property
    def subject(self) -> Subject:
        """`3/digest:4`."""
        return Subject(self.community, "digest", self.id)


@dataclass(frozen=True, slots=True)
class News:
    """What a digest could tell, by number, what matters most first; `told` is what earlier ones told."""

    still_open: Sequence[int]
    helped: Sequence[int]
    shared: Sequence[int]
    seeking: Sequence[int]
    meeting: int | None
    told: Collection[Item]

    def chosen(self) -> tuple[Item, ...]:
        """What the digest tells, section by section; nothing while less than enough is new.

        What stays open, or seeks somebody, is told again beside what is new; alone it makes no digest, nor does a meeting.
        """
        again = [Item("open", number) for number in self.still_open]
        again += [Item("seeking", number) for number in self.seeking if number not in self.shared]
        once = [Item("helped", number) for number in self.helped] + [Item("shared", number) for number in self.shared]
        new = [item for item in again if item not in self.told] + once
        if len(new) < ENOUGH:
            return ()
        met = () if self.meeting is None else (Item("meeting", self.meeting),)
        standing = [item for item in again if item in self.told]
        return tuple(_of_each((*new, *standing, *met)))


def _of_each(items: Sequence[Item]) -> Iterator[Item]:
    """The first few of each section."""
    for section, most in MOST.items():
        yield from [item for item in items if item.section == section][:most]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The weekday and local time of a community's digest."""

    weekday: int
    at: time

    def latest(self, now: datetime, calendar: Calendar) -> datetime:
        """When it last was to come, now included."""
        day = calendar.day_of(now)
        day -= (day.weekday() - self.weekday) % 7 * DAY
        at = calendar.at(day, self.at)
        return at if at <= now else calendar.at(day - WEEK, self.at)

    def next_step(self, now: datetime, calendar: Calendar) -> Step:
        """The next one after now. One that can't be made within its time is not made."""
        at = calendar.at(calendar.day_of(self.latest(now, calendar)) + WEEK, self.at)
        return Step("digest.send", at, at + GOOD_FOR)


def rhythm(kept: dict[str, str]) -> Rhythm | None:
    """The community's, given what it has set; None for no digest."""
    day, at = (kept.get(one.key, str(one.default)) for one in (ON_DAY, AT_TIME))
    return None if day == NEVER else Rhythm(int(day), time.fromisoformat(at))
