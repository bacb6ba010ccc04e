"""Nothing acknowledged is lost, nothing stands twice on Slack, and all that is wanted stands, whatever was killed."""

import asyncio
import json
import os
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.limits import capabilities as slack_can
from adapters.teams.limits import capabilities as teams_can
from bot.catalogue import Work
from bot.chat.capabilities import Deployment
from bot.chat.refs import AccountRef, ChannelRef
from storage.engine import open_store
from tests.scheduling.kill.faults import CALL, LATE, Faults
from tests.scheduling.kill.lives import Lives
from tests.scheduling.kill.people import TEAMS_PEOPLE, SlackPeople, TeamsPeople
from tests.scheduling.kill.standing import Expected, Row, faults_on_slack, faults_on_teams, ledger
from tests.scheduling.kill.truth import Promises, Truth
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import TEAM, Channel
from tests.servers.teams.activities import TENANT
from tests.servers.teams.connector import CHANNEL
from tests.servers.teams.connector import TEAM as TEAMS_TEAM
from tests.servers.teams.keys import APP_ID, Keys
from tests.servers.teams.service import TeamsService
from tests.servers.teams.serving import serving

KILLS = int(os.environ.get("COP_KILLS", "50"))
"""On each backend."""
LIFE = (0.1, 0.7)
"""Seconds of load before each kill, at least and at most."""
PATIENCE = {"call": CALL, "late": LATE, "margin": 0.3, "busy": 0.05, "bug": 1.0, "backoff_most": 0.5}
LONGEST_LIFE = 2.0
SETTLED_WITHIN = 60.0
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
"""Where the figures are kept, too; not in version control."""


@dataclass
class Stage:
    """Everything around the product."""

    url: str
    slack: SlackServer
    home: Channel
    connector: TeamsService
    connector_url: str
    keys: Keys
    faults: Faults
    lives: Lives
    bot: str
    log: Path
    truth: Truth
    promises: Promises = field(default_factory=Promises)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def founded(url: str, home: Channel, connector_url: str) -> None:
    """One community over both platforms, its doors open, Ada and Ben in it on Teams."""

    def found(work: Work) -> None:
        now = datetime.now(UTC)
        community = work.communities.new("Policy", "America/Vancouver", now)
        work.only_writer_of(community.id)
        work.communities.save(community.opened(now))
        work.communities.add_channel(
            community.id, ChannelRef("slack", TEAM, home.id), "policy-cop", home=True, address=""
        )
        teams = ChannelRef("teams", TENANT, CHANNEL)
        address = f"{connector_url} {TEAMS_TEAM}"
        work.communities.add_channel(community.id, teams, "Policy", home=True, address=address)
        for person in TEAMS_PEOPLE:
            account = AccountRef("teams", TENANT, str(person["aadObjectId"]))
            work.members.join(community.id, account, f"{connector_url} a:{person['aadObjectId']}", now)

    async with open_store(url) as store:
        await store.write(found)


@asynccontextmanager
async def staged(url: str, folder: Path, seed: int) -> AsyncIterator[Stage]:
    """Servers that stay, and a product that is about to be started."""
    async with AsyncExitStack() as stack:
        faults, keys, port = Faults(seed), Keys(), free_port()
        slack = await stack.enter_async_context(SlackServer(retry_after=[0.1] * 300))
        slack.fault = faults.on_slack
        slack.bot_url = f"http://127.0.0.1:{port}/slack/events"
        people = [slack.add_user(f"person{n}") for n in range(4)]
        home = slack.add_channel("policy-cop", people)
        connector = TeamsService(faults.on_teams)
        connector_url = await stack.enter_async_context(serving(connector.app()))
        keys.url = await stack.enter_async_context(serving(keys.app()))
        await founded(url, home, connector_url)
        environment = {
            "COP_DATABASE_URL": url,
            "COP_PORT": str(port),
            "COP_SLACK_SIGNING_SECRET": slack.signing_secret,
            "COP_SLACK_BOT_TOKEN": slack.token,
            "COP_SLACK_API_URL": slack.api_url,
            "COP_SLACK_THREAD_REPLIES": "true",
            "COP_TEAMS_APP_ID": APP_ID,
            "COP_TEAMS_APP_PASSWORD": "unused",
            "COP_TEAMS_OPENID_METADATA_URL": keys.metadata_url,
            "KILL_PATIENCE": json.dumps({**PATIENCE, "paced": False}),
        }
        log = folder / "product.log"
        lives = await stack.enter_async_context(Lives(environment, log))
        bot = f"http://127.0.0.1:{port}/api/messages"
        truth = stack.enter_context(closing(Truth(url)))
        yield Stage(url, slack, home, connector, connector_url, keys, faults, lives, bot, log, truth)


@asynccontextmanager
async def busy_people(stage: Stage, seed: int) -> AsyncIterator[None]:
    """Four people on Slack and two on Teams do one thing after another, until the block ends."""
    stop = asyncio.Event()
    slack = SlackPeople(stage.slack, stage.home, stage.promises, stage.truth, seed)
    teams = TeamsPeople(stage.bot, stage.connector_url, stage.connector, stage.keys, stage.promises, stage.truth)

    async def go_on(act: Callable[[], Awaitable[None]]) -> None:
        while not stop.is_set():
            await act()
            await asyncio.sleep(0.02)

    async with aiohttp.ClientSession() as session:
        teams.session = session
        users = [user for user in stage.slack.workspace.users.values() if not user.bot]
        tasks = [asyncio.create_task(go_on(lambda user=user: slack.act(user))) for user in users]  # type: ignore[misc]
        tasks += [asyncio.create_task(go_on(lambda who=who: teams.act(who))) for who in TEAMS_PEOPLE]  # type: ignore[misc]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)


async def lived(stage: Stage, seconds: float) -> None:
    """A life of that length, or until something was promised in it: on a busy machine lives begin slowly."""
    before, ends = len(stage.promises), time.monotonic() + LONGEST_LIFE
    await asyncio.sleep(seconds)
    while len(stage.promises) <= before and time.monotonic() < ends:
        await asyncio.sleep(0.02)


async def killed_again_and_again(stage: Stage, kills: int, seed: int) -> None:
    die = random.Random(seed)
    async with AsyncExitStack() as load:
        for life in range(kills):
            await stage.lives.start()
            if life == 0:
                await load.enter_async_context(busy_people(stage, seed))
                stage.faults.on = True
            await lived(stage, die.uniform(*LIFE))
            await stage.lives.kill()
            assert stage.promises.broken(stage.truth) == []
        await stage.lives.start()
        await load.aclose()


async def settled(stage: Stage) -> float:
    """Seconds until the courier has nothing left to do."""
    began = time.monotonic()
    while time.monotonic() - began < SETTLED_WITHIN:
        if not stage.truth.unfinished():
            return time.monotonic() - began
        await asyncio.sleep(0.2)
    unfinished = stage.truth.rows("SELECT * FROM postings WHERE work_at IS NOT NULL")
    raise AssertionError(f"not settled: {unfinished}")


def deployment() -> Deployment:
    can = {
        "slack": slack_can("/cop", thread_replies=True),
        "teams": teams_can(Settings(teams_app_id=APP_ID, teams_app_password=SecretStr("unused"))),
    }
    return Deployment("CoP", "/cop", can)


def told(stage: Stage, rows: list[Row], backend: str, seconds: float) -> str:
    """The figures of one run."""
    doubtful = [row for row in rows if row.note or row.outcome]
    by_outcome = {
        word: sum(1 for row in doubtful if word in (row.note, row.outcome))
        for word in {row.note or row.outcome for row in doubtful}
    }
    return (
        f"\n{backend}: {stage.lives.kills} kills ({stage.lives.starting / stage.lives.kills:.2f} s to start), {len(stage.promises)} promises kept "
        f"({len(stage.promises.questions)} questions, {len(stage.promises.replies)} replies, "
        f"{len(stage.promises.taken_back)} taken back, {len(stage.promises.follows)} follows), "
        f"{len(rows)} postings, {stage.connector.created} created on Teams, settled in {seconds:.1f} s\n"
        f"  faults: {dict(sorted(stage.faults.happened.items()))}\n  said in the ledger: {by_outcome}"
    )


@pytest.mark.timeout(600)
async def test_killed_again_and_again_under_load_it_keeps_every_promise(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("COP_SEED", "7"))
    async with staged(database_url, tmp_path, seed) as stage:
        await killed_again_and_again(stage, KILLS, seed)
        stage.faults.on = False
        seconds = await settled(stage)
        await stage.slack.quiet()
        await stage.lives.kill()
        rows, expected = ledger(stage.truth), Expected(stage.url, deployment())
        backend = database_url.partition(":")[0]
        figures = told(stage, rows, backend, seconds)
        ARTEFACTS.mkdir(exist_ok=True)
        (ARTEFACTS / f"kill-{backend}.txt").write_text(figures)
        with capsys.disabled():
            print(figures)
        assert [
            *stage.promises.broken(stage.truth),
            *await faults_on_slack(stage.slack, rows, expected),
            *await faults_on_teams(stage.connector, rows, expected),
        ] == []
        assert "Traceback" not in stage.log.read_text()
