"""What happens by itself, and when: one next step a subject, kept in the database, woken by the tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.refs import Subject


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing that happens to a subject without anybody's doing. `kind` names the feature's step.

    From `until` on it makes no sense any more, and is dropped; None when it is done however late.
    """

    kind: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A step whose time has come."""

    subject: Subject
    kind: str
    at: datetime
    until: datetime | None = None


class Due(Protocol):
    """The steps to come."""

    def plan(self, subject: Subject, step: Step | None) -> None:
        """Make this the subject's one next step, in place of any other; None for no step."""

    def take(self, row: DueRow) -> bool:
        """Remove the row, in the transaction that runs it. False when it was taken or planned anew meanwhile."""

    def page(self, now: datetime, most: int) -> Sequence[DueRow]:
        """The steps due by now, oldest first."""

    def planned(self, subject: Subject) -> bool:
        """Whether the subject has a step to come."""

    def of_community(self, community: int, until: datetime, most: int) -> Sequence[DueRow]:
        """The steps of one community that are due by then, earliest first."""

    def next_at(self) -> datetime | None:
        """When the earliest step is due, None when there is none."""
