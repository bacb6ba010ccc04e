"""One of the two drawn platforms, as the courier uses it."""

from datetime import datetime

from adapters.web import limits
from adapters.web.clock import ZONE_KEY
from adapters.web.limits import Drawn
from adapters.web.live import Bell
from adapters.web.messages import BOT, Message, Messages, message_id
from adapters.web.places import Place, Places, direct_id
from adapters.web.render import card_json
from adapters.web.shelf import Shelf
from bot.chat.capabilities import Capabilities
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.errors import MessageGone, Refused
from bot.ports import Absent, CannotTell, ChannelFacts, Clock, Destination, Pace, Person, ToPerson


class DrawnPlatform:
    """Posts, changes and finds the bot's messages on the shelf; every change is durable on return."""

    def __init__(
        self,
        drawn: Drawn,
        can: Capabilities,
        shelf: Shelf,
        messages: Messages,
        places: Places,
        clock: Clock,
        bell: Bell,
    ) -> None:
        self._drawn, self._can = drawn, can
        self._shelf, self._messages, self._places = shelf, messages, places
        self._clock, self._bell = clock, bell

    @property
    def key(self) -> str:
        """The word that references to this platform carry."""
        return self._drawn.key

    @property
    def can(self) -> Capabilities:
        """What the platform offers."""
        return self._can

    @property
    def pace(self) -> Pace:
        """How fast it may be written to."""
        return limits.PACE

    @property
    def home(self) -> ChannelRef:
        """The channel in which the demo community is at home."""
        return ChannelRef(self._drawn.key, limits.TENANT, self._drawn.home)

    def account(self, person: str) -> AccountRef:
        """That colleague's account on this platform."""
        return AccountRef(self._drawn.key, limits.TENANT, person)

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        """Post the card. Raises Refused where there is no such place or person."""
        place = self._place(to)
        thread = None if isinstance(to, ToPerson) or to.under is None else to.under.message
        at = self._clock.now()
        fresh = message_id(f"{posting}/{place.id}/{at.isoformat()}")
        message = Message(fresh, place.id, BOT, card_json(card), at, thread, posting=posting)
        with self._shelf.kept():
            self._messages.add(message)
        self._bell.ring()
        return MessageRef(place.ref, fresh, thread)

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        """Redraw the card. Repeatable. Raises MessageGone when people deleted it."""
        del address  # a place or person here is found by id alone
        standing = self._messages.get(message.message)
        if standing is None or standing.gone:
            raise MessageGone("message_not_found")
        with self._shelf.kept():
            self._messages.redraw(standing, card_json(card))
        self._bell.ring()

    async def delete(self, message: MessageRef, address: str) -> None:
        """Remove the message. Repeatable."""
        del address  # a place or person here is found by id alone
        standing = self._messages.get(message.message)
        if standing is None or standing.gone:
            return
        with self._shelf.kept():
            self._messages.remove(standing)
        self._bell.ring()

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> MessageRef | Absent | CannotTell:
        """The message that was made for the posting since then, also when people deleted it afterwards."""
        place = self._place(to)
        found = self._messages.posted(posting, place.id)
        if found is None or found.at < since:
            return Absent()
        return MessageRef(place.ref, found.id, found.thread)

    async def person(self, account: AccountRef, address: str) -> Person | None:
        """A colleague of the workspace; None for a stranger."""
        del address  # a place or person here is found by id alone
        known = self._places.people.get(account.person)
        if known is None or self._drawn.drawing not in known.platforms:
            return None
        return Person(name=known.name, zone=ZONE_KEY)

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        """A channel of the workspace and how many are in it; None for one it doesn't have."""
        del address  # a place or person here is found by id alone
        place = self._places.get(channel.channel)
        if place is None or place.drawn != self._drawn:
            return None
        return ChannelFacts(place.name, self._places.size(place), 0)

    def caught_up(self) -> None:
        """Everybody has seen all that stands here now, the bot's words to them too. Durable on return."""
        with self._shelf.kept():
            for person in self._places.people:
                for place in self._places.of(person):
                    if place.drawn == self._drawn:
                        self._messages.look(person, place.id)

    def _place(self, to: Destination) -> Place:
        wanted = direct_id(self._drawn, to.account.person) if isinstance(to, ToPerson) else to.channel.channel
        place = self._places.get(wanted)
        if place is None or place.drawn != self._drawn:
            raise Refused("channel_not_found")
        return place
