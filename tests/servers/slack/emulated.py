"""The npm emulator of Slack's Web API, started on loopback, with what the official SDK needs to talk to it."""

import contextlib
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
from aiohttp import web

PROGRAM = Path(__file__).parents[2] / "node" / "node_modules" / "emulate" / "dist" / "index.js"
SEED = """
slack:
  team: {name: Policy, domain: policy}
  users: [{name: ada, real_name: Ada Lovelace, email: ada@example.com}]
  channels: [{name: policy-cop}]
"""
_START_SECONDS = 20


@contextlib.contextmanager
def running(folder: Path, app: str = "") -> Iterator[str]:
    """The emulator's address while it runs. `folder` holds its seed and its log; `app` is more of the seed."""
    seed = folder / "seed.yaml"
    seed.write_text(SEED + app)
    port = free_port()
    command = ["node", str(PROGRAM), "start", "-s", "slack", "-p", str(port), "--seed", str(seed)]
    with (folder / "emulate.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/api/auth.test", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextlib.asynccontextmanager
async def readable(address: str, heard: Callable[[str, bytes], None] | None = None) -> AsyncIterator[str]:
    """An address in front that moves arguments from the query, where the SDK puts them, into the form.

    `heard` is told the method and the body of each request.
    """
    async with aiohttp.ClientSession() as session:

        async def passed(request: web.Request) -> web.Response:
            headers = {"Authorization": request.headers.get("Authorization", "")}
            target, raw = address + request.path, await request.read()
            if heard:
                heard(request.match_info["method"], raw)
            if raw:
                headers["Content-Type"] = request.headers["Content-Type"]
                asked = session.post(target, data=raw, headers=headers)
            else:
                asked = session.post(target, data=dict(request.query), headers=headers)
            async with asked as answer:
                return web.json_response(await answer.json(content_type=None), status=answer.status)

        app = web.Application()
        app.router.add_route("*", "/api/{method}", passed)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        try:
            yield f"http://{host}:{port}/api/"
        finally:
            await runner.cleanup()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    asked = urllib.request.Request(url, data=b"", headers={"Authorization": "Bearer xoxb-test"})
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(asked, timeout=1) as answer:
                if json.load(answer)["ok"]:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the Slack emulator did not start")
