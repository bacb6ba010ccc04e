"""Slack and Teams as servers of ours that break, the product between them, and a community of four people on both."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.wiring import Product, running
from bot.catalogue import Work
from bot.chat.calls import ButtonCall, CommandCall, Where
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import Reply
from bot.ports import Person
from scheduling.delivery import Patience
from tests.scheduling.kill.truth import Truth
from tests.servers.slack.faults import ApiRequest, Broken, Fault
from tests.servers.slack.screen import buttons, words
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, Message, User
from tests.servers.teams.activities import ADA, BEN, TENANT, direct
from tests.servers.teams.connector import CHANNEL
from tests.servers.teams.connector import TEAM as TEAMS_TEAM
from tests.servers.teams.keys import Keys, StubCredentials
from tests.servers.teams.screen import elements, readable
from tests.servers.teams.service import TeamsService
from tests.servers.teams.serving import serving
from tests.stage import button, card, told

Json = dict[str, Any]
Hit = Callable[[ApiRequest], bool]
TUESDAY = datetime(2027, 3, 2, 18, tzinfo=UTC)
"""Ten in the morning in Vancouver: nobody's quiet hours."""
PATIENCE = Patience(call=2, late=0.1, margin=1, busy=0.01, bug=0.05, backoff_most=0.05, paced=False)
ASKERS = {"slack": "asker", "teams": str(ADA["aadObjectId"])}
OTHERS = {"slack": "other", "teams": str(BEN["aadObjectId"])}
NEWCOMERS = {"slack": "newcomer", "teams": "aaaaaaaa-0000-4000-8000-000000000009"}
NAMES = {"asker": "Marigold Asker", "other": "Bramble Other", "newcomer": "Clover Newcomer"}


class RunningClock:
    """It shows that Tuesday, and runs on."""

    def __init__(self) -> None:
        self._ahead = TUESDAY - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


@dataclass(frozen=True)
class Row:
    """A posting as the ledger has it."""

    present: bool
    attempts: int
    last_error: str
    outcome: str
    note: str
    stands: bool
    due: bool
    unsettled: bool


@dataclass
class Around:
    """The product and all that it talks to. `hit` and `fault` say what befalls which request, `left` how often yet."""

    product: Product
    slack: SlackServer
    home: Channel
    teams: TeamsService
    teams_url: str
    keys: Keys
    session: aiohttp.ClientSession
    truth: Truth
    hit: Hit = lambda _: False
    fault: Fault | None = None
    left: float = 0
    struck: list[ApiRequest] = field(default_factory=list)
    expired: bool = False
    """Slack's addresses for answers are good no more."""

    # ---- what goes wrong

    def befall(self, hit: Hit, fault: Fault, times: float = float("inf")) -> None:
        """From now on, until `heal`, or so many times."""
        self.hit, self.fault, self.left = hit, fault, times
        self.struck.clear()

    def heal(self) -> None:
        """Everything works again."""
        self.fault = None

    def choose(self, asked: ApiRequest) -> Fault | None:
        """What befalls this request."""
        if self.expired and asked.method == "response_url":
            return Broken(404)
        if self.fault is None or self.left <= 0 or not self.hit(asked):
            return None
        self.left -= 1
        self.struck.append(asked)
        return self.fault

    async def settle(self, seconds: float = 0) -> None:
        """All that is due, and what comes due within these seconds, is done."""
        await self.product.tick.run_due_until_idle()
        await self.product.courier.settle(seconds)
        await self.slack.quiet()

    # ---- people

    def user(self, name: str) -> User:
        return next(user for user in self.slack.workspace.users.values() if user.name == name)

    def account(self, platform: str, who: str) -> AccountRef:
        """Somebody's account, by their name on Slack or their id on Teams."""
        return AccountRef("slack", TEAM, self.user(who).id) if platform == "slack" else AccountRef("teams", TENANT, who)

    def alone(self, platform: str, who: str) -> Where:
        """Somebody's direct conversation with the bot."""
        can = self.product.platforms[platform].can
        if platform == "slack":
            channel = self.slack.workspace.direct(self.user(who)).id
            return Where(ChannelRef("slack", TEAM, channel), can, direct=True)
        return Where(ChannelRef("teams", TENANT, f"a:{who}"), can, direct=True, address=f"{self.teams_url} a:{who}")

    def together(self, platform: str) -> Where:
        """The home channel."""
        can = self.product.platforms[platform].can
        if platform == "slack":
            return Where(ChannelRef("slack", TEAM, self.home.id), can)
        return Where(ChannelRef("teams", TENANT, CHANNEL), can, address=f"{self.teams_url} {TEAMS_TEAM}")

    async def says(self, platform: str, who: str, text: str, where: Where | None = None) -> Reply:
        """Somebody types to the bot, alone with it unless said otherwise, past every network."""
        where = where or self.alone(platform, who)
        return await self.product.door(CommandCall(uuid4().hex, self.account(platform, who), where, text, private=True))

    async def presses(self, platform: str, who: str, name: str, subject: str) -> Reply:
        """Somebody presses a button, past every network."""
        call = ButtonCall(uuid4().hex, self.account(platform, who), self.alone(platform, who), name, subject)
        return await self.product.door(call)

    async def asks(self, platform: str, mark: str) -> int:
        """The asker posts a question with that word in it; its number."""
        asker = ASKERS[platform]
        post = button(card(await self.says(platform, asker, f"ask How early is {mark} discussed?")), "Post it")
        await self.presses(platform, asker, post.action, str(post.subject))
        (found,) = (number for number, text in self.truth.rows("SELECT id, text FROM questions") if mark in str(text))
        return int(found)

    async def steward(self) -> str:
        """What a steward reads under `settings`."""
        return told(await self.says("slack", "steward", "settings"))

    async def types_on_teams(self, who: Json, text: str) -> int:
        """Somebody types to the bot in Teams, for real; the status of the answer."""
        activity = {**direct(text), "from": who, "serviceUrl": self.teams_url}
        activity["conversation"] = {**activity["conversation"], "id": f"a:{who['aadObjectId']}"}
        headers = {"Authorization": f"Bearer {self.keys.token(self.teams_url)}"}
        url = f"{self.product.url}/api/messages"
        async with self.session.post(url, json=activity, headers=headers) as answer:
            return answer.status

    # ---- what there is to see

    def in_home(self, platform: str, mark: str) -> list[str]:
        """The cards with that word that stand in the home channel, as they read."""
        if platform == "slack":
            shown = [one for one in self._slack() if one.channel == self.home.id and not one.only_for]
            return [words(one) for one in shown if mark in words(one) and not _in_thread(one)]
        texts = [_text(one.card) for one in self.teams.standing.values() if one.conversation.startswith("19:")]
        return [text for text in texts if mark in text]

    def alone_with(self, platform: str, who: str, mark: str = "") -> list[str]:
        """What stands between somebody and the bot, or is seen by them alone."""
        if platform == "slack":
            user = self.user(who)
            mine = {self.slack.workspace.direct(user).id}
            texts = [words(one) for one in self._slack() if one.only_for == user.id or one.channel in mine]
        else:
            texts = [_text(one.card) for one in self.teams.standing.values() if one.conversation == f"a:{who}"]
        return [text for text in texts if mark in text]

    def question_card(self, number: int) -> Message:
        """A question's card in the channel on Slack."""
        subject = f"question:{number}"
        return next(one for one in self._slack() if one.channel == self.home.id and subject in str(one.blocks))

    def row(self, kind: str, part: str, number: int, platform: str) -> Row:
        """The posting of that subject on that platform."""
        found = self.truth.rows(
            "SELECT p.kind, p.part, p.number, coalesce(c.platform, a.platform), p.present, p.attempts, p.last_error,"
            " p.outcome, p.note, p.at_message IS NOT NULL, p.work_at IS NOT NULL, p.unsettled_since IS NOT NULL"
            " FROM postings p LEFT JOIN channels c ON c.id = p.channel_id AND c.community_id = p.community_id"
            " LEFT JOIN accounts a ON a.id = p.account_id"
        )
        (row,) = (
            values
            for name, piece, about, on, *values in found
            if (name, piece.partition(":")[0], about, on) == (kind, part, number, platform)
        )
        return Row(*row)

    def name_of(self, platform: str) -> str:
        """What the newcomer on that platform is called."""
        (name,) = (
            name
            for on, person, name in self.truth.rows(
                "SELECT a.platform, a.person, m.name FROM accounts a JOIN identities i ON i.account_id = a.id"
                " JOIN members m ON m.id = i.member_id AND m.community_id = i.community_id"
            )
            if (on, person) == (platform, self.account(platform, NEWCOMERS[platform]).person)
        )
        return str(name)

    def _slack(self) -> list[Message]:
        return [one for one in self.slack.workspace.messages if one.user == BOT]


def _in_thread(message: Message) -> bool:
    return message.thread not in ("", message.ts)


def _text(drawn: Json) -> str:
    return readable(drawn) + " ".join(str(one.get("title", "")) for one in elements(drawn.get("actions") or []))


def _founded(around_url: str, slack: SlackServer, home: Channel) -> Callable[[Work], None]:
    def found(work: Work) -> None:
        now = TUESDAY - timedelta(days=3)
        community = work.communities.new("Policy", "America/Vancouver", now)
        work.only_writer_of(community.id)
        work.communities.save(community.opened(now))
        there = ChannelRef("slack", TEAM, home.id)
        work.communities.add_channel(community.id, there, "policy-cop", home=True, address="")
        teams = ChannelRef("teams", TENANT, CHANNEL)
        work.communities.add_channel(community.id, teams, "Policy", home=True, address=f"{around_url} {TEAMS_TEAM}")
        people = [(AccountRef("slack", TEAM, user.id), "", user.name) for user in slack.workspace.users.values()]
        people += [
            (AccountRef("teams", TENANT, str(one["aadObjectId"])), f"{around_url} a:{one['aadObjectId']}", name)
            for one, name in ((ADA, "asker"), (BEN, "other"))
        ]
        for account, address, name in people:
            if name in ("newcomer", "slackbot", "cop"):
                continue
            member, known = work.members.join(community.id, account, address, now)
            work.members.told(known.id, Person(NAMES.get(name, "Sorrel Steward")))
            if name == "steward":
                work.members.save(replace(work.members.get(community.id, member.id), steward=True))

    return found


@asynccontextmanager
async def around(folder: Path, patience: Patience = PATIENCE) -> AsyncIterator[Around]:
    """Everything works, and all that was to be shown at first is shown."""
    async with AsyncExitStack() as stack:
        slack, clock = await stack.enter_async_context(SlackServer()), RunningClock()
        slack.workspace.ahead = (clock.now() - datetime.now(UTC)).total_seconds()
        for name in ("asker", "other", "newcomer", "steward"):
            slack.add_user(name, NAMES.get(name, "Sorrel Steward"))
        people = [user for user in slack.workspace.users.values() if not user.bot]
        home = slack.add_channel("policy-cop", people)
        teams, keys = TeamsService(), Keys()
        teams.people = {ASKERS["teams"]: NAMES["asker"], OTHERS["teams"]: NAMES["other"]}
        teams.people[NEWCOMERS["teams"]] = NAMES["newcomer"]
        teams_url = await stack.enter_async_context(serving(teams.app()))
        keys.url = await stack.enter_async_context(serving(keys.app()))
        settings = Settings(
            database_url=f"sqlite:///{folder / 'cop.db'}",
            port=0,
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_bot_token=SecretStr(slack.token),
            slack_api_url=slack.api_url,
            slack_thread_replies=True,
            teams_app_id="11111111-2222-4333-8444-555555555555",
            teams_app_password=SecretStr("secret"),
            teams_openid_metadata_url=keys.metadata_url,
        )
        product = await stack.enter_async_context(
            running(settings, clock=clock, patience=patience, teams={"credentials": StubCredentials()})
        )
        await product.store.write(_founded(teams_url, slack, home))
        slack.bot_url = f"{product.url}/slack/events"
        session = await stack.enter_async_context(aiohttp.ClientSession())
        truth = stack.enter_context(closing(Truth(settings.database_url)))
        made = Around(product, slack, home, teams, teams_url, keys, session, truth)
        slack.fault = teams.fault = made.choose
        await made.settle()
        yield made


async def until(said: Callable[[], bool], seconds: float = 3) -> bool:
    """Whether it comes true in time."""
    ends = time.monotonic() + seconds
    while not said() and time.monotonic() < ends:
        await asyncio.sleep(0.01)
    return said()


__all__ = ["ASKERS", "NEWCOMERS", "OTHERS", "Around", "Row", "around", "buttons", "until"]
