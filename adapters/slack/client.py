"""Slack's Web API as everything in this folder asks it: each method rests as long as Slack asked, each error translated."""

import logging
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.holding import Holds
from adapters.slack.errors import translated
from bot.errors import Cause, RateLimited, Uncertain


class Client(AsyncWebClient):
    """The SDK's client for one workspace; it repeats nothing by itself. Every method raises `PlatformError`."""

    def __init__(self, token: str | None, api_url: str, session: ClientSession | None, logger: logging.Logger) -> None:
        super().__init__(token, api_url, session=session, retry_handlers=[], logger=logger)
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
