"""Guests, other organisations, people no directory knows: helped, or told in one sentence why not."""

from typing import Any

import pytest

from adapters.teams import extension
from bot.chat.calls import ButtonCall, CommandCall, FormCall, Removed, ThreadReply
from bot.chat.cards import Card, Text
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import Private
from bot.chat.richtext import rich
from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.test_answers import words
from tests.servers.teams.activities import ADA, POST, TENANT, activity, chosen, direct, execute, in_channel, invoke
from tests.servers.teams.connector import CHANNEL

OTHER = "22222222-1111-4111-8111-111111111111"
GUEST = {**ADA, "aadObjectId": "aaaaaaaa-0000-4000-8000-000000000009", "userRole": "guest"}
ELSEWHERE = {"id": "29:eve", "name": "Eve", "aadObjectId": "eeeeeeee-0000-4000-8000-000000000001", "tenantId": OTHER}
STRANGER = {"id": "29:anon", "name": "Somebody (Guest)"}
GROUP = {"id": "19:groupchat1@thread.v2", "conversationType": "groupChat", "isGroup": True}
ORGANISATION, DIRECTORY = "another", "directory"


def by(person: dict[str, str], sent: dict[str, Any]) -> dict[str, Any]:
    return {**sent, "from": person}


ADDRESSED = {
    "a mention": lambda: in_channel("ask How?"),
    "a line to it alone": lambda: direct("ask How?"),
    "a submit": lambda: activity("message", POST, value={"button": "x"}),
}
INVOKES = {
    "a press": lambda: execute("x", {}, POST),
    "a form opened": lambda: invoke("task/fetch", {"data": {"button": "x"}}, POST),
    "a form sent": lambda: invoke("task/submit", {"data": {"form": "x"}}, POST),
    "a search": lambda: invoke("composeExtension/query", {"commandId": "find"}, POST),
}


async def test_a_guest_is_helped_like_anybody(teams: Teams) -> None:
    await teams.post(by(GUEST, in_channel("ask How?")))
    (call,) = teams.door.calls
    assert isinstance(call, CommandCall)
    assert call.by == AccountRef("teams", TENANT, GUEST["aadObjectId"])


async def test_in_a_shared_channel_people_of_another_tenant_are_known_by_their_own(teams: Teams) -> None:
    for sent in (in_channel("ask How?"), execute("x", {}, POST), in_channel("so did we", "1700", mention=False)):
        await teams.post(by(ELSEWHERE, sent))
    asked, pressed, replied = teams.door.calls
    assert isinstance(asked, CommandCall)
    assert isinstance(pressed, ButtonCall)
    assert isinstance(replied, ThreadReply)
    for call in (asked, pressed, replied):
        assert call.by == AccountRef("teams", OTHER, ELSEWHERE["aadObjectId"])
        assert call.where.channel == ChannelRef("teams", TENANT, CHANNEL), "the channel is its host's"


async def test_a_tenant_that_is_told_in_other_letters_is_the_same(teams: Teams) -> None:
    tenant = "abcdef00-1111-4111-8111-111111111111"
    sent = direct()
    sent["conversation"]["tenantId"] = tenant
    await teams.post(by({**ADA, "tenantId": tenant.upper()}, sent))
    (call,) = teams.door.calls
    assert isinstance(call, CommandCall)
    assert call.by.tenant == tenant


@pytest.mark.parametrize("what", ADDRESSED)
async def test_somebody_no_directory_knows_is_told_so_where_they_asked(teams: Teams, what: str) -> None:
    sent = by(STRANGER, ADDRESSED[what]())
    assert (await teams.post(sent)).status == 200
    assert teams.door.calls == []
    (told,) = teams.connector.cards
    assert told.path == f"v3/conversations/{sent['conversation']['id']}/activities"
    assert DIRECTORY in words(told.card)


@pytest.mark.parametrize("what", INVOKES)
async def test_their_presses_and_forms_are_answered_with_the_same_sentence(teams: Teams, what: str) -> None:
    answer = await teams.said(by(STRANGER, INVOKES[what]()))
    assert DIRECTORY in str(answer)
    assert teams.door.calls == []
    assert teams.connector.written == []


@pytest.mark.parametrize("name", [extension.FETCH, extension.SUBMIT])
async def test_what_they_choose_on_a_message_is_answered_in_its_dialog(teams: Teams, name: str) -> None:
    value = chosen("resource.from_message", "<p>A plan</p>", ADA["aadObjectId"])
    answer = await teams.said(by(STRANGER, invoke(name, value, POST)))
    assert answer["task"]["type"] == "message"
    assert DIRECTORY in answer["task"]["value"]
    assert teams.door.calls == []


async def test_what_they_say_to_others_is_dropped(teams: Teams) -> None:
    changed = {**in_channel("so", "1700", mention=False), "type": "messageUpdate"}
    for sent in (in_channel("so did we", "1700", mention=False), changed):
        assert (await teams.post(by(STRANGER, sent))).status == 200
    assert (teams.door.calls, teams.connector.written) == ([], [])


async def test_what_they_remove_is_removed(teams: Teams) -> None:
    await teams.post(by(STRANGER, {**in_channel("", "1700", mention=False), "type": "messageDelete"}))
    (call,) = teams.door.calls
    assert isinstance(call, Removed)


async def test_a_sentence_that_cannot_be_said_harms_nothing(teams: Teams) -> None:
    teams.connector.faults = [403]
    assert (await teams.post(by(STRANGER, direct("ask")))).status == 200


async def test_a_group_chat_is_a_channel_without_threads(teams: Teams) -> None:
    sent = {**in_channel("ask How?"), "conversation": {"tenantId": TENANT, **GROUP}, "channelData": {}}
    teams.door.reply = Private(Card("For you.", (Text(rich("Yours")),)))
    await teams.post(sent)
    (call,) = teams.door.calls
    assert isinstance(call, CommandCall)
    assert (call.where.channel.channel, call.where.thread, call.where.direct) == (GROUP["id"], None, False)
    opened, told = teams.connector.written
    assert opened.path == "v3/conversations", "the answer goes to the person, never to the chat"
    assert "groupchat" not in told.path


class TestOneTenant:
    """What is set is the tenant of the installation."""

    @pytest.fixture
    def teams_settings(self) -> dict[str, Any]:
        return {"teams_tenant": TENANT.upper()}

    async def test_its_people_are_helped(self, teams: Teams) -> None:
        await teams.post(in_channel("ask How?"))
        assert len(teams.door.calls) == 1

    async def test_others_in_a_shared_channel_are_told_so(self, teams: Teams) -> None:
        for sent in (in_channel("ask How?"), in_channel("so did we", "1700", mention=False)):
            assert (await teams.post(by(ELSEWHERE, sent))).status == 200
        answer = await teams.said(by(ELSEWHERE, execute("x", {}, POST)))
        assert ORGANISATION in answer["value"]
        (told,) = teams.connector.cards
        assert ORGANISATION in words(told.card)
        assert teams.door.calls == []


class TestAnyTenant:
    """Said in so many words."""

    @pytest.fixture
    def teams_settings(self) -> dict[str, Any]:
        return {"teams_tenant": "any"}

    async def test_people_of_each_tenant_are_helped_as_themselves(self, teams: Teams) -> None:
        for tenant in (TENANT, OTHER):
            sent = direct("ask How?")
            sent["conversation"]["tenantId"] = tenant
            assert (await teams.post(sent)).status == 200
        assert [call.by.tenant for call in teams.door.calls if isinstance(call, CommandCall)] == [TENANT, OTHER]


SHUT = "chat with CoP"


class TestShutOut:
    """Somebody has blocked the bot, or their organisation lets no bot of another write to them."""

    @pytest.fixture(autouse=True)
    def blocked(self, teams: Teams) -> None:
        teams.door.reply = Private(Card("For you.", (Text(rich("Only yours")),)))
        teams.connector.blocked |= {ADA["aadObjectId"], "personal-ada"}

    async def test_what_was_typed_in_a_channel_is_answered_there_by_name_without_the_answer(self, teams: Teams) -> None:
        sent = in_channel("ask How?")
        await teams.post(sent)
        (_, told) = teams.connector.cards
        assert told.path == f"v3/conversations/{sent['conversation']['id']}/activities"
        assert SHUT in words(told.card)
        assert "Only yours" not in words(told.card)
        (entity,) = told.card["msteams"]["entities"]
        assert entity["text"] == told.card["body"][0]["text"] == "<at>Ada</at>"
        assert entity["mentioned"] == {"id": ADA["aadObjectId"], "name": "Ada"}

    async def test_what_was_typed_to_it_alone_is_not_answered_anywhere_else(self, teams: Teams) -> None:
        await teams.post(direct("ask How?"))
        assert len(teams.connector.cards) == 1

    async def test_a_press_is_answered_with_the_sentence(self, teams: Teams) -> None:
        assert SHUT in (await teams.said(execute("x", {}, POST)))["value"]

    async def test_a_form_is_answered_with_the_sentence(self, teams: Teams) -> None:
        answer = await teams.said(invoke("task/submit", {"data": {"form": "ask", "nonce": "n"}}, POST))
        assert SHUT in answer["task"]["value"]
        assert isinstance(teams.door.calls[-1], FormCall)


async def test_somebody_of_another_organisation_who_can_be_written_to_in_the_channel_alone_is_told_so_there(
    teams: Teams,
) -> None:
    teams.door.reply = Private(Card("For you.", (Text(rich("Only yours")),)))
    teams.connector.faults = [(403, {"error": {"code": "ForbiddenOperationException", "message": "x"}})]
    await teams.post(by(ELSEWHERE, in_channel("ask How?")))
    (told,) = teams.connector.cards
    assert SHUT in words(told.card)
    assert told.card["msteams"]["entities"][0]["mentioned"]["name"] == "Eve"
