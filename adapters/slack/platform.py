"""Slack as the courier uses it: post, redraw, remove, look up; every error translated."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import limits, render
from adapters.slack.errors import translated
from adapters.slack.payload import Json, part, word
from adapters.slack.people import Workspace
from adapters.slack.refs import KEY, direct_of, is_direct
from adapters.slack.workspaces import Workspaces
from bot.chat.capabilities import Capabilities
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.errors import Cause, MessageGone, PlatformError, Uncertain
from bot.ports import Absent, CannotTell, ChannelFacts, Destination, Pace, Person, ToChannel, ToPerson
from bot.postings import HOME

EVENT_TYPE = "cop_posting"
"""The kind of metadata that carries a posting's id on its message."""
_UNREADABLE = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "not_allowed_token_type"})


class SlackPlatform:
    """The platform port on Slack's Web API. Addresses name the installation, and direct conversations."""

    def __init__(self, workspaces: Workspaces, can: Capabilities) -> None:
        self._workspaces = workspaces
        self._can = can

    @property
    def key(self) -> str:
        """The word that references carry."""
        return KEY

    @property
    def can(self) -> Capabilities:
        """What Slack offers."""
        return self._can

    @property
    def pace(self) -> Pace:
        """How fast Slack may be written to."""
        return limits.PACE

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        """Post the card; `posting` rides along as metadata, by which `find_posted` knows it again."""
        workspace = await self._reached(to)
        home = await workspace.installation()
        if isinstance(to, ToPerson) and to.home:
            return await _published(workspace.client, MessageRef(home.channel(to.account.person), HOME), card)
        under = _under(to)
        with translated():
            answer = await workspace.client.chat_postMessage(
                channel=_address(to),
                thread_ts=under,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"posting": posting}},
                **render.message(card),
            )
        if not (answer["channel"] and answer["ts"]):
            raise Uncertain("no message id", Cause.STRANGE)
        return MessageRef(home.channel(str(answer["channel"])), str(answer["ts"]), under)

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        """Redraw the card; its metadata stays. Repeatable. Raises `MessageGone` when people deleted it."""
        client = (await self._workspaces.reached(message.channel.tenant, address)).client
        if is_home(message):
            await _published(client, message, card)
            return
        with translated():
            await client.chat_update(channel=message.channel.channel, ts=message.message, **render.message(card))

    async def delete(self, message: MessageRef, address: str) -> None:
        """Remove the message. Repeatable; a message already gone is no error."""
        client = (await self._workspaces.reached(message.channel.tenant, address)).client
        try:
            with translated():
                await client.chat_delete(channel=message.channel.channel, ts=message.message)
        except MessageGone:
            return

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> MessageRef | Absent | CannotTell:
        """Looks for the posting's id in the thread or channel, around `since`. Repeatable.

        Cannot tell without the history scopes, in a direct conversation whose id is not known, or when more was
        written in those minutes than is worth reading.
        """
        channel, under = _address(to), _under(to)
        if isinstance(to, ToPerson) and to.home:
            return Absent()  # it may be shown twice without harm
        if not (isinstance(to, ToChannel) or is_direct(channel)):
            return CannotTell()
        workspace = await self._reached(to)
        home = await workspace.installation()
        ask = _pages(workspace.client, channel, under, since)
        cursor = ""
        for _ in range(limits.HISTORY_PAGES):
            page = await self._page(ask, cursor)
            if page is None:
                return CannotTell()
            for found in page.get("messages", []):
                if _carries(found, posting) and word(found, "user") == home.bot:
                    return MessageRef(home.channel(channel), word(found, "ts"), under)
            cursor = word(part(page, "response_metadata"), "next_cursor")
            if not cursor:
                return Absent()
        return CannotTell()

    async def person(self, account: AccountRef, address: str) -> Person | None:
        """What Slack says of the account; None when it knows no such account."""
        return await (await self._workspaces.reached(account.tenant, address)).person(account.person)

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        """What Slack says of the channel; None when the bot can see no such channel."""
        return await (await self._workspaces.reached(channel.tenant, address)).channel(channel.channel)

    async def _reached(self, to: Destination) -> Workspace:
        tenant = to.channel.tenant if isinstance(to, ToChannel) else to.account.tenant
        return await self._workspaces.reached(tenant, to.address)

    async def _page(self, ask: Callable[[str], Awaitable[AsyncSlackResponse]], cursor: str) -> Json | None:
        try:
            with translated():
                answer = await ask(cursor)
        except MessageGone:
            return {}
        except PlatformError as error:
            if error.reason in _UNREADABLE:
                return None
            raise
        return answer.data if isinstance(answer.data, dict) else {}


def _pages(
    client: AsyncWebClient, channel: str, under: str | None, since: datetime
) -> Callable[[str], Awaitable[AsyncSlackResponse]]:
    start = f"{since.timestamp() - limits.HISTORY_SLACK_SECONDS:.6f}"
    end = f"{since.timestamp() + limits.HISTORY_SECONDS:.6f}"

    async def page(cursor: str) -> AsyncSlackResponse:
        if under is not None:
            return await client.conversations_replies(
                channel=channel,
                ts=under,
                oldest=start,
                latest=end,
                cursor=cursor or None,
                include_all_metadata=True,
                limit=limits.HISTORY_PAGE,
            )
        return await client.conversations_history(
            channel=channel,
            oldest=start,
            latest=end,
            cursor=cursor or None,
            include_all_metadata=True,
            limit=limits.HISTORY_PAGE,
        )

    return page


async def _published(client: AsyncWebClient, home: MessageRef, card: Card) -> MessageRef:
    """The Home of the person whose id the reference's channel is, shown anew. Repeatable."""
    with translated():
        await client.views_publish(user_id=home.channel.channel, view=render.home(card))
    return home


def is_home(message: MessageRef) -> bool:
    """Whether it is somebody's Home: then its channel is the person's id."""
    return message.message == HOME


def _address(to: Destination) -> str:
    """The conversation's id. Where somebody forgotten was written to is known by their address alone."""
    if isinstance(to, ToChannel):
        return direct_of(to.channel.channel) or to.channel.channel
    return direct_of(to.address) or to.account.person


def _under(to: Destination) -> str | None:
    return to.under.message if isinstance(to, ToChannel) and to.under else None


def _carries(message: Json, posting: str) -> bool:
    metadata = part(message, "metadata")
    return word(metadata, "event_type") == EVENT_TYPE and word(part(metadata, "event_payload"), "posting") == posting
