"""What people in one workspace of several do, as Slack tells an app of it: signed, and naming the workspace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.servers.slack.delivery import Acknowledged, Delivery
from tests.servers.slack.server import _state
from tests.servers.slack.workspace import APP, Json

_numbers = count(1)


@dataclass
class Hands:
    """Everybody's hands in one workspace. `trigger` makes a word with which a form may open."""

    delivery: Delivery
    team: str
    bot: str
    enterprise: str = ""
    whole: bool = False
    """The app is in all of the organisation."""
    response_url: str = ""
    triggers: list[str] = field(default_factory=list)
    """The next trigger ids to use; made up when there are none."""

    async def types(self, user: str, channel: str, text: str) -> Json:
        """A slash command; what stands in the answer."""
        fields = {
            "command": "/cop",
            "text": text,
            "team_id": self.team,
            "channel_id": channel,
            "user_id": user,
            "trigger_id": self._trigger(),
            "response_url": self.response_url,
            "is_enterprise_install": "true" if self.whole else "false",
        }
        fields |= {"enterprise_id": self.enterprise} if self.enterprise else {}
        answer = await self.delivery.command(fields)
        assert answer.ok, answer
        return answer.json()

    async def presses(self, user: str, channel: str, shown: Json, label: str, **more: Any) -> Acknowledged:
        """Press the button of that label on something shown to that person alone."""
        action = next(
            button
            for block in shown["blocks"]
            for button in block.get("elements", ())
            if button.get("type") == "button" and button["text"]["text"] == label
        )
        payload = {
            **self._interaction(user, "block_actions"),
            "container": {"type": "message", "message_ts": "1.1", "channel_id": channel, "is_ephemeral": True},
            "channel": {"id": channel, "name": "x"},
            "response_url": self.response_url,
            "actions": [{**action, "block_id": "b"}],
        }
        answer = await self.delivery.interaction({**payload, **more})
        assert answer.ok, answer
        return answer

    async def fills(self, user: str, view: Json, values: Mapping[str, Any]) -> Json:
        """Send a form that was opened."""
        state = {"values": dict(_state(block, values) for block in view["blocks"] if block["type"] == "input")}
        sent = {**view, "id": f"V{next(_numbers)}", "team_id": self.team, "state": state}
        payload = {**self._interaction(user, "view_submission"), "view": sent, "response_urls": []}
        answer = await self.delivery.interaction(payload)
        assert answer.ok, answer
        return answer.json()

    async def happens(self, event: Json, **envelope: Any) -> Acknowledged:
        """An event."""
        authorization = {
            "enterprise_id": self.enterprise or None,
            "team_id": None if self.whole else self.team,
            "user_id": self.bot,
            "is_bot": True,
            "is_enterprise_install": self.whole,
        }
        told = {"team_id": self.team, "authorizations": [authorization], "event_id": f"Ev{self.team}{next(_numbers)}"}
        told |= {"enterprise_id": self.enterprise} if self.enterprise else {}
        body = self.delivery.wrapped(event, **{**told, **envelope})
        return await self.delivery.send(body, "application/json")

    async def invites(self, user: str, channel: str) -> Acknowledged:
        """Somebody adds the bot to a channel."""
        joined = {"type": "member_joined_channel", "user": self.bot, "channel": channel, "team": self.team}
        return await self.happens({**joined, "inviter": user, "channel_type": "C"})

    def _interaction(self, user: str, kind: str) -> Json:
        return {
            "type": kind,
            "user": {"id": user, "username": "x", "team_id": self.team},
            "api_app_id": APP,
            "token": "verification",
            "trigger_id": self._trigger(),
            "team": None if self.whole else {"id": self.team, "domain": "x"},
            "enterprise": {"id": self.enterprise, "name": "x"} if self.enterprise else None,
            "is_enterprise_install": self.whole,
        }

    def _trigger(self) -> str:
        return self.triggers.pop() if self.triggers else f"made.up.{next(_numbers)}"


def shown_text(shown: Json) -> str:
    """All that is shown, as it goes over the wire."""
    return json.dumps(shown, ensure_ascii=False)
