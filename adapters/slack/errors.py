"""What Slack's API and the network say when something goes wrong, translated once into the core's errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import MessageGone, PlatformError, RateLimited, Refused, Uncertain, Unreachable

_GONE = frozenset({"message_not_found", "thread_not_found"})
_PERHAPS = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_LATER = frozenset(
    {
        "access_denied",
        "account_inactive",
        "channel_not_found",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "team_disabled",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""What people can put right, with a new token, a scope or an invitation. Of a private channel in which the bot isn't,
Slack says that there is none."""
DEAD = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "team_disabled"})
"""What Slack says of a token that it does not take, and won't unless somebody does something."""
_PATIENCE = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_PATIENCE_SECONDS = 30.0


@contextmanager
def translated() -> Iterator[None]:
    """Turns an error of the SDK or of the network into a `PlatformError`; its reason is a code, nobody's words."""
    try:
        yield
    except SlackApiError as error:
        raise _said(error) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
        raise Unreachable(type(error).__name__) from None
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
        raise Uncertain(type(error).__name__) from None


def code(error: SlackApiError) -> str:
    """Slack's word for what went wrong, empty when the answer had none."""
    body = error.response.data
    found = body.get("error", "") if isinstance(body, dict) else ""
    return found if isinstance(found, str) else ""


def of_status(status: int, headers: Mapping[str, str], said: str) -> PlatformError:
    """The error for an HTTP answer that is not a success."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or said in _PATIENCE:
        return RateLimited(_seconds(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or said in _PERHAPS:
        return Uncertain(said or f"http {status}")
    if said in _LATER:
        return Unreachable(said)
    if said in _GONE:
        return MessageGone(said)
    if not said and status >= HTTPStatus.BAD_REQUEST:
        return Unreachable(f"http {status}")
    return Refused(said or f"http {status}")


def _said(error: SlackApiError) -> PlatformError:
    return of_status(error.response.status_code, error.response.headers, code(error))


def _seconds(headers: Mapping[str, str]) -> float:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(1.0, float(given))
    except ValueError:
        return _PATIENCE_SECONDS
