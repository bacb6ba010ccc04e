"""What Teams answers when it doesn't do something, in our words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import ClientException, DeserializationError, HttpOperationError

from bot.errors import (
    Cause,
    MessageGone,
    Misshapen,
    PlatformError,
    RateLimited,
    Refused,
    ShutOut,
    Uncertain,
    Unreachable,
)

LOOKED_AT = 4_000
"""Bytes of an answer in which Teams' word for what went wrong is looked for."""
_PATIENCE = 30.0
"""Seconds to wait when Teams asks for patience without saying how long."""
_MOST = 3600.0
"""Seconds that are waited at most, whatever Teams asks for."""


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
    except (ClientException, DeserializationError) as error:  # the SDK, on a body that it can't read
        raise Uncertain(type(error).__name__, Cause.STRANGE) from error
    except (ClientError, TimeoutError, OSError) as error:
        raise Uncertain(type(error).__name__) from error


Meaning = tuple[type[PlatformError], Cause]
ANSWERED: Mapping[int, Meaning] = {
    401: (Unreachable, Cause.TOKEN),
    403: (Unreachable, Cause.NOT_ALLOWED_IN),
    404: (MessageGone, Cause.REMOVED),
    412: (Unreachable, Cause.CLASH),
    413: (Misshapen, Cause.SHAPE),
    503: (Unreachable, Cause.BROKEN),
}
"""What Teams means by a status. Any other from 500 may have been accepted; any other below was not, and won't be."""

SAID: Mapping[str, Meaning] = {
    "MessageWritesBlocked": (ShutOut, Cause.SHUT_OUT),
    "ConversationBlockedByUser": (ShutOut, Cause.SHUT_OUT),
    "BotDisabledByUser": (ShutOut, Cause.SHUT_OUT),
    "BotDisabledByAdmin": (Unreachable, Cause.RULES),
    "BotNotInConversationRoster": (Unreachable, Cause.NOT_IN_CHANNEL),
    "ForbiddenOperationException": (Unreachable, Cause.NOT_ALLOWED_IN),
    "ConversationNotFound": (MessageGone, Cause.NO_CHANNEL),
    "ActivityNotFoundInConversation": (MessageGone, Cause.REMOVED),
    "MessageSizeTooBig": (Misshapen, Cause.SHAPE),
}
"""What Teams' own words mean, which tell more than the status and stand somewhere in what it answers."""
_CODE = re.compile("|".join(SAID))


def refusal(status: int, headers: Mapping[str, str], said: bytes = b"") -> PlatformError:
    """The error for an answer of that status and body; of the body only a word of `SAID` is ever taken.

    Teams answers 404 for a message, person or conversation that isn't there, and 403 where the bot was blocked or
    isn't a member: but for a block that changes, so it is tried again.
    """
    reason = f"http {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(patience(headers))
    word = _CODE.search(said[:LOOKED_AT].decode("utf-8", "replace"))
    if word is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        kind, cause = SAID[word.group()]
        return kind(word.group(), cause)
    if status in ANSWERED:
        kind, cause = ANSWERED[status]
        return kind(reason, cause)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Uncertain(reason, Cause.BROKEN)
    return Refused(reason) if status >= HTTPStatus.BAD_REQUEST else Unreachable(reason, Cause.STRANGE)


def patience(headers: Mapping[str, str]) -> float:
    """For how many seconds Teams asks to be left alone."""
    try:
        return max(0.0, min(float(headers.get("Retry-After", "")), _MOST))
    except ValueError:
        return _PATIENCE
