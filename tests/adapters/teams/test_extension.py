"""The message extension: what Teams asks reaches the core as neutral calls, and what comes back is what Teams draws."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams import extension
from adapters.teams.limits import LIST_BYTES
from adapters.teams.markup import words_of
from adapters.teams.text import size
from adapters.wiring import teams_manifest, whole_catalogue
from bot.chat.calls import ButtonCall, CommandCall, FormCall, MessageCall
from bot.chat.cards import Button, Buttons, Card, LinkButton, Text
from bot.chat.forms import Form, TextField
from bot.chat.picks import Pick, Picks
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.chat.richtext import rich
from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.test_render import complaints  # noqa: F401 - a fixture
from tests.servers.teams import activities
from tests.servers.teams.activities import ADA, BEN, POST, TENANT, direct, invoke
from tests.servers.teams.connector import CHANNEL
from tests.servers.teams.keys import APP_ID
from tests.servers.teams.official import Complaints

SCHEMA = Path(__file__).parent.parent / "schemas" / "teams-app-manifest.1.25.json"
TWO_PEOPLE = {"id": "19:ada_ben@unq.gbl.spaces", "conversationType": "personal"}
WITH_BOT = {"id": "a:personal-ada", "conversationType": "personal"}
LINK = f"https://teams.microsoft.com/l/message/{CHANNEL}/1584358320000?tenantId={TENANT}"
FIELDS = (TextField("url", "Link", "https://example.org"), TextField("title", "What it is"))
FORM = Form("resource.share", "Share a link", FIELDS, "Add", "x.y", Subject(3, "community", 3), (), "n1")
PLAN = Pick(
    "Plan <b>", rich("guide · Fisheries"), Card("Plan", (Buttons((LinkButton("Open", "https://example.org"),)),))
)


def chosen(content: str = "<p>A plan</p>", by: dict[str, Any] = BEN, **more: Any) -> dict[str, Any]:
    """As Teams sends it when something is chosen in a message's own menu."""
    value = activities.chosen("resource.from_message", content, by["aadObjectId"])
    return {**value, "requestId": "51c1b1ce", **more}


def query(words: str = "tax", skip: int = 0, count: Any = 25) -> dict[str, Any]:
    parameters = [{"name": "words", "value": words}]
    return {"commandId": "search", "parameters": parameters, "queryOptions": {"skip": skip, "count": count}}


async def test_a_message_is_brought_in_plain_words_with_the_link_to_it(teams: Teams) -> None:
    html = '<p>Hi <at id="0">Ada</at>, see&nbsp;<a href="https://gov.example/plan">the plan</a></p><p>A &amp; B</p>'
    await teams.said(invoke(extension.FETCH, chosen(html), POST))
    (call,) = teams.door.calls
    assert isinstance(call, MessageCall)
    assert call.text == "Hi Ada, see the plan (https://gov.example/plan)\nA & B"
    assert (call.action, call.link, call.own) == ("resource.from_message", LINK, False)
    assert call.by == AccountRef("teams", TENANT, ADA["aadObjectId"])
    assert call.where.channel == ChannelRef("teams", TENANT, CHANNEL)


async def test_ones_own_message_is_known_as_such(teams: Teams) -> None:
    await teams.said(invoke(extension.FETCH, chosen(by=ADA), POST))
    (call,) = teams.door.calls
    assert isinstance(call, MessageCall)
    assert call.own


async def test_a_chat_of_two_people_is_no_way_for_the_bot_to_reach_either(teams: Teams) -> None:
    await teams.said(invoke(extension.FETCH, chosen(), TWO_PEOPLE))
    await teams.said(invoke(extension.FETCH, chosen(), WITH_BOT))
    between, with_bot = teams.door.calls
    assert isinstance(between, MessageCall)
    assert isinstance(with_bot, MessageCall)
    assert (between.where.direct, between.where.address) == (False, teams.connector.url)
    assert (between.where.beside, with_bot.where.beside) == (True, False)
    assert (with_bot.where.direct, with_bot.where.address) == (True, f"{teams.connector.url} a:personal-ada")


async def test_the_form_says_what_is_wrong_in_place_and_its_answer_stands_in_the_dialog(teams: Teams) -> None:
    teams.door.reply = OpenForm(FORM)
    opened = await teams.said(invoke(extension.FETCH, chosen(), TWO_PEOPLE))
    card = opened["task"]["value"]["card"]["content"]
    data = {**card["body"][-1]["actions"][0]["data"], "value:url": "x", "value:title": "A plan"}
    teams.door.reply = FormErrors({"url": "That isn't a link."})
    wrong = await teams.said(invoke(extension.SUBMIT, chosen(data=data), TWO_PEOPLE))
    assert opened["task"]["type"] == wrong["task"]["type"] == "continue"
    assert "That isn't a link." in json.dumps(wrong)
    assert '"value": "A plan"' in json.dumps(wrong), "nothing typed is lost"
    button = Button("Edit", "resource.edit", Subject(3, "resource", 5), opens_form=True)
    teams.door.reply = Private(Card("It is in the library now.", (Text(rich("A plan")), Buttons((button,)))))
    kept = await teams.said(invoke(extension.SUBMIT, chosen(data=data), TWO_PEOPLE))
    assert kept["task"]["value"]["title"] == "It is in the library now."
    assert teams.connector.written == [], "nothing is written where the bot may not be"
    sent = teams.door.calls[-1]
    assert isinstance(sent, FormCall)
    assert (sent.form, sent.subject) == ("resource.share", "3/community:3")
    assert sent.values == {"url": "x", "title": "A plan"}
    pressed = kept["task"]["value"]["card"]["content"]["body"][-1]["actions"][0]
    assert pressed["type"] == "Action.Submit"
    await teams.said(invoke(extension.SUBMIT, chosen(data=pressed["data"]), TWO_PEOPLE))
    press = teams.door.calls[-1]
    assert isinstance(press, ButtonCall)
    assert (press.button, press.subject) == ("resource.edit", "3/resource:5")


async def test_a_refusal_is_read_in_the_dialog(teams: Teams) -> None:
    teams.door.reply = Private(Card("I can't find that here."))
    answer = await teams.said(invoke(extension.FETCH, chosen(commandId="gone"), POST))
    assert "I can't find that here." in json.dumps(answer["task"]["value"])


async def test_words_reach_the_shelf_with_the_page_that_is_wanted(teams: Teams) -> None:
    await teams.said(invoke(extension.QUERY, query(" tax ", 10, 20), POST))
    initial = {**query(), "parameters": [{"name": "initialRun", "value": "true"}]}
    await teams.said(invoke(extension.QUERY, initial, TWO_PEOPLE))
    await teams.said(invoke(extension.QUERY, {"parameters": [{"value": "tax"}]}, WITH_BOT))
    asked = [(one.text, one.skip, one.most, one.where.direct) for one in teams.shelf.asked]
    assert asked == [("tax", 10, 20, False), ("", 0, 25, False), ("tax", 0, 25, True)]
    assert teams.shelf.asked[0].by == AccountRef("teams", TENANT, ADA["aadObjectId"])
    assert teams.door.calls == [], "looking leaves no trace"


@pytest.mark.parametrize(
    "value",
    [None, {}, query(count="many"), query(skip=-3), query(count=True), query(count=10**9), {"parameters": [7, None]}],
)
async def test_an_odd_question_is_a_question_for_the_newest_and_never_for_more_than_a_page(
    teams: Teams, value: Any
) -> None:
    await teams.said(invoke(extension.QUERY, value, POST))
    (asked,) = teams.shelf.asked
    assert asked.skip == 0
    assert 0 <= asked.most <= 25


async def test_somebody_without_an_account_of_ours_is_answered_in_a_sentence(teams: Teams) -> None:
    answer = await teams.said({**invoke(extension.QUERY, query()), "from": {"id": "29:guest"}})
    assert answer["composeExtension"]["type"] == "message"
    assert "I can only help people with an account" in answer["composeExtension"]["text"]
    assert teams.shelf.asked == []


async def test_so_is_one_who_chooses_something_on_a_message(teams: Teams) -> None:
    """In a dialog, which is what Teams opens for that and takes nothing else in."""
    for name in (extension.FETCH, extension.SUBMIT):
        answer = await teams.said({**invoke(name, chosen(), POST), "from": {"id": "29:guest"}})
        assert answer["task"]["type"] == "message"
        assert "I can only help people with an account" in answer["task"]["value"]
    assert teams.door.calls == []


async def test_results_are_cards_with_a_line_each_in_the_list(teams: Teams, complaints: Complaints) -> None:  # noqa: F811
    teams.shelf.picks = Picks((PLAN, PLAN))
    answer = (await teams.said(invoke(extension.QUERY, query(), POST)))["composeExtension"]
    assert (answer["type"], answer["attachmentLayout"], len(answer["attachments"])) == ("result", "list", 2)
    for listed in answer["attachments"]:
        assert listed["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert complaints(listed["content"]) == []
        assert listed["preview"]["content"] == {"title": "Plan ‹b›", "text": "guide · Fisheries"}


async def test_a_long_list_is_cut_to_what_an_answer_may_hold(teams: Teams) -> None:
    large = Pick("Large", rich("x" * 900), Card("Large", tuple(Text(rich("y" * 900)) for _ in range(20))))
    teams.shelf.picks = Picks((large,) * 25)
    answer = (await teams.said(invoke(extension.QUERY, query(), POST)))["composeExtension"]
    assert 0 < len(answer["attachments"]) < 25
    assert size(answer["attachments"]) <= LIST_BYTES


PUT_DOWN = (
    '<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension"> <p>x</p> </span>'
)


async def test_a_card_that_is_put_before_the_bot_itself_is_not_taken_for_words(teams: Teams) -> None:
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
    await teams.said(direct(PUT_DOWN, attachments=[card]))
    await teams.said(direct("", attachments=[card]))
    assert teams.door.calls == []
    await teams.said(direct(f"Is it this one? {PUT_DOWN}", attachments=[card]))
    (call,) = teams.door.calls
    assert isinstance(call, CommandCall)
    assert call.text == "Is it this one?"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("plain", "plain"),
        ("<div>a<br>b<ul><li>c</li></ul></div>", "a\nb\nc"),
        ('<a href="javascript:x">y</a> <a href="https://a.example">https://a.example</a>', "y https://a.example"),
        ("<script>alert(1)</script><attachment id='1'></attachment>ok", "ok"),
        ("</a></script>&lt;b&gt; 1 < 2", "<b> 1 < 2"),
        ("", ""),
    ],
)
def test_what_teams_keeps_in_html_is_read_as_words(html: str, words: str) -> None:
    assert words_of(html) == words


def settings() -> Settings:
    return Settings(teams_app_id=APP_ID, teams_app_password=SecretStr("secret"))


def test_the_manifest_has_the_search_and_exactly_what_the_catalogue_declares() -> None:
    made = json.loads(json.dumps(teams_manifest(settings(), about="https://example.org/")))
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text())).validate(made)
    (listed,) = made["composeExtensions"]
    assert listed["botId"] == APP_ID
    queries = [one["id"] for one in listed["commands"] if one["type"] == "query"]
    actions = {one["id"]: one["title"] for one in listed["commands"] if one["type"] == "action"}
    assert queries == [extension.SEARCH]
    assert actions == {name: one.title for name, one in whole_catalogue().on_message.items()}
    assert all(one["fetchTask"] and one["context"] == ["message"] for one in listed["commands"][1:])
