"""What the adapter relies on in Slack's Web API, held against two independent stand-ins for it."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.limits import capabilities
from adapters.slack.people import Workspace
from adapters.slack.platform import SlackPlatform
from adapters.slack.views import view
from adapters.slack.workspaces import OneWorkspace
from bot.chat.cards import Button, Buttons, Card, Text
from bot.chat.forms import Form, TextField
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.richtext import rich
from bot.errors import MessageGone, Unreachable
from bot.ports import Absent, ToChannel, ToPerson
from tests.adapters.slack.conftest import SystemClock
from tests.servers.slack import emulated
from tests.servers.slack.server import SlackServer

CARD = Card("A notice", (Text(rich("Words")), Buttons((Button("Reply", "reply.open", Subject(1, "question", 17)),))))
FORM = Form("reply.send", "Reply", (TextField("words", "Your reply"),), "Send", "reply.open", nonce="n")


@dataclass
class Api:
    """One stand-in: a client for it, a channel, a person in it, and a way to a trigger."""

    client: AsyncWebClient
    platform: SlackPlatform
    channel: str
    person: str
    trigger: Callable[[], Awaitable[str]]

    @property
    def home(self) -> ToChannel:
        return ToChannel(ChannelRef("slack", "", self.channel))

    async def history(self, **more: Any) -> list[dict[str, Any]]:
        answer = await self.client.conversations_history(channel=self.channel, **more)
        return list(answer["messages"])


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (shutil.which("node") and emulated.PROGRAM.exists()):
        if "node" in os.environ.get("COP_TEST_REQUIRE", ""):
            pytest.fail("Node.js and `npm ci --prefix tests/node` are required here")
        pytest.skip("needs Node.js and `npm ci --prefix tests/node`")
    with emulated.running(tmp_path_factory.mktemp("emulate")) as address:
        yield address


def _reached(url: str, session: aiohttp.ClientSession) -> tuple[AsyncWebClient, SlackPlatform]:
    client = AsyncWebClient("xoxb-local", url, session=session, retry_handlers=[])
    can = capabilities("/cop", thread_replies=True)
    return client, SlackPlatform(OneWorkspace(Workspace(client, SystemClock())), can)


async def _local() -> AsyncIterator[Api]:
    async with SlackServer() as slack, aiohttp.ClientSession() as session:
        ada = slack.add_user("ada", "Ada Lovelace")
        channel = slack.add_channel("policy-cop", [ada])
        client, platform = _reached(slack.api_url, session)

        async def trigger() -> str:
            return slack.api.trigger(ada.id)

        yield Api(client, platform, channel.id, ada.id, trigger)


async def _emulated(address: str) -> AsyncIterator[Api]:
    async with emulated.readable(address) as url, aiohttp.ClientSession() as session:
        client, platform = _reached(url, session)
        people = (await client.users_list())["members"]
        channels = (await client.conversations_list())["channels"]
        person = next(user["id"] for user in people if user["name"] == "ada")
        channel = next(one["id"] for one in channels if one["name"] == "policy-cop")

        async def trigger() -> str:
            answer = await client.api_call("views.generateTriggerId", params={"user": person})
            return str(answer["trigger_id"])

        yield Api(client, platform, channel, person, trigger)


@pytest.fixture(params=["local", pytest.param("emulated", marks=pytest.mark.node)])
async def api(request: pytest.FixtureRequest) -> AsyncIterator[Api]:
    making = _local() if request.param == "local" else _emulated(request.getfixturevalue("emulator"))
    async for made in making:
        yield made


async def test_a_posted_card_can_be_redrawn_and_removed(api: Api) -> None:
    ref = await api.platform.create("p1", api.home, CARD)
    await api.platform.update(ref, Card("Another notice", (Text(rich("Other words")),)), "")
    (shown,) = [message for message in await api.history() if message["ts"] == ref.message]
    assert shown["text"] == "Another notice"
    assert "Other words" in str(shown["blocks"])
    await api.platform.delete(ref, "")
    assert ref.message not in [message["ts"] for message in await api.history()]


async def test_what_is_gone_is_said_to_be_gone(api: Api) -> None:
    ref = await api.platform.create("p1", api.home, CARD)
    await api.platform.delete(ref, "")
    await api.platform.delete(ref, "")
    with pytest.raises(MessageGone):
        await api.platform.update(ref, CARD, "")


async def test_metadata_rides_along_and_is_kept_when_the_card_is_redrawn(api: Api) -> None:
    ref = await api.platform.create("riding", api.home, CARD)
    await api.platform.update(ref, CARD, "")
    (shown,) = [message for message in await api.history(include_all_metadata=True) if message["ts"] == ref.message]
    assert shown["metadata"] == {"event_type": "cop_posting", "event_payload": {"posting": "riding"}}


async def test_history_does_not_return_what_stands_in_threads(api: Api) -> None:
    parent = await api.platform.create("parent", api.home, CARD)
    reply = await api.platform.create("reply", ToChannel(api.home.channel, under=parent), CARD)
    assert reply.message not in [message["ts"] for message in await api.history()]
    found = await api.client.conversations_replies(channel=api.channel, ts=parent.message)
    assert [message["ts"] for message in found["messages"]] == [parent.message, reply.message]


async def test_what_was_posted_is_found_again(api: Api) -> None:
    start = datetime.now(UTC) - timedelta(seconds=2)
    parent = await api.platform.create("sought", api.home, CARD)
    under = ToChannel(api.home.channel, under=parent)
    reply = await api.platform.create("sought too", under, CARD)
    found = await api.platform.find_posted("sought", api.home, start)
    assert isinstance(found, MessageRef)
    assert found.message == parent.message
    found = await api.platform.find_posted("sought too", under, start)
    assert isinstance(found, MessageRef)
    assert (found.message, found.thread) == (reply.message, parent.message)
    assert await api.platform.find_posted("never posted", api.home, start) == Absent()


async def test_a_person_is_reached_by_their_id(api: Api) -> None:
    first = await api.platform.create("one", ToPerson(AccountRef("slack", "", api.person)), CARD)
    second = await api.platform.create("two", ToPerson(AccountRef("slack", "", api.person)), CARD)
    assert first.channel.channel == second.channel.channel
    assert first.channel.channel.startswith("D")


async def test_people_and_channels_are_known(api: Api) -> None:
    person = await api.platform.person(AccountRef("slack", "", api.person), "")
    assert person is not None
    assert (person.name, person.bot, person.active) == ("Ada Lovelace", False, True)
    channel = await api.platform.channel(api.home.channel, "")
    assert channel is not None
    assert (channel.name, channel.people) == ("#policy-cop", 2)
    assert await api.platform.person(AccountRef("slack", "", "U0NOBODY"), "") is None
    assert await api.platform.channel(ChannelRef("slack", "", "C0NOWHERE"), "") is None


async def test_a_channel_that_is_not_there_may_be_one_the_bot_cannot_see_yet(api: Api) -> None:
    with pytest.raises(Unreachable) as told:
        await api.platform.create("p1", ToChannel(ChannelRef("slack", "", "C0NOWHERE")), CARD)
    assert told.value.reason == "channel_not_found"


async def test_an_ephemeral_message_is_in_no_history(api: Api) -> None:
    answer = await api.client.chat_postEphemeral(channel=api.channel, user=api.person, text="Only you")
    assert answer["message_ts"] not in [message["ts"] for message in await api.history()]


async def test_a_trigger_opens_one_form(api: Api) -> None:
    trigger = await api.trigger()
    answer = await api.client.views_open(trigger_id=trigger, view=view(FORM, "{}"))
    assert answer["view"]["callback_id"] == "reply.send"
    with pytest.raises(SlackApiError):
        await api.client.views_open(trigger_id=trigger, view=view(FORM, "{}"))


async def test_an_unknown_trigger_opens_nothing(api: Api) -> None:
    with pytest.raises(SlackApiError) as told:
        await api.client.views_open(trigger_id="1.2.none", view=view(FORM, "{}"))
    assert told.value.response["error"] == "invalid_trigger_id"


async def test_no_token_means_no_answer(api: Api) -> None:
    nobody = AsyncWebClient(None, api.client.base_url, session=api.client.session, retry_handlers=[])
    with pytest.raises(SlackApiError):
        await nobody.auth_test()
