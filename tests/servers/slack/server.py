"""The running server, and the hands of everybody in the workspace."""

import asyncio
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.servers.slack.api import ALL_SCOPES, Refusal, WebApi
from tests.servers.slack.blocks import message_faults
from tests.servers.slack.delivery import Acknowledged, Delivery
from tests.servers.slack.faults import ApiRequest, Chooser, TooMany
from tests.servers.slack.links import Links
from tests.servers.slack.wire import arguments, broken, echoed
from tests.servers.slack.workspace import APP, BOT, TEAM, Channel, Json, Message, User, Workspace

_EVENT_SCOPE = {"im": "im:history", "group": "groups:history", "channel": "channels:history"}


@dataclass
class ResponseUrl:
    """Where an app may answer a command or press: five times in thirty minutes."""

    user: str
    channel: str
    thread: str
    original: Message | None
    made: float
    uses: int = 0


class SlackServer:
    """A small Slack on loopback. Use it as an async context; set `bot_url` before anybody does anything.

    `fault` is consulted for each API request and response_url post, and may break it.
    """

    def __init__(
        self,
        signing_secret: str = "shhh",
        token: str = "xoxb-local",
        scopes: frozenset[str] = ALL_SCOPES,
        retry_after: Sequence[float] = (0, 0.05, 0.2),
    ) -> None:
        self.signing_secret = signing_secret
        self.token = token
        self.workspace = Workspace()
        self.delivery = Delivery(self.workspace, signing_secret, retry_after)
        self.api = WebApi(self.workspace, scopes, self._bot_wrote)
        self.links = Links()
        self.fault: Chooser | None = None
        self.requests: list[ApiRequest] = []
        self.answers: list[Acknowledged] = []
        self._urls: dict[str, ResponseUrl] = {}
        self._limits: dict[str, tuple[int, float]] = {}
        self._background: set[asyncio.Task[Any]] = set()
        self._open_requests = 0
        self._last_request = 0.0
        self._base = ""

    # ---- running

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/respond/{key}", self._respond)
        app.router.add_get("/link/", self.links.connected)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._base = f"http://{host}:{port}"
        self.delivery.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self.delivery.session is not None:
            await self.delivery.session.close()
        await self._runner.cleanup()

    def socket_mode(self) -> None:
        """From now on everything comes by connections that the app opens with `links.app_token`."""
        self.delivery.links = self.links

    @property
    def api_url(self) -> str:
        """What `slack_api_url` is set to."""
        return f"{self._base}/api/"

    @property
    def bot_url(self) -> str:
        """Where the app listens, path included."""
        return self.delivery.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.delivery.bot_url = url

    @property
    def undelivered(self) -> list[Json]:
        """Events that the app never took."""
        return self.delivery.undelivered

    def limit(self, method: str, retry_after: float = 1, times: int = 1) -> None:
        """The next requests to the method are answered 429."""
        self._limits[method] = (times, retry_after)

    async def quiet(self, seconds: float = 0.03, most: float = 2.0) -> None:
        """Waits until nothing has been asked of the server, and nothing delivered, for that long."""
        end, start = time.monotonic() + most, time.monotonic()
        while time.monotonic() < end:
            since = time.monotonic() - max(self._last_request, start)
            if not self._open_requests and not self._background and since >= seconds:
                return
            await asyncio.sleep(0.005)

    # ---- the workspace

    def add_user(self, name: str, real_name: str = "", **more: Any) -> User:
        """Somebody new."""
        user = User(self.workspace.number("U"), name, real_name or name.title(), **more)
        self.workspace.users[user.id] = user
        return user

    def add_channel(
        self, name: str, members: Sequence[User] = (), *, bot: bool = True, private: bool = False
    ) -> Channel:
        """A channel with these people, and with the bot unless it isn't there yet."""
        there = {member.id for member in members} | ({BOT} if bot else set())
        channel = Channel(self.workspace.number("G" if private else "C"), name, there, private=private)
        self.workspace.channels[channel.id] = channel
        return channel

    async def invite_bot(self, by: User, channel: Channel) -> Acknowledged:
        """Somebody adds the bot to the channel."""
        channel.members.add(BOT)
        joined = {"type": "member_joined_channel", "user": BOT, "channel": channel.id, "team": TEAM, "inviter": by.id}
        return await self.delivery.event({**joined, "channel_type": "G" if channel.private else "C"})

    async def remove_bot(self, channel: Channel) -> Acknowledged:
        """Somebody removes the bot from the channel."""
        channel.members.discard(BOT)
        return await self.delivery.event(
            {"type": "group_left" if channel.private else "channel_left", "channel": channel.id}
        )

    async def archive(self, by: User, channel: Channel) -> Acknowledged:
        """Somebody archives the channel."""
        channel.archived = True
        kind = "group_archive" if channel.private else "channel_archive"
        return await self.delivery.event({"type": kind, "channel": channel.id, "user": by.id})

    async def unarchive(self, by: User, channel: Channel) -> Acknowledged:
        """Somebody puts an archived channel to use again."""
        channel.archived = False
        kind = "group_unarchive" if channel.private else "channel_unarchive"
        return await self.delivery.event({"type": kind, "channel": channel.id, "user": by.id})

    async def rename(self, channel: Channel, name: str) -> Acknowledged:
        """Somebody renames the channel."""
        channel.name = name
        kind = "group_rename" if channel.private else "channel_rename"
        return await self.delivery.event({"type": kind, "channel": {"id": channel.id, "name": name, "created": 1}})

    async def share(self, channel: Channel, people: Sequence[User]) -> Acknowledged:
        """The channel is shared with those people's organisation."""
        channel.members |= {one.id for one in people}
        return await self.delivery.event(
            {"type": "channel_shared", "connected_team_id": people[0].team, "channel": channel.id}
        )

    async def renumber(self, channel: Channel) -> Acknowledged:
        """A private channel gets another id, as when it is shared; what was written there stays."""
        old, new = channel.id, self.workspace.number("C")
        channel.id = new
        self.workspace.channels[new] = self.workspace.channels.pop(old)
        for message in self.workspace.messages:
            if message.channel == old:
                message.channel = new
        return await self.delivery.event({"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new})

    async def changed(self, user: User) -> Acknowledged:
        """Tells that something about the person has changed, as Slack does, whatever it was."""
        return await self.delivery.event({"type": "user_change", "user": user.record(), "cache_ts": 1})

    def visible_to(self, user: User) -> list[Message]:
        """What this person sees now, oldest first."""
        return list(self.workspace.visible_to(user))

    def reload(self, user: User) -> None:
        """The person reloads Slack: what only they could see is gone."""
        self.workspace.messages = [message for message in self.workspace.messages if message.only_for != user.id]

    # ---- what people do; `text` is as Slack keeps it, see `typed`

    async def say(
        self, user: User, channel: Channel, text: str, *, thread: str = "", files: Sequence[str] = ()
    ) -> Message:
        """Write in a channel, or in a thread."""
        shared = [{"id": self.workspace.number("F"), "permalink": link} for link in files]
        made = Message(channel.id, self.workspace.stamp(), user.id, text, thread=thread, files=shared)
        self.workspace.add(made)
        await self._tell(self._told_of(made), channel, wait=True)
        return made

    async def direct(self, user: User, text: str, **more: Any) -> Message:
        """Write to the bot."""
        return await self.say(user, self.workspace.direct(user), text, **more)

    async def edit(self, user: User, message: Message, text: str) -> None:
        """Change one's own message."""
        assert message.user == user.id
        before = message.public()
        message.text, message.edited = text, True
        event = {"type": "message", "subtype": "message_changed", "message": message.public()}
        await self._tell({**event, "previous_message": before}, self.workspace.channels[message.channel], wait=True)

    async def remove(self, message: Message) -> None:
        """A message is deleted by hand, by its author or an administrator."""
        channel = self.workspace.channels[message.channel]
        await self._tell(self.workspace.remove(message), channel, wait=True)

    async def slash(self, user: User, channel: Channel, command: str, text: str) -> Acknowledged:
        """Type a slash command; the answer in the answer is shown to the person alone."""
        fields = {
            "token": "verification",
            "team_id": TEAM,
            "team_domain": "policy",
            "channel_id": channel.id,
            "channel_name": channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel.id, "", None),
            "trigger_id": self.api.trigger(user.id),
        }
        answer = await self.delivery.command(fields)
        self.answers.append(answer)
        body = answer.json() if answer.ok else {}
        if body.get("text") or body.get("blocks"):
            only_for = "" if body.get("response_type") == "in_channel" else user.id
            self._show(body, channel.id, "", only_for)
        return answer

    async def press(self, user: User, message: Message, action_id: str) -> Acknowledged:
        """Press the button of that id on the message."""
        block, button = _find(message, action_id)
        payload = self._interaction(user, "block_actions")
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container |= {"is_ephemeral": bool(message.only_for)} | (
            {"thread_ts": message.thread} if message.thread else {}
        )
        payload |= {
            "container": container,
            "channel": {"id": message.channel, "name": self.workspace.channels[message.channel].name},
            "state": {"values": {}},
            "response_url": self._response_url(user, message.channel, message.thread, message),
            "actions": [{**echoed(button), "block_id": block["block_id"], "action_ts": self.workspace.stamp()}],
        }
        payload |= {} if message.only_for else {"message": echoed(message.public())}
        return await self._interact(payload)

    async def submit(self, user: User, values: Mapping[str, Any]) -> Mapping[str, str]:
        """Send the open form; `values` by block id are words, an option's value or several. Errors by block id."""
        opened = self.workspace.views[user.id]
        view = {**opened.view, "id": opened.id, "team_id": TEAM, "app_id": APP, "bot_id": BOT, "hash": "1.a"}
        state = {"values": dict(_state(block, values) for block in opened.view["blocks"] if block["type"] == "input")}
        payload = {**self._interaction(user, "view_submission"), "view": {**view, "state": state}, "response_urls": []}
        answer = await self._interact(payload)
        body = answer.json()
        match body.get("response_action"):
            case "errors":
                return dict(body["errors"])
            case "update":
                self.api.show(user.id, body["view"])
            case _ if answer.ok:
                self.workspace.views.pop(user.id, None)
        return {}

    # ---- inside

    async def _interact(self, payload: Json) -> Acknowledged:
        answer = await self.delivery.interaction(payload)
        self.answers.append(answer)
        return answer

    def _interaction(self, user: User, kind: str) -> Json:
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
            "api_app_id": APP,
            "token": "verification",
            "trigger_id": self.api.trigger(user.id),
            "team": {"id": TEAM, "domain": "policy"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _response_url(self, user: User, channel: str, thread: str, original: Message | None) -> str:
        key = self.workspace.number("r")
        self._urls[key] = ResponseUrl(user.id, channel, thread, original, self.workspace.now())
        return f"{self._base}/respond/{key}"

    def _told_of(self, message: Message) -> Json:
        event = {**message.public(), "client_msg_id": message.ts}
        event |= {"subtype": "file_share"} if message.files else {}
        user = self.workspace.users[message.user]
        event |= {"team": user.team, "user_team": user.team} if user.team != TEAM else {}
        if message.thread:
            parent = self.workspace.find(message.channel, message.thread)
            event |= {"parent_user_id": parent.user} if parent else {}
        return event

    async def _tell(self, event: Json, channel: Channel, *, wait: bool) -> None:
        told = {**event, "channel": channel.id, "channel_type": channel.kind}
        events = [told] if _EVENT_SCOPE[channel.kind] in self.api.scopes and BOT in channel.members else []
        mention = f"<@{BOT}>" in event.get("text", "") and "subtype" not in event and event.get("user") != BOT
        if mention and not channel.direct and BOT in channel.members:
            events.append({**told, "type": "app_mention"})
        for one in events:
            if wait:
                await self.delivery.event(one)
            else:
                self._later(self.delivery.event(one))

    def _bot_wrote(self, event: Json, channel: Channel) -> None:
        if self.bot_url or self.delivery.links is not None:
            self._later(self._tell(event, channel, wait=True))

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _show(self, body: Json, channel: str, thread: str, only_for: str) -> Message | None:
        text, blocks = body.get("text") or "", body.get("blocks") or []
        if message_faults(text, blocks):
            return None
        named = [{"block_id": self.workspace.number("b"), **block} for block in blocks]
        stamp = self.workspace.stamp()
        return self.workspace.add(Message(channel, stamp, BOT, text, named, {}, thread, only_for=only_for))

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await arguments(request)
        if method == "apps.connections.open":
            return await self._faulty(request, ApiRequest(method, {}), partial(self._address, request))
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return await self._faulty(request, ApiRequest(method, args), self._called)

    def _address(self, request: web.Request, _asked: ApiRequest) -> web.Response:
        known = request.headers.get("Authorization") == f"Bearer {self.links.app_token}"
        return web.json_response(self.links.address(self._base) if known else {"ok": False, "error": "invalid_auth"})

    def _called(self, asked: ApiRequest) -> web.Response:
        try:
            return web.json_response(self.api.call(asked.method, asked.args))
        except Refusal as refusal:
            return web.json_response(refusal.answer)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = {**await request.json(), "key": request.match_info["key"]}
        return await self._faulty(request, ApiRequest("response_url", body), self._responded)

    def _responded(self, asked: ApiRequest) -> web.Response:
        url, body = self._urls.get(asked.args["key"]), asked.args
        if url is None or url.uses >= 5 or self.workspace.now() - url.made > 1800:
            return web.Response(status=404, text="expired_url")
        if message_faults(body.get("text") or "", body.get("blocks") or []):
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        url.uses += 1
        only_for = "" if body.get("response_type") == "in_channel" else url.user
        if body.get("replace_original") and url.original is not None:
            url.original.text = body.get("text") or ""
            url.original.blocks = [
                {"block_id": self.workspace.number("b"), **block} for block in body.get("blocks", [])
            ]
        else:
            self._show(body, url.channel, str(body.get("thread_ts") or ""), only_for)
        return web.Response(text="ok")

    async def _faulty(self, request: web.Request, asked: ApiRequest, work: Any) -> web.StreamResponse:
        self._open_requests += 1
        try:
            self.requests.append(asked)
            fault = self._limited(asked) or (self.fault(asked) if self.fault else None)
            return await broken(request, fault, lambda: work(asked))
        finally:
            self._open_requests -= 1
            self._last_request = time.monotonic()

    def _limited(self, asked: ApiRequest) -> TooMany | None:
        times, retry_after = self._limits.get(asked.method, (0, 0.0))
        self._limits[asked.method] = (times - 1, retry_after)
        return TooMany(retry_after) if times > 0 else None


def _find(message: Message, action_id: str) -> tuple[Json, Json]:
    for block in message.blocks:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if element["action_id"] == action_id:
                return block, element
    raise LookupError(action_id)


def _state(block: Json, values: Mapping[str, Any]) -> tuple[str, Json]:
    element, name = block["element"], block["block_id"]
    kind, value = element["type"], values.get(name)
    if kind == "plain_text_input":
        typed = element.get("initial_value") if value is None else (value or None)
        return name, {element["action_id"]: {"type": kind, "value": typed}}
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    options = [option for group in groups for option in group["options"]]
    if kind in ("checkboxes", "multi_static_select"):
        ticked = element.get("initial_options", []) if value is None else [o for o in options if o["value"] in value]
        return name, {element["action_id"]: {"type": kind, "selected_options": echoed(ticked)}}
    chosen = element.get("initial_option") if value is None else next((o for o in options if o["value"] == value), None)
    return name, {element["action_id"]: {"type": kind, "selected_option": echoed(chosen)}}
