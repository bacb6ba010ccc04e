"""Slack's Web API as everything in this folder asks it: each method rests as long as Slack asked, each error translated."""

import logging
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.holding import Holds
from adapters.slack.errors import translated
from bot.errors import Cause, RateLimited, Uncertain

_SILENT = logging.getLogger("adapters.slack.requests")
_SILENT.setLevel(logging.CRITICAL)  # the SDK's own lines hold people's words, and the tokens that Slack hands out


class Client(AsyncWebClient):
    """The SDK's client for one workspace. It repeats nothing, for the pace is kept in one place, and logs nothing.

    Every method raises `PlatformError`.
    """

    def __init__(self, token: str | None, api_url: str, session: aiohttp.ClientSession | None = None) -> None:
        super().__init__(token, api_url, session=session, retry_handlers=[], logger=_SILENT)
        self._holds = Holds()

    async def api_call(self, api_method: str, **request: Any) -> AsyncSlackResponse:
        """Raises `RateLimited` without asking while Slack wants to be left alone with that method."""
        self._holds.check(api_method)
        try:
            with translated():
                return await super().api_call(api_method, **request)
        except RateLimited as error:
            self._holds.hold(error, api_method)
            raise
        except (AttributeError, TypeError, ValueError) as error:  # the SDK, on JSON of a shape that Slack never sends
            raise Uncertain(type(error).__name__, Cause.STRANGE) from None
