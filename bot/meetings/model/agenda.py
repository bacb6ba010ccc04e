"""What members bring to a meeting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raised:
    """A question that its asker takes to a meeting. `member` and `unit` are the asker's, None and empty without a name."""

    question: int
    text: str
    member: int | None = None
    unit: str = ""
