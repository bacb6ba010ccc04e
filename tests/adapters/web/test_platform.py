"""The drawn platforms keep the courier's contract."""

from datetime import timedelta

import pytest

from bot.chat.calls import Removed
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.errors import MessageGone, Refused
from bot.ports import Absent, Platform, ToChannel, ToPerson
from tests.adapters.web.conftest import Hands
from tests.adapters.web.samples import preview_card, question_card


async def test_a_card_is_posted_changed_and_taken_away(hands: Hands) -> None:
    home = hands.workspace.slack.home
    slack: Platform = hands.workspace.slack
    posted = await slack.create("question:17", ToChannel(home), question_card())
    await slack.update(posted, question_card("2 replies"), "")
    await slack.update(posted, question_card("2 replies"), "")
    (shown,) = await hands.messages("mei")
    assert shown["blocks"][3]["text"][1]["text"] == " · 2 replies"
    await slack.delete(posted, "")
    await slack.delete(posted, "")
    assert await hands.messages("mei") == []


async def test_a_direct_card_is_seen_by_one_person(hands: Hands) -> None:
    slack = hands.workspace.slack
    await slack.create("offer:1", ToPerson(slack.account("mei")), preview_card())
    assert [message["channel"] for message in await hands.messages("mei")] == ["slack-dm-mei"]
    assert await hands.messages("henrik") == []


async def test_who_has_left_is_nobody_any_more_and_what_they_wrote_stays(hands: Hands) -> None:
    slack = hands.workspace.slack
    known = await slack.person(slack.account("henrik"), "")
    assert known is not None
    await hands.post("say", who="henrik", channel="slack-policy-cop", text="good morning")
    await hands.post("leave", who="henrik", platforms=["slack"])
    assert await slack.person(slack.account("henrik"), "") is None
    assert [message["text"] for message in await hands.messages("mei")] == ["good morning"]


async def test_a_card_in_a_thread_hangs_under_its_root(hands: Hands) -> None:
    slack = hands.workspace.slack
    root = await slack.create("question:17", ToChannel(slack.home), question_card())
    reply = await slack.create("reply:9", ToChannel(slack.home, under=root), preview_card())
    assert reply.thread == root.message
    assert [message["thread"] for message in await hands.messages("mei")] == [None, root.message]


async def test_a_posting_is_found_again(hands: Hands) -> None:
    slack, teams = hands.workspace.slack, hands.workspace.teams
    since = hands.workspace.clock.now() - timedelta(seconds=5)
    assert await slack.find_posted("question:17", ToChannel(slack.home), since) == Absent()
    posted = await slack.create("question:17", ToChannel(slack.home), question_card())
    assert await slack.find_posted("question:17", ToChannel(slack.home), since) == posted
    assert await teams.find_posted("question:17", ToChannel(teams.home), since) == Absent()


async def test_a_card_deleted_by_hand_is_told_and_cannot_be_changed(hands: Hands) -> None:
    slack = hands.workspace.slack
    posted = await slack.create("question:17", ToChannel(slack.home), question_card())
    await hands.post("remove", who="mei", message=posted.message)
    (call,) = hands.workspace.door.calls
    assert isinstance(call, Removed)
    assert call.message == posted
    with pytest.raises(MessageGone):
        await slack.update(posted, question_card(), "")
    since = hands.workspace.clock.now() - timedelta(minutes=1)
    assert await slack.find_posted("question:17", ToChannel(slack.home), since) == posted


async def test_what_is_not_there_is_refused(hands: Hands) -> None:
    slack, teams = hands.workspace.slack, hands.workspace.teams
    for to in (
        ToChannel(ChannelRef("web-slack", "demo", "nowhere")),
        ToChannel(teams.home),
        ToPerson(AccountRef("web-slack", "demo", "leilani")),
    ):
        with pytest.raises(Refused):
            await slack.create("question:17", to, question_card())
    with pytest.raises(MessageGone):
        await slack.update(MessageRef(slack.home, "m0"), question_card(), "")
    await slack.delete(MessageRef(slack.home, "m0"), "")


async def test_people_and_channels_are_told_of(hands: Hands) -> None:
    slack, teams = hands.workspace.slack, hands.workspace.teams
    person = await slack.person(slack.account("mei"), "")
    assert person
    assert (person.name, person.bot, person.active) == ("Mei-Ling Zhao", False, True)
    assert await slack.person(slack.account("leilani"), "") is None
    facts = await slack.channel(slack.home, "")
    assert facts
    assert (facts.name, facts.people, facts.guests) == ("#policy-cop", 6, 0)
    assert await slack.channel(teams.home, "") is None
