"""What people choose in a message's own menu, and in Slack's, reaches the door; its form opens at once, or by a button."""

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest

from adapters.settings import Settings
from adapters.slack.calls import permalink
from adapters.wiring import slack_manifest, whole_catalogue
from bot.chat.calls import ButtonCall, FormCall, MessageCall, carried_message
from bot.chat.cards import Card
from bot.chat.forms import Form, TextField
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.errors import NotYet
from tests.adapters.slack.conftest import Bot
from tests.servers.slack.screen import buttons, words
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, User

SAVE = "resource.from_message"
SCHEMA = Path(__file__).parent.parent / "schemas" / "slack-app-manifest.2.0.0.json"


def form(carried: str = "own\nhttps://policy.slack.com/archives/C1/p1\nWhat we learned, & <more>") -> Form:
    fields = (TextField("url", "Link", "https://example.org"), TextField("title", "What it is"))
    return Form("resource.share", "Share a link", fields, "Add", SAVE, Subject(3, "community", 3), (), "n1", carried)


async def test_a_message_is_brought_as_plain_words_with_the_link_to_it(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    grace = slack.add_user("grace", "Grace Hopper")
    home.members.add(grace.id)
    said = await slack.say(grace, home, f"<@{ada.id}> see <https://gov.example/plan?a=1&amp;b=2|the plan> &amp; tell")
    assert (await slack.choose(ada, said, SAVE)).ok
    call = bot.door.last
    assert isinstance(call, MessageCall)
    assert (call.action, call.own) == (SAVE, False)
    assert call.text == "@Ada Lovelace see https://gov.example/plan?a=1&b=2 (the plan) & tell"
    assert call.link == f"https://policy.slack.com/archives/{home.id}/p{said.ts.replace('.', '')}"
    assert call.by == AccountRef("slack", TEAM, ada.id)
    assert call.where.channel == ChannelRef("slack", TEAM, home.id)
    assert call.key.startswith("slack:")


async def test_ones_own_message_is_known_as_such_and_one_in_a_thread_keeps_its_thread(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    head = await slack.say(ada, home, "What now?")
    said = await slack.say(ada, home, "This", thread=head.ts, files=("https://files.example/plan.pdf",))
    await slack.choose(ada, said, SAVE)
    call = bot.door.last
    assert isinstance(call, MessageCall)
    assert (call.own, call.text, call.where.thread) == (True, "This\nhttps://files.example/plan.pdf", head.ts)
    assert call.link.endswith(f"/p{said.ts.replace('.', '')}?thread_ts={head.ts}&cid={home.id}")


async def test_the_form_opens_over_a_channel_the_bot_is_not_in_and_is_answered_there_unseen(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    grace = slack.add_user("grace", "Grace Hopper")
    far = slack.add_channel("far", [ada, grace], bot=False)
    said = await slack.say(grace, far, "A plan")
    bot.door.reply = OpenForm(form())
    await slack.choose(ada, said, SAVE)
    assert ada.id in slack.workspace.views
    bot.door.reply = FormErrors({"title": "Say what it is."})
    assert await slack.submit(ada, {"title": "?"}) == {"title": "Say what it is."}
    bot.door.reply = Private(Card("It is in the library now."))
    assert await slack.submit(ada, {"title": "A plan"}) == {}
    sent = bot.door.last
    assert isinstance(sent, FormCall)
    assert (sent.form, sent.subject, sent.values) == (
        "resource.share",
        "3/community:3",
        {"url": "https://example.org", "title": "A plan"},
    )
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert (answer.channel, answer.only_for) == (far.id, ada.id)
    assert words(answer).startswith("It is in the library now.")
    assert [one.user for one in slack.visible_to(grace)] == [grace.id]


async def test_an_answer_too_late_for_where_the_bot_is_not_comes_directly(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    far = slack.add_channel("far", [ada], bot=False)
    said = await slack.say(ada, far, "A plan")
    bot.door.reply = OpenForm(form())
    await slack.choose(ada, said, SAVE)
    slack.workspace.ahead = 3600
    bot.door.reply = Private(Card("It is in the library now."))
    await slack.submit(ada, {"title": "A plan"})
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert (answer.user, answer.channel) == (BOT, ada.direct)


async def test_a_form_that_came_too_late_leaves_a_button_that_still_carries_the_message(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    said = await slack.say(ada, home, "What we learned")
    bot.door.reply = OpenForm(form())
    slack.api.trigger_seconds = -1
    assert (await slack.choose(ada, said, SAVE)).ok
    slack.api.trigger_seconds = 3
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert answer.only_for == ada.id
    await slack.press(ada, answer, buttons(answer)[0][1])
    press = bot.door.last
    assert isinstance(press, ButtonCall)
    again = carried_message(press)
    assert (again.action, again.own, again.text) == (SAVE, True, "What we learned, & <more>")
    assert again.link == "https://policy.slack.com/archives/C1/p1"
    assert ada.id in slack.workspace.views


async def test_slacks_own_menu_opens_the_form_anywhere_and_is_answered_directly(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    bot.door.reply = OpenForm(form())
    assert (await slack.pick(ada, "question.write")).ok
    call = bot.door.last
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.where.direct) == ("question.write", "", True)
    assert ada.id in slack.workspace.views
    bot.door.reply = Private(Card("Have a look."))
    await slack.submit(ada, {"title": "x"})
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert (answer.user, answer.channel) == (BOT, ada.direct)


async def test_slacks_own_menu_too_late_leaves_a_button_in_the_direct_conversation(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    bot.door.reply = OpenForm(form())
    slack.api.trigger_seconds = -1
    assert (await slack.pick(ada, "question.write")).ok
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert (answer.channel, buttons(answer)[0][0]) == (ada.direct, "Share a link")


@pytest.mark.parametrize(
    "broken",
    [
        {"message": "no object"},
        {"message": None},
        {"channel": None},
        {"channel": {}},
        {"callback_id": 7},
        {"callback_id": ""},
        {"user": {}},
        {"trigger_id": ""},
        {"message_ts": "", "message": {}},
    ],
)
async def test_what_slack_never_sends_is_turned_away_and_never_a_failure(
    slack: SlackServer, bot: Bot, ada: User, home: Channel, broken: dict[str, object]
) -> None:
    said = await slack.say(ada, home, "What we learned")
    answer = await slack.choose(ada, said, SAVE, broken)
    assert 400 <= answer.status < 500
    assert bot.door.calls == []


async def test_a_message_without_words_or_author_is_brought_all_the_same(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    said = await slack.say(ada, home, "What we learned")
    bare = {"message": {"type": "message", "ts": said.ts, "bot_id": "B1", "blocks": []}, "team": None}
    assert (await slack.choose(ada, said, SAVE, bare)).ok
    call = bot.door.last
    assert isinstance(call, MessageCall)
    assert (call.text, call.link, call.own) == ("", "", False)


async def test_a_failure_is_told_to_slack_as_one(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    said = await slack.say(ada, home, "What we learned")
    bot.door.raises = [NotYet()]
    assert (await slack.choose(ada, said, SAVE)).status == 503


def test_a_link_is_made_for_the_slack_it_came_from_and_never_out_of_anything_else() -> None:
    assert permalink("gov", "https://hooks.slack-gov.com/app/1", "C1", "1.5", "") == (
        "https://gov.slack-gov.com/archives/C1/p15"
    )
    assert permalink("evil.example/x", "", "C1", "1.5", "") == ""
    assert permalink("", "", "C1", "1.5", "") == ""


def test_the_manifest_lists_exactly_what_the_catalogue_declares() -> None:
    made = json.loads(json.dumps(slack_manifest(Settings(), "https://cop.example")))
    jsonschema.validate(made, json.loads(SCHEMA.read_text()))
    listed = {(one["type"], one["callback_id"], one["name"]) for one in made["features"]["shortcuts"]}
    catalogue = whole_catalogue()
    declared = {("message", name, one.title) for name, one in catalogue.on_message.items()}
    declared |= {("global", name, title) for name, title in catalogue.anywhere.items()}
    assert listed == declared
    assert {name for _, _, name in listed} == {"Ask the community", "Save to the library", "Add to next meeting", "Ask"}
    assert all(re.fullmatch(r".{1,24}", name) for _, _, name in listed)
    assert "commands" in made["oauth_config"]["scopes"]["bot"], "shortcuts need it"
