"""The methods of Slack's Web API that a bot like ours uses, as strict as Slack about scopes, places and blocks."""

from collections.abc import Callable
from typing import Any

from tests.servers.slack.blocks import message_faults, view_faults
from tests.servers.slack.workspace import APP, BOT, BOT_ID, SLACKBOT, TEAM, Channel, Json, Message, OpenView, Workspace

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "users:read",
    }
)


class Refusal(Exception):
    """`ok: false`, with Slack's word for why."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


class WebApi:
    """The methods. `told` hears of every message that the bot wrote, changed or removed, as Slack's events do."""

    def __init__(self, workspace: Workspace, scopes: frozenset[str], told: Callable[[Json, Channel], None]) -> None:
        self.workspace = workspace
        self.scopes = scopes
        self.told = told
        self.triggers: dict[str, tuple[str, float]] = {}
        self.trigger_seconds = 3.0

    def call(self, method: str, args: Json) -> Json:
        """Slack's answer. Raises `Refusal`."""
        handler = _METHODS.get(method)
        if handler is None:
            raise Refusal("unknown_method")
        return {"ok": True, **handler(self, args)}

    def trigger(self, user: str) -> str:
        """A trigger for that person, good for three seconds and one view."""
        trigger = self.workspace.number("9.7.")
        self.triggers[trigger] = (user, self.workspace.now())
        return trigger

    def auth_test(self, _args: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "team": "policy", "user": "cop", "url": "https://x/"}

    def post(self, args: Json) -> Json:
        self._need("chat:write")
        channel = self._place(args, opening=True)
        text, blocks = self._content(args)
        thread = self._thread(channel, args)
        metadata = args.get("metadata") or {}
        if metadata and set(metadata) != {"event_type", "event_payload"}:
            raise Refusal("invalid_metadata_format")
        made = Message(channel.id, self.workspace.stamp(), BOT, text, blocks, metadata, thread)
        self.workspace.add(made)
        self.told({"type": "message", **made.public()}, channel)
        return {"channel": channel.id, "ts": made.ts, "message": made.public()}

    def post_ephemeral(self, args: Json) -> Json:
        self._need("chat:write")
        channel = self._place(args)
        text, blocks = self._content(args)
        if args.get("user") not in channel.members:
            raise Refusal("user_not_in_channel")
        thread = self._thread(channel, args)
        made = Message(channel.id, self.workspace.stamp(), BOT, text, blocks, {}, thread, only_for=args["user"])
        self.workspace.add(made)
        return {"message_ts": made.ts}

    def update(self, args: Json) -> Json:
        self._need("chat:write")
        channel, message = self._own(args)
        before = message.public()
        message.text, message.blocks = self._content(args)
        message.edited = True
        if "metadata" in args:
            message.metadata = args["metadata"]
        self.told(
            {"type": "message", "subtype": "message_changed", "message": message.public(), "previous_message": before},
            channel,
        )
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.public()}

    def delete(self, args: Json) -> Json:
        self._need("chat:write")
        channel, message = self._own(args)
        self.told(self.workspace.remove(message), channel)
        return {"channel": channel.id, "ts": message.ts}

    def history(self, args: Json) -> Json:
        channel = self._readable(args)
        found = [message for message in self._since(channel, args) if message.thread in ("", message.ts)]
        return self._page(found[::-1], args)

    def replies(self, args: Json) -> Json:
        channel = self._readable(args)
        ts = args.get("ts", "")
        if self.workspace.find(channel.id, ts) is None:
            raise Refusal("thread_not_found")
        found = [message for message in self._since(channel, args) if ts in (message.thread, message.ts)]
        return self._page(found, args)

    def channel(self, args: Json) -> Json:
        channel = self.workspace.channels.get(str(args.get("channel")))
        if channel is None or (channel.private and BOT not in channel.members):
            raise Refusal("channel_not_found")
        self._need("groups:read" if channel.private else "channels:read")
        facts: Json = {"id": channel.id, "name": channel.name, "is_archived": channel.archived}
        facts |= {"num_members": len(channel.members)} if args.get("include_num_members") in ("1", "true", True) else {}
        return {"channel": facts}

    def user(self, args: Json) -> Json:
        self._need("users:read")
        user = self.workspace.users.get(str(args.get("user")))
        if user is None:
            raise Refusal("user_not_found")
        return {"user": user.record(email="users:read.email" in self.scopes)}

    def open_view(self, args: Json) -> Json:
        user = self._triggered(args)
        faults = view_faults(args.get("view"))
        if faults:
            raise Refusal("invalid_arguments", response_metadata={"messages": faults})
        opened = self.show(user, args["view"])
        return {"view": {"id": opened.id, **args["view"]}}

    def show(self, user: str, view: Json) -> OpenView:
        """Put the view in front of that person."""
        opened = OpenView(self.workspace.number("V"), user, view)
        self.workspace.views[user] = opened
        return opened

    def _triggered(self, args: Json) -> str:
        user, at = self.triggers.pop(str(args.get("trigger_id")), ("", 0.0))
        if not user:
            raise Refusal("invalid_trigger_id")
        if self.workspace.now() - at > self.trigger_seconds:
            raise Refusal("expired_trigger_id")
        return user

    def _need(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def _place(self, args: Json, *, opening: bool = False) -> Channel:
        wanted = str(args.get("channel"))
        if opening and wanted in self.workspace.users:
            return self.workspace.direct(self.workspace.users[wanted])
        channel = self.workspace.channels.get(wanted)
        if channel is None or (channel.private and BOT not in channel.members):
            raise Refusal("channel_not_found")
        if BOT not in channel.members:
            raise Refusal("not_in_channel")
        if channel.archived:
            raise Refusal("is_archived")
        return channel

    def _readable(self, args: Json) -> Channel:
        channel = self.workspace.channels.get(str(args.get("channel")))
        if channel is None:
            raise Refusal("channel_not_found")
        self._need({"im": "im:history", "group": "groups:history"}.get(channel.kind, "channels:history"))
        if BOT not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def _content(self, args: Json) -> tuple[str, list[Json]]:
        text, blocks = args.get("text") or "", args.get("blocks") or []
        if not text and not blocks:
            raise Refusal("no_text")
        faults = message_faults(text, blocks)
        if faults:
            raise Refusal("invalid_blocks", errors=faults, response_metadata={"messages": faults})
        return text, [{"block_id": self.workspace.number("b"), **block} for block in blocks]

    def _thread(self, channel: Channel, args: Json) -> str:
        thread = args.get("thread_ts") or ""
        if thread and self.workspace.find(channel.id, thread) is None:
            raise Refusal("thread_not_found")
        return str(thread)

    def _own(self, args: Json) -> tuple[Channel, Message]:
        channel = self._place(args)
        message = self.workspace.find(channel.id, str(args.get("ts")))
        if message is None or message.only_for or message.user == SLACKBOT:
            raise Refusal("message_not_found")
        if message.user != BOT:
            raise Refusal("cant_update_message")
        return channel, message

    def _since(self, channel: Channel, args: Json) -> list[Message]:
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
        there = (
            message for message in self.workspace.messages if message.channel == channel.id and not message.only_for
        )
        parent = args.get("ts")
        return [message for message in there if oldest < float(message.ts) < latest or message.ts == parent]

    def _page(self, found: list[Message], args: Json) -> Json:
        start, limit = int(args.get("cursor") or 0), min(int(args.get("limit") or 100), 999)
        metadata = args.get("include_all_metadata") in ("1", "true", True)
        shown = [message.public(metadata=metadata) for message in found[start : start + limit]]
        more = len(found) > start + limit
        following = str(start + limit) if more else ""
        return {"messages": shown, "has_more": more, "response_metadata": {"next_cursor": following}}


_METHODS: dict[str, Callable[[WebApi, Json], Json]] = {
    "auth.test": WebApi.auth_test,
    "chat.postMessage": WebApi.post,
    "chat.postEphemeral": WebApi.post_ephemeral,
    "chat.update": WebApi.update,
    "chat.delete": WebApi.delete,
    "conversations.history": WebApi.history,
    "conversations.replies": WebApi.replies,
    "conversations.info": WebApi.channel,
    "users.info": WebApi.user,
    "views.open": WebApi.open_view,
}
__all__ = ["ALL_SCOPES", "APP", "Refusal", "WebApi"]
