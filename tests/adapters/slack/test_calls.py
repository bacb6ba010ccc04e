"""What people do in Slack reaches the door as neutral calls."""

import pytest

from bot.chat.calls import Arrived, ButtonCall, CommandCall, Departed, Edited, FormCall, Opened, Removed, ThreadReply
from bot.chat.cards import Button, Buttons, Card
from bot.chat.forms import ChoiceField, Form, Option, TextField, TicksField
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.errors import MessageGone, NotYet
from bot.ports import ToChannel, ToPerson
from tests.adapters.slack.conftest import Bot
from tests.servers.slack.faults import Late
from tests.servers.slack.screen import buttons, words, words_in
from tests.servers.slack.server import SlackServer
from tests.servers.slack.wire import typed
from tests.servers.slack.workspace import BOT, TEAM, Channel, User

QUESTION = Subject(3, "question", 17)


def form(nonce: str = "n1") -> Form:
    fields = (
        TextField("words", "Your reply", value="Dear all", long=True),
        ChoiceField("where", "Where", (Option("home", "Here"), Option("far & <away>", "Elsewhere")), value="home"),
        TicksField("tags", "Tags", (Option("a", "Alpha"), Option("b", "Beta")), values=("b",)),
    )
    return Form("reply.send", "Reply", fields, "Send", "reply.open", QUESTION, nonce=nonce)


def card(label: str = "Reply") -> Card:
    button = Button(label, "reply.open", QUESTION, choice="now & <then>")
    return Card("A question", (Buttons((button,)),))


async def test_a_slash_command_is_a_private_command(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    answer = await slack.slash(ada, home, "/cop", typed("ask Is A & B < C? #drafting"))
    assert answer.ok
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert call.text == "ask Is A & B < C? #drafting"
    assert call.by == AccountRef("slack", TEAM, ada.id)
    assert call.where.channel == ChannelRef("slack", TEAM, home.id)
    assert call.private
    assert call.message is None
    assert not call.where.direct
    assert call.key.startswith("slack:")


async def test_a_mention_is_a_command_that_others_saw(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    friend = slack.add_user("grace", "Grace Hopper")
    await slack.say(
        ada, home, f"<@{BOT}> /cop ask <@{friend.id}> about <https://gov.example?a=1&amp;b=2> in <#C1|policy>"
    )
    assert len(bot.door.calls) == 1
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert call.text == "ask @Grace Hopper about https://gov.example?a=1&b=2 in #policy"
    assert not call.private


async def test_a_direct_message_is_a_command_without_a_name(slack: SlackServer, bot: Bot, ada: User) -> None:
    await slack.direct(ada, "when do we meet?", files=("https://files.example/plan.pdf",))
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert call.text == "when do we meet?\nhttps://files.example/plan.pdf"
    assert call.private
    assert call.where.direct
    assert call.where.address == ada.direct


async def test_a_thread_of_the_direct_conversation_is_answered_like_the_conversation_itself(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    first = await slack.direct(ada, "when do we meet?")
    bot.door.reply = Private(card())
    said = await slack.direct(ada, "find consultation", thread=first.ts)
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert (call.text, call.private, call.where.direct, call.where.thread) == (
        "find consultation",
        True,
        True,
        first.ts,
    )
    assert call.message is not None
    assert (call.message.message, call.message.thread) == (said.ts, first.ts)
    await slack.quiet()
    answer = slack.workspace.messages[-1]
    assert (answer.user, answer.channel, answer.thread) == (BOT, ada.direct, first.ts)


async def test_talk_that_is_not_for_us_is_dropped(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    parent = await slack.say(ada, home, "lunch?")
    await slack.say(ada, home, "at noon", thread=parent.ts)
    assert bot.door.calls == []


async def test_our_own_messages_are_dropped(slack: SlackServer, bot: Bot, home: Channel) -> None:
    channel = ToChannel(ChannelRef("slack", TEAM, home.id))
    posted = await bot.platform.create("p1", channel, card())
    await bot.platform.update(posted, card("Again"), "")
    await slack.quiet()
    assert bot.door.calls == []


async def test_a_reply_under_our_card_is_heard(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    said = await slack.say(ada, home, "We asked early.", thread=posted.message)
    call = bot.door.last
    assert isinstance(call, ThreadReply)
    assert call.under == posted
    assert (call.message.message, call.message.thread, call.text) == (said.ts, posted.message, "We asked early.")


async def test_a_mention_in_our_thread_is_a_command_only(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    said = await slack.say(ada, home, f"<@{BOT}> help", thread=posted.message)
    (call,) = bot.door.calls
    assert isinstance(call, CommandCall)
    assert (call.text, call.where.thread) == ("help", posted.message)
    assert call.message == MessageRef(posted.channel, said.ts, posted.message)


async def test_an_edit_and_a_removal_are_heard(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    said = await slack.say(ada, home, "first", thread=posted.message)
    await slack.edit(ada, said, "second")
    edited = bot.door.last
    assert isinstance(edited, Edited)
    assert (edited.message.message, edited.message.thread, edited.text) == (said.ts, posted.message, "second")
    await slack.remove(said)
    removed = bot.door.last
    assert isinstance(removed, Removed)
    assert removed.message.message == said.ts
    assert removed.by == AccountRef("slack", TEAM, ada.id)


async def test_our_card_deleted_by_hand_is_heard_without_a_name(slack: SlackServer, bot: Bot, home: Channel) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    message = slack.workspace.find(home.id, posted.message)
    assert message is not None
    await slack.remove(message)
    call = bot.door.last
    assert isinstance(call, Removed)
    assert (call.message, call.by) == (posted, None)


async def test_a_card_deleted_above_its_thread_is_heard_too(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    await slack.say(ada, home, "A reply", thread=posted.message)
    message = slack.workspace.find(home.id, posted.message)
    assert message is not None
    await slack.remove(message)
    call = bot.door.last
    assert isinstance(call, Removed)
    assert (call.message, call.by) == (posted, None)
    with pytest.raises(MessageGone):
        await bot.platform.update(posted, card("Again"), "")


async def test_an_unfurled_link_is_no_edit(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    said = await slack.say(ada, home, "same", thread=posted.message)
    await slack.edit(ada, said, "same")
    assert [type(call) for call in bot.door.calls] == [ThreadReply]


async def test_coming_and_going_are_heard(slack: SlackServer, bot: Bot, ada: User) -> None:
    place = slack.add_channel("new", [ada], bot=False)
    await slack.invite_bot(ada, place)
    arrived = bot.door.last
    assert isinstance(arrived, Arrived)
    assert arrived.by == AccountRef("slack", TEAM, ada.id)
    await slack.remove_bot(place)
    assert isinstance(bot.door.last, Departed)
    await slack.archive(ada, place)
    assert isinstance(bot.door.last, Departed)


async def test_a_press_comes_back_with_what_the_button_said(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    posted = await bot.platform.create("p1", ToChannel(ChannelRef("slack", TEAM, home.id)), card())
    message = slack.workspace.find(home.id, posted.message)
    assert message is not None
    answer = await slack.press(ada, message, buttons(message)[0][1])
    assert answer.ok
    call = bot.door.last
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.choice) == ("reply.open", "3/question:17", "now & <then>")


async def test_a_form_comes_back_by_field_name(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    bot.door.reply = OpenForm(form())
    await slack.slash(ada, home, "/cop", "reply 17")
    bot.door.reply = Private(card("Done"))
    assert (
        await slack.submit(ada, {"words": "Hello & <all>", "where": "far%20%26%20%3Caway%3E", "tags": ["a", "b"]}) == {}
    )
    call = bot.door.last
    assert isinstance(call, FormCall)
    assert (call.form, call.subject, call.key) == ("reply.send", "3/question:17", "slack:form:n1")
    assert call.values == {"words": "Hello & <all>", "where": "far & <away>", "tags": ("a", "b")}
    assert call.where.channel.channel == home.id
    await slack.quiet()
    assert buttons(slack.visible_to(ada)[-1])[0][0] == "Done"


async def test_a_form_left_as_it_was_keeps_what_stood_there(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = OpenForm(form())
    await slack.slash(ada, home, "/cop", "reply 17")
    await slack.submit(ada, {"words": "Hi"})
    call = bot.door.last
    assert isinstance(call, FormCall)
    assert call.values == {"words": "Hi", "where": "home", "tags": ("b",)}


async def test_what_has_to_be_filled_in_is_asked_for_before_anything_is_brought_in(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = OpenForm(form())
    await slack.slash(ada, home, "/cop", "reply 17")
    asked = len(bot.door.calls)
    assert await slack.submit(ada, {"words": "", "where": ""}) == {
        "words": "Please fill this in.",
        "where": "Please fill this in.",
    }
    assert len(bot.door.calls) == asked


async def test_errors_stand_at_their_fields_and_the_form_stays(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    bot.door.reply = OpenForm(form())
    await slack.slash(ada, home, "/cop", "reply 17")
    bot.door.reply = FormErrors({"words": "Please write a line.", "elsewhere": "Odd."})
    assert await slack.submit(ada, {}) == {"words": "Please write a line. Odd."}
    assert ada.id in slack.workspace.views


async def test_a_form_may_be_answered_with_another(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    bot.door.reply = OpenForm(form("n1"))
    await slack.slash(ada, home, "/cop", "reply 17")
    bot.door.reply = OpenForm(form("n2"))
    await slack.submit(ada, {})
    await slack.submit(ada, {})
    assert [call.key for call in bot.door.calls[1:]] == ["slack:form:n1", "slack:form:n2"]


async def test_an_event_that_failed_is_sent_again_under_the_same_key(slack: SlackServer, bot: Bot, ada: User) -> None:
    bot.door.raises = [NotYet(), RuntimeError("a bug")]
    await slack.direct(ada, "hello")
    assert len(bot.door.calls) == 3
    assert len({call.key for call in bot.door.calls}) == 1
    assert slack.undelivered == []


async def test_what_a_form_shows_is_read_as_typed(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    bot.door.reply = Private(Card("Only a sentence <!channel>"))
    await slack.slash(ada, home, "/cop", "help")
    shown = slack.visible_to(ada)[-1]
    assert words(shown) == "Only a sentence <!channel>"
    assert shown.text == "Only a sentence &lt;!channel&gt;"


async def test_nobodys_name_is_asked_for_in_talk_that_is_not_for_us(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    await slack.say(ada, home, f"<@{ada.id}> lunch?")
    assert "users.info" not in [request.method for request in slack.requests]


async def test_a_name_that_does_not_come_in_time_is_done_without(slack: SlackServer, bot: Bot, ada: User) -> None:
    slack.fault = lambda asked: Late(0.6) if asked.method == "users.info" else None
    await slack.direct(ada, "who is <@U0SLOW>?")
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert call.text == "who is @a colleague?"
    await slack.quiet(0.2)


async def test_opening_the_home_is_told_and_opening_the_messages_beside_it_is_not(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    await slack.open_home(ada, tab="messages")
    assert bot.door.calls == []
    await slack.open_home(ada)
    call = bot.door.last
    assert isinstance(call, Opened)
    assert call.by == AccountRef("slack", TEAM, ada.id)
    assert (call.where.direct, call.where.address) == (True, ada.direct)


async def test_a_press_and_a_form_in_a_home_are_between_that_person_and_the_bot(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    go = Card("Home", (Buttons((Button("Go", "go", Subject(1, "draft", 4)),)),))
    await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, ada.id), home=True), go)
    bot.door.reply = OpenForm(form())
    assert (await slack.press_home(ada, "c0.go")).ok
    call = bot.door.last
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.where.direct) == ("go", "1/draft:4", True)
    bot.door.reply = Private(Card("Thank you."))
    await slack.submit(ada, {"words": "So"})
    sent = bot.door.last
    assert isinstance(sent, FormCall)
    assert (sent.subject, sent.where.direct, sent.by) == (str(QUESTION), True, call.by)
    assert words_in(slack.workspace.views[ada.id].view["blocks"]) == "Thank you."
    assert slack.visible_to(ada) == []
