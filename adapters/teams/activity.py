"""An activity as it came from Teams: JSON that nobody vouches for, read with care."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from adapters.teams.errors import Malformed
from adapters.teams.limits import CHANNEL_ID, PLATFORM
from adapters.teams.refs import channel_and_root
from bot.chat.refs import AccountRef

_ABOUT_PLACES = {"installationUpdate", "conversationUpdate"}
_ID = 2_000
"""Characters of the longest id that is believed."""


def at(tree: object, *path: str) -> Any:
    """What stands at that path, None where it ends early."""
    for step in path:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


def text_at(tree: object, *path: str) -> str:
    """The string at that path, empty when there is none."""
    found = at(tree, *path)
    return found if isinstance(found, str) else ""


def id_at(tree: object, *path: str) -> str:
    """The id at that path, empty when there is none. Raises `Malformed` for one that can't be an id."""
    found = text_at(tree, *path)
    if len(found) > _ID or not found.isprintable() or " " in found:
        raise Malformed("bad id")
    return found


@dataclass(frozen=True, slots=True)
class Activity:
    """The parts every activity must have, checked, and the rest as it came."""

    body: Mapping[str, Any]
    type: str
    service_url: str
    conversation: str
    tenant: str
    channel: str
    root: str | None
    """In a channel, the message its post began with."""

    @property
    def direct(self) -> bool:
        """Between one person and the bot."""
        return text_at(self.body, "conversation", "conversationType") == "personal"

    @property
    def id(self) -> str:
        """The activity's own id, of a message the message's; may be empty."""
        return id_at(self.body, "id")

    @property
    def thread(self) -> str | None:
        """The message in whose thread this happened, None at the head of a post and outside channels.

        A press happens where its card stands.
        """
        if self.root is None or self.id == self.root:
            return None
        card = text_at(self.body, "replyToId")
        if self.type == "invoke":
            return self.root if card and card != self.root else None
        return self.root if card == self.root or self.id.isdigit() else None

    @property
    def by(self) -> AccountRef | None:
        """Who did it, None when Teams doesn't say, when it was a bot, and for people no directory knows."""
        person = id_at(self.body, "from", "aadObjectId")
        return AccountRef(PLATFORM, self.home, person) if person and not self._by_bot else None

    @property
    def home(self) -> str:
        """The tenant of whoever did it: in a shared channel it may be another than the channel's."""
        told = id_at(self.body, "from", "tenantId")
        return told if told and told.lower() != self.tenant.lower() else self.tenant

    @property
    def by_stranger(self) -> bool:
        """Whether it was a person whom no directory knows: without an account, or of a personal one."""
        there = id_at(self.body, "from", "id")
        return bool(there) and not self._by_bot and not id_at(self.body, "from", "aadObjectId")

    @property
    def _by_bot(self) -> bool:
        return text_at(self.body, "from", "role") == "bot" or text_at(self.body, "from", "id").startswith("28:")

    @property
    def team(self) -> str:
        """The team of the channel it happened in, empty outside teams. A team has the id of its first channel."""
        told = id_at(self.body, "channelData", "team", "id")
        return told or (self.channel if self.of_team and self.type in _ABOUT_PLACES else "")

    @property
    def of_team(self) -> bool:
        """Whether it happened in a team."""
        return text_at(self.body, "conversation", "conversationType") == "channel"

    @property
    def key(self) -> str:
        """The same for every repeat of this activity, another for every other."""
        stamp = text_at(self.body, "timestamp")
        return digest(self.tenant, self.conversation, self.type, self.id, stamp)


def digest(*parts: str) -> str:
    """A short key made of parts of any length."""
    joined = "\0".join(f"{len(part)}:{part}" for part in parts)
    return f"{PLATFORM}:{sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()}"


def parse_activity(body: object) -> Activity:
    """The activity in that JSON. Raises `Malformed`."""
    kind, channel_id = id_at(body, "type"), text_at(body, "channelId")
    service_url, conversation = id_at(body, "serviceUrl"), id_at(body, "conversation", "id")
    tenant = id_at(body, "conversation", "tenantId") or id_at(body, "channelData", "tenant", "id")
    if not (isinstance(body, Mapping) and kind and service_url and conversation and tenant):
        raise Malformed("a part is missing")
    if channel_id != CHANNEL_ID:
        raise Malformed("not Teams")
    channel, root = channel_and_root(conversation)
    return Activity(body, kind, service_url, conversation, tenant, channel, root)
