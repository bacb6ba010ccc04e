"""Names a bug, so that a log line, the delivery ledger and a card can speak of the same one."""

import secrets
from traceback import extract_tb
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger()

FRAMES = 8


class Watched:
    """A block in which a bug ends the block and nothing else: `with Watched("step_failed", row=…) as block`.

    Afterwards `block.incident` is the short id under which the bug was logged, empty when there was none. What is
    named in `past` is no bug, and passes through.
    """

    def __init__(self, event: str, *, past: tuple[type[Exception], ...] = (), **ids: object) -> None:
        self.incident = ""
        self._event = event
        self._past = past
        self._ids = ids

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> bool:
        if not isinstance(error, Exception) or isinstance(error, self._past):
            return False
        self.incident = _logged(self._event, error, self._ids)
        return True


def _logged(event: str, error: Exception, ids: dict[str, object]) -> str:
    """Where it happened, never what the exception says: that may be somebody's words."""
    name = secrets.token_hex(4)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    log.error(event, incident=name, error=type(error).__name__, frames=frames[-FRAMES:], **ids)
    return name
