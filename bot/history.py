"""What happened, append-only: the audit, the "why", and what a steward may look at. Never anybody's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.chat.refs import Subject


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `actor` is a member, None for the clock or for somebody who asked without a name."""

    at: datetime
    actor: int | None
    verb: str
    subject: Subject
    details: Mapping[str, str | int] = field(default_factory=dict)


class History(Protocol):
    """The record of one transaction's doings, kept with them."""

    def add(self, happening: Happening) -> None:
        """Keep it."""

    def fresh(self) -> Sequence[Happening]:
        """What was added in this transaction since this was last asked, oldest first."""

    def of(self, subject: Subject) -> Sequence[Happening]:
        """What happened to the subject, oldest first."""

    def latest(self, community: int, verbs: Sequence[str], most: int) -> Sequence[Happening]:
        """The community's latest happenings of those verbs, newest first."""
