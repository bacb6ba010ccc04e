"""A reply reaches the person who called, in their place, and nobody else."""

import time

import pytest

from adapters import answering
from adapters.slack import limits
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.cards import Button, Buttons, Card, Text
from bot.chat.forms import Form, TextField
from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.chat.replies import Nothing, OpenForm, Private
from bot.chat.richtext import rich
from bot.ports import ToChannel, ToPerson
from tests.adapters.slack.conftest import Bot
from tests.servers.slack.faults import ApiRequest, Broken, Fault, Late, Says
from tests.servers.slack.screen import buttons, words
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, Message, User

SUBJECT = Subject(1, "draft", 4)


def card(text: str, *labels: str) -> Card:
    return Card(f"Notice: {text}", (Text(rich(text)), Buttons(tuple(Button(label, "go", SUBJECT) for label in labels))))


def form() -> Form:
    return Form("go.send", "Edit", (TextField("words", "Words"),), "Send", "go.open", SUBJECT, nonce="n1")


async def posted(slack: SlackServer, bot: Bot, home: Channel) -> Message:
    ref = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card("A card", "Reply"))
    found = slack.workspace.find(home.id, ref.message)
    assert found is not None
    return found


async def press(slack: SlackServer, user: User, message: Message, label: str) -> None:
    ids = dict(buttons(message))
    assert (await slack.press(user, message, ids[label])).ok
    await slack.quiet()


async def test_a_command_is_answered_in_the_answer_to_one_person(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    friend = slack.add_user("grace")
    home.members.add(friend.id)
    bot.door.reply = Private(card("For you", "Post it"))
    await slack.slash(ada, home, "/cop", "ask x")
    (seen,) = slack.visible_to(ada)
    assert words(seen).startswith("For you")
    assert slack.visible_to(friend) == []
    assert [request.method for request in slack.requests] == ["auth.test"]
    slack.reload(ada)
    assert slack.visible_to(ada) == []


async def test_a_press_on_a_private_answer_takes_its_place(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = Private(card("First", "Hide my name"))
    await slack.slash(ada, home, "/cop", "ask x")
    bot.door.reply = Private(card("Second", "Hide my name"))
    (seen,) = slack.visible_to(ada)
    await press(slack, ada, seen, "Hide my name")
    bot.door.reply = Private(card("Third"))
    (seen,) = slack.visible_to(ada)
    assert words(seen).startswith("Second")
    await press(slack, ada, seen, "Hide my name")
    (seen,) = slack.visible_to(ada)
    assert words(seen).startswith("Third")


async def test_a_press_on_a_posting_leaves_it_standing(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("Only you see this"))
    await press(slack, ada, message, "Reply")
    standing, answer = slack.visible_to(ada)
    assert words(standing).startswith("A card")
    assert answer.only_for == ada.id


async def test_a_press_on_a_posting_with_replies_is_answered_beside_it(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    message = await posted(slack, bot, home)
    await slack.say(ada, home, "A reply", thread=message.ts)
    bot.door.reply = Private(card("Only you see this"))
    await press(slack, ada, message, "Reply")
    assert slack.visible_to(ada)[-1].thread == ""
    assert isinstance(bot.door.last, ButtonCall)
    assert bot.door.last.where.thread is None


async def test_a_mention_is_answered_to_one_person_in_the_thread(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("Only you see this"))
    await slack.say(ada, home, f"<@{BOT}> next", thread=message.ts)
    await slack.quiet()
    answer = slack.visible_to(ada)[-1]
    assert (answer.only_for, answer.thread) == (ada.id, message.ts)


async def test_an_answer_in_the_direct_conversation_stays_and_is_replaced_by_a_press(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    bot.door.reply = Private(card("Found three", "More"))
    await slack.direct(ada, "consultation")
    await slack.quiet()
    slack.reload(ada)
    answer = slack.visible_to(ada)[-1]
    assert words(answer).startswith("Found three")
    bot.door.reply = Private(card("Found nine"))
    await press(slack, ada, answer, "More")
    assert words(slack.visible_to(ada)[-1]).startswith("Found nine")
    assert len(slack.visible_to(ada)) == 2


async def test_a_press_on_a_direct_posting_is_answered_below_it(slack: SlackServer, bot: Bot, ada: User) -> None:
    await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, ada.id)), card("Could you help?", "Reply"))
    (offer,) = slack.visible_to(ada)
    bot.door.reply = Private(card("Thank you"))
    await press(slack, ada, offer, "Reply")
    standing, answer = slack.visible_to(ada)
    assert words(standing).startswith("Could you help?")
    assert (words(answer).splitlines()[0], answer.only_for) == ("Thank you", "")


async def test_a_command_works_where_the_bot_is_not(slack: SlackServer, bot: Bot, ada: User) -> None:
    elsewhere = slack.add_channel("elsewhere", [ada], bot=False)
    bot.door.reply = OpenForm(form())
    await slack.slash(ada, elsewhere, "/cop", "ask")
    bot.door.reply = Private(card("Have a look"))
    await slack.submit(ada, {"words": "x"})
    await slack.quiet()
    (answer,) = slack.visible_to(ada)
    assert answer.only_for == ada.id


async def test_a_form_opened_from_a_private_answer_is_answered_in_its_place(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = Private(card("Preview", "Edit"))
    await slack.slash(ada, home, "/cop", "ask x")
    (preview,) = slack.visible_to(ada)
    bot.door.reply = OpenForm(form())
    await press(slack, ada, preview, "Edit")
    bot.door.reply = Private(card("Preview again", "Edit"))
    await slack.submit(ada, {"words": "x"})
    await slack.quiet()
    (preview,) = slack.visible_to(ada)
    assert words(preview).startswith("Preview again")


async def test_a_form_that_came_too_late_leaves_a_button_that_opens_it(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = OpenForm(form())
    slack.api.trigger_seconds = -1
    await press(slack, ada, message, "Reply")
    slack.api.trigger_seconds = 3
    answer = slack.visible_to(ada)[-1]
    assert buttons(answer)[0][0] == "Edit"
    await press(slack, ada, answer, "Edit")
    assert getattr(bot.door.last, "button", "") == "go.open"
    assert getattr(bot.door.last, "subject", "") == str(SUBJECT)
    assert ada.id in slack.workspace.views


async def test_a_command_whose_form_came_too_late_is_answered_with_the_button(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = OpenForm(form())
    slack.api.trigger_seconds = -1
    assert (await slack.slash(ada, home, "/cop", "ask")).ok
    assert buttons(slack.visible_to(ada)[-1])[0][0] == "Edit"


@pytest.mark.parametrize("pressed", [True, False])
async def test_a_form_that_opens_slowly_is_not_waited_for_and_not_lost(
    slack: SlackServer, bot: Bot, ada: User, home: Channel, monkeypatch: pytest.MonkeyPatch, pressed: bool
) -> None:
    message = await posted(slack, bot, home)
    monkeypatch.setattr(limits, "OPEN_SECONDS", 0.1)
    bot.door.reply = OpenForm(form())
    slack.fault = lambda asked: Late(0.5) if asked.method == "views.open" else None
    began = time.monotonic()
    ids = dict(buttons(message))
    answer = await (slack.press(ada, message, ids["Reply"]) if pressed else slack.slash(ada, home, "/cop", "ask"))
    assert answer.ok
    assert time.monotonic() - began < 0.4
    await slack.quiet(0.1)
    assert buttons(slack.visible_to(ada)[-1])[0][0] == "Edit"


@pytest.mark.parametrize("method", ["views.open", "views.update"])
async def test_a_window_that_opens_slowly_over_a_home_is_not_waited_for_and_not_lost(
    slack: SlackServer, bot: Bot, ada: User, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, ada.id), home=True), card("Home", "Go"))
    bot.door.reply = Private(card("First", "On"))
    if method == "views.update":
        await slack.press_home(ada, "c0.go")
    monkeypatch.setattr(limits, "OPEN_SECONDS", 0.1)
    bot.door.reply = Private(card("Said all the same"))
    slack.fault = lambda asked: Late(0.5) if asked.method == method else None
    began = time.monotonic()
    answer = await (slack.press_home(ada, "c0.go") if method == "views.open" else slack.press_window(ada, "p0.go"))
    assert answer.ok
    assert time.monotonic() - began < 0.4
    await slack.quiet(0.1)
    assert words(slack.visible_to(ada)[-1]).startswith("Said all the same")


async def test_a_typed_sentence_gets_the_button_for_a_form(slack: SlackServer, bot: Bot, ada: User) -> None:
    bot.door.reply = OpenForm(form())
    await slack.direct(ada, "ask")
    await slack.quiet()
    assert buttons(slack.visible_to(ada)[-1])[0][0] == "Edit"


async def test_an_expired_address_is_made_up_for(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = OpenForm(form())
    await press(slack, ada, message, "Reply")
    slack.workspace.ahead = 3600
    bot.door.reply = Private(card("Still reached"))
    await slack.submit(ada, {"words": "x"})
    await slack.quiet()
    assert words(slack.visible_to(ada)[-1]).startswith("Still reached")


async def test_an_answer_that_keeps_failing_is_tried_four_times_and_harms_nothing(
    slack: SlackServer, bot: Bot, ada: User, home: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PAUSES", (0.01, 0.01, 0.01))
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("Lost"))

    def broken(asked: ApiRequest) -> Fault | None:
        return Broken(500) if asked.method == "response_url" else None

    slack.fault = broken
    await press(slack, ada, message, "Reply")
    await slack.quiet(0.2)
    assert [request.method for request in slack.requests].count("response_url") == 4
    assert len(slack.visible_to(ada)) == 1


async def test_what_waits_for_another_try_has_its_last_when_the_server_ends(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("In the end"))
    slack.limit("response_url")
    slack.limit("chat.postEphemeral", retry_after=50)
    await press(slack, ada, message, "Reply")
    began = time.monotonic()
    await bot.stop()
    assert time.monotonic() - began < 5
    assert [request.method for request in slack.requests].count("response_url") == 2
    assert len(slack.visible_to(ada)) == 2


async def test_an_address_that_says_no_is_made_up_for(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("Still reached"))
    slack.fault = lambda asked: Says("used_url") if asked.method == "response_url" else None
    await press(slack, ada, message, "Reply")
    assert words(slack.visible_to(ada)[-1]).startswith("Still reached")


async def test_a_press_is_acknowledged_while_the_answer_is_still_on_its_way(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    message = await posted(slack, bot, home)
    bot.door.reply = Private(card("Later"))
    slack.fault = lambda asked: Late(0.2) if asked.method == "response_url" else None
    assert (await slack.press(ada, message, buttons(message)[0][1])).ok
    assert len(slack.visible_to(ada)) == 1
    await slack.quiet(0.3)
    assert len(slack.visible_to(ada)) == 2


async def test_nothing_is_said_when_there_is_nothing_to_say(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = Nothing()
    answer = await slack.slash(ada, home, "/cop", "hm")
    assert (answer.ok, answer.body) == (True, "")
    assert slack.visible_to(ada) == []


async def test_a_form_without_our_note_is_still_the_senders(slack: SlackServer, bot: Bot, ada: User) -> None:
    view = {"id": "V1", "type": "modal", "callback_id": "go.send", "private_metadata": "{", "state": {}, "blocks": []}
    payload = {"type": "view_submission", "user": {"id": ada.id, "team_id": TEAM}, "view": view}
    assert (await slack.delivery.interaction(payload)).ok
    call = bot.door.last
    assert isinstance(call, FormCall)
    assert (call.key, call.subject) == ("slack:form:V1", "")
