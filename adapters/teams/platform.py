"""Teams as the courier uses it."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient

from adapters.settings import Settings
from adapters.teams.connector import Connectors
from adapters.teams.errors import translated
from adapters.teams.limits import NOTICE, PACE, PLATFORM, capabilities
from adapters.teams.refs import (
    ServiceUrls,
    channel_and_root,
    channel_ref,
    conversation_of,
    conversation_with,
    parse_address,
)
from adapters.teams.render import CARD_TYPE, POSTING, adaptive
from adapters.teams.text import Json, one_line
from bot.chat.capabilities import Capabilities
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.errors import Cause, MessageGone, Refused, Unreachable
from bot.ports import Absent, CannotTell, ChannelFacts, Destination, Pace, Person, ToPerson

_REMEMBERED = 10_000
"""Direct conversations kept in mind; a forgotten one is asked for again."""


@dataclass(slots=True)
class TeamsPlatform:
    """See `bot.ports.Platform`."""

    settings: Settings
    connectors: Connectors
    urls: ServiceUrls
    _direct: dict[AccountRef, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The word that references here carry."""
        return PLATFORM

    @property
    def can(self) -> Capabilities:
        """What Teams offers."""
        return capabilities(self.settings)

    @property
    def pace(self) -> Pace:
        """How fast Teams may be written to."""
        return PACE

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        """A new post in a channel, a reply under a post, or a message to one person."""
        drawn = adaptive(card, POSTING)
        if isinstance(to, ToPerson):
            return await self.tell(to.account, to.address, drawn, card.notice)
        root = (to.under.thread or to.under.message) if to.under else None
        client = self._client(to.channel.tenant, to.address)
        conversation = conversation_of(to.channel, root)
        message = await _sent(client, conversation, drawn, card.notice)
        return MessageRef(to.channel, message, root if conversation != to.channel.channel else None)

    async def tell(self, account: AccountRef, address: str, drawn: Json, notice: str) -> MessageRef:
        """Send what is drawn to the direct conversation with that person. Not repeatable. Raises `PlatformError`."""
        conversation = await self._conversation(account, address)
        message = await _sent(self._client(account.tenant, address), conversation, drawn, notice)
        return MessageRef(channel_ref(account.tenant, conversation), message)

    async def say(self, conversation: str, service_url: str, drawn: Json, notice: str) -> None:
        """Send what is drawn to that conversation, where others may read along. Raises `PlatformError`."""
        await _sent(self.connectors.client(service_url), conversation, drawn, notice)

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        """Redraw a card."""
        drawn = adaptive(card, POSTING)
        client = self._client(message.channel.tenant, address)
        with translated():
            await client.conversations.update_activity(
                conversation_with(message), message.message, _activity(drawn, card.notice, message.message)
            )

    async def delete(self, message: MessageRef, address: str) -> None:
        """Remove a message; one that is gone is no error."""
        client = self._client(message.channel.tenant, address)
        try:
            with translated():
                await client.conversations.delete_activity(conversation_with(message), message.message)
        except MessageGone:
            return

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> MessageRef | Absent | CannotTell:
        """Teams can't be asked."""
        return CannotTell()

    async def person(self, account: AccountRef, address: str) -> Person | None:
        """Whom Teams knows in the direct conversation with that account."""
        client = self._client(account.tenant, address)
        try:
            conversation = await self._conversation(account, address)
            with translated():
                found = await client.conversations.get_conversation_member(conversation, account.person)
        except MessageGone:
            return None
        return Person(name=found.name or "", email=found.additional_properties.get("email") or None)

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        """What the team says of its channel; None for a chat outside a team."""
        known = parse_address(address)
        if not known.place:
            return None
        team = f"/v3/teams/{quote(known.place, safe='')}"
        try:
            about = await self.connectors.asked(known.service_url, team)
            listed = await self.connectors.asked(known.service_url, f"{team}/conversations")
        except MessageGone:
            return None
        names = {str(one.get("id")): one.get("name") for one in listed.get("conversations", ())}
        if channel.channel not in names:
            return None
        people = about.get("memberCount")
        name = names[channel.channel] or about.get("name") or ""
        return ChannelFacts(str(name), people if isinstance(people, int) else None)

    def _client(self, tenant: str, address: str) -> ConnectorClient:
        return self.connectors.client(self.urls.reaching(tenant, parse_address(address).service_url))

    async def _conversation(self, account: AccountRef, address: str) -> str:
        place = parse_address(address).place
        if place and not _is_channel(place):
            return place
        known = self._direct.get(account)
        if known is None:
            while len(self._direct) >= _REMEMBERED:
                self._direct.pop(next(iter(self._direct)))
            known = self._direct[account] = await self._opened(account, address)
        return known

    async def _opened(self, account: AccountRef, address: str) -> str:
        """The direct conversation with that person. Repeatable: Teams has one, and names it again."""
        client = self._client(account.tenant, address)
        asked = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=f"28:{self.settings.teams_app_id}"),
            members=[ChannelAccount(id=account.person)],
            tenant_id=account.tenant,
            channel_data={"tenant": {"id": account.tenant}},
        )
        with translated():
            made = await client.conversations.create_conversation(asked)
        if not made.id:
            raise Refused("no direct conversation")
        return str(made.id)


def _is_channel(place: str) -> bool:
    return channel_and_root(place)[0].endswith(("@thread.tacv2", "@thread.skype"))


async def _sent(client: ConnectorClient, conversation: str, drawn: Json, notice: str) -> str:
    try:
        with translated():
            made = await client.conversations.send_to_conversation(conversation, _activity(drawn, notice))
    except MessageGone as gone:
        raise Unreachable(
            gone.reason, Cause.NO_CHANNEL
        ) from gone  # the conversation: it is there again once the bot is
    if made is None or not made.id:
        raise Refused("no message id")
    return str(made.id)


def _activity(drawn: Json, notice: str, message: str | None = None) -> Activity:
    attachment = Attachment(content_type=CARD_TYPE, content=drawn)
    return Activity(type="message", id=message, summary=one_line(notice, NOTICE), attachments=[attachment])
