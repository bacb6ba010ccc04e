"""What Teams answers when it doesn't do something, in our words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import ClientException, HttpOperationError

from bot.errors import MessageGone, PlatformError, RateLimited, Refused, ShutOut, Uncertain, Unreachable

_TOO_MANY = 429
_LOOKED_AT = 4_000
"""Bytes of an answer in which Teams' word for what went wrong is looked for."""
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
        said = error.response.body() or b""
        raise refusal(error.response.status_code, error.response.headers, said) from error
    except (ClientConnectorError, ConnectionTimeoutError) as error:
        raise Unreachable(type(error).__name__) from error
    except (ClientError, TimeoutError, OSError, ClientException) as error:
        raise Uncertain(type(error).__name__) from error


_Meaning = tuple[type[PlatformError], str]
_SAID: Mapping[str, _Meaning] = {
    "MessageWritesBlocked": (ShutOut, "the person has blocked the bot, or removed it"),
    "ConversationBlockedByUser": (ShutOut, "the person has blocked the bot, or removed it"),
    "BotDisabledByUser": (ShutOut, "the person has blocked the bot, or removed it"),
    "BotDisabledByAdmin": (Unreachable, "an admin has switched the bot off for that organisation"),
    "BotNotInConversationRoster": (Unreachable, "the bot is not in that conversation any more"),
    "ForbiddenOperationException": (Unreachable, "the app is not installed there"),
    "ConversationNotFound": (MessageGone, "the conversation is gone"),
    "ActivityNotFoundInConversation": (MessageGone, "the message is gone"),
    "MessageSizeTooBig": (Refused, "the card is larger than Teams takes"),
}
"""What Teams says went wrong, by its own words, which stand somewhere in what it answers."""
_CODE = re.compile("|".join(_SAID))
_MEANS: Mapping[int, _Meaning] = {
    401: (Unreachable, "Teams doesn't accept the bot's app id and password"),
    403: (Unreachable, "Teams doesn't let the bot write there"),
    404: (MessageGone, "the conversation or the message is gone"),
    412: (Unreachable, "something else was changed there at the same moment"),
    413: (Refused, "the card is larger than Teams takes"),
    503: (Unreachable, "Teams is out of order"),
}
_BROKEN = 500


def refusal(status: int, headers: Mapping[str, str], said: bytes = b"") -> PlatformError:
    """The error for an answer of that status and body; its reason is a sentence of ours.

    Teams answers 404 for a message, person or conversation that isn't there, and 403 where the bot was blocked or
    isn't a member: but for a block that changes, so it is tried again.
    """
    if status == _TOO_MANY:
        return RateLimited(_seconds(headers.get("Retry-After", "")))
    found = _CODE.search(said[:_LOOKED_AT].decode("utf-8", "replace")) if status < _BROKEN else None
    meant = _SAID[found.group()] if found else _MEANS.get(status)
    if meant is not None:
        kind, reason = meant
        return kind(reason)
    return Uncertain(f"http {status}") if status >= _BROKEN else Refused(f"http {status}")


def _seconds(text: str) -> float:
    try:
        return max(0.0, min(float(text), 3600.0))
    except ValueError:
        return _PATIENCE
