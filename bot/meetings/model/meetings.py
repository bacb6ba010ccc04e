"""One occurrence: when and where it is, who convenes, how its topic was chosen, and what happens to it next."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.calendar import Calendar, instant
from bot.chat.refs import Subject
from bot.due import Step

State = Literal["planned", "announced", "held", "cancelled"]
Tie = Literal["", "units", "older"]
Answer = Literal["yes", "maybe", "no"]

ANNOUNCED_BEFORE, ANNOUNCED_AT = 5, time(10, 0)
WITHOUT_TOPIC_BEFORE = 2
"""Working days: when its poll brings no topic, the meeting is announced without one."""
REMINDED_AT = time(14, 0)
NOTES_AFTER = timedelta(hours=1)
NOTES_REMINDED_AFTER, NOTES_REMINDED_AT = 3, time(10, 0)
NOTES_WAITED_FOR = 5
"""Working days after which nobody is asked for notes any more."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. Day and wall time are what people agreed on; the instant follows from them and the zone.

    `slot` is the date its series' rule gave; None, like `series`, for a meeting of no series. `topic` is the text of
    its topic, empty when it has none. `voters` and `voter_units` say how many chose it, 0 when no poll did.
    """

    id: int
    community: int
    series: int | None
    slot: date | None
    day: date
    at: time
    minutes: int
    zone: str
    starts_at: datetime
    venue: str
    link: str
    uid: str
    state: State = "planned"
    convener: int | None = None
    backup: int | None = None
    topic_id: int | None = None
    voters: int = 0
    voter_units: int = 0
    tie: Tie = ""
    awaits_poll: bool = False
    """A poll is to choose its topic, and has not closed yet."""
    sequence: int = 0
    """How often it was changed, as calendars count it."""
    announced_at: datetime | None = None
    reminded_at: datetime | None = None
    """When that was done, or given up because it was too late; so are the next two."""
    notes_asked_at: datetime | None = None
    notes_reminded_at: datetime | None = None
    no_notes: bool = False
    table_drawn_at: datetime | None = None
    topic: str = ""

    @property
    def subject(self) -> Subject:
        """`3/meeting:4`."""
        return Subject(self.community, "meeting", self.id)

    @property
    def ends_at(self) -> datetime:
        """The instant it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def live(self) -> bool:
        """Whether it is still to come, or going on."""
        return self.state in {"planned", "announced"}

    def derived(self) -> "Meeting":
        """With the instant that its date and wall time mean by the time-zone data of now."""
        return replace(self, starts_at=instant(self.day, self.at, self.zone))

    def moved(self, day: date, at: time, minutes: int) -> "Meeting":
        """On another day or at another time; who was reminded will be again."""
        changed = replace(self, day=day, at=at, minutes=minutes, sequence=self.sequence + 1, reminded_at=None)
        return changed.derived()

    def placed(self, venue: str, link: str) -> "Meeting":
        """At another place."""
        return replace(self, venue=venue, link=link, sequence=self.sequence + 1)

    def cancelled(self) -> "Meeting":
        """Not held."""
        return replace(self, state="cancelled", sequence=self.sequence + 1, awaits_poll=False)

    def announced(self, now: datetime) -> "Meeting":
        """Told to the community."""
        return replace(self, state="announced", announced_at=now)

    def held(self) -> "Meeting":
        """Over."""
        return replace(self, state="held", awaits_poll=False)

    def reminds_at(self, calendar: Calendar) -> datetime:
        """The working day before, at two."""
        return calendar.at(calendar.before(self.day, 1), REMINDED_AT)

    def announces_at(self, calendar: Calendar) -> datetime:
        """When it is announced unless its poll closes before."""
        days = WITHOUT_TOPIC_BEFORE if self.awaits_poll else ANNOUNCED_BEFORE
        return calendar.at(calendar.before(self.day, days), ANNOUNCED_AT)

    def next_step(self, calendar: Calendar, now: datetime) -> Step | None:
        """Announced, reminded of, over, asked for notes, reminded of those: one after the other.

        What is too late by now is still a step, so that it is recorded as dropped.
        """
        if self.live:
            return self._before_its_end(calendar, now)
        return self._notes_step(calendar) if self.state == "held" and not self.no_notes else None

    def _before_its_end(self, calendar: Calendar, now: datetime) -> Step:
        if now < self.starts_at and self.state == "planned":
            return Step("meeting.announce", self.announces_at(calendar), self.starts_at)
        if self.reminded_at is None:
            return Step("meeting.remind", self.reminds_at(calendar), self.starts_at)
        return Step("meeting.end", self.ends_at)

    def _notes_step(self, calendar: Calendar) -> Step | None:
        day = calendar.day_of(self.ends_at)
        until = calendar.at(calendar.after(day, NOTES_WAITED_FOR), NOTES_REMINDED_AT)
        if self.notes_asked_at is None:
            return Step("meeting.ask_notes", self.ends_at + NOTES_AFTER, until)
        if self.notes_reminded_at is None:
            at = calendar.at(calendar.after(day, NOTES_REMINDED_AFTER), NOTES_REMINDED_AT)
            return Step("meeting.remind_notes", at, until)
        return None


@dataclass(frozen=True, slots=True)
class Rsvp:
    """What a member answered, and whether they said they were there. `place` is theirs at the round table, if drawn."""

    community: int
    meeting: int
    member: int
    answer: Answer
    at: datetime
    here: bool = False
    place: int | None = None
