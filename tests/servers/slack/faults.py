"""What may go wrong on the way to Slack, for tests to choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ApiRequest:
    """A request that has arrived. `method` is Slack's name for it, or `response_url`."""

    method: str
    args: dict[str, Any]


@dataclass(frozen=True)
class TooMany:
    """Answer 429."""

    retry_after: float = 1


@dataclass(frozen=True)
class Broken:
    """Answer that status, without doing anything."""

    status: int = 500


@dataclass(frozen=True)
class DropBefore:
    """Cut the connection without doing anything."""


@dataclass(frozen=True)
class DropAfter:
    """Do what was asked, then cut the connection."""


@dataclass(frozen=True)
class Late:
    """Wait that many seconds, then do what was asked, whoever still listens."""

    seconds: float


Fault = TooMany | Broken | DropBefore | DropAfter | Late
Chooser = Callable[[ApiRequest], Fault | None]
