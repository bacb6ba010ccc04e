"""How Slack brings things to an app: signed, within three seconds, events again when they were not taken."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import Clock, SignatureVerifier

from tests.servers.slack.links import Links
from tests.servers.slack.workspace import APP, BOT, TEAM, Json, Workspace


@dataclass(frozen=True)
class Acknowledged:
    """What the app answered. Status 0: nothing, or too late."""

    status: int
    body: str = ""

    @property
    def ok(self) -> bool:
        """Whether Slack takes it as an acknowledgement."""
        return self.status == 200

    def json(self) -> Json:
        """The answer as an object, empty when it is none."""
        found = json.loads(self.body) if self.body.startswith("{") else {}
        return found if isinstance(found, dict) else {}


class Delivery:
    """Sends to one app. `retry_after` are the seconds before each further attempt at an event.

    With `links` it sends by the connections that the app opened, as to an app in Socket Mode.
    """

    def __init__(self, workspace: Workspace, secret: str, retry_after: Sequence[float]) -> None:
        self.workspace = workspace
        self.bot_url = ""
        self.retry_after = tuple(retry_after)
        self.undelivered: list[Json] = []
        self.links: Links | None = None
        self.session: aiohttp.ClientSession | None = None
        self._verifier = SignatureVerifier(secret, Clock())

    def signed(self, body: str, timestamp: str = "") -> dict[str, str]:
        """The headers by which the app knows Slack."""
        at = timestamp or str(int(Clock().now()))
        signature = self._verifier.generate_signature(timestamp=at, body=body)
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature or ""}

    async def send(self, body: str, content_type: str, **more: str) -> Acknowledged:
        """One signed request."""
        assert self.session is not None
        headers = {**self.signed(body), "Content-Type": content_type, **more}
        try:
            async with (
                asyncio.timeout(3),
                self.session.post(self.bot_url, data=body.encode(), headers=headers) as answer,
            ):
                return Acknowledged(answer.status, await answer.text())
        except (aiohttp.ClientError, TimeoutError):
            return Acknowledged(0)

    async def command(self, fields: dict[str, str]) -> Acknowledged:
        """A slash command: once."""
        if self.links is not None:
            return await self._by_link("slash_commands", fields, accepts=True)
        return await self.send(urlencode(fields), "application/x-www-form-urlencoded")

    async def interaction(self, payload: Json) -> Acknowledged:
        """A press or a sent form: once."""
        if self.links is not None:
            return await self._by_link("interactive", payload, accepts=payload.get("type") == "view_submission")
        return await self.send(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")

    async def event(self, event: Json) -> Acknowledged:
        """An event: at once, then again after each of `retry_after`, under the same id."""
        body = self.wrapped(event)
        answer = await self._event(body)
        for number, delay in enumerate(self.retry_after, 1):
            if answer.ok:
                return answer
            await asyncio.sleep(delay)
            answer = await self._event(body, number)
        if not answer.ok:
            self.undelivered.append(event)
        return answer

    async def _event(self, body: str, attempt: int = 0) -> Acknowledged:
        if self.links is not None:
            return await self._by_link("events_api", json.loads(body), attempt=attempt)
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
        return await self.send(body, "application/json", **retry)

    async def _by_link(self, kind: str, payload: Json, *, accepts: bool = False, attempt: int = 0) -> Acknowledged:
        assert self.links is not None
        taken = await self.links.deliver(self.links.envelope(kind, payload, accepts=accepts, attempt=attempt))
        if taken is None:
            return Acknowledged(0)
        return Acknowledged(200, "" if taken.payload is None else json.dumps(taken.payload))

    def wrapped(self, event: Json, **more: Any) -> str:
        """The event in its envelope, with an id of its own."""
        envelope = {
            "token": "verification",
            "team_id": TEAM,
            "context_team_id": TEAM,
            "api_app_id": APP,
            "event": {"event_ts": self.workspace.stamp(), **event},
            "type": "event_callback",
            "event_id": self.workspace.number("Ev"),
            "event_time": int(self.workspace.now()),
            "authorizations": [
                {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": "user_team" in event,
        }
        return json.dumps({**envelope, **more})
