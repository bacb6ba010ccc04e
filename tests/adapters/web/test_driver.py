"""The scenario driver does with the API what a person does with the page."""

from tests.adapters.web.conftest import Hands
from tests.adapters.web.samples import furnished
from tests.scenarios.chat import Chat
from tests.scenarios.web import WebChat


async def test_the_driver_sees_presses_fills_and_replies(hands: Hands) -> None:
    web = WebChat(hands.session, hands.workspace.url, "slack")
    chat: Chat = web
    await furnished(hands.workspace)
    question = (await chat.sees("henrik"))[0]
    assert (question.place, question.author, question.private) == ("home", "bot", False)
    assert question.buttons == ("Reply", "I'd like to know too", "More")
    assert "Open · 3 replies" in question.text.splitlines()
    await chat.press("henrik", question, "Reply")
    form = chat.form("henrik")
    assert form
    assert form.values == {
        "Your reply": "",
        "A link": "",
        "What is it?": "Guide",
        "What may I do?": "Carry it to the other platform",
    }
    assert await chat.fill("henrik", {"Your reply": "bad"}) == {"Your reply": "Say a little more, please."}
    assert await chat.fill("henrik", {"Your reply": "Two cycles.", "What is it?": "Tool", "What may I do?": ()}) == {}
    assert chat.form("henrik") is None
    said = await chat.reply("henrik", question, "And one page.")
    assert [seen.id for seen in await chat.sees("mei") if seen.under == question.id] == [said]
    await chat.edit("henrik", said, "And one page with dates.")
    await chat.remove("henrik", said)
    await chat.command("henrik", "next")
    await chat.mention("henrik", "next")
    await chat.direct("henrik", "next")
    assert [seen.place for seen in await chat.sees("henrik")][-2:] == ["direct", "direct"]
    assert sum(seen.private for seen in await chat.sees("henrik")) == 3


async def test_the_two_drawn_platforms_are_apart(hands: Hands) -> None:
    await furnished(hands.workspace)
    slack = WebChat(hands.session, hands.workspace.url, "slack")
    teams = WebChat(hands.session, hands.workspace.url, "teams")
    assert len(await slack.sees("amara")) == 3
    assert len(await teams.sees("amara")) == 1


async def test_somebody_new_joins_when_first_heard_of(hands: Hands) -> None:
    teams = WebChat(hands.session, hands.workspace.url, "teams")
    slack = WebChat(hands.session, hands.workspace.url, "slack")
    await teams.talk("public-works", "Hello, I am new.")
    await slack.talk("public-works", "Here too.")
    (there,) = await teams.sees("leilani")
    assert (there.author, there.text) == ("public-works", "Hello, I am new.")
    person = await hands.workspace.slack.person(hands.workspace.slack.account("public-works"), "")
    assert person
    assert person.name == "Public Works"
