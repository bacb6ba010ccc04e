"""The adapter with the real Agents Playground before it: typing, pressing, forms, threads, redrawing, faults."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from adapters.settings import Settings
from adapters.teams.app import mount
from bot.chat.calls import ButtonCall, CommandCall, Edited, FormCall, Removed, ThreadReply
from bot.chat.cards import Button, Buttons, Card, Text
from bot.chat.forms import Form, TextField
from bot.chat.refs import ChannelRef
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private
from bot.chat.richtext import rich
from bot.errors import MessageGone, RateLimited, Uncertain
from bot.ports import Platform, ToChannel
from tests.adapters.teams.conftest import DEPLOYMENT, RecordingDoor
from tests.scenarios.chat import Chat, Seen
from tests.scenarios.teams import TeamsChat
from tests.servers.teams.bench import TeamsBench, teams_bench
from tests.servers.teams.keys import StubCredentials
from tests.servers.teams.playground import CHANNEL, TENANT
from tests.servers.teams.serving import serving
from tests.servers.teams.wire import Fault

pytestmark = pytest.mark.node
HOME = ChannelRef("teams", TENANT, CHANNEL)
GO = Button("Go", "go", opens_form=False)
FIELDS = tuple(TextField(f"f{number}", f"Field {number}", required=not number) for number in range(4))


def form(fields: int) -> Form:
    return Form("ask", "Your question", FIELDS[:fields], "Send", "ask.open", nonce=f"n{fields}")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def door() -> RecordingDoor:
    return RecordingDoor()


@pytest.fixture
async def bench() -> AsyncIterator[TeamsBench]:
    async with teams_bench() as bench:
        yield bench


@pytest.fixture
async def platform(bench: TeamsBench, door: RecordingDoor) -> AsyncIterator[Platform]:
    server = web.Application()
    settings = Settings(**bench.settings, teams_thread_replies=True)
    platform = mount(server, door, settings, DEPLOYMENT, SystemClock(), credentials=StubCredentials())
    async with serving(server) as bench.signer.bot_url:
        yield platform


@pytest.fixture
def chat(bench: TeamsBench, platform: Platform) -> TeamsChat:
    return TeamsChat(bench)


async def posted(bench: TeamsBench, platform: Platform, words: str, *buttons: Button) -> Any:
    card = Card(f"New: {words}", (Text(rich(words)), Buttons(buttons)))
    return await platform.create("p", ToChannel(HOME, bench.wire.url), card)


async def last(chat: Chat, who: str) -> Seen:
    return (await chat.sees(who))[-1]


async def test_what_each_person_types_comes_from_that_person(chat: TeamsChat, door: RecordingDoor) -> None:
    door.reply = Private(Card("For you.", (Text(rich("Only yours")),)))
    await chat.command("health", "next")
    await chat.direct("steward", "hello")
    first, second = door.calls
    assert isinstance(first, CommandCall)
    assert isinstance(second, CommandCall)
    assert (first.text, first.private, second.text, second.private) == ("next", False, "hello", True)
    assert first.by != second.by
    assert (await last(chat, "health")).notice == "For you."
    assert (await last(chat, "health")).place == "direct"
    assert [seen.text for seen in await chat.sees("labour")] == ["next"]


async def test_a_press_in_the_channel_and_on_a_private_answer(
    chat: TeamsChat, bench: TeamsBench, platform: Platform, door: RecordingDoor
) -> None:
    await posted(bench, platform, "A question", GO)
    door.reply = Private(Card("One.", (Text(rich("one")), Buttons((GO,)))))
    await chat.press("labour", await last(chat, "labour"), "Go")
    private = await last(chat, "labour")
    assert private.text == "one"
    door.reply = Private(Card("Two.", (Text(rich("two")),)))
    await chat.press("labour", private, "Go")
    assert (await last(chat, "labour")).text == "two"
    assert [type(call) for call in door.calls] == [ButtonCall, ButtonCall]
    assert [seen.text for seen in await chat.sees("health")] == ["A question"]


async def test_a_form_in_a_dialog_says_what_is_wrong_and_closes(
    chat: TeamsChat, bench: TeamsBench, platform: Platform, door: RecordingDoor
) -> None:
    await posted(bench, platform, "A question", Button("Reply", "reply", opens_form=True))
    door.reply = OpenForm(form(2))
    await chat.press("forests", await last(chat, "forests"), "Reply")
    opened = chat.form("forests")
    assert opened is not None
    assert opened.labels == ("Field 0", "Field 1")
    door.reply = FormErrors({"f1": "Please say more."})
    assert await chat.fill("forests", {"Field 0": "a", "Field 1": "b"}) == {"Field 1": "Please say more."}
    door.reply = Nothing()
    assert await chat.fill("forests", {"Field 1": "b, and more"}) == {}
    sent = door.calls[-1]
    assert isinstance(sent, FormCall)
    assert sent.values == {"f0": "a", "f1": "b, and more"}
    assert chat.form("forests") is None


@pytest.mark.parametrize("fields", [2, 4])
async def test_a_form_after_a_typed_command(chat: TeamsChat, door: RecordingDoor, fields: int) -> None:
    door.reply = OpenForm(form(fields))
    await chat.direct("newcomer", "ask")
    assert chat.form("newcomer") is not None
    door.reply = Private(Card("Thanks.", (Text(rich("Thanks")),)))
    assert await chat.fill("newcomer", {"Field 0": "How?"}) == {}
    assert isinstance(door.calls[-1], FormCall)
    assert (await last(chat, "newcomer")).text == "Thanks"


async def test_a_reply_in_the_thread_its_edit_and_its_removal(
    chat: TeamsChat, bench: TeamsBench, platform: Platform, door: RecordingDoor
) -> None:
    card = await posted(bench, platform, "A question")
    under = await last(chat, "fisheries")
    made = await chat.reply("fisheries", under, "we asked early")
    await chat.edit("fisheries", made, "we asked very early")
    await chat.remove("fisheries", made)
    said, edited, removed = door.calls
    assert isinstance(said, ThreadReply)
    assert isinstance(edited, Edited)
    assert isinstance(removed, Removed)
    assert said.under == card
    assert said.message == edited.message == removed.message
    assert (said.text, edited.text) == ("we asked early", "we asked very early")


async def test_a_card_is_redrawn_and_removed(chat: TeamsChat, bench: TeamsBench, platform: Platform) -> None:
    made = await posted(bench, platform, "before")
    await platform.update(made, Card("New.", (Text(rich("after")),)), bench.wire.url)
    assert [seen.text for seen in await chat.sees("health")] == ["after"]
    await platform.delete(made, bench.wire.url)
    await platform.delete(made, bench.wire.url)
    assert await chat.sees("health") == []
    with pytest.raises(MessageGone):
        await platform.update(made, Card("x"), bench.wire.url)


async def test_faults_on_the_way_mean_what_they_should(chat: TeamsChat, bench: TeamsBench, platform: Platform) -> None:
    faults = [Fault(lost="before"), Fault(lost="after"), None, Fault(status=429, retry_after="3")]

    async def choose(request: web.Request, body: dict[str, Any]) -> Fault | None:
        return faults.pop(0) if faults else None

    bench.wire.choose = choose
    for words in ("two", "three"):
        with pytest.raises(Uncertain):
            await posted(bench, platform, words)
    await posted(bench, platform, "four")
    with pytest.raises(RateLimited):
        await posted(bench, platform, "five")
    assert [seen.text for seen in await chat.sees("health")] == ["three", "four"]
