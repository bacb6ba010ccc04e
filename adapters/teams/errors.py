"""What Teams answers when it doesn't do something, in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import ClientException, HttpOperationError

from bot.errors import MessageGone, PlatformError, RateLimited, Refused, Uncertain, Unreachable

_PATIENCE = 30.0
"""Seconds to wait when Teams asks for patience without saying how long."""


class Malformed(Exception):
    """What was sent is no activity of Teams. Answered 400."""


class Forbidden(Exception):
    """Whoever sent this may not: answered with `status`, 401 or 403. `reason` goes to the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@contextmanager
def translated() -> Iterator[None]:
    """Turns the SDK's and the network's errors into ours."""
    try:
        yield
    except (ErrorResponseException, HttpOperationError) as error:
        raise refusal(error.response.status_code, error.response.headers) from error
    except (ClientConnectorError, ConnectionTimeoutError) as error:
        raise Unreachable(type(error).__name__) from error
    except (ClientError, TimeoutError, OSError, ClientException) as error:
        raise Uncertain(type(error).__name__) from error


def refusal(status: int, headers: Mapping[str, str]) -> PlatformError:
    """The error for an answer of that status.

    Teams answers 404 for a message, person or conversation that isn't there, and 403 where the bot was blocked or
    isn't a member: that changes.
    """
    reason = f"http {status}"
    match status:
        case 429:
            return RateLimited(_seconds(headers.get("Retry-After", "")))
        case 404:
            return MessageGone(reason)
        case 401 | 403 | 412 | 503:
            return Unreachable(reason)
        case _ if status >= 500:
            return Uncertain(reason)
        case _:
            return Refused(reason)


def _seconds(text: str) -> float:
    try:
        return max(0.0, min(float(text), 3600.0))
    except ValueError:
        return _PATIENCE
