"""What may go wrong on the way to Slack, for tests to choose from."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ApiRequest:
    """A request that has arrived. `method` is Slack's name for it, or `response_url`; `at` is the server's second."""

    method: str
    args: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


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


@dataclass(frozen=True)
class Silent:
    """Do nothing and say nothing for that many seconds, then cut the connection."""

    seconds: float


@dataclass(frozen=True)
class CutMidway:
    """Do what was asked, and cut the connection in the middle of the answer."""


@dataclass(frozen=True)
class Garbled:
    """Answer 200 with something that only calls itself an answer; nothing is done. The words are a proxy's, say."""

    content_type: str = "text/html"
    body: str = "<html><body>Please sign in to the guest network</body></html>"


@dataclass(frozen=True)
class Says:
    """Answer 200, `ok: false`, with that word for why; nothing is done."""

    error: str


Fault = TooMany | Broken | DropBefore | DropAfter | Late | Silent | CutMidway | Garbled | Says
Chooser = Callable[[ApiRequest], Fault | None]
