"""What was noted of a meeting, and what somebody is to do."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.refs import Subject

LONGEST_NOTES = 3000
LONGEST_ACTION = 300
MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class Notes:
    """What one person noted of a meeting. `member` is None when they were forgotten since."""

    id: int
    community: int
    meeting: int
    member: int | None
    talked: str
    useful: str
    written_at: datetime
    hidden: bool = False
    withdrawn: bool = False

    @property
    def subject(self) -> Subject:
        """`3/notes:4`."""
        return Subject(self.community, "notes", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see them."""
        return not (self.hidden or self.withdrawn)

    def taken_back(self) -> "Notes":
        """Without their words, visible nowhere."""
        return replace(self, talked="", useful="", withdrawn=True)


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do that came out of a meeting; it comes back in the next kit until it is done."""

    id: int
    community: int
    meeting: int
    notes: int
    text: str
    added_at: datetime
    done_at: datetime | None = None
    withdrawn: bool = False

    @property
    def subject(self) -> Subject:
        """`3/action:4`."""
        return Subject(self.community, "action", self.id)


def actions_in(text: str) -> tuple[str, ...]:
    """One action a line, without bullets; the first twenty."""
    lines = (" ".join(line.strip().lstrip("-*•").split())[:LONGEST_ACTION] for line in text.splitlines())
    return tuple(line for line in lines if line)[:MOST_ACTIONS]
