"""The hands and eyes of the scenarios work on Slack."""

from bot.chat.calls import CommandCall, FormCall, ThreadReply
from bot.chat.cards import Button, Buttons, Card, Quiet, Text
from bot.chat.forms import ChoiceField, Form, Option, TextField, TicksField
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private
from bot.chat.richtext import rich
from bot.ports import ToChannel, ToPerson
from tests.adapters.slack.conftest import Bot
from tests.scenarios.chat import Chat
from tests.scenarios.slack import SlackChat
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import TEAM

CARD = Card(
    "Somebody asks", (Text(rich("How early?")), Quiet(rich("Or type: x")), Buttons((Button("Reply", "r.open"),)))
)
FORM = Form(
    "r.send",
    "Reply",
    (
        TextField("words", "Words", value="So"),
        ChoiceField("where", "Where", (Option("h", "Here"), Option("t", "There"))),
        TicksField("tags", "Tags", (Option("a", "Alpha"), Option("b", "Beta")), values=("a",)),
    ),
    "Send",
    "r.open",
    nonce="n",
)


def opened(slack: SlackServer, bot: Bot) -> tuple[Chat, SlackChat]:
    driver = SlackChat(slack, bot.url.removesuffix("/slack/events"))
    return driver, driver


async def test_people_see_what_stands_in_the_channel_and_answer_there(slack: SlackServer, bot: Bot) -> None:
    chat, driver = opened(slack, bot)
    await chat.sees("ada")
    await bot.platform.create("1", ToChannel(ChannelRef("slack", TEAM, driver.home.id)), CARD)
    (seen,) = await chat.sees("ada")
    assert (seen.place, seen.author, seen.notice, seen.buttons) == ("home", "bot", "Somebody asks", ("Reply",))
    assert seen.text == "How early?\nOr type: x\n[Reply]"
    said = await chat.reply("grace", seen, "Very early: https://gov.example/?a=1&b=2 <3")
    call = bot.door.last
    assert isinstance(call, ThreadReply)
    assert call.text == "Very early: https://gov.example/?a=1&b=2 <3"
    assert [(one.author, one.under, one.id) for one in await chat.sees("ada")][1:] == [("grace", seen.id, said)]
    await chat.edit("grace", said, "Early")
    await chat.remove("grace", said)
    assert len(await chat.sees("ada")) == 1


async def test_private_things_are_seen_by_one(slack: SlackServer, bot: Bot) -> None:
    chat, driver = opened(slack, bot)
    bot.door.reply = Private(CARD)
    await chat.command("ada", "ask How early & why?")
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert call.text == "ask How early & why?"
    (seen,) = await chat.sees("ada")
    assert seen.private
    assert await chat.sees("grace") == []
    bot.door.reply = Nothing()
    await chat.direct("ada", "hello")
    await bot.platform.create("2", ToPerson(AccountRef("slack", TEAM, driver.person("ada").id)), CARD)
    assert [one.place for one in await chat.sees("ada")] == ["home", "direct", "direct"]


async def test_a_form_is_filled_in_by_its_labels(slack: SlackServer, bot: Bot) -> None:
    chat, _ = opened(slack, bot)
    bot.door.reply = Private(CARD)
    await chat.command("ada", "ask")
    (seen,) = await chat.sees("ada")
    assert chat.form("ada") is None
    bot.door.reply = OpenForm(FORM)
    await chat.press("ada", seen, "Reply")
    form = chat.form("ada")
    assert form is not None
    assert (form.title, dict(form.values)) == ("Reply", {"Words": "So", "Where": "", "Tags": "Alpha"})
    bot.door.reply = FormErrors({"words": "A line, please."})
    assert await chat.fill("ada", {"Words": "?", "Where": "Here"}) == {"Words": "A line, please."}
    bot.door.reply = Nothing()
    assert await chat.fill("ada", {"Words": "x", "Where": "There", "Tags": ("Alpha", "Beta")}) == {}
    assert chat.form("ada") is None
    call = bot.door.last
    assert isinstance(call, FormCall)
    assert call.values == {"words": "x", "where": "t", "tags": ("a", "b")}


async def test_a_mention_is_seen_by_everybody(slack: SlackServer, bot: Bot) -> None:
    chat, _ = opened(slack, bot)
    await chat.mention("ada", "next")
    (seen,) = await chat.sees("grace")
    assert (seen.author, seen.private) == ("ada", False)
    call = bot.door.last
    assert isinstance(call, CommandCall)
    assert (call.text, call.private) == ("next", False)
