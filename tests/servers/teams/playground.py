"""The real Agents Playground (npm @microsoft/m365agentsplayground), started on a free port with people of our own."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

PACKAGE = Path(__file__).parents[2] / "node" / "node_modules" / "@microsoft" / "m365agentsplayground"
TENANT = "11111111-1111-4111-8111-111111111111"
BOT_ID = "28:aaaaaaaa-0000-4000-8000-00000000b07a"
BOT_NAME = "CoP"
PEOPLE = ("steward", "fisheries", "health", "labour", "forests", "newcomer")
"""Short names; the first is the Playground's current user, to whom five others belong."""
PERSONAL = "a:personal-chat-1"
TEAM = "19:general@thread.tacv2"
CHANNEL = "19:announcements@thread.tacv2"
_START_SECONDS = 30


def user_id(name: str) -> str:
    """How the Playground knows a person."""
    return f"29:{name}"


def directory_id(name: str) -> str:
    """The person's id in the directory."""
    return f"aaaaaaaa-0000-4000-8000-{PEOPLE.index(name) + 1:012}"


def need_node() -> str:
    """The path of node. Skips the test, or fails it where Node.js is required."""
    node = shutil.which("node")
    if node is None or not PACKAGE.is_dir():
        if "node" in os.environ.get("COP_TEST_REQUIRE", ""):
            pytest.fail("Node.js and `npm ci` in tests/node are required")
        pytest.skip("needs Node.js and `npm ci` in tests/node")
    return node


@asynccontextmanager
async def playground(bot_url: str) -> AsyncIterator[str]:
    """Run a Playground that sends to that address of a bot; its own address."""
    node, port = need_node(), _free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".m365agentsplayground.yml").write_text(_config())
        process = await asyncio.create_subprocess_exec(
            node,
            str(PACKAGE / "cli.js"),
            *("-p", str(port), "--disable-telemetry"),
            cwd=folder,
            env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none", "BOT_ENDPOINT": bot_url},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=sys.stderr if os.environ.get("COP_TEST_SHOW") else asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            url = f"http://localhost:{port}"
            await _ready(url, process)
            yield url
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with ClientSession(timeout=ClientTimeout(total=2)) as session:
        for _ in range(_START_SECONDS * 20):
            with suppress(ClientError, TimeoutError):
                async with session.get(f"{url}/_debug/ping") as answer:
                    if answer.status == 200:
                        return
            if process.returncode is not None:
                raise RuntimeError(f"the Playground ended with {process.returncode}")
            await asyncio.sleep(0.05)
    raise RuntimeError("the Playground did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _config() -> str:
    current, *others = (_person(name) for name in PEOPLE)
    return f"""version: "0.1.1"
tenantId: {TENANT}
bot:
  id: {BOT_ID}
  name: {BOT_NAME}
currentUser:
{current}
users:
{"".join("  - " + other[4:] for other in others)}
personalChat:
  id: {PERSONAL}
groupChat:
  id: 19:groupchat1@thread.v2
  name: Policy group
team:
  id: {TEAM}
  name: Policy Team
  aadGroupId: bbbbbbbb-0000-4000-8000-000000000001
  channels:
    - id: {CHANNEL}
      name: Announcements
"""


def _person(name: str) -> str:
    lines = {
        "id": user_id(name),
        "name": name.title(),
        "userPrincipleName": f"{name}@example.com",
        "aadObjectId": directory_id(name),
        "givenName": name.title(),
        "surname": "Analyst",
        "email": f"{name}@example.com",
    }
    return "".join(f"    {key}: {value}\n" for key, value in lines.items())
