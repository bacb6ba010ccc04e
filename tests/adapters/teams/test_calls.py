"""What people do in Teams arrives as neutral calls."""

from typing import Any

import pytest

from bot.chat.calls import (
    Arrived,
    ButtonCall,
    CommandCall,
    Departed,
    Edited,
    FormCall,
    MessageCall,
    Removed,
    ThreadReply,
)
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from tests.adapters.teams.conftest import Teams
from tests.servers.teams.activities import (
    ADA,
    BEN,
    BOT,
    POST,
    TENANT,
    activity,
    direct,
    execute,
    in_channel,
    invoke,
)
from tests.servers.teams.connector import CHANNEL, TEAM

ADA_ACCOUNT = AccountRef("teams", TENANT, ADA["aadObjectId"])
HOME = ChannelRef("teams", TENANT, CHANNEL)


async def the_call(teams: Teams, sent: dict[str, Any]) -> Any:
    assert (await teams.post(sent)).status == 200
    (call,) = teams.door.calls
    return call


async def test_words_typed_to_the_bot_alone_are_a_private_command(teams: Teams) -> None:
    call = await the_call(teams, direct("how do you consult?"))
    assert isinstance(call, CommandCall)
    assert call.text == "how do you consult?"
    assert call.private
    assert call.where.direct
    assert call.by == ADA_ACCOUNT
    assert call.where.channel == ChannelRef("teams", TENANT, "a:personal-ada")
    assert call.where.address == f"{teams.connector.url} a:personal-ada"


async def test_a_mention_in_a_channel_is_a_command_that_everybody_saw(teams: Teams) -> None:
    call = await the_call(teams, in_channel("ask How?"))
    assert isinstance(call, CommandCall)
    assert (call.text, call.private, call.where.thread) == ("ask How?", False, None)
    assert call.where.channel == HOME
    assert call.where.address == f"{teams.connector.url} {TEAM}"


async def test_a_mention_in_a_thread_is_a_command_that_knows_its_thread(teams: Teams) -> None:
    call = await the_call(teams, in_channel("reply yes", "1700000000001"))
    assert isinstance(call, CommandCall)
    assert call.where.thread == "1700000000001"


async def test_words_in_a_thread_without_a_mention_are_a_reply(teams: Teams) -> None:
    sent = in_channel("we asked early", "1700000000001", mention=False)
    call = await the_call(teams, sent)
    assert isinstance(call, ThreadReply)
    assert call.under == MessageRef(HOME, "1700000000001")
    assert call.message == MessageRef(HOME, sent["id"], "1700000000001")
    assert call.text == "we asked early"


async def test_a_new_post_that_is_not_for_us_is_dropped(teams: Teams) -> None:
    assert (await teams.post(in_channel("just talking", mention=False))).status == 200
    assert teams.door.calls == []


TYPED = [
    ("ask  two  spaces", "ask  two  spaces"),
    ("/cop ask How?", "ask How?"),
    ("/COP\nask How?", "ask How?"),
    ("/copper ask", "/copper ask"),
    ("/cop", ""),
    ("  hello\u00a0there \n", "hello there"),
    ("a &lt;b&gt; &amp; c", "a <b> & c"),
]


@pytest.mark.parametrize(("typed", "heard"), TYPED)
async def test_the_slash_command_may_be_typed_too(teams: Teams, typed: str, heard: str) -> None:
    assert (await the_call(teams, direct(typed))).text == heard


async def test_only_the_bots_own_mention_is_taken_out(teams: Teams) -> None:
    ben = {"type": "mention", "mentioned": BEN, "text": "<at>Ben</at>"}
    call = await the_call(teams, in_channel("ask <at>Ben</at> or <at>CoPilot</at>?", entities=[ben]))
    assert call.text == "ask Ben or <at>CoPilot</at>?"


async def test_files_arrive_as_their_links(teams: Teams) -> None:
    kind = "application/vnd.microsoft.teams.file.download.info"
    files = [
        {"contentType": kind, "contentUrl": "https://gov.sharepoint.com/plan.docx", "name": "plan.docx"},
        {"contentType": "text/html", "content": "<p>x</p>"},
    ]
    call = await the_call(teams, direct("share this", attachments=files))
    assert call.text == "share this https://gov.sharepoint.com/plan.docx"


async def test_a_press_comes_back_as_it_was_drawn(teams: Teams) -> None:
    call = await the_call(teams, execute("poll.tick", {"subject": "1/poll:4", "choice": "yes"}, POST))
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.choice) == ("poll.tick", "1/poll:4", "yes")
    assert call.where.channel == HOME
    assert call.where.thread is None


async def test_a_press_on_a_card_in_a_thread_knows_its_thread(teams: Teams) -> None:
    call = await the_call(teams, {**execute("reply.flag", {}, POST), "replyToId": "1795465119999"})
    assert call.where.thread == "1795465111008"


async def test_a_press_that_wants_a_form_comes_as_a_fetch(teams: Teams) -> None:
    sent = invoke("task/fetch", {"data": {"button": "ask.open", "subject": "", "choice": ""}, "context": {}})
    call = await the_call(teams, sent)
    assert isinstance(call, ButtonCall)
    assert call.button == "ask.open"


async def test_a_press_on_a_submit_outside_a_dialog_is_a_press_too(teams: Teams) -> None:
    sent = activity("message", POST, value={"button": "ask.open", "subject": "1/question:2"})
    call = await the_call(teams, sent)
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject) == ("ask.open", "1/question:2")


FILLED = {"value:title": "How?", "ticks:tags": "a,b%2Cc,", "value:none": "", "other": "x", "ticks:empty": ""}
VALUES = {"title": "How?", "tags": ("a", "b,c"), "none": "", "empty": ()}


async def test_a_form_sent_from_a_dialog_brings_its_values(teams: Teams) -> None:
    data = {"form": "ask", "subject": "1/draft:2", "nonce": "n1", **FILLED}
    call = await the_call(teams, invoke("task/submit", {"data": data}))
    assert isinstance(call, FormCall)
    assert (call.form, call.subject, call.values) == ("ask", "1/draft:2", VALUES)


async def test_a_form_sent_from_a_card_brings_its_values(teams: Teams) -> None:
    call = await the_call(teams, execute("form:ask", {"subject": "1/draft:2", "nonce": "n1", **FILLED}))
    assert isinstance(call, FormCall)
    assert (call.form, call.subject, call.values) == ("ask", "1/draft:2", VALUES)


async def test_the_same_opening_sent_twice_has_one_key_and_another_person_another(teams: Teams) -> None:
    for nonce, by in (("n1", ADA), ("n1", ADA), ("n2", ADA), ("n1", BEN)):
        sent = invoke("task/submit", {"data": {"form": "ask", "nonce": nonce}})
        await teams.post({**sent, "from": by})
    one, again, other, bens = (call.key for call in teams.door.calls)
    assert one == again
    assert len({one, other, bens}) == 3


async def test_an_edit_and_a_removal_name_the_message(teams: Teams) -> None:
    changed = in_channel("better words", "1700000000001", mention=False)
    gone = in_channel("", "1700000000001", mention=False)
    await teams.post({**changed, "type": "messageUpdate"})
    await teams.post({**gone, "type": "messageDelete"})
    edited, removed = teams.door.calls
    assert isinstance(edited, Edited)
    assert (edited.text, edited.message) == ("better words", MessageRef(HOME, changed["id"], "1700000000001"))
    assert isinstance(removed, Removed)
    assert removed.message.message == gone["id"]


async def test_being_added_and_removed_is_told(teams: Teams) -> None:
    team = {"id": TEAM, "conversationType": "channel", "isGroup": True}
    data = {"tenant": {"id": TENANT}, "team": {"id": TEAM}, "settings": {"selectedChannel": {"id": CHANNEL}}}
    await teams.post(activity("installationUpdate", team, action="add", channelData=data))
    await teams.post(activity("conversationUpdate", team, membersAdded=[BOT], channelData=data))
    await teams.post(activity("installationUpdate", team, action="remove"))
    await teams.post(activity("conversationUpdate", team, membersRemoved=[BOT]))
    await teams.post(activity("conversationUpdate", team, membersAdded=[BEN]))
    kinds = [type(call) for call in teams.door.calls]
    assert kinds == [Arrived, Arrived, Departed, Departed]
    for arrived in teams.door.calls[:2]:
        assert isinstance(arrived, Arrived)
        assert arrived.where.channel == HOME
        assert arrived.by == ADA_ACCOUNT


async def test_a_channel_that_was_deleted_is_left(teams: Teams) -> None:
    team = {"id": TEAM, "conversationType": "channel", "isGroup": True}
    data = {"tenant": {"id": TENANT}, "eventType": "channelDeleted", "channel": {"id": CHANNEL}}
    call = await the_call(teams, activity("conversationUpdate", team, channelData=data))
    assert isinstance(call, Departed)
    assert call.where.channel == HOME


@pytest.mark.parametrize("name", ["adaptiveCard/action", "composeExtension/fetchTask"])
async def test_where_no_team_is_told_a_channel_keeps_the_way_to_it_that_is_known(teams: Teams, name: str) -> None:
    """Its address stands for its whole team: with another, the team would no longer be known when it goes."""
    value = {"action": {"verb": "topic.show", "data": {}}, "commandId": "topic.from_message"}
    told = {"tenant": {"id": TENANT}, "team": {"id": TEAM}, "channel": {"id": CHANNEL}}
    for data in (told, {"tenant": {"id": TENANT}}):
        assert (await teams.post(invoke(name, value, POST, channelData=data))).status == 200
    with_team, without = teams.door.calls
    assert isinstance(with_team, ButtonCall | MessageCall)
    assert isinstance(without, ButtonCall | MessageCall)
    assert with_team.where.channel == without.where.channel == HOME
    assert (with_team.where.address, without.where.address) == (f"{teams.connector.url} {TEAM}", "")
