"""What the conveners' actions need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.conveners.model.turns import Role, State, Turn
from bot.conveners.model.volunteers import Volunteer
from bot.meetings.model.meetings import Meeting
from bot.meetings.store import MeetingWork


class Conveners(Protocol):
    """Who would convene, and whose turn it was and is."""

    def volunteer(self, community: int, member: int) -> Volunteer | None:
        """The member as a volunteer, also one who has stopped; None when they never were one."""

    def volunteers(self, community: int) -> Sequence[Volunteer]:
        """Everybody in the rota, paused ones included, earliest first."""

    def save_volunteer(self, volunteer: Volunteer) -> None:
        """Keep the volunteer as they are now, new or known."""

    def turn(self, community: int, turn: int) -> Turn:
        """The turn. Raises `Unknown`."""

    def new_turn(
        self,
        meeting: Meeting,
        member: int,
        role: Role,
        state: State,
        now: datetime,
        *,
        answer_by: datetime | None = None,
        swap_with: int | None = None,
    ) -> Turn:
        """A new turn under the next number."""

    def save_turn(self, turn: Turn) -> None:
        """Keep the turn as it is now."""

    def turns_of(self, community: int, meeting: int) -> Sequence[Turn]:
        """Every turn of the meeting, oldest first."""

    def turns_with(self, community: int, member: int) -> Sequence[Turn]:
        """Every turn of the member, oldest first."""

    def open_turns(self, community: int) -> Sequence[Turn]:
        """Turns offered or accepted, those of forgotten members included; the soonest meeting first."""

    def last_before(self, community: int, starts_at: datetime) -> int | None:
        """Who convenes the latest meeting that starts before then and has somebody; None when there is none."""


class ConvenerWork(MeetingWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def conveners(self) -> Conveners:
        """Volunteers and turns."""
