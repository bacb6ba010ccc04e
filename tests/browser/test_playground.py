"""Teams as its members meet it: the real Agents Playground in a real browser, with colleagues beside it.

The Playground opens no dialogs from a button, so forms that need one are filled in over its HTTP API, as the presses of
everybody but the steward are; the browser shows what comes of them.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.playground import CHANNEL, PERSONAL, Room, entered
from tests.scenarios.teams import TeamsChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world

pytestmark = [pytest.mark.chromium, pytest.mark.node]

QUESTION = "Has anybody run a consultation on fees?"
TOPICS = ("Making consultation worth people's time", "Drafting a regulation without tears", "My first submission")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Teams before the bot is added to it."""
    async with new_world("teams", tmp_path, founded=False) as made:
        yield made


async def sets_up(room: Room, world: World) -> None:
    """The bot is added to a channel; whoever did so is asked, and opens the doors."""
    await room.goes_to(CHANNEL)
    await room.installs()
    await room.goes_to(PERSONAL)
    await room.sees("Your community is ready to set up")
    await room.looks("installed")
    await world.presses("steward", await world.sees("steward", "ready to set up", place="direct"), "Set up")
    await world.fills("steward", {"What is the community called?": "Policy CoP"})
    await room.presses("Policy CoP is set up", "Open the doors")
    await room.sees("The doors of Policy CoP are open")
    await room.looks("set-up")


async def asks(room: Room, world: World) -> None:
    """A question is looked at, posted, and answered by somebody else and by the steward."""
    await room.types(f"ask {QUESTION} #consultation")
    await room.sees("Before it goes out")
    await room.looks("preview")
    await room.presses("Before it goes out", "Post it")
    await room.goes_to(CHANNEL)
    await room.sees("Open · no replies yet")
    await world.presses("health", await world.sees("health", QUESTION, place="home"), "Reply")
    await world.fills("health", {"Your reply": "Twice. Ask those who pay them first."})
    await room.sees("Twice. Ask those who pay them first.")
    await room.sees("Open · 1 reply")
    await room.goes_to(PERSONAL)
    await room.types("reply 1 Thank you, that will save me a month.")
    await room.goes_to(CHANNEL)
    await room.sees("that will save me a month")
    await room.looks("question")


async def ticks(room: Room, world: World) -> None:
    """A meeting is planned and topics are suggested; when the poll opens, the steward and a colleague tick."""
    await room.goes_to(PERSONAL)
    await room.types("meetings every second Thursday 10:00 for 60 min from 18 March 2027, Room 4")
    await room.sees("We meet every second Thursday")
    for who, topic in zip(("health", "labour", "health"), TOPICS, strict=True):
        await world.commands(who, f"topic {topic}")
    await world.reaches(datetime.fromisoformat("2027-03-08T10:00-08:00"))
    await room.goes_to(CHANNEL)
    await room.sees("Nobody has voted yet")
    await room.goes_to(PERSONAL)
    await room.types("tick 1 3")
    await room.sees("Counted. You ticked 1, 3.")
    poll = await world.sees("health", "What shall we talk about", place="home")
    await world.presses("health", poll, "Tick topics")
    await world.fills("health", {"Tick all you like": (f"1. {TOPICS[0]}",)})
    await room.goes_to(CHANNEL)
    await room.sees("2 people")
    await room.looks("poll")


async def comes(room: Room) -> None:
    """Whoever is coming says so with a press on the card, which then says it."""
    await room.goes_to(PERSONAL)
    await room.types("next")
    await room.presses("Next: Thursday 18 March", "Yes")
    await room.sees("Good, see you on Thursday 18 March")
    await room.looks("next")


async def test_a_community_begins_in_teams(world: World, browser: Browser) -> None:
    assert isinstance(world.here, TeamsChat)
    async with entered(browser, world.here.bench.playground_url) as room:
        await sets_up(room, world)
        await asks(room, world)
        await ticks(room, world)
        await comes(room)
