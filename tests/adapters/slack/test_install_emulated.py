"""The whole way against a Slack that isn't ours: install over OAuth, set up, ask, and read what stands in the channel."""

import html
import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.wiring import Product, running, slack_manifest
from scheduling.delivery import Patience
from tests.servers.slack import emulated
from tests.servers.slack.delivery import Delivery
from tests.servers.slack.hands import Hands
from tests.servers.slack.many import until
from tests.servers.slack.workspace import Workspace

pytestmark = pytest.mark.node
CLIENT, SECRET, SIGNING = "111.222", "client-secret-of-the-app", "shhh"
Json = dict[str, Any]


@pytest.fixture
def port() -> int:
    return emulated.free_port()


def app_of(port: int) -> str:
    """The app as its page at Slack has it."""
    settings = Settings(slack_thread_replies=True)
    scopes = slack_manifest(settings, "https://x.example")["oauth_config"]["scopes"]["bot"]
    return f"""
  oauth_apps:
    - client_id: "{CLIENT}"
      client_secret: "{SECRET}"
      app_id: A0COP
      name: CoP
      bot_name: cop
      redirect_uris: ["http://127.0.0.1:{port}/slack/oauth_redirect"]
      scopes: {json.dumps(scopes)}
"""


@pytest.fixture
def emulator(tmp_path: Path, port: int) -> Iterator[str]:
    if not emulated.PROGRAM.exists():
        if "node" in os.environ.get("COP_TEST_REQUIRE", ""):
            pytest.fail("`npm ci --prefix tests/node` is required here")
        pytest.skip("needs `npm ci --prefix tests/node`")
    with emulated.running(tmp_path, app_of(port)) as address:
        yield address


class Emulated:
    """The product beside the emulator. `opened` are the forms it opened there."""

    def __init__(self, address: str, port: int, folder: Path) -> None:
        self.address = address
        self.port = port
        self.folder = folder
        self.opened: list[Json] = []
        self.api_url = ""
        self.product: Product
        self.session: aiohttp.ClientSession

    def heard(self, method: str, body: bytes) -> None:
        """A request of the bot's."""
        if method == "views.open":
            view = json.loads(body)["view"]
            self.opened.append(view if isinstance(view, dict) else json.loads(view))

    async def api(self, method: str, **args: Any) -> Json:
        """The emulator's own API, with a token that isn't the bot's."""
        headers = {"Authorization": "Bearer xoxb-test"}
        async with self.session.post(f"{self.address}/api/{method}", data=args, headers=headers) as answer:
            body: Json = await answer.json()
        assert body["ok"], (method, body)
        return body

    async def installs(self, user: str) -> str:
        """Somebody goes to the install page and on to Slack, agrees as that user, and is sent back; the last page."""
        async with self.session.get(f"{self.product.url}/slack/install") as answer:
            page = await answer.text()
        link = html.unescape(re.search(r'<a href="([^"]+)"', page)[1])  # type: ignore[index]
        async with self.session.get(link.replace(self.api_url.removesuffix("/api/"), self.address)) as answer:
            assert answer.status == 200, await answer.text()
            agree = await answer.text()
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', _form_of(agree, user)))
        sent = {name: html.unescape(value) for name, value in fields.items()}
        async with self.session.post(f"{self.address}/oauth/v2/authorize/callback", data=sent) as answer:
            assert answer.status == 200, await answer.text()
            assert answer.url.path == "/slack/oauth_redirect"
            return await answer.text()


def _form_of(page: str, user: str) -> str:
    forms: list[str] = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return next(form for form in forms if f'value="{user}"' in form)


@pytest.fixture
async def made(emulator: str, port: int, tmp_path: Path) -> AsyncIterator[Emulated]:
    made = Emulated(emulator, port, tmp_path)
    async with AsyncExitStack() as stack:
        made.api_url = await stack.enter_async_context(emulated.readable(emulator, made.heard))
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'cop.db'}",
            port=port,
            url=f"http://127.0.0.1:{port}",
            secret_key=SecretStr("a long random secret of the deployment"),
            slack_signing_secret=SecretStr(SIGNING),
            slack_client_id=CLIENT,
            slack_client_secret=SecretStr(SECRET),
            slack_api_url=made.api_url,
            slack_thread_replies=True,
        )
        made.product = await stack.enter_async_context(running(settings, patience=Patience(paced=False)))
        jar = aiohttp.CookieJar(unsafe=True)
        made.session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        yield made


async def test_what_is_asked_with_a_signed_command_stands_in_the_channel_of_the_workspace_that_installed_the_app(
    made: Emulated,
) -> None:
    people = (await made.api("users.list"))["members"]
    ada = next(user["id"] for user in people if user["name"] == "ada")
    channels = (await made.api("conversations.list"))["channels"]
    channel = next(one["id"] for one in channels if one["name"] == "policy-cop")
    assert "CoP is in Policy now." in await made.installs(ada)
    (kept,) = await made.product.store.installations.all("slack")
    assert kept.by == ada

    delivery = Delivery(Workspace(), SIGNING, ())
    delivery.bot_url, delivery.session = f"{made.product.url}/slack/events", made.session
    hands = Hands(delivery, kept.place, kept.bot)
    await made.api("conversations.invite", channel=channel, users=kept.bot)
    assert (await hands.invites(ada, channel)).ok
    hands.triggers.append((await made.api("views.generateTriggerId", user=ada))["trigger_id"])
    await hands.types(ada, channel, "setup")
    await hands.fills(ada, await until(lambda: made.opened and made.opened[-1]), {"name": "Policy CoP"})
    await hands.types(ada, channel, "setup open now")

    preview = await hands.types(ada, channel, "ask How early do you bring local governments in?")
    await hands.presses(ada, channel, preview, "Post it")
    await made.product.settle()
    history = (await made.api("conversations.history", channel=channel))["messages"]
    assert [one for one in history if "How early do you bring local governments in?" in json.dumps(one["blocks"])]
    assert all(one.get("user") == kept.bot for one in history if one.get("blocks"))
