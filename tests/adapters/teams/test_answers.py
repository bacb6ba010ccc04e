"""What the core answers reaches the person who waits, and nobody else."""

from typing import Any

from bot.chat.cards import Button, Buttons, Card, Text
from bot.chat.forms import ChoiceField, Form, Option, TextField, TicksField
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private
from bot.chat.richtext import rich
from tests.adapters.teams.conftest import Teams
from tests.servers.teams.activities import ADA, POST, direct, execute, in_channel, invoke

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
CARD = Card("Have a look.", (Text(rich("As others see it")), Buttons((Button("Post it", "ask.post", main=True),))))
SHORT = Form(
    "ask", "Your question", (TextField("title", "Question"),), "Look", "ask.open", Subject(1, "draft", 2), (), "n1"
)
TAGS = (Option("a", "Consultation"), Option("b,c", "Drafting"))
FIELDS = (
    TextField("title", "Question"),
    TextField("more", "More", long=True),
    ChoiceField("kind", "Kind", TAGS),
    TicksField("tags", "Tags", TAGS, ("b,c",)),
)
LONG = Form("ask", "Your question", FIELDS, "Look", "ask.open", Subject(1, "draft", 2), (), "n2")


def words(drawn: Any) -> str:
    """Everything that is drawn, as one string."""
    if isinstance(drawn, dict):
        return " ".join(words(value) for key, value in drawn.items() if key in _SHOWN)
    return " ".join(map(words, drawn)) if isinstance(drawn, list) else str(drawn)


_SHOWN = {
    "body",
    "items",
    "inlines",
    "text",
    "actions",
    "title",
    "label",
    "value",
    "card",
    "content",
    "task",
    "choices",
}


async def test_an_answer_to_a_command_in_a_channel_goes_to_the_person_alone(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    await teams.post(in_channel("ask"))
    opened, sent = teams.connector.written
    assert opened.body["members"][0]["id"] == ADA["aadObjectId"]
    assert opened.body["isGroup"] is False
    assert sent.path == f"v3/conversations/a:{ADA['aadObjectId']}/activities"
    assert sent.body["summary"] == "Have a look."
    assert sent.token == "Bearer outbound"
    assert "As others see it" in words(sent.card)


async def test_an_answer_in_the_direct_conversation_needs_no_other(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    await teams.post(direct())
    (sent,) = teams.connector.written
    assert sent.path == "v3/conversations/a:personal-ada/activities"


async def test_an_answer_that_cannot_be_delivered_does_not_undo_what_was_kept(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    teams.connector.faults = [500]
    assert (await teams.post(direct())).status == 200


async def test_a_press_on_a_private_answer_is_answered_in_its_place(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    await teams.post(direct())
    pressed = teams.connector.cards[0].card["body"][-1]["actions"][0]
    answer = await teams.said(execute(pressed["verb"], pressed["data"]))
    assert answer["type"] == ADAPTIVE
    assert "As others see it" in words(answer["value"]["body"])
    assert len(teams.connector.written) == 1


async def test_a_press_on_a_posting_leaves_it_and_answers_the_person_alone(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    answer = await teams.said(execute("x", {"subject": "", "choice": ""}, POST))
    assert answer == {"statusCode": 200, "type": MESSAGE, "value": "Have a look."}
    assert teams.connector.cards[-1].path == f"v3/conversations/a:{ADA['aadObjectId']}/activities"


async def test_a_mark_forged_in_a_channel_does_not_replace_the_posting(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    answer = await teams.said(execute("x", {"private": True}, POST))
    assert answer["type"] == MESSAGE


async def test_a_press_without_an_answer_changes_nothing(teams: Teams) -> None:
    assert (await teams.said(execute("x", {}, POST)))["value"] == ""
    assert teams.connector.written == []


async def test_a_press_that_opens_a_form_is_answered_with_a_dialog(teams: Teams) -> None:
    teams.door.reply = OpenForm(LONG)
    answer = await teams.said(invoke("task/fetch", {"data": {"button": "ask.open"}}))
    assert answer["task"]["type"] == "continue"
    assert answer["task"]["value"]["title"] == "Your question"
    inputs = [one for one in answer["task"]["value"]["card"]["content"]["body"] if one["type"].startswith("Input.")]
    assert [one["label"] for one in inputs] == ["Question", "More", "Kind", "Tags"]
    assert inputs[3]["value"] == "b%2Cc"


async def test_what_is_wrong_is_said_in_the_open_dialog_and_nothing_typed_is_lost(teams: Teams) -> None:
    teams.door.reply = OpenForm(LONG)
    shown = await teams.said(invoke("task/fetch", {"data": {"button": "ask.open"}}))
    submit = shown["task"]["value"]["card"]["content"]["body"][-1]["actions"][0]["data"]
    teams.door.reply = FormErrors({"title": "One sentence, please."})
    typed = {"value:title": "?", "value:more": "much", "value:kind": "a", "ticks:tags": "a"}
    again = await teams.said(invoke("task/submit", {"data": {**submit, **typed}}))
    body = again["task"]["value"]["card"]["content"]["body"]
    assert body[0]["inlines"][0] == {"type": "TextRun", "text": "One sentence, please.", "color": "Attention"}
    values = [one["value"] for one in body if one["type"].startswith("Input.")]
    assert values == ["?", "much", "a", "a"]


async def test_what_has_to_be_filled_in_is_asked_for_before_anything_is_brought_in(teams: Teams) -> None:
    teams.door.reply = OpenForm(LONG)
    shown = await teams.said(invoke("task/fetch", {"data": {"button": "ask.open"}}))
    body = shown["task"]["value"]["card"]["content"]["body"]
    assert [one.get("isRequired", False) for one in body if one["type"].startswith("Input.")] == [
        True,
        True,
        True,
        False,
    ]
    asked = len(teams.door.calls)
    typed = {"value:title": "?", "value:more": "much", "value:kind": ""}
    again = await teams.said(invoke("task/submit", {"data": {**body[-1]["actions"][0]["data"], **typed}}))
    assert "Please fill this in." in words(again["task"]["value"]["card"]["content"]["body"])
    assert len(teams.door.calls) == asked


async def test_what_is_wrong_is_said_even_when_the_form_was_forgotten(teams: Teams) -> None:
    teams.door.reply = FormErrors({"title": "One sentence, please."})
    answer = await teams.said(invoke("task/submit", {"data": {"form": "ask", "nonce": "old"}}))
    assert answer["task"] == {"type": "message", "value": "One sentence, please."}


async def test_a_form_that_was_taken_closes(teams: Teams) -> None:
    teams.door.reply = Nothing()
    assert await teams.said(invoke("task/submit", {"data": {"form": "ask", "nonce": "n"}})) is None


async def test_an_answer_to_a_form_goes_to_the_person_alone(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    sent = invoke("task/submit", {"data": {"form": "ask", "nonce": "n"}}, POST)
    assert await teams.said(sent) is None
    assert teams.connector.cards[-1].path == f"v3/conversations/a:{ADA['aadObjectId']}/activities"


async def test_a_form_that_can_no_longer_open_says_why_in_the_dialog(teams: Teams) -> None:
    teams.door.reply = Private(CARD)
    answer = await teams.said(invoke("task/fetch", {"data": {"button": "ask.open"}}, POST))
    card = answer["task"]["value"]["card"]["content"]
    assert "As others see it" in words(card["body"])
    assert card["body"][-1]["actions"][0]["type"] == "Action.Submit"
    teams.door.reply = Nothing()
    pressed = card["body"][-1]["actions"][0]["data"]
    assert await teams.said(invoke("task/submit", {"data": pressed}, POST)) is None
    assert getattr(teams.door.calls[-1], "button", "") == "ask.post"


async def test_a_short_form_after_a_typed_command_is_drawn_in_a_card(teams: Teams) -> None:
    teams.door.reply = OpenForm(SHORT)
    await teams.post(direct("ask"))
    body = teams.connector.cards[0].card["body"]
    action = body[-1]["actions"][0]
    assert (action["type"], action["verb"]) == ("Action.Execute", "form:ask")
    teams.door.reply = FormErrors({"title": "One sentence, please."})
    answer = await teams.said(execute(action["verb"], {**action["data"], "value:title": "?"}))
    assert answer["type"] == ADAPTIVE
    assert "One sentence, please." in words(answer["value"])


async def test_a_long_form_after_a_typed_command_waits_behind_a_button(teams: Teams) -> None:
    teams.door.reply = OpenForm(LONG)
    await teams.post(direct("ask"))
    action = teams.connector.cards[0].card["body"][-1]["actions"][0]
    assert action["data"]["button"] == "ask.open"
    assert action["data"]["subject"] == "1/draft:2"
    assert action["data"]["msteams"] == {"type": "task/fetch"}
