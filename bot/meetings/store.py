"""What the meetings' actions need kept."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol

from bot.community.store import CommunityWork
from bot.meetings.model.agenda import Raised
from bot.meetings.model.meetings import Meeting, Rsvp
from bot.meetings.model.notes import Action, Notes
from bot.meetings.model.series import OnDayOff, Rule, Series


class Meetings(Protocol):
    """The community's series and meetings, who comes, and what was noted."""

    def new_series(
        self,
        community: int,
        rule: Rule,
        starts_on: date,
        at: time,
        minutes: int,
        zone: str,
        venue: str,
        link: str,
        on_day_off: OnDayOff,
        *,
        polls: bool,
        now: datetime,
    ) -> Series:
        """A new series under the next number."""

    def series(self, community: int, series: int) -> Series:
        """The series. Raises `Unknown`."""

    def all_series(self, community: int) -> Sequence[Series]:
        """The community's series that haven't ended, oldest first."""

    def save_series(self, series: Series) -> None:
        """Keep the series as it is now."""

    def new(
        self,
        community: int,
        series: Series | None,
        slot: date | None,
        day: date,
        at: time,
        minutes: int,
        zone: str,
        venue: str,
        link: str,
    ) -> Meeting | None:
        """A new planned meeting under the next number; None when the series has one for that slot already."""

    def get(self, community: int, meeting: int) -> Meeting:
        """The meeting. Raises `Unknown`."""

    def by_uid(self, uid: str) -> Meeting | None:
        """The meeting of that unguessable id, whichever community's it is; None when there is none."""

    def save(self, meeting: Meeting) -> None:
        """Keep the meeting as it is now; its topic by number, never by its text."""

    def upcoming(self, community: int, now: datetime, most: int) -> Sequence[Meeting]:
        """Planned or announced meetings that haven't ended by now, soonest first."""

    def of_series(self, community: int, series: int, since: datetime) -> Sequence[Meeting]:
        """The series' meetings that start then or later, cancelled ones included, soonest first."""

    def before(self, meeting: Meeting) -> Meeting | None:
        """The last meeting of the same series before it that wasn't cancelled; None when there is none."""

    def latest_held(self, community: int, most: int) -> Sequence[Meeting]:
        """Meetings that were held, newest first."""

    def about_topic(self, community: int, topic: int) -> Sequence[Meeting]:
        """The meetings whose topic it is, soonest first."""

    def for_calendar(self, community: int, since: datetime) -> Sequence[Meeting]:
        """Every meeting that starts then or later, cancelled ones included, soonest first."""

    def answer(self, rsvp: Rsvp) -> None:
        """Keep it, in place of the member's earlier one to the same meeting."""

    def rsvp(self, community: int, meeting: int, member: int) -> Rsvp | None:
        """What the member answered; None when they haven't."""

    def rsvps(self, community: int, meeting: int) -> Sequence[Rsvp]:
        """Every answer to the meeting, oldest first."""

    def attended(self, community: int, member: int) -> bool:
        """Whether they said yes or maybe to a meeting that was held, or that they were there."""

    def new_notes(self, meeting: Meeting, member: int, talked: str, useful: str, now: datetime) -> Notes:
        """New notes under the next number."""

    def notes(self, community: int, notes: int) -> Notes:
        """The notes. Raises `Unknown`."""

    def save_notes(self, notes: Notes) -> None:
        """Keep the notes as they are now."""

    def notes_of(self, community: int, meeting: int) -> Sequence[Notes]:
        """The meeting's visible notes, oldest first."""

    def new_action(self, notes: Notes, text: str, now: datetime) -> Action:
        """A new action under the next number."""

    def action(self, community: int, action: int) -> Action:
        """The action. Raises `Unknown`."""

    def save_action(self, action: Action) -> None:
        """Keep the action as it is now."""

    def actions_of(self, community: int, notes: int) -> Sequence[Action]:
        """The actions that came with those notes and weren't withdrawn, oldest first."""

    def open_actions(self, community: int) -> Sequence[Action]:
        """What is still to be done, oldest first; never from notes that can't be seen."""

    def agenda(self, community: int, meeting: int) -> Sequence[Raised]:
        """The questions taken to the meeting that were still open when it began, or are, as anybody may see them."""

    def put_on_agenda(self, community: int, meeting: int, question: int, now: datetime, *, named: bool) -> None:
        """The question is taken to the meeting; taken there already, it is with or without a name from now on."""

    def take_off_agenda(self, community: int, meeting: int, question: int) -> None:
        """It is not taken there. No error when it wasn't."""

    def taken_to(self, community: int, question: int) -> Sequence[tuple[int, bool]]:
        """The meetings to which the question is or was taken, soonest first, each with whether a name is shown."""

    def brought_to(self, community: int, meeting: int) -> Sequence[tuple[int, bool]]:
        """Every question taken to the meeting, seen or not, each with whether a name is shown."""

    def feed(self, community: int) -> str | None:
        """The secret word in the address of the community's calendar; None when it has none."""

    def save_feed(self, community: int, token: str | None, now: datetime) -> None:
        """Make that the secret word, in place of any other; None revokes it."""

    def of_feed(self, token: str) -> int | None:
        """The community whose calendar that secret word opens."""


class MeetingWork(CommunityWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def meetings(self) -> Meetings:
        """Series, meetings, answers and notes."""
