"""What Slack's API and the network say when something goes wrong, translated once into the core's errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import Cause, MessageGone, Misshapen, PlatformError, RateLimited, Refused, Uncertain, Unreachable

Meaning = tuple[type[PlatformError], Cause]

SAID: Mapping[str, Meaning] = {
    "message_not_found": (MessageGone, Cause.REMOVED),
    "thread_not_found": (MessageGone, Cause.REMOVED),
    "fatal_error": (Uncertain, Cause.BROKEN),
    "internal_error": (Uncertain, Cause.BROKEN),
    "request_timeout": (Uncertain, Cause.SILENT),
    "service_unavailable": (Uncertain, Cause.BROKEN),
    "team_added_to_org": (Unreachable, Cause.BROKEN),
    "is_archived": (Unreachable, Cause.ARCHIVED),
    "is_inactive": (Unreachable, Cause.ARCHIVED),
    "not_in_channel": (Unreachable, Cause.NOT_IN_CHANNEL),
    "channel_not_found": (Unreachable, Cause.NO_CHANNEL),
    "restricted_action": (Unreachable, Cause.NOT_ALLOWED_IN),
    "restricted_action_read_only_channel": (Unreachable, Cause.NOT_ALLOWED_IN),
    "restricted_action_thread_only_channel": (Unreachable, Cause.NOT_ALLOWED_IN),
    "restricted_action_non_threadable_channel": (Unreachable, Cause.NOT_ALLOWED_IN),
    "restricted_action_thread_locked": (Unreachable, Cause.NOT_ALLOWED_IN),
    "messages_tab_disabled": (Unreachable, Cause.NOT_ALLOWED_IN),
    "account_inactive": (Unreachable, Cause.TOKEN),
    "invalid_auth": (Unreachable, Cause.TOKEN),
    "not_authed": (Unreachable, Cause.TOKEN),
    "token_expired": (Unreachable, Cause.TOKEN),
    "token_revoked": (Unreachable, Cause.TOKEN),
    "team_disabled": (Unreachable, Cause.TOKEN),
    "missing_scope": (Unreachable, Cause.PERMISSION),
    "no_permission": (Unreachable, Cause.PERMISSION),
    "not_allowed_token_type": (Unreachable, Cause.PERMISSION),
    "access_denied": (Unreachable, Cause.RULES),
    "ekm_access_denied": (Unreachable, Cause.RULES),
    "enterprise_is_restricted": (Unreachable, Cause.RULES),
    "org_login_required": (Unreachable, Cause.RULES),
    "team_access_not_granted": (Unreachable, Cause.RULES),
    "two_factor_setup_required": (Unreachable, Cause.RULES),
    "user_not_found": (Refused, Cause.NOBODY),
    "users_not_found": (Refused, Cause.NOBODY),
    "user_not_visible": (Refused, Cause.NOBODY),
    "cannot_dm_bot": (Refused, Cause.NOBODY),
    "cant_update_message": (Refused, Cause.NO),
    "edit_window_closed": (Refused, Cause.NO),
    "invalid_blocks": (Misshapen, Cause.SHAPE),
    "invalid_blocks_format": (Misshapen, Cause.SHAPE),
    "msg_blocks_too_long": (Misshapen, Cause.SHAPE),
    "msg_too_long": (Misshapen, Cause.SHAPE),
}
"""What Slack's words for what went wrong mean. `Unreachable` is what people can put right, with a new token, a scope or
an invitation, and so is any word that isn't known here: nothing is lost by asking again, now and then. Of a private
channel in which the bot isn't, Slack says that there is none."""
PATIENCE = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
DEAD = frozenset(word for word, (_, cause) in SAID.items() if cause is Cause.TOKEN)
"""What Slack says of a token that it does not take, and won't unless somebody does something."""
_PATIENCE_SECONDS = 30.0
_MOST_SECONDS = 3600.0


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
    body = getattr(error.response, "data", None)
    found = body.get("error", "") if isinstance(body, dict) else ""
    return found if isinstance(found, str) else ""


def of_status(status: int, headers: Mapping[str, str], said: str) -> PlatformError:
    """The error for an answer that is not a success, or that isn't Slack's."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or said in PATIENCE:
        return RateLimited(_seconds(headers))
    if said in SAID:
        kind, cause = SAID[said]
        return kind(said, cause)
    if said and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreachable(said, Cause.NO)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Uncertain(f"http {status}", Cause.BROKEN)
    if status >= HTTPStatus.BAD_REQUEST:
        return Unreachable(f"http {status}")
    return Uncertain(f"http {status}", Cause.STRANGE)


def _said(error: SlackApiError) -> PlatformError:
    """An answer that isn't JSON comes as aiohttp's own, which has no words of Slack's."""
    answer = error.response
    return of_status(getattr(answer, "status_code", None) or answer.status, answer.headers, code(error))


def _seconds(headers: Mapping[str, str]) -> float:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(1.0, min(float(given), _MOST_SECONDS))
    except ValueError:
        return _PATIENCE_SECONDS
