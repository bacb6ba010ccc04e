"""What a workspace holds: people, channels, messages, and who can see which."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEAM, APP, BOT, BOT_ID = "T0POLICY", "A0COP", "U0COPBOT", "B0COPBOT"
SLACKBOT = "USLACKBOT"


@dataclass
class User:
    """Somebody with an account. `direct` is the id of their conversation with the bot."""

    id: str
    name: str
    real_name: str
    zone: str = "America/Vancouver"
    email: str = ""
    team: str = TEAM
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    direct: str = ""

    def record(self, *, email: bool = False) -> Json:
        """What Slack says of them; of somebody deactivated it says less."""
        profile = {"real_name": self.real_name, "display_name": self.name, "status_text": "", "team": self.team}
        profile |= {"email": self.email} if email else {}
        known: Json = {"id": self.id, "name": self.name, "team_id": self.team, "deleted": self.deleted}
        known |= {"is_bot": self.bot, "profile": profile}
        if self.deleted:
            return known
        return {**known, "real_name": self.real_name, "tz": self.zone, "is_restricted": self.guest}


@dataclass
class Channel:
    """A channel or a direct conversation with the bot."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    direct: bool = False
    private: bool = False
    archived: bool = False

    @property
    def kind(self) -> str:
        """Slack's `channel_type`."""
        return "im" if self.direct else "group" if self.private else "channel"


@dataclass
class Message:
    """What somebody wrote. `only_for` is the one person who sees an ephemeral message."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    thread: str = ""
    only_for: str = ""
    edited: bool = False
    files: list[Json] = field(default_factory=list)

    def public(self, *, metadata: bool = False) -> Json:
        """As Slack's API shows it; metadata only when asked for."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.user == BOT:
            shown |= {"bot_id": BOT_ID, "app_id": APP}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.thread:
            shown["thread_ts"] = self.thread
        if self.files:
            shown["files"] = self.files
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.ts}
        if metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass
class OpenView:
    """A modal in front of somebody."""

    id: str
    user: str
    view: Json


class Workspace:
    """One workspace. Its clock may be put forward with `ahead`."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: dict[str, OpenView] = {}
        self.ahead = 0.0
        self._numbers = itertools.count(1)
        self._last = 0
        self.users[BOT] = User(BOT, "cop", "CoP", bot=True)
        self.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", bot=True)

    def now(self) -> float:
        """Seconds since 1970 by the workspace's clock."""
        return time.time() + self.ahead

    def number(self, prefix: str) -> str:
        """A new id."""
        return f"{prefix}{next(self._numbers):08d}"

    def stamp(self) -> str:
        """A message's `ts`: unique and rising."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def direct(self, user: User) -> Channel:
        """The person's conversation with the bot, opened when it isn't yet."""
        if not user.direct:
            user.direct = self.number("D")
            self.channels[user.direct] = Channel(user.direct, "directmessage", {user.id, BOT}, direct=True)
        return self.channels[user.direct]

    def find(self, channel: str, ts: str) -> Message | None:
        """The message, None when there is none."""
        for message in reversed(self.messages):
            if message.ts == ts and message.channel == channel:
                return message
        return None

    def add(self, message: Message) -> Message:
        """Keep the message and give it back. What has a reply is in its own thread from then on."""
        self.messages.append(message)
        parent = self.find(message.channel, message.thread) if message.thread and not message.only_for else None
        if parent is not None and not parent.thread:
            parent.thread = parent.ts
        return message

    def remove(self, message: Message) -> Json:
        """Take the message away; the event that tells of it. Where a thread hangs under it, a stone stays."""
        before = message.public()
        if not any(reply.thread == message.ts for reply in self.messages if reply is not message):
            self.messages.remove(message)
            gone = {"type": "message", "subtype": "message_deleted", "deleted_ts": message.ts}
            return {**gone, "previous_message": before}
        message.user, message.text, message.blocks, message.metadata = SLACKBOT, "This message was deleted.", [], {}
        stone = {**message.public(), "subtype": "tombstone", "hidden": True}
        return {"type": "message", "subtype": "message_changed", "message": stone, "previous_message": before}

    def visible_to(self, user: User) -> Iterator[Message]:
        """What this person can see now, oldest first."""
        for message in sorted(self.messages, key=lambda message: message.ts):
            if user.id in self.channels[message.channel].members and message.only_for in ("", user.id):
                yield message
