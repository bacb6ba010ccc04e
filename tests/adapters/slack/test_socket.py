"""Socket Mode: one connection always stands, nothing falls between two, nothing is handled twice or forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from adapters.slack import limits
from adapters.slack.install import Installing
from adapters.slack.sealing import Seal
from adapters.slack.socket import Waiting
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import Card
from bot.chat.forms import Form, TextField
from bot.chat.replies import Nothing, OpenForm, Private
from bot.chat.words import Words
from bot.errors import NotYet
from bot.ports import Installed
from storage.engine import Store
from tests.adapters.slack import recorded
from tests.adapters.slack.conftest import Bot, RecordingDoor, mounted, settings_for
from tests.servers.slack.links import Links
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, User


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are a hundredth of what they are."""
    monkeypatch.setattr(Waiting.__init__, "__defaults__", (tuple(wait / 100 for wait in limits.SOCKET_WAITS), 0))
    monkeypatch.setattr(limits, "SOCKET_PATIENCE", 0.2)


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('kept') / 'cop.db'}"


@pytest.fixture
def links(slack: SlackServer) -> Links:
    return slack.links


async def test_nothing_is_served_over_http(slack: SlackServer, connected: Bot) -> None:
    async with ClientSession() as session, session.post(connected.url, data=b"{}") as answer:
        assert answer.status == 404


async def test_a_command_is_answered_with_the_acknowledgement(
    slack: SlackServer, connected: Bot, ada: User, home: Channel
) -> None:
    connected.door.reply = Private(Card("For you", ()))
    answer = await slack.slash(ada, home, "/cop", "help")
    assert answer.json()["response_type"] == "ephemeral"
    assert isinstance(connected.door.last, CommandCall)
    assert [seen.only_for for seen in slack.visible_to(ada)] == [ada.id]


async def test_a_form_is_opened_filled_in_and_closed(
    slack: SlackServer, connected: Bot, ada: User, home: Channel
) -> None:
    connected.door.reply = OpenForm(Form("go.send", "Edit", (TextField("words", "W"),), "Send", "go.open", nonce="n"))
    await slack.slash(ada, home, "/cop", "reply 17")
    connected.door.reply = Nothing()
    assert await slack.submit(ada, {"words": "All of it"}) == {}
    assert ada.id not in slack.workspace.views


@pytest.fixture
def slow(connected: Bot) -> RecordingDoor:
    """A door that answers once it is told to."""
    connected.door.may.clear()
    return connected.door


async def test_nothing_is_acknowledged_before_it_is_durable(links: Links, slow: RecordingDoor) -> None:
    sent = recorded.envelope("message.im")
    delivered = asyncio.create_task(links.deliver(sent))
    await slow.came.wait()
    await asyncio.sleep(0.05)
    assert links.acknowledged == {}
    slow.may.set()
    assert await delivered is not None


async def test_an_envelope_that_comes_by_two_connections_is_handled_once(links: Links, slow: RecordingDoor) -> None:
    first = await links.standing(1)
    await links.notice(first, "refresh_requested")
    second = await links.standing(2)
    sent = recorded.envelope("command")
    both = [asyncio.create_task(links.deliver(sent, link)) for link in (first, second)]
    await slow.came.wait()
    slow.may.set()
    await asyncio.gather(*both)
    assert len(slow.calls) == 1
    assert {taken.link for taken in links.acknowledged[sent["envelope_id"]]} == {1, 2}


async def test_what_was_handled_and_comes_again_is_only_acknowledged(links: Links, connected: Bot) -> None:
    sent = recorded.envelope("command")
    connected.door.reply = Private(Card("For you", ()))
    first, again = await links.deliver(sent), await links.deliver(sent)
    assert first is not None
    assert again is not None
    assert first.payload == again.payload
    assert len(connected.door.calls) == 1


async def test_what_failed_is_not_acknowledged_and_comes_again(slack: SlackServer, connected: Bot, ada: User) -> None:
    slack.links.seconds = 0.1
    connected.door.raises = [NotYet(), RuntimeError("a bug")]
    await slack.direct(ada, "hello")
    assert len(connected.door.calls) == 3
    assert slack.undelivered == []
    assert len({call.key for call in connected.door.calls}) == 1


async def test_an_envelope_that_failed_is_tried_anew_under_the_same_id(links: Links, connected: Bot) -> None:
    links.seconds = 0.1
    connected.door.raises = [RuntimeError("a bug")]
    sent = recorded.envelope("message.im")
    assert await links.deliver(sent) is None
    assert await links.deliver(sent) is not None


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "something new"])
async def test_before_a_connection_ends_the_next_one_stands(links: Links, connected: Bot, reason: str) -> None:
    first = await links.standing(1)
    await links.notice(first, reason)
    await links.standing(2)
    assert first in links.open
    late = await links.deliver(recorded.envelope("message.im"), first)
    assert late is not None
    assert late.link == 1, "acknowledged where it came"
    await first.socket.close()
    await links.ended(first)
    after = await links.deliver(recorded.envelope("app_mention"))
    assert after is not None
    assert after.link == 2


async def test_a_connection_of_which_notice_was_given_is_closed_after_a_while(
    links: Links, connected: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SOCKET_NOTICE", 0.05)
    first = await links.standing(1)
    await links.notice(first, "warning")
    await links.ended(first)
    assert [link.number for link in links.open] == [2]


@pytest.mark.parametrize("times", [1, 3])
async def test_a_connection_that_breaks_is_made_again(links: Links, connected: Bot, times: int) -> None:
    for number in range(1, times + 1):
        await links.drop(await links.standing(number))
    await links.standing(times + 1)
    assert await links.deliver(recorded.envelope("message.im")) is not None


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_where_there_are_too_many_or_none_allowed_it_waits_before_the_next(
    links: Links, connected: Bot, reason: str
) -> None:
    first = await links.standing(1)
    began = asyncio.get_running_loop().time()
    await links.notice(first, reason)
    await links.ended(first)
    assert links.open == []
    await links.standing(2)
    assert asyncio.get_running_loop().time() - began >= limits.SOCKET_PATIENCE


async def test_while_slack_refuses_it_asks_again_and_again(slack: SlackServer) -> None:
    slack.links.refusals = ["internal_error", "invalid_auth", "fatal_error"]
    slack.limit("apps.connections.open", 1)
    slack.socket_mode()
    async with mounted(slack, settings_for(slack, socket=True)):
        await slack.links.standing(1, 30)
    asked = [request for request in slack.requests if request.method == "apps.connections.open"]
    assert len(asked) == 5


async def test_an_answer_that_slack_never_gives_leaves_nobody_unheard(slack: SlackServer) -> None:
    slack.links.odd = [{"ok": True}, {"ok": True, "url": "nowhere"}]
    slack.socket_mode()
    async with mounted(slack, settings_for(slack, socket=True)):
        await slack.links.standing(1, 30)
        assert await slack.links.deliver(recorded.envelope("message.im")) is not None


async def test_a_wrong_token_never_ends_the_server(slack: SlackServer) -> None:
    slack.links.app_token = "xapp-another"
    settings = settings_for(slack, socket=True)
    slack.links.app_token = "xapp-right"
    async with mounted(slack, settings) as bot, ClientSession() as session:
        await asyncio.sleep(0.1)
        async with session.get(bot.url) as answer:
            assert answer.status == 404


def test_the_longer_nothing_stands_the_longer_it_waits() -> None:
    waiting = Waiting((1.0, 2.0, 4.0))
    waits = [waiting.next() for _ in range(5)]
    assert all(most / 2 <= wait <= most for wait, most in zip(waits, (1, 2, 4, 4, 4), strict=True))
    assert waiting.next(30) >= 30
    waiting.over()
    assert waiting.next() <= 1


@pytest.mark.parametrize(
    "sent",
    ["{", "[]", "7", '"words"', '{"type": "news", "envelope_id": "e1"}', '{"type": "events_api"}', "x" * 1000],
)
async def test_what_is_no_envelope_does_not_end_the_connection(links: Links, connected: Bot, sent: str) -> None:
    link = await links.standing(1)
    await link.socket.send_str(sent)
    assert await links.deliver(recorded.envelope("message.im")) is not None
    assert links.opened == 1


async def test_a_kind_of_envelope_nobody_knows_is_acknowledged(links: Links, connected: Bot) -> None:
    taken = await links.deliver(links.envelope("news", {"text": "words"}))
    assert taken is not None
    assert taken.payload is None


@asynccontextmanager
async def in_many_workspaces(slack: SlackServer, store: Store) -> AsyncIterator[Bot]:
    """The app over a connection of its own, installed in the recorded workspace alone."""
    slack.socket_mode()
    settings = settings_for(slack, socket=True).model_copy(update={"slack_bot_token": SecretStr("")})
    settings.slack_client_id, settings.slack_client_secret = "1.2", SecretStr("secret")
    settings.url = "https://cop.example.org"
    seal = Seal(b"a long random secret")
    kept = Installed("slack", TEAM, TEAM, BOT, "U1", seal.sealed(slack.token, TEAM), datetime.now(UTC))
    await store.installations.keep(kept)
    async with mounted(slack, settings, Installing(store.installations, (), Words())) as bot:
        await slack.links.standing(1)
        yield bot


async def test_a_press_by_somebody_of_another_workspace_is_heard_where_the_card_was_posted(
    slack: SlackServer, store: Store
) -> None:
    sent = recorded.envelope("block_actions.stranger")
    elsewhere = {"id": "T0ELSEWHERE", "domain": "elsewhere"}
    sent["payload"] |= {"team": elsewhere, "user": {**sent["payload"]["user"], "team_id": "T0ELSEWHERE"}}
    sent["payload"]["message"] |= {"team": TEAM}
    async with in_many_workspaces(slack, store) as bot:
        assert await slack.links.deliver(sent) is not None
        assert [call.by.tenant for call in bot.door.calls if isinstance(call, ButtonCall)] == ["T0ELSEWHERE"]


async def test_where_the_app_is_not_installed_a_command_is_answered_over_the_connection_too(
    slack: SlackServer, store: Store
) -> None:
    sent = recorded.envelope("command")
    sent["payload"] |= {"team_id": "T0ELSEWHERE"}
    async with in_many_workspaces(slack, store):
        taken = await slack.links.deliver(sent)
    assert taken is not None
    assert taken.payload is not None
    assert taken.payload["response_type"] == "ephemeral"
    assert "not installed in this workspace" in taken.payload["text"]


async def test_what_was_begun_is_acknowledged_before_the_server_ends(slack: SlackServer) -> None:
    slack.socket_mode()
    async with mounted(slack, settings_for(slack, socket=True)) as bot:
        await slack.links.standing(1)
        bot.door.may.clear()
        delivered = asyncio.create_task(slack.links.deliver(recorded.envelope("message.im")))
        await bot.door.came.wait()
        asyncio.get_running_loop().call_later(0.1, bot.door.may.set)
    assert await delivered is not None
    assert slack.links.open == []


async def test_a_connection_stands_longer_than_one_request_may_take(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_SECONDS", 0.3)
    slack.socket_mode()
    async with mounted(slack, settings_for(slack, socket=True)):
        await slack.links.standing(1)
        await asyncio.sleep(0.7)
        assert await slack.links.deliver(recorded.envelope("message.im")) is not None
        assert slack.links.opened == 1


async def test_a_silent_connection_that_no_longer_stands_is_noticed(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SOCKET_HEARTBEAT", 0.1)
    slack.socket_mode()
    slack.links.deaf = True
    async with mounted(slack, settings_for(slack, socket=True)):
        await slack.links.standing(1)
        slack.links.deaf = False
        await slack.links.standing(2)
        assert await slack.links.deliver(recorded.envelope("message.im")) is not None
