"""Slack, over signed requests, against the small Slack on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.app import mount
from adapters.slack.render import home, message
from adapters.slack.views import view, window
from bot.chat.calls import MessageCall, Where
from bot.chat.cards import Button, Card
from bot.chat.forms import Field, Form, Values
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import Nothing, OpenForm, Private
from bot.ports import Destination, Platform, ToChannel, ToPerson
from tests.everything.lines import Drawn, Heard, Json
from tests.everything.undoing import Entrance
from tests.servers.slack.blocks import live_mentions, message_faults, view_faults
from tests.servers.slack.delivery import Acknowledged, Delivery
from tests.servers.slack.faults import ApiRequest
from tests.servers.slack.server import SlackServer
from tests.servers.slack.wire import linked
from tests.servers.slack.workspace import BOT, Message, User
from tests.servers.teams.serving import serving

_MOST_SECONDS = 3.0
_DELIVERIES = {"response_url", "chat.postMessage", "chat.postEphemeral"}


class _Repeating(Delivery):
    """Keeps what people did last."""

    kept: tuple[str, str] = ("", "")

    async def send(self, body: str, content_type: str, **more: str) -> Acknowledged:
        """One signed request."""
        if content_type != "application/json":
            self.kept = (body, content_type)
        return await super().send(body, content_type, **more)

    async def repeat(self) -> Acknowledged:
        """The same request, signed anew as Slack does."""
        return await self.send(*self.kept)


class SlackLine:
    """One workspace; everybody of the stage is in its one channel."""

    name = "slack"

    def __init__(self, server: SlackServer, platform: Platform, entrance: Entrance) -> None:
        self.server, self.platform, self.entrance = server, platform, entrance
        self.home = server.add_channel("policy-cop")
        self._people: dict[str, User] = {}
        self._colleague = server.add_user("colleague")
        self._view: Json = {}

    async def types(self, who: AccountRef, where: Where, text: str, *, private: bool = True) -> Heard:
        user, before = self._acts(who, where), self._so_far()
        if where.direct:
            await self.server.direct(user, text)
            return await self._heard(before, Acknowledged(200))
        if private:
            return await self._heard(before, await self.server.slash(user, self.home, "/cop", text))
        await self.server.say(user, self.home, f"<@{BOT}> {text}")
        return await self._heard(before, Acknowledged(200))

    async def posts(self, who: AccountRef, where: Where, card: Card) -> Drawn:
        user = self._acts(who, where)
        to: Destination = ToChannel(ChannelRef("slack", "", self.home.id))
        if where.direct:
            to = ToPerson(AccountRef("slack", "", user.id))
        posted = await self.platform.create("posting-1", to, card)
        asked = next(one for one in reversed(self.server.requests) if one.method == "chat.postMessage")
        await self.platform.update(posted, card, "")
        return self._card(asked.args, posted.channel.channel, posted.message, private=False)

    async def homes(self, who: AccountRef, card: Card) -> Drawn:
        user = self._acts(who, self.entrance.stage.direct(who))
        shown = await self.platform.create("home-1", ToPerson(AccountRef("slack", "", user.id), home=True), card)
        await self.platform.update(shown, card, "")
        published = next(one for one in reversed(self.server.requests) if one.method == "views.publish")
        assert (published.args["user_id"], user.id in self.server.workspace.homes) == (user.id, True)
        return self._view_of(published.args["view"], card.notice)

    async def chooses(self, call: MessageCall) -> Heard:
        user, before = self._acts(call.by, call.where), self._so_far()
        writer = user if call.own else self._colleague
        message = Message(self.home.id, self.server.workspace.stamp(), writer.id, linked(call.text))
        return await self._heard(before, await self.server.choose(user, message, call.action))

    async def picks(self, who: AccountRef, action: str) -> Heard:
        user, before = self._acts(who, self.entrance.stage.direct(who)), self._so_far()
        return await self._heard(before, await self.server.pick(user, action))

    async def presses(self, who: AccountRef, where: Where, on: Drawn, button: Button) -> Heard:
        user, before = self._acts(who, where), self._so_far()
        blocks = [{"block_id": f"b{at}", **block} for at, block in enumerate(on.json["blocks"])]
        channel = self.server.workspace.direct(user).id if where.direct else self.home.id
        only_for = user.id if on.private and not where.direct else ""
        message = Message(channel, on.id or self.server.workspace.stamp(), BOT, on.notice, blocks, only_for=only_for)
        value = f"{button.subject or ''}|"
        action = next(
            element["action_id"]
            for block in blocks
            if block["type"] == "actions"
            for element in block["elements"]
            if element["action_id"].partition(".")[2] == button.action
            and (element.get("value", "|").startswith(value))
            and element["text"]["text"] == button.label[:75]
        )
        return await self._heard(before, await self.server.press(user, message, action))

    async def sends(
        self, who: AccountRef, where: Where, form: Drawn, fields: tuple[Field, ...], values: Values
    ) -> Heard:
        user, before = self._acts(who, where), self._so_far()
        self.server.api.show(user.id, form.json)
        given = {field.name: values.get(field.name, "") for field in fields}
        self._view = form.json
        await self.server.submit(user, given)
        return await self._heard(before, self.server.answers[-1], form=True)

    async def again(self) -> Heard:
        before = self._so_far()
        delivery = self.server.delivery
        assert isinstance(delivery, _Repeating)
        payload: Any = json.loads(parse_qs(delivery.kept[0]).get("payload", ["{}"])[0])
        answer = await delivery.repeat()
        return await self._heard(before, answer, form=payload.get("type") == "view_submission")

    def draws(self, shown: Card | Form) -> list[Drawn]:
        if isinstance(shown, Form):
            return [self._form(view(shown, "{}"))]
        views = (self._view_of(one, shown.notice) for one in (home(shown), window(shown, "CoP")))
        return [self._card(message(shown), "", "", private=False), *views]

    def unfit(self, drawn: Drawn) -> list[str]:
        if "type" in drawn.json:
            return [*view_faults(drawn.json), *live_mentions("", drawn.json["blocks"])]
        text, blocks = drawn.json["text"], drawn.json["blocks"]
        return [*message_faults(text, blocks), *live_mentions(text, blocks)]

    def _acts(self, who: AccountRef, where: Where) -> User:
        user = self._people.get(who.person)
        if user is None:
            user = self._people[who.person] = self.server.add_user(who.person)
            self.home.members.add(user.id)
        self.entrance.who, self.entrance.where, self.entrance.known_as = who, where, user.id
        return user

    def _so_far(self) -> tuple[int, int]:
        return len(self.server.requests), len(self.entrance.calls)

    async def _heard(self, before: tuple[int, int], answer: Acknowledged, *, form: bool = False) -> Heard:
        requests, calls = before
        reached = len(self.entrance.calls) > calls
        reply = self.entrance.replies[-1] if reached else Nothing()
        body = answer.json()
        if body.get("response_action") == "errors":
            return Heard(answer.ok, errors=body["errors"], reached=reached)
        if body.get("response_action") == "update":
            return Heard(answer.ok, self._form(body["view"]), reached=reached)
        if body.get("blocks"):
            return Heard(answer.ok, self._card(body, self.home.id, "", private=True), reached=reached)
        if isinstance(reply, Private | OpenForm):
            sent = await self._sent(requests)
            return Heard(answer.ok, sent, reached=reached)
        return Heard(answer.ok, reached=reached)

    async def _sent(self, since: int) -> Drawn | None:
        """What the adapter sends after its acknowledgement, or to open a form before it."""
        asked = await self._request(since)
        if asked is None:
            return None
        if asked.method == "views.open":
            return self._form(asked.args["view"])
        return self._card(asked.args, str(asked.args.get("channel", "")), "", private=True)

    async def _request(self, since: int) -> ApiRequest | None:
        until = asyncio.get_running_loop().time() + _MOST_SECONDS
        while asyncio.get_running_loop().time() < until:
            for asked in self.server.requests[since:]:
                if asked.method in _DELIVERIES or (asked.method == "views.open" and self._opened(asked)):
                    return asked
            await asyncio.sleep(0.001)
        return None

    def _opened(self, asked: ApiRequest) -> bool:
        """Whether Slack took it; else a card with a button follows."""
        return any(view.view == asked.args["view"] for view in self.server.workspace.views.values())

    def _card(self, body: Json, place: str, ts: str, *, private: bool) -> Drawn:
        return Drawn("card", {"text": body["text"], "blocks": body["blocks"]}, body["text"], place, ts, private)

    def _view_of(self, view: Json, notice: str) -> Drawn:
        """What stands in a Home or in a window over it."""
        return Drawn("card", dict(view), notice)

    def _form(self, view: Json) -> Drawn:
        return Drawn("form", view, view["title"]["text"])


@asynccontextmanager
async def slack_line(entrance: Entrance) -> AsyncIterator[SlackLine]:
    """The adapter on a real server, and a workspace around it."""
    slack = SlackServer(retry_after=())
    slack.delivery = _Repeating(slack.workspace, slack.signing_secret, ())
    async with slack:
        server = web.Application()
        settings = Settings(
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_bot_token=SecretStr(slack.token),
            slack_api_url=slack.api_url,
            slack_thread_replies=True,
        )
        platform = mount(server, entrance, settings, entrance.stage.deployment, entrance.stage.clock)
        async with serving(server) as url:
            slack.bot_url = f"{url}/slack/events"
            yield SlackLine(slack, platform, entrance)
