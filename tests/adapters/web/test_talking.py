"""What people type, press and send reaches the door as it should, and what is answered reaches them alone."""

import asyncio
from typing import Any

import pytest

from bot.chat.calls import ButtonCall, CommandCall, Edited, FormCall, MessageCall, Removed, ThreadReply
from bot.errors import NotYet
from bot.ports import ToChannel
from tests.adapters.web.conftest import Hands
from tests.adapters.web.samples import QUESTION, furnished, question_card

HOME = "slack-policy-cop"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/cop ask How early?", "ask How early?"),
        ("/cop", ""),
        ("/COP  next ", "next"),
        ("/cop: find x", "find x"),
    ],
)
async def test_a_slash_command_is_seen_by_the_bot_alone(hands: Hands, typed: str, words: str) -> None:
    await hands.post("say", who="mei", channel=HOME, text=typed)
    (call,) = hands.workspace.door.calls
    assert isinstance(call, CommandCall)
    assert (call.text, call.private, call.where.direct, call.message) == (words, True, False, None)
    assert [message["private"] for message in await hands.messages("mei")] == [True]
    assert await hands.messages("henrik") == []


@pytest.mark.parametrize("typed", ["@CoP ask How early?", "@cop, ask How early?", "@CoP /cop ask How early?"])
async def test_a_mention_is_seen_by_everybody_and_answered_in_private(hands: Hands, typed: str) -> None:
    await hands.post("say", who="mei", channel=HOME, text=typed)
    (call,) = hands.workspace.door.calls
    assert isinstance(call, CommandCall)
    assert (call.text, call.private) == ("ask How early?", False)
    assert call.message
    assert call.message.message == (await hands.messages("henrik"))[0]["id"]
    assert [message["text"] for message in await hands.messages("henrik")] == [typed]
    assert len(await hands.messages("mei")) == 2


async def test_any_sentence_in_the_direct_conversation_is_a_private_command(hands: Hands) -> None:
    await hands.post("say", who="mei", channel="slack-dm-mei", text="how do I plan a consultation?")
    (call,) = hands.workspace.door.calls
    assert isinstance(call, CommandCall)
    assert (call.text, call.private, call.where.direct) == ("how do I plan a consultation?", True, True)
    assert [message["private"] for message in await hands.messages("mei")] == [False, False]
    assert await hands.messages("henrik") == []


@pytest.mark.parametrize("typed", ["good morning", "/copy that", "what does /cop do?", "@CoPilot hello"])
async def test_other_talk_is_shown_and_the_door_is_left_alone(hands: Hands, typed: str) -> None:
    await hands.post("say", who="mei", channel=HOME, text=typed)
    assert hands.workspace.door.calls == []
    assert [message["text"] for message in await hands.messages("henrik")] == [typed]


async def test_a_reply_in_a_thread_is_shown_and_told(hands: Hands) -> None:
    slack = hands.workspace.slack
    root = await slack.create("question:17", ToChannel(slack.home), question_card())
    said = await hands.post("say", who="mei", channel=HOME, text="Two council cycles.", thread=root.message)
    (call,) = hands.workspace.door.calls
    assert isinstance(call, ThreadReply)
    assert (call.under.message, call.message.message, call.text) == (root.message, said["said"], "Two council cycles.")
    assert (await hands.messages("henrik"))[-1]["thread"] == root.message


async def test_a_reply_that_comes_too_soon_is_told_again(hands: Hands) -> None:
    slack, door = hands.workspace.slack, hands.workspace.door
    root = await slack.create("question:17", ToChannel(slack.home), question_card())
    door.refusals = [NotYet()]
    await hands.post("say", who="mei", channel=HOME, text="Too soon.", thread=root.message)
    for _ in range(100):
        if door.calls:
            break
        await asyncio.sleep(0.02)
    assert [call.text for call in door.calls if isinstance(call, ThreadReply)] == ["Too soon."]


async def test_a_change_and_a_removal_are_told(hands: Hands) -> None:
    said = (await hands.post("say", who="mei", channel=HOME, text="a frist thought"))["said"]
    await hands.post("edit", who="mei", message=said, text="a first thought")
    assert (await hands.messages("henrik"))[0]["text"] == "a first thought"
    assert (await hands.messages("henrik"))[0]["edited"]
    await hands.post("remove", who="mei", message=said)
    assert await hands.messages("henrik") == []
    assert [type(call) for call in hands.workspace.door.calls] == [Edited, Removed]


async def test_only_whoever_wrote_it_can_change_or_delete_it(hands: Hands) -> None:
    said = (await hands.post("say", who="mei", channel=HOME, text="mine"))["said"]
    await hands.post("edit", 403, who="henrik", message=said, text="yours")
    await hands.post("remove", 403, who="henrik", message=said)
    assert (await hands.messages("mei"))[0]["text"] == "mine"


async def test_a_press_carries_what_the_button_says(hands: Hands) -> None:
    await furnished(hands.workspace)
    card = (await hands.messages("henrik"))[0]
    button = card["blocks"][-2]["buttons"][2]
    carried = {name: button[name] for name in ("button", "subject", "choice")}
    await hands.post("press", who="henrik", message=card["id"], **carried)
    (call,) = hands.workspace.door.calls
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.choice) == ("question.more", str(QUESTION), "all")
    assert call.by == hands.workspace.slack.account("henrik")


async def test_a_press_on_a_posting_never_replaces_it(hands: Hands) -> None:
    await furnished(hands.workspace)
    before = await hands.messages("henrik")
    await hands.post("press", who="henrik", message=before[0]["id"], button="question.more")
    after = await hands.messages("henrik")
    assert after[: len(before)] == before
    assert [message["notice"] for message in after[len(before) :]] == ["You pressed question.more."]


async def test_a_press_on_a_private_answer_replaces_it(hands: Hands) -> None:
    answer = (await hands.post("say", who="mei", channel=HOME, text="/cop ask x"))["message"]
    await hands.post("press", who="mei", message=answer, button="draft.later", subject="1/draft:4")
    (shown,) = await hands.messages("mei")
    assert (shown["id"], shown["notice"]) == (answer, "You pressed draft.later.")


async def test_a_form_opens_keeps_its_errors_and_closes_when_it_is_right(hands: Hands) -> None:
    await hands.post("say", who="mei", channel=HOME, text="/cop form")
    form = (await hands.state("mei"))["form"]
    assert form["title"] == "Reply to question 17"
    assert (await hands.state("henrik"))["form"] is None
    wrong = await hands.post("submit", who="mei", form=form["id"], values={"text": "  ", "kind": "tool"})
    assert wrong["errors"] == {"text": "Please fill this in."}
    await hands.post("submit", who="mei", form=form["id"], values={"text": "bad", "kind": "tool"})
    assert (await hands.state("mei"))["form"]["errors"] == {"text": "Say a little more, please."}
    sent = {"text": "Two cycles.", "kind": "tool", "may": ["ask", "carry"], "unasked": "x"}
    await hands.post("submit", who="mei", form=form["id"], values=sent)
    assert (await hands.state("mei"))["form"] is None
    call = hands.workspace.door.calls[-1]
    assert isinstance(call, FormCall)
    assert call.values == {"text": "Two cycles.", "kind": "tool", "may": ("ask", "carry")}
    assert (call.form, call.subject, call.key) == ("question.replied", str(QUESTION), "web-slack/form/mei/n1")


async def test_a_field_over_its_length_is_an_error_at_the_field(hands: Hands) -> None:
    await hands.post("say", who="mei", channel=HOME, text="/cop form")
    form = (await hands.state("mei"))["form"]
    wrong = await hands.post("submit", who="mei", form=form["id"], values={"text": "x" * 3001, "kind": "tool"})
    assert wrong["errors"] == {"text": "At most 3000 characters, please."}


async def test_a_form_put_away_cannot_be_sent(hands: Hands) -> None:
    await hands.post("say", who="mei", channel=HOME, text="/cop form")
    form = (await hands.state("mei"))["form"]["id"]
    await hands.post("close", who="mei", form=form)
    await hands.post("submit", 409, who="mei", form=form, values={"text": "late"})


async def test_a_repeat_under_the_same_key_changes_nothing(hands: Hands) -> None:
    slack = hands.workspace.slack
    root = (await slack.create("question:17", ToChannel(slack.home), question_card())).message
    asks: list[tuple[str, dict[str, Any]]] = [
        ("say", {"channel": HOME, "text": "/cop next", "key": "a"}),
        ("say", {"channel": HOME, "text": "hello", "key": "b"}),
        ("say", {"channel": HOME, "text": "a reply", "thread": root, "key": "c"}),
        ("say", {"channel": HOME, "text": "@CoP next", "key": "d"}),
        ("press", {"message": root, "button": "question.more", "key": "e"}),
    ]
    first = [await hands.post(name, who="mei", **body) for name, body in asks]
    shown, calls = await hands.messages("mei"), len(hands.workspace.door.calls)
    again = [await hands.post(name, who="mei", **body) for name, body in asks]
    assert again == first
    assert (await hands.messages("mei"), len(hands.workspace.door.calls)) == (shown, calls)


async def test_the_same_key_of_two_people_are_two_keys(hands: Hands) -> None:
    await hands.post("say", who="mei", channel=HOME, text="one", key="k")
    await hands.post("say", who="henrik", channel=HOME, text="two", key="k")
    assert [message["text"] for message in await hands.messages("mei")] == ["one", "two"]


async def test_what_is_new_is_counted_until_it_is_looked_at(hands: Hands) -> None:
    await furnished(hands.workspace)
    state = await hands.state("leilani")
    assert {place["id"]: place["unseen"] for place in state["channels"]} == {"teams-policy": 1, "teams-dm-leilani": 1}
    assert next(person["waiting"] for person in state["people"] if person["id"] == "leilani") == 1
    await hands.post("seen", who="leilani", channel="teams-dm-leilani")
    state = await hands.state("leilani")
    assert next(person["waiting"] for person in state["people"] if person["id"] == "leilani") == 0


async def test_somebody_in_both_is_in_both(hands: Hands) -> None:
    state = await hands.state("amara")
    places = [place["id"] for place in state["channels"]]
    assert places == ["slack-policy-cop", "slack-dm-amara", "teams-policy", "teams-dm-amara"]


async def test_something_is_chosen_on_a_persons_message_and_on_no_other(hands: Hands) -> None:
    state = await hands.state("amara")
    assert state["workspace"]["menu"] == [{"action": "resource.from_message", "title": "Save to the library"}]
    said = (await hands.post("say", who="amara", channel="slack-policy-cop", text="See https://a.example"))["said"]
    await hands.post("choose", who="amara", message=said, action="resource.from_message", key="k1")
    await hands.post("choose", who="mei", message=said, action="resource.from_message")
    mine, theirs = hands.workspace.door.calls
    assert isinstance(mine, MessageCall)
    assert isinstance(theirs, MessageCall)
    assert (mine.text, mine.own, theirs.own) == ("See https://a.example", True, False)
    await hands.post("choose", 404, who="amara", message="nowhere", action="resource.from_message")
    await hands.post("remove", who="amara", message=said)
    await hands.post("choose", 404, who="mei", message=said, action="resource.from_message")
    card = await hands.workspace.slack.create("q", ToChannel(hands.workspace.slack.home), question_card("3"))
    await hands.post("choose", 400, who="amara", message=card.message, action="resource.from_message")
