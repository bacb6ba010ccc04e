"""What members do with a message where it stands, on the platforms as they are."""

from pathlib import Path

import pytest

from tests.scenarios.slack import SlackChat
from tests.scenarios.teams import TeamsChat
from tests.scenarios.web import WebChat
from tests.scenarios.world import World, world

KINDS = ["web", "slack", pytest.param("teams", marks=pytest.mark.node)]
PLAN = "https://docs.example.org/plan"


def menus(made: World) -> SlackChat | TeamsChat | WebChat:
    chat = made.here
    assert isinstance(chat, SlackChat | TeamsChat | WebChat)
    return chat


async def told(made: World, who: str, text: str) -> None:
    """They read it: in the dialog over the message in Teams, in an answer in Slack."""
    chat = menus(made)
    if isinstance(chat, TeamsChat):
        assert text in chat.dialogs[who], chat.dialogs
    else:
        await made.sees(who, text)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_message_becomes_a_question_a_resource_and_a_topic(kind: str, tmp_path: Path) -> None:
    async with world(kind, tmp_path) as made:
        chat = menus(made)
        said = await chat.talk("health", f"Our plan is at {PLAN} now")

        await chat.choose("labour", said, "resource.from_message")
        form = chat.form("labour")
        assert form is not None
        assert form.values["Link"] == PLAN
        assert "Our plan" not in form.values["What it is"], "what Health wrote isn't copied"
        assert await made.fills("labour", {"Link": "nowhere"}) != {}
        await made.fills("labour", {"Link": PLAN, "What it is": "The plan for zebras"})
        await told(made, "labour", "It is in the library now.")
        await made.commands("steward", "library")
        await made.sees("steward", "The plan for zebras")

        await chat.choose("health", said, "question.from_message")
        form = chat.form("health")
        assert form is not None
        assert form.values["Your question"].startswith("Our plan is at")
        assert "Your name" not in form.labels, "others have seen who said it"
        await made.fills("health", {"Your question": "Who has a plan for giraffes?"})
        await told(made, "health", "This is what people will see")

        await chat.choose("labour", said, "topic.from_message")
        form = chat.form("labour")
        assert form is not None
        assert said.replace(".", "") in form.values["Where it came up"], "the way back"
        await made.fills("labour", {"What would you like to talk about?": "Plans for animals"})
        await told(made, "labour", "It is topic 1")
        await made.commands("steward", "topic 1")
        seen = await made.sees("steward", "Plans for animals")
        assert "It came up in a message" in seen.text


@pytest.mark.node
async def test_a_member_searches_from_where_they_write_and_a_stranger_is_told(tmp_path: Path) -> None:
    async with world("teams", tmp_path) as made:
        chat = made.here
        assert isinstance(chat, TeamsChat)
        await made.commands("labour", f"share {PLAN} The plan for zebras")
        found = await chat.browse("health", "zebras")
        assert [one["preview"]["content"]["title"] for one in found["attachments"]] == ["The plan for zebras"]
        assert PLAN in str(found["attachments"][0]["content"])
        assert await chat.browse("health", "") == found
        nothing = await chat.browse("health", "giraffes")
        assert (nothing["type"], "nothing about that yet" in nothing["text"]) == ("message", True)
        stranger = await chat.browse("newcomer", "zebras")
        assert (stranger["type"], "Only members" in stranger["text"]) == ("message", True)
