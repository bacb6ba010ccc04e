"""A platform of our own that keeps what it is given, and fails as a test tells it to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.chat.capabilities import Capabilities
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.errors import MessageGone
from bot.ports import Absent, CannotTell, ChannelFacts, Destination, Pace, Person, ToPerson

FAST = Pace(creates_per_second=1000, updates_per_minute=60_000, burst=100, redraw_after=(0,))
CAN = Capabilities("Slack", "/cop", hears_threads=True, private_replies=True)


@dataclass
class Message:
    """What stands there."""

    posting: str
    to: Destination
    card: Card
    drawn: int = 1


@dataclass
class Faults:
    """What goes wrong next: for each request one entry is taken; None lets it through.

    `before` is raised without the request being accepted, `after` when it was.
    """

    before: list[Exception | None] = field(default_factory=list)
    after: list[Exception | None] = field(default_factory=list)

    def strike(self, faults: list[Exception | None]) -> None:
        fault = faults.pop(0) if faults else None
        if fault is not None:
            raise fault


class RecordingPlatform:
    """Slack, as far as the courier can tell."""

    def __init__(self, key: str = "slack", pace: Pace = FAST, can: Capabilities = CAN) -> None:
        self.key = key
        self.pace = pace
        self.can = can
        self.tells = True
        """Whether it can be asked what was posted."""
        self.creates, self.updates, self.deletes, self.finds = Faults(), Faults(), Faults(), Faults()
        self.messages: dict[str, Message] = {}
        self.log: list[tuple[str, str]] = []
        """What was done to messages."""
        self.questions: list[tuple[str, str]] = []
        """What was asked about people and channels."""
        self.people: dict[str, Person | Exception | None] = {}
        self.rooms: dict[str, ChannelFacts] = {}
        self.posted_in: Callable[[], None] = lambda: None
        """Called while a create is on its way."""
        self._next = 0

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        self.log.append(("create", posting))
        self.posted_in()
        self.creates.strike(self.creates.before)
        self._next += 1
        name = f"m{self._next}"
        self.messages[name] = Message(posting, to, card)
        self.creates.strike(self.creates.after)
        return self._ref(name, to)

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        self.log.append(("update", message.message))
        self.updates.strike(self.updates.before)
        if message.message not in self.messages:
            raise MessageGone("message_not_found")
        standing = self.messages[message.message]
        standing.card = card
        standing.drawn += 1
        self.updates.strike(self.updates.after)

    async def delete(self, message: MessageRef, address: str) -> None:
        self.log.append(("delete", message.message))
        self.deletes.strike(self.deletes.before)
        self.messages.pop(message.message, None)
        self.deletes.strike(self.deletes.after)

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> MessageRef | Absent | CannotTell:
        self.log.append(("find", posting))
        self.finds.strike(self.finds.before)
        assert since.tzinfo is UTC
        if not self.tells:
            return CannotTell()
        for name, message in self.messages.items():
            if message.posting == posting:
                return self._ref(name, to)
        return Absent()

    async def person(self, account: AccountRef, address: str) -> Person | None:
        self.questions.append(("person", account.person))
        known = self.people.get(account.person, Person("Somebody"))
        if isinstance(known, Exception):
            raise known
        return known

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        self.questions.append(("channel", channel.channel))
        return self.rooms.get(channel.channel)

    def notices(self) -> list[str]:
        """The sentences that stand there, oldest first."""
        return [message.card.notice for message in self.messages.values()]

    def asked(self, method: str) -> int:
        """How often it was asked to do that."""
        return sum(1 for done, _ in [*self.log, *self.questions] if done == method)

    def _ref(self, name: str, to: Destination) -> MessageRef:
        if isinstance(to, ToPerson):
            return MessageRef(ChannelRef(self.key, to.account.tenant, f"D-{to.account.person}"), name)
        return MessageRef(to.channel, name, to.under.message if to.under else None)
