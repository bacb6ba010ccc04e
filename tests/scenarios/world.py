"""A community over two platforms, set up by hand, in which the transcripts run."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.web.asks import Move
from adapters.web.clock import WorkspaceClock
from adapters.web.hands import Hands
from adapters.web.limits import DRAWN, TENANT, capabilities
from adapters.wiring import Product, running
from bot.chat.calls import Arrived, Where
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.words import Words
from bot.ports import Clock
from scheduling.delivery import Patience
from scheduling.names import Names
from tests.scenarios.chat import Chat, Seen
from tests.scenarios.slack import SlackChat
from tests.scenarios.teams import TeamsChat
from tests.scenarios.web import WebChat
from tests.servers.slack.server import SlackServer
from tests.servers.teams.bench import teams_bench
from tests.servers.teams.keys import StubCredentials

HERE = ("steward", "health", "labour")
THERE = ("fisheries", "forests")
LATER_HERE = ("newcomer",)
"""Who comes here when the community is there; others who come later do so on the other platform."""
PATIENT = 5.0
"""Seconds to wait for an answer that a platform delivers by itself."""


@dataclass
class World:
    """Here are the steward, Health and Labour; on the other platform are Fisheries and Forests."""

    product: Product
    here: Chat
    there: Chat
    title_here: str
    title_there: str
    here_is_private: bool
    """Whether a typed command is seen by nobody else here."""
    file: Path
    """The database."""
    acted: set[str] = field(default_factory=set)
    """Everybody who has done anything since the doors opened."""
    before: dict[str, set[str]] = field(default_factory=dict)
    """The messages that each of the five had from the bot when the doors opened."""

    def chat_of(self, role: str) -> Chat:
        """The platform that somebody uses."""
        return self.here if role in {*HERE, *LATER_HERE} else self.there

    def hands_of(self, role: str) -> Chat:
        """The same, for somebody who does something there."""
        self.acted.add(role)
        return self.chat_of(role)

    async def settle(self) -> None:
        """Everything due is done, everything wanted is shown."""
        await self.product.settle()

    async def reaches(self, at: datetime) -> None:
        """Time goes by until then, and everything happens when it is due, one after the other."""
        clock = self.product.clock
        assert isinstance(clock, WorkspaceClock)
        await Hands(clock, self.product.next_due, self.settle).move(Move(to=at))

    async def forward(self, by: timedelta) -> None:
        """Some time goes by, and what is due meanwhile happens."""
        await self.reaches(self.product.clock.now() + by)

    async def leaves(self, role: str) -> None:
        """Somebody's account is deactivated. Nobody tells us; the platforms are asked about everybody once a day."""
        await self.chat_of(role).leaves(role)

    async def asks_who_is_there(self) -> None:
        """The platforms are asked about those whose turn it is, as happens beside the deliveries all day."""
        product = self.product
        await Names(product.store, product.platforms, product.catalogue, product.clock).learn()
        await self.settle()

    async def commands(self, role: str, text: str) -> None:
        """Type a command in the home channel."""
        await self.hands_of(role).command(role, text)
        await self.settle()

    async def directs(self, role: str, text: str) -> None:
        """Type to the bot alone."""
        await self.hands_of(role).direct(role, text)
        await self.settle()

    async def presses(self, role: str, on: Seen, label: str) -> None:
        """Press a button."""
        await self.hands_of(role).press(role, on, label)
        await self.settle()

    async def forges(self, stranger: str, owner: str, on: Seen, label: str) -> None:
        """Somebody presses a button that only another person was shown."""
        self.acted.add(stranger)
        await self.chat_of(owner).forge(stranger, owner, on, label)
        await self.settle()

    async def fills(self, role: str, values: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Fill in the form that is open, and send it."""
        errors = await self.hands_of(role).fill(role, values)
        await self.settle()
        return errors

    async def replies(self, role: str, under: Seen, text: str) -> str:
        """Write in the thread."""
        written = await self.hands_of(role).reply(role, under, text)
        await self.settle()
        return written

    async def asks(self, role: str, text: str) -> None:
        """Ask and post."""
        await self.commands(role, f"ask {text}")
        await self.presses(role, await self.sees(role, "Before it goes out"), "Post it")

    async def all_of(self, role: str) -> list[Seen]:
        """All that somebody sees."""
        return await self.chat_of(role).sees(role)

    async def finds(self, role: str, text: str, place: str | None = None) -> list[Seen]:
        """The bot's messages with that text that somebody sees now."""
        return [
            seen
            for seen in await self.all_of(role)
            if seen.author == "bot" and text in f"{seen.text}\n{seen.notice}" and place in {None, seen.place}
        ]

    async def sees(self, role: str, text: str, place: str | None = None) -> Seen:
        """The newest message of the bot's with that text, once it is there."""
        until = time.monotonic() + PATIENT
        while not (found := await self.finds(role, text, place)):
            if time.monotonic() > until:
                shown = "\n---\n".join(seen.text for seen in await self.all_of(role))
                raise AssertionError(f"{role} doesn't see {text!r} but:\n{shown}")
            await asyncio.sleep(0.02)
        return found[-1]


@asynccontextmanager
async def world(
    kind: str, folder: Path, *, words: Words | None = None, clock: Clock | None = None, founded: bool = True
) -> AsyncIterator[World]:
    """The community on `web`, on `slack` (with the workspace's Teams), or on `teams` (with the workspace's Slack).

    `socket` is `slack` over a connection that the bot opens. Not `founded`: the bot has been added nowhere yet.
    """
    async with AsyncExitStack() as stack:
        settings: dict[str, Any] = {
            "database_url": f"sqlite:///{folder / 'cop.db'}",
            "port": 0,
            "workspace": True,
            "slack_thread_replies": True,
            "teams_thread_replies": True,
        }
        extra: dict[str, Any] = {}
        slack = teams = None
        if kind in {"slack", "socket"}:
            slack = await stack.enter_async_context(SlackServer())
            settings |= (
                {"slack_signing_secret": SecretStr(slack.signing_secret)}
                if kind == "slack"
                else {"slack_app_token": SecretStr(slack.links.app_token)}
            )
            settings |= {
                "slack_bot_token": SecretStr(slack.token),
                "slack_api_url": slack.api_url,
            }
        if kind == "teams":
            teams = await stack.enter_async_context(teams_bench())
            settings |= teams.settings
            extra["teams"] = {"credentials": StubCredentials()}
        product = await stack.enter_async_context(
            running(Settings(**settings), words=words, clock=clock, patience=Patience(paced=False), **extra)
        )
        if slack is not None and kind == "socket":
            slack.socket_mode()
            await slack.links.standing(1)
        session = await stack.enter_async_context(ClientSession())
        made = World(product, *_chats(kind, session, product, slack, teams), folder / "cop.db")
        if founded:
            await _founded(made)
        made.acted.clear()
        for role in (*HERE, *THERE):
            made.before[role] = {one.id for one in await made.finds(role, "", place="direct")}
        yield made


def _chats(
    kind: str, session: ClientSession, product: Product, slack: SlackServer | None, teams: Any
) -> tuple[Chat, Chat, str, str, bool]:
    if slack is not None:
        return SlackChat(slack, product.url), WebChat(session, product.url, "teams"), "Slack", "Teams", True
    if teams is not None:
        teams.signer.bot_url = f"{product.url}/api/messages"
        return TeamsChat(teams), WebChat(session, product.url, "slack"), "Teams", "Slack", False
    return WebChat(session, product.url, "slack"), WebChat(session, product.url, "teams"), "Slack", "Teams", True


async def _founded(made: World) -> None:
    """Set up as people do it: the bot arrives, three questions, a code for the other platform, open doors, units."""
    await _arrives(made, "steward", made.here)
    await made.presses("steward", await made.sees("steward", "ready to set up", place="direct"), "Set up")
    await made.fills("steward", {"What is the community called?": "Policy CoP"})
    ready = await made.sees("steward", "is set up")
    await made.presses("steward", ready, next(label for label in ready.buttons if label.startswith("Connect")))
    code = newest_code(await made.all_of("steward"))
    await _arrives(made, "fisheries", made.there)
    await made.commands("fisheries", "join")
    await made.fills("fisheries", {"Code": code})
    await made.directs("steward", "setup open now")
    for role in (*HERE, *THERE):
        await made.commands(role, f"me unit {role.title()}")


async def _arrives(made: World, role: str, chat: Chat) -> None:
    if isinstance(chat, SlackChat):
        await chat.server.invite_bot(chat.person(role), chat.home)
    elif isinstance(chat, TeamsChat):
        await chat.arrive(role)
    else:
        assert isinstance(chat, WebChat)
        await chat.sees(role)  # whoever looks in is in
        drawn = next(one for one in DRAWN if one.drawing == chat._drawn)
        where = Where(ChannelRef(drawn.key, TENANT, drawn.home), capabilities("/cop")[drawn.key])
        by = AccountRef(drawn.key, TENANT, role)
        await made.product.door(Arrived(uuid4().hex, where, by))
    await made.settle()


def newest_code(messages: Sequence[Seen]) -> str:
    """The newest one-time code that somebody was shown."""
    codes: list[str] = [code for seen in messages for code in re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", seen.text)]
    assert codes, messages
    return codes[-1]
