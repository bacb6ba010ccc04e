"""The command line as whoever runs the bot meets it: real processes, clear sentences, nothing lost."""

import asyncio
import importlib.metadata
import json
import os
import re
import signal
import socket
import sqlite3
import sys
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiohttp import ClientSession

from tests.servers.postgres import PostgresServer
from tests.servers.slack.server import SlackServer

COP = (sys.executable, "-m", "adapters.cli")
SLACK = {"COP_SLACK_SIGNING_SECRET": "s" * 32, "COP_SLACK_BOT_TOKEN": "xoxb-1"}
MANY = {
    "COP_SLACK_SIGNING_SECRET": "s" * 32,
    "COP_SLACK_CLIENT_ID": "1.2",
    "COP_SLACK_CLIENT_SECRET": "c" * 32,
    "COP_SECRET_KEY": "k" * 32,
    "COP_URL": "https://cop.example.org",
}
TEAMS = {"COP_TEAMS_APP_ID": "00000000-0000-0000-0000-000000000001", "COP_TEAMS_APP_PASSWORD": "p" * 32}
ROOT = Path(__file__).parents[2]
MEGABYTES = 160
PATIENT = 90.0
"""Seconds for a command; most take one, the demo ten."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def surroundings(folder: Path, changes: dict[str, str]) -> dict[str, str]:
    """The environment of a fresh machine, with those settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COP_")}
    database = {"COP_DATABASE_URL": f"sqlite:///{folder / 'cop.db'}"}
    return {**plain, "PYTHONPATH": str(ROOT), **database, **changes}


async def cop(folder: Path, *words: str, **settings: str) -> Ended:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        *COP,
        *words,
        cwd=folder,
        env=surroundings(folder, settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), PATIENT)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ended(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A small Slack."""
    async with SlackServer() as server:
        yield server


def a_clear_sentence(ended: Ended) -> str:
    """What it said on standard error, which is all it did."""
    assert ended.code == 1
    assert ended.out == ""
    assert "Traceback" not in ended.err
    (sentence,) = ended.err.splitlines()
    assert sentence.endswith(".")
    return sentence


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A served product."""

    process: asyncio.subprocess.Process
    url: str

    async def settled(self, *people: str) -> dict[str, dict[str, Any]]:
        """What they see once nothing changes any more: a card that keeps changing is redrawn a little later."""
        seen: dict[str, dict[str, Any]] = {}
        while seen != (seen := {who: await self.state(who) for who in people}):
            await asyncio.sleep(0.7)
        return seen

    async def state(self, who: str) -> dict[str, Any]:
        """What that person sees in the workspace, the running clock aside."""
        async with ClientSession() as session, session.get(f"{self.url}/api/workspace/state?as={who}") as answer:
            found: dict[str, Any] = await answer.json()
        return {name: value for name, value in found.items() if name != "clock"}

    async def say(self, who: str, channel: str, text: str) -> None:
        """Type it there."""
        said = {"as": who, "channel": channel, "text": text, "key": text[:20]}
        async with ClientSession() as session, session.post(f"{self.url}/api/workspace/say", json=said) as answer:
            assert answer.status == 200

    async def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float, str]:
        """End it so; its exit code, how many seconds it took, and what it wrote to standard error."""
        began = time.monotonic()
        self.process.send_signal(how)
        _, err = await asyncio.wait_for(self.process.communicate(), 20)
        return self.process.returncode or 0, time.monotonic() - began, err.decode()


@asynccontextmanager
async def served(folder: Path, *words: str, **settings: str) -> AsyncIterator[Running]:
    """A command that serves, `run` if none is named, once it says where; ended afterwards if the test didn't."""
    process = await asyncio.create_subprocess_exec(
        *COP,
        *(() if words[:1] == ("demo",) else ("run",)),
        *words,
        cwd=folder,
        env=surroundings(folder, {"COP_PORT": "0", **settings}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield Running(process, await asyncio.wait_for(_address(process.stdout), PATIENT))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _address(out: asyncio.StreamReader) -> str:
    """Where it is served, when it has said so."""
    while line := (await out.readline()).decode():
        if found := re.search(r"http://[\d.]+:\d+", line):
            return found.group()
    raise AssertionError("it said nowhere where it is served")


async def test_help_lists_every_command_and_is_quick(tmp_path: Path) -> None:
    began = time.monotonic()
    ended = await cop(tmp_path, "--help")
    assert time.monotonic() - began < 2  # 0.3 s on a machine that does nothing else
    listed = (
        "run",
        "demo",
        "migrate",
        "doctor",
        "setup-code",
        "steward add",
        "preview",
        "manifest slack",
        "manifest teams",
    )
    assert all(re.search(rf"^  {command}  ", ended.out, re.MULTILINE) for command in listed)


async def test_help_loads_no_sdk(tmp_path: Path) -> None:
    code = "import adapters.cli, sys; print([name for name in sys.modules if name.split('.')[0] in sys.argv[1:]])"
    heavy = ("aiohttp", "slack_bolt", "slack_sdk", "botbuilder", "sqlalchemy", "alembic", "psycopg", "apscheduler")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *heavy, env=surroundings(tmp_path, {}), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode().strip() == "[]"


async def test_nothing_configured_says_how_to_look_around(tmp_path: Path) -> None:
    assert "cop run --workspace" in a_clear_sentence(await cop(tmp_path, "run"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"COP_PORT": "abc"}, "COP_PORT should be a number"),
        ({"COP_PORT": "70000"}, "COP_PORT should be a number"),
        ({"COP_URL": "cop.example.org"}, "COP_URL should be an address such as https://"),
        ({"COP_COMMAND": "cop"}, "COP_COMMAND should be a slash"),
        ({"COP_LOG": "loud"}, "COP_LOG should be json or plain"),
        ({"COP_NAME": ""}, "COP_NAME should be a name"),
        ({"COP_SLACK_THREAD_REPLIES": "perhaps"}, "COP_SLACK_THREAD_REPLIES should be yes or no"),
        ({"COP_SLACK_SIGNING_SECRET": "x"}, "COP_SLACK_BOT_TOKEN"),
        ({"COP_SLACK_BOT_TOKEN": "xoxb-1"}, "COP_SLACK_SIGNING_SECRET"),
        ({"COP_SLACK_CLIENT_ID": "1.2"}, "COP_SLACK_CLIENT_SECRET"),
        ({"COP_SLACK_CLIENT_SECRET": "x"}, "COP_SLACK_CLIENT_ID"),
        ({**MANY, "COP_SLACK_BOT_TOKEN": "xoxb-1"}, "unset one of the two"),
        ({**MANY, "COP_SLACK_SIGNING_SECRET": ""}, "COP_SLACK_SIGNING_SECRET"),
        ({**MANY, "COP_SECRET_KEY": "short"}, "COP_SECRET_KEY is missing or short"),
        ({**MANY, "COP_URL": ""}, "COP_URL is missing"),
        ({"COP_TEAMS_APP_ID": "x"}, "COP_TEAMS_APP_PASSWORD"),
        ({"COP_TEAMS_DEVELOPMENT": "yes", "COP_HOST": "0.0.0.0"}, "COP_HOST must be 127.0.0.1"),
        ({"COP_HOST": "0.0.0.0"}, "COP_HOST must be 127.0.0.1"),
        ({"COP_DATABASE_URL": "mysql://somewhere/x"}, "sqlite:///FILE or postgresql://"),
        ({"COP_DATABASE_URL": "nonsense"}, "sqlite:///FILE or postgresql://"),
        ({"COP_DATABASE_URL": "sqlite:////dev/null/below/cop.db"}, "COP_DATABASE_URL"),
        ({"COP_DATABASE_URL": "sqlite:////proc"}, "COP_DATABASE_URL"),
        ({"COP_DATABASE_URL": "postgresql://who:secret@127.0.0.1:9/x"}, "127.0.0.1"),
    ],
)
async def test_a_wrong_setting_is_told_in_one_sentence(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    sentence = a_clear_sentence(await cop(tmp_path, "run", "--workspace", **settings))
    assert told in sentence
    assert "secret" not in sentence
    assert list(tmp_path.iterdir()) == []


async def test_beyond_this_machine_a_secret_key_is_asked_for(tmp_path: Path) -> None:
    assert "COP_SECRET_KEY" in a_clear_sentence(await cop(tmp_path, "run", COP_HOST="0.0.0.0", **SLACK))
    assert list(tmp_path.iterdir()) == []


async def test_an_address_of_another_machine_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert "COP_HOST" in a_clear_sentence(
        await cop(tmp_path, "run", COP_HOST="192.0.2.1", COP_SECRET_KEY="k" * 32, **SLACK)
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


async def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path, taken: int) -> None:
    sentence = a_clear_sentence(await cop(tmp_path, "run", "--workspace", COP_PORT=str(taken)))
    assert f"port {taken}" in sentence
    assert f"COP_PORT={taken + 1}" in sentence


async def test_a_second_process_on_one_file_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    async with served(tmp_path, "--workspace") as first:
        before = await first.settled("mei", "leilani")
        for words in (("run", "--workspace"), ("migrate",)):
            assert "cop.db" in a_clear_sentence(await cop(tmp_path, *words, COP_PORT="0"))
        assert await first.settled("mei", "leilani") == before


@pytest.mark.parametrize("file", ["cop.db", "cop-clock.db", "cop-workspace.db"])
async def test_a_file_that_is_no_database_is_told_in_one_sentence_and_left_alone(tmp_path: Path, file: str) -> None:
    letter = "Dear aunt, this is no database at all. " * 20
    (tmp_path / file).write_text(letter)
    sentence = a_clear_sentence(await cop(tmp_path, "run", "--workspace", COP_PORT="0"))
    assert "COP_DATABASE_URL" in sentence
    assert (tmp_path / file).read_text() == letter


async def test_a_damaged_database_is_told_in_one_sentence_by_every_command(tmp_path: Path) -> None:
    assert (await cop(tmp_path, "migrate")).code == 0
    file = tmp_path / "cop.db"
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\x99" * (size - 8192))
    for words in (
        ("run", "--workspace"),
        ("doctor",),
        ("migrate",),
        ("setup-code",),
        ("steward", "add", "1", "1"),
        ("preview", "--community", "1"),
    ):
        assert "damaged" in a_clear_sentence(await cop(tmp_path, *words, COP_PORT="0"))


async def test_every_command_works_in_a_fresh_folder(tmp_path: Path) -> None:
    assert (await cop(tmp_path, "--version")).out.split()[-1] == importlib.metadata.version("cop")
    code = await cop(tmp_path, "setup-code")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}\n", code.out)
    migrated = await cop(tmp_path, "migrate")
    assert (migrated.code, migrated.err) == (0, "")
    assert "no member 1" in a_clear_sentence(await cop(tmp_path, "steward", "add", "1", "1"))
    slack = await cop(tmp_path, "manifest", "slack", "--url", "https://cop.example.org")
    assert json.loads(slack.out)["features"]["slash_commands"][0]["url"] == "https://cop.example.org/slack/events"
    assert json.loads((await cop(tmp_path, "manifest", "teams", **TEAMS)).out)["bots"]
    assert "https://" in a_clear_sentence(await cop(tmp_path, "manifest", "slack", "--url", "here"))


async def test_slacks_manifest_is_for_this_deployment(tmp_path: Path) -> None:
    async def made(*words: str, **settings: str) -> dict[str, Any]:
        ended = await cop(tmp_path, "manifest", "slack", *words, **settings)
        assert (ended.code, ended.err) == (0, "")
        found: dict[str, Any] = json.loads(ended.out)
        return found

    least = await made(COP_URL="https://cop.gov.example")
    (command,) = least["features"]["slash_commands"]
    assert command["url"] == "https://cop.gov.example/slack/events"
    most = await made("--name", "Ask", "--command", "/analysts", "--thread-replies", "--link-by-email", "--socket")
    (command,) = most["features"]["slash_commands"]
    assert (most["features"]["bot_user"]["display_name"], command["command"]) == ("Ask", "/analysts")
    assert most["settings"]["socket_mode_enabled"]
    assert "url" not in command
    more = set(most["oauth_config"]["scopes"]["bot"]) - set(least["oauth_config"]["scopes"]["bot"])
    assert more == {"channels:history", "groups:history", "users:read.email"}
    assert (await made(COP_SLACK_APP_TOKEN="xapp-1", COP_SLACK_BOT_TOKEN="xoxb-1"))["settings"]["socket_mode_enabled"]
    assert "COP_COMMAND" in a_clear_sentence(await cop(tmp_path, "manifest", "slack", "--command", "cop"))


async def test_each_permission_is_explained(tmp_path: Path) -> None:
    for words in (("manifest", "--explain"), ("manifest", "slack", "--explain")):
        ended = await cop(tmp_path, *words)
        assert (ended.code, ended.err) == (0, "")
        assert "why it is asked for" in ended.out
        assert "what is lost without it" in ended.out
        assert max(map(len, ended.out.splitlines())) <= 120
        for word in ("chat:write", "users:read.email", "message.channels", "left out; --thread-replies"):
            assert word in ended.out
    asked = await cop(tmp_path, "manifest", "slack", "--explain", "--thread-replies")
    assert "left out; --thread-replies" not in asked.out
    assert "left out; --link-by-email" in asked.out
    many = {"COP_SLACK_CLIENT_ID": "1.2", "COP_SLACK_CLIENT_SECRET": "s", "COP_SLACK_SIGNING_SECRET": "s"}
    given = many | {"COP_SECRET_KEY": "k" * 32, "COP_URL": "https://cop.example.org"}
    assert "left out; COP_SLACK_CLIENT_ID" in asked.out
    assert "left out; COP_SLACK_CLIENT_ID" not in (await cop(tmp_path, "manifest", "slack", "--explain", **given)).out
    assert "cop manifest slack" in a_clear_sentence(await cop(tmp_path, "manifest"))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"COP_SLACK_APP_TOKEN": "xapp-1"}, "COP_SLACK_BOT_TOKEN"),
        ({"COP_SLACK_APP_TOKEN": "xoxb-1", "COP_SLACK_BOT_TOKEN": "xoxb-1"}, "xapp-"),
    ],
)
async def test_half_of_what_socket_mode_needs_is_told_in_one_sentence(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    assert named in a_clear_sentence(await cop(tmp_path, "run", **settings))


async def test_the_doctor_says_that_slack_needs_no_address(tmp_path: Path) -> None:
    ended = await cop(tmp_path, "doctor", COP_SLACK_APP_TOKEN="xapp-1", COP_SLACK_BOT_TOKEN="xoxb-1")
    assert "✓ Slack is configured; the bot opens the connection" in ended.out


async def test_the_teams_package_is_made_from_what_is_configured_and_says_what_is_left_to_set(tmp_path: Path) -> None:
    ended = await cop(
        tmp_path, "manifest", "teams", "--out", "cop.zip", "--thread-replies", "--name", "Policy", **TEAMS
    )
    assert (ended.code, ended.out.split()[0]) == (0, "cop.zip")
    assert [word for word in ("COP_TEAMS_TENANT", "COP_URL", "COP_TEAMS_THREAD_REPLIES=yes") if word in ended.err] == [
        "COP_TEAMS_TENANT",
        "COP_URL",
        "COP_TEAMS_THREAD_REPLIES=yes",
    ]
    with zipfile.ZipFile(tmp_path / "cop.zip") as archive:
        made = json.loads(archive.read("manifest.json"))
    assert made["name"]["short"] == "Policy"
    assert made["authorization"]
    first = (tmp_path / "cop.zip").read_bytes()
    given = {"COP_TEAMS_TENANT": "any", "COP_URL": "https://cop.example.org", "COP_TEAMS_THREAD_REPLIES": "yes"}
    whole = await cop(tmp_path, "manifest", "teams", "--out", "cop.zip", "--name", "Policy", **TEAMS, **given)
    assert (whole.code, whole.err) == (0, "")
    assert (tmp_path / "cop.zip").read_bytes() != first


async def test_the_teams_manifest_needs_an_app_id_and_explains_itself(tmp_path: Path) -> None:
    assert "COP_TEAMS_APP_ID" in a_clear_sentence(await cop(tmp_path, "manifest", "teams", "--out", "cop.zip"))
    gone = tmp_path / "none" / "cop.zip"
    assert "no folder" in a_clear_sentence(await cop(tmp_path, "manifest", "teams", "--out", str(gone), **TEAMS))
    assert list(tmp_path.iterdir()) == []
    told = await cop(tmp_path, "manifest", "teams", "--explain", "--app-id", TEAMS["COP_TEAMS_APP_ID"])
    assert (told.code, told.err) == (0, "")
    assert "Without it: " in told.out


async def test_beyond_this_machine_the_tenant_is_asked_for(tmp_path: Path) -> None:
    beyond = {"COP_HOST": "0.0.0.0", "COP_SECRET_KEY": "k" * 32, **TEAMS}
    assert "COP_TEAMS_TENANT" in a_clear_sentence(await cop(tmp_path, "run", **beyond))
    assert list(tmp_path.iterdir()) == []


async def test_the_demo_tells_of_the_first_week_counts_what_the_bot_began_and_leaves_nothing(tmp_path: Path) -> None:
    ended = await cop(tmp_path, "demo", **SLACK)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert sum(bool(re.match(r"(Mon|Tue|Wed|Thu|Fri) ", line)) for line in lines) > 20
    assert [line[-1] for line in lines[-3:]] == ["2", "2", "0"]
    assert list(tmp_path.iterdir()) == []


async def test_a_demo_that_stays_can_be_looked_at_until_it_is_ended(tmp_path: Path) -> None:
    async with served(tmp_path, "demo", "--stay") as product:
        assert "Next: Thursday 25 March" in json.dumps(await product.state("samir"))
        assert (await product.end(signal.SIGINT))[::2] == (0, "")


async def test_codes_and_stewards_are_made_while_the_bot_runs(tmp_path: Path) -> None:
    async with served(tmp_path, "--workspace") as product:
        assert (await cop(tmp_path, "setup-code")).code == 0
        ended = await cop(tmp_path, "steward", "add", "1", "5")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.endswith("is a steward now.\n")
        assert (await product.end())[::2] == (0, "")


async def test_the_doctor_speaks_plainly_and_is_content_with_a_fresh_folder(tmp_path: Path, slack: SlackServer) -> None:
    api = {"COP_SLACK_API_URL": slack.api_url, "COP_SLACK_BOT_TOKEN": slack.token}
    port = str(free_port())
    ended = await cop(tmp_path, "doctor", COP_PORT=port)
    assert (ended.code, ended.err) == (0, "")
    assert f"Time-zone data {importlib.metadata.version('tzdata')}" in ended.out
    assert "cop run --workspace" in ended.out
    assert all(line[0] in "✓–" for line in ended.out.splitlines())
    assert list(tmp_path.iterdir()) == []
    await cop(tmp_path, "migrate")
    unreached = await cop(tmp_path, "doctor", COP_PORT=port, **{**SLACK, **api})
    assert "– COP_URL is not set, so “Add to calendar” can't be offered." in unreached.out
    given = {"COP_SECRET_KEY": "k" * 32, "COP_URL": "https://cop.example.org"}
    whole = await cop(tmp_path, "doctor", COP_PORT=port, **given, **{**SLACK, **api}, **TEAMS)
    assert all(line.startswith("✓") for line in whole.out.splitlines()), whole.out


async def test_the_doctor_says_that_slack_no_longer_takes_a_token(tmp_path: Path, slack: SlackServer) -> None:
    ended = await cop(tmp_path, "doctor", COP_PORT="0", **{**SLACK, "COP_SLACK_API_URL": slack.api_url})
    assert (ended.code, ended.err) == (1, "")
    assert "✗ Slack no longer takes COP_SLACK_BOT_TOKEN (invalid_auth). Install the app again" in ended.out
    assert "xoxb" not in ended.out


async def test_the_doctor_names_what_is_broken(tmp_path: Path, taken: int) -> None:
    unreachable = {"COP_DATABASE_URL": "postgresql://who:secret@127.0.0.1:9/x"}
    ended = await cop(tmp_path, "doctor", COP_PORT=str(taken), **unreachable)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith("✗ ")
    assert f"– 127.0.0.1 port {taken} is in use" in ended.out
    elsewhere = await cop(tmp_path, "doctor", COP_HOST="192.0.2.1")
    assert elsewhere.code == 1
    assert "✗ 192.0.2.1 is not an address of this machine." in elsewhere.out


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_soon_when_told_to_and_nothing_is_lost(tmp_path: Path, how: signal.Signals) -> None:
    async with served(tmp_path, "--workspace") as first:
        await first.say("mei", "slack-dm-mei", "ask Who knows a good scan table?")
        before = await first.settled("mei", "leilani", "amara")
        async with ClientSession() as session:
            watching = await session.get(f"{first.url}/api/workspace/events?as=mei")
            assert watching.status == 200
            code, seconds, err = await first.end(how)
        assert (code, err) == (0, "")
        assert seconds < 2
    async with served(tmp_path, "--workspace") as again:
        assert await again.settled(*before) == before


async def test_everything_is_there_after_it_was_killed(tmp_path: Path) -> None:
    async with served(tmp_path, "--workspace") as first:
        await first.say("samir", "teams-dm-samir", "share https://housing.example.org/zoning Zoning in an hour #zoning")
        await first.say("mei", "slack-dm-mei", "ask Who knows a good scan table?")
        before = await first.settled("mei", "samir", "amara")
        await first.end(signal.SIGKILL)
    async with served(tmp_path, "--workspace") as again:
        assert await again.settled(*before) == before


async def test_a_first_start_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    async with served(whole, "--workspace") as undisturbed:
        wanted = _seen(await undisturbed.state("leilani"))
    for delay in (0.6, 0.05, 0.1, 0.2):
        await _killed_at_its_start(tmp_path, delay)
    async with served(tmp_path, "--workspace") as last:
        assert _seen(await last.state("leilani")) == wanted


def _seen(state: dict[str, Any]) -> list[tuple[str, str]]:
    """The questions and replies somebody sees, with their day."""
    return [(message["notice"], message["at"]["day"]) for message in state["messages"] if message["channel"][-1] != "-"]


async def _killed_at_its_start(folder: Path, delay: float) -> None:
    """Kill it so many seconds after the database is there."""
    settings = surroundings(folder, {"COP_PORT": "0"})
    process = await asyncio.create_subprocess_exec(
        *COP, "run", "--workspace", cwd=folder, env=settings, stdout=asyncio.subprocess.DEVNULL
    )
    while not (folder / "cop-workspace.db").exists():
        await asyncio.sleep(0.01)
    await asyncio.sleep(delay)
    process.kill()
    await process.wait()


@pytest.mark.parametrize(("words", "settings"), [(("--workspace",), {}), ((), {**SLACK, **TEAMS})])
async def test_it_is_soon_ready_and_modest_in_memory(
    tmp_path: Path, words: tuple[str, ...], settings: dict[str, str]
) -> None:
    async with served(tmp_path, *words, **settings) as first:  # which makes the database, and furnishes the demo
        assert (await first.end())[0] == 0
    began = time.monotonic()
    async with served(tmp_path, *words, **settings) as product, ClientSession() as session:
        for page in ("healthz", "readyz", "metrics"):
            async with session.get(f"{product.url}/{page}") as answer:
                assert answer.status == 200
        assert time.monotonic() - began < 10  # about 1 s on a machine that does nothing else
        taken = psutil.Process(product.process.pid).memory_info().rss / 1e6
        assert taken < MEGABYTES, taken
        assert (await product.end())[0] == 0


@pytest.mark.postgres
async def test_it_runs_on_postgresql_and_says_so_when_that_is_gone(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.fresh()
    assert (await cop(tmp_path, "migrate", COP_DATABASE_URL=url)).code == 0
    doctor = await cop(tmp_path, "doctor", COP_DATABASE_URL=url, COP_PORT=str(free_port()))
    assert "✓ The PostgreSQL database is there and up to date." in doctor.out
    async with served(tmp_path, "--workspace", COP_DATABASE_URL=url) as product:
        assert len((await product.state("mei"))["messages"]) > 5
        assert (await product.end())[0] == 0
    postgres.drop(url)
    assert a_clear_sentence(await cop(tmp_path, "run", "--workspace", COP_DATABASE_URL=url))


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    await cop(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "cop.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert "newer" in a_clear_sentence(await cop(tmp_path, "run", "--workspace", COP_PORT="0"))
