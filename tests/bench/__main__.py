"""Figures, as ratios in one run: our product against an echo, on the same machine, by the same load generator."""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psutil
from aiohttp import web

from adapters.slack import render
from bot.catalogue import Work
from bot.chat.cards import Button, Buttons, Card
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.ports import Person
from storage.engine import open_store
from tests.bench import cycle, search
from tests.bench.slack_echo import SECRET
from tests.bench.teams_turns import compare
from tests.scenarios.test_quiet_year import a_year
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import TEAM
from tests.servers.teams.serving import serving

PEOPLE, QUESTIONS = 200, 200
CONNECTIONS = ((1, 500), (16, 2_000), (64, 2_000))
"""Connections at once, and requests in one round."""
ROUNDS = 2
"""Echo and product take turns; the better round of each counts, as others may use the machine."""
WARM = 200
TURNS = 1_000
CHANNEL = "C00000001"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    connections: int
    ours: Mapping[str, Any]
    echo: Mapping[str, Any]

    def told(self) -> str:
        ratio = self.ours["per_second"] / self.echo["per_second"]
        return (
            f"{self.what:<22}{self.connections:>5}"
            f"{self.ours['per_second']:>10.0f}{_ms(self.ours['p50']):>10}{_ms(self.ours['p99']):>10}"
            f"{self.echo['per_second']:>12.0f}{_ms(self.echo['p50']):>10}{_ms(self.echo['p99']):>10}{ratio:>8.2f}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


@asynccontextmanager
async def process(*arguments: str, **environment: str) -> AsyncIterator[tuple[Process, int]]:
    """A Python process that says the port it serves in its first line."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={**os.environ, **environment}
    )
    assert child.stdout is not None
    try:
        line = (await child.stdout.readline()).decode().strip()
        yield child, int(line.rpartition(":")[2].strip("/"))
    finally:
        child.terminate()
        await child.wait()


async def measured(port: int, connections: int, bodies: Sequence[str], warm: int) -> dict[str, Any]:
    """What the load generator found."""
    plan = {
        "port": port,
        "path": "/slack/events",
        "secret": SECRET,
        "connections": connections,
        "bodies": bodies,
        "warm": warm,
    }
    generator = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.load", stdin=PIPE, stdout=PIPE, env=dict(os.environ)
    )
    said, _ = await generator.communicate(json.dumps(plan).encode())
    found: dict[str, Any] = json.loads(said)
    return found


async def founded(url: str) -> None:
    """One open community in Slack, with people and questions."""

    def found(work: Work) -> None:
        now = datetime.now(UTC)
        community = work.communities.new("Policy", "America/Vancouver", now)
        work.only_writer_of(community.id)
        work.communities.save(community.opened(now))
        home = ChannelRef("slack", TEAM, CHANNEL)
        work.communities.add_channel(community.id, home, "policy-cop", home=True, address="")
        for person in range(PEOPLE):
            _, account = work.members.join(community.id, AccountRef("slack", TEAM, user(person)), "", now)
            work.members.told(account.id, Person(f"Person {person}"))
        for number in range(QUESTIONS):
            text = f"How early do you consult on matter {number}?"
            work.questions.new(community.id, 1, "Labour", text, "", (), now, nameless=False)

    async with open_store(url) as store:
        await store.write(found)


def user(person: int) -> str:
    return f"U{person + 1:08d}"


def command(number: int, run: str) -> str:
    """`/cop ask …`, as Slack sends it."""
    fields = {
        "token": "verification",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "channel_name": "policy-cop",
        "user_id": user(number % PEOPLE),
        "user_name": "person",
        "command": "/cop",
        "text": f"ask When is {run}-{number} brought to cabinet, and by whom?",
        "api_app_id": "A0COP",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/",
        "trigger_id": f"{run}.{number}",
    }
    return urlencode(fields)


def press(number: int, run: str, response_url: str, action: str = "") -> str:
    """A press on "I'd like to know too", each by another person or on another question."""
    person, question = number % PEOPLE, number // PEOPLE % QUESTIONS + 1
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user(person), "username": "person", "team_id": TEAM},
        "api_app_id": "A0COP",
        "token": "verification",
        "trigger_id": f"{run}.{number}",
        "team": {"id": TEAM, "domain": "policy"},
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": False},
        "channel": {"id": CHANNEL, "name": "policy-cop"},
        "message": {"ts": "1.1", "type": "message", "text": "Question"},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [
            {
                "type": "button",
                **({"action_id": action, "value": "x"} if action else follow_button(question)),
                "block_id": "b",
                "action_ts": "1.1",
            }
        ],
    }
    return urlencode({"payload": json.dumps(payload)})


def follow_button(question: int) -> dict[str, Any]:
    """Its id and value, as our card in Slack has them."""
    button = Button("I'd like to know too", "question.follow", Subject(1, "question", question))
    (row,) = render.message(Card("Question", (Buttons((button,)),)))["blocks"]
    drawn = row["elements"][0]
    return {"action_id": drawn["action_id"], "value": drawn["value"]}


async def idle(child: Process, port: int) -> tuple[float, float]:
    """Seconds until ready and resident megabytes after two seconds of rest. The process has just said its port."""
    ready = time.perf_counter()
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
    await asyncio.sleep(2)
    return ready, psutil.Process(child.pid).memory_info().rss / 2**20


async def slack_rows(port: int, echo: int, response_url: str) -> tuple[list[Row], set[str], set[tuple[int, str]]]:
    """The table, the texts of all acknowledged questions, and all acknowledged presses."""
    rows: list[Row] = []
    asked: set[str] = set()
    pressed: set[tuple[int, str]] = set()
    first = 0
    for connections, many in CONNECTIONS:
        asks: list[tuple[dict[str, Any], dict[str, Any]]] = []
        presses: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for turn in range(ROUNDS):
            run, numbers = f"r{connections}.{turn}", range(first, first + many + WARM)
            first += many + WARM
            bodies = [command(number, run) for number in numbers]
            theirs = await measured(echo, connections, bodies, WARM)
            ours = await measured(port, connections, bodies, WARM)
            asked |= {f"{run}-{number} " for at, number in enumerate(numbers) if at not in ours["refused"]}
            asks.append((ours, theirs))
            theirs = await measured(echo, connections, [press(n, run, response_url, "echo") for n in numbers], WARM)
            ours = await measured(port, connections, [press(n, f"p{run}", response_url) for n in numbers], WARM)
            pressed |= {(n // PEOPLE % QUESTIONS + 1, user(n % PEOPLE)) for n in numbers}
            presses.append((ours, theirs))
        rows += [Row("ask", connections, *better(asks)), Row("press, one row", connections, *better(presses))]
    return rows, asked, pressed


def better(rounds: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """The faster round of ours, and the faster of theirs."""
    return [max(side, key=lambda found: float(found["per_second"])) for side in zip(*rounds, strict=True)]


def missing(file: Path, asked: set[str], pressed: set[tuple[int, str]]) -> tuple[int, int]:
    """How many acknowledged questions and presses are not in the database."""
    with sqlite3.connect(file) as connection:
        texts = {text for (text,) in connection.execute("SELECT text FROM drafts")}
        follows = set(
            connection.execute(
                "SELECT f.question_id, a.person FROM follows f "
                "JOIN identities i ON i.community_id = f.community_id AND i.member_id = f.member_id "
                "JOIN accounts a ON a.id = i.account_id"
            )
        )
    connection.close()
    kept = {text.split("When is ", 1)[1].split(" ", 1)[0] + " " for text in texts if "When is " in text}
    return len(asked - kept), len(pressed - follows)


def sink() -> web.Application:
    """Takes the private answers to presses, which the echo doesn't send."""

    async def taken(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/respond", taken)
    return app


async def teams_turns() -> None:
    """One turn through our Teams adapter against one through the SDK's own."""
    turns = await compare(TURNS)
    stock, ours = turns["stock"], turns["ours"]
    print(
        f"\nA Teams turn, answered with a message, real tokens: {ours.per_second:.0f}/s with our adapter, "
        f"{stock.per_second:.0f}/s with the SDK's own: {ours.per_second / stock.per_second:.1f} times as many"
    )


async def quiet_year() -> None:
    """How often the bot spoke first in a year on defaults."""
    with tempfile.TemporaryDirectory() as folder:
        print((await a_year(Path(folder))).told())


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        await founded(f"sqlite:///{file}")
        async with SlackServer(signing_secret=SECRET) as slack, serving(sink()) as answers:
            environment = {
                "COP_DATABASE_URL": f"sqlite:///{file}",
                "COP_PORT": "0",
                "COP_SLACK_SIGNING_SECRET": SECRET,
                "COP_SLACK_BOT_TOKEN": slack.token,
                "COP_SLACK_API_URL": slack.api_url,
            }
            began = time.perf_counter()
            async with process("-m", "adapters.cli", "run", **environment) as (child, port):
                ready, resident = await idle(child, port)
                print(f"cop run: ready after {ready - began:.2f} s, {resident:.0f} MB resident when idle\n")
                async with process("-m", "tests.bench.slack_echo") as (_, echo):
                    rows, asked, pressed = await slack_rows(port, echo, f"{answers}/respond")
        print(f"{'':<27}{'cop':>10}{'':>20}{'bolt echo':>12}")
        print(f"{'':<17}{'connections':>10}" + f"{'req/s':>10}{'p50':>10}{'p99':>10}" * 2 + f"{'ratio':>8}")
        for row in rows:
            print(row.told())
        lost = missing(file, asked, pressed)
        print(f"\nAcknowledged: {len(asked)} questions, {len(pressed)} presses; not found afterwards: {lost}")
        await teams_turns()
        await cycle.main()
        await search.main()
        await quiet_year()
        if any(lost):
            sys.exit(1)


if __name__ == "__main__":
    alone = {"cycle": cycle.main, "search": search.main}
    asyncio.run(alone[sys.argv[1]]() if sys.argv[1:] else main())
