"""What is no activity of Teams: 4xx, never 500, and the door stays shut."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.calls import CommandCall
from bot.errors import NotYet
from tests.adapters.teams.conftest import Teams
from tests.servers.teams.activities import AT_BOT, direct, execute, in_channel, invoke


async def test_a_body_of_a_megabyte_is_refused(teams: Teams) -> None:
    assert (await teams.post(direct("x" * 1_000_000))).status == 413
    assert teams.door.calls == []


async def test_a_body_without_a_length_is_refused_once_it_is_too_long(teams: Teams) -> None:
    async def endless() -> Any:
        for _ in range(20):
            yield b" " * 65_536

    headers = {"Content-Type": "application/json"}
    async with teams.session.post(f"{teams.url}/api/messages", data=endless(), headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"[" * 100_000, b"1e999"])
async def test_what_is_no_json_object_is_refused(teams: Teams, body: bytes) -> None:
    answer = await teams.post(None, json=None, data=body)
    assert answer.status in {400, 415}
    headers = {"Content-Type": "application/json"}
    async with teams.session.post(f"{teams.url}/api/messages", data=body, headers=headers) as second:
        assert second.status == 400


async def test_another_content_type_is_refused(teams: Teams) -> None:
    answer = await teams.post(None, json=None, data=json.dumps(direct()).encode())
    assert answer.status == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_another_method_is_refused(teams: Teams, method: str) -> None:
    async with teams.session.request(method, f"{teams.url}/api/messages") as answer:
        assert answer.status == 405


MISSING: list[dict[str, Any]] = [
    {"type": ""},
    {"type": "nonsense"},
    {"type": 7},
    {"type": "x" * 5000},
    {"channelId": "emulator"},
    {"channelId": None},
    {"serviceUrl": None},
    {"conversation": None},
    {"conversation": {"id": 7}},
    {"conversation": {"id": "a b"}},
    {"conversation": {"id": "a:1"}, "channelData": None},
]


@pytest.mark.parametrize("change", MISSING)
async def test_an_activity_without_its_parts_is_refused(teams: Teams, change: dict[str, Any]) -> None:
    answer = await teams.post({**direct(), "serviceUrl": teams.connector.url, **change})
    assert answer.status == 400
    assert teams.door.calls == []


async def test_an_unknown_invoke_is_refused(teams: Teams) -> None:
    assert (await teams.post(invoke("composeExtension/setting", {}))).status == 400


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "endOfConversation"])
async def test_what_is_no_concern_of_ours_is_acknowledged_and_dropped(teams: Teams, kind: str) -> None:
    assert (await teams.post({**direct(), "type": kind})).status == 200
    assert teams.door.calls == []


async def test_a_bot_is_not_heard(teams: Teams) -> None:
    await teams.post({**direct(), "from": {"id": "28:other", "aadObjectId": "x"}})
    await teams.post({**direct(), "from": {"id": "29:x", "aadObjectId": "x", "role": "bot"}})
    await teams.post({**direct(), "from": {"id": "29:x", "name": "No directory id"}})
    assert teams.door.calls == []


async def test_what_must_come_again_is_answered_503(teams: Teams) -> None:
    teams.door.reply = NotYet()
    assert (await teams.post(in_channel("a reply", "1700"))).status == 503


async def test_a_bug_is_answered_500_so_that_teams_sends_it_again(teams: Teams) -> None:
    teams.door.reply = RuntimeError("bug")
    assert (await teams.post(direct())).status == 500


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PLACES = ["from", "recipient", "conversation", "channelData", "entities", "attachments", "value", "text", "replyToId"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    base=st.sampled_from(
        ["direct", "channel", "execute", "fetch", "update", "install", "roster", "query", "chosen", "sent"]
    ),
    place=st.sampled_from([*_PLACES, "id", "timestamp", "name", "action", "membersAdded"]),
    value=_json,
)
async def test_whatever_stands_in_a_field_it_is_never_a_500(teams: Teams, base: str, place: str, value: Any) -> None:
    made: dict[str, Any] = {
        "direct": direct(),
        "channel": in_channel("ask", "1700"),
        "execute": execute("x", {}),
        "fetch": invoke("task/fetch", {"data": {"button": "x"}}),
        "query": invoke("composeExtension/query", {"parameters": [{"name": "words", "value": "tax"}]}),
        "chosen": invoke("composeExtension/fetchTask", {"commandId": "x", "messagePayload": {}}),
        "sent": invoke("composeExtension/submitAction", {"data": {"form": "x"}}),
        "update": {**direct(), "type": "messageUpdate"},
        "install": {**direct(), "type": "installationUpdate", "action": "add"},
        "roster": {**direct(), "type": "conversationUpdate", "membersAdded": [AT_BOT["mentioned"]]},
    }
    answer = await teams.post({**made[base], "serviceUrl": teams.connector.url, place: value})
    assert answer.status < 500


async def test_the_same_activity_has_the_same_key_and_another_has_another(teams: Teams) -> None:
    first = direct()
    for activity in (first, first, direct()):
        await teams.post(activity)
    one, again, other = (call for call in teams.door.calls if isinstance(call, CommandCall))
    assert one.key == again.key != other.key
