"""What isn't from Slack, or isn't what Slack sends, goes no further than the gate."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.calls import Reader
from adapters.slack.limits import capabilities
from adapters.slack.payload import Malformed, sound
from adapters.slack.refs import Installation
from bot.chat.replies import FormErrors, Nothing
from tests.adapters.slack import recorded
from tests.adapters.slack.conftest import Bot
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, User

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PRESS = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": TEAM},
    "trigger_id": "1.2",
    "container": {"channel_id": "C1"},
    "actions": [{"action_id": "nobody made this", "block_id": "b", "type": "button", "value": ";|DROP"}],
}


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": str(int(time.time()))},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": str(int(time.time()))},
    ],
)
async def test_a_forged_request_is_turned_away(bot: Bot, headers: dict[str, str]) -> None:
    assert await post(bot.url, b"{}", {**headers, "Content-Type": JSON}) == 401
    assert bot.door.calls == []


async def test_a_stale_request_is_turned_away(slack: SlackServer, bot: Bot) -> None:
    body = slack.delivery.wrapped({"type": "message", "channel": "C1"})
    headers = slack.delivery.signed(body, str(int(time.time()) - 301))
    assert await post(bot.url, body.encode(), {**headers, "Content-Type": JSON}) == 401


async def test_a_changed_body_is_turned_away(slack: SlackServer, bot: Bot) -> None:
    headers = slack.delivery.signed("command=/cop&text=help")
    assert await post(bot.url, b"command=/cop&text=ask", {**headers, "Content-Type": FORM}) == 401


@pytest.mark.parametrize(
    "body", ["{", "[]", "7", "null", '"words"', "", "payload={", "payload=[]", "payload=7", "x" * 99]
)
@pytest.mark.parametrize("kind", [JSON, FORM, "text/plain", "application/json; charset=klingon", "multipart/form-data"])
async def test_what_cannot_be_read_is_the_senders_fault(slack: SlackServer, bot: Bot, body: str, kind: str) -> None:
    answer = await slack.delivery.send(body, kind)
    assert 400 <= answer.status < 500
    assert bot.door.calls == []


async def test_bytes_that_are_no_text_are_turned_away(bot: Bot) -> None:
    assert await post(bot.url, b"\xff\xfe\x00", {"X-Slack-Signature": "v0=1", "X-Slack-Request-Timestamp": "1"}) == 401


async def test_a_megabyte_is_too_large(slack: SlackServer, bot: Bot) -> None:
    answer = await slack.delivery.send(json.dumps({"type": "x", "pad": "x" * 1_000_000}), JSON)
    assert answer.status == 413


async def test_deep_nesting_is_turned_away(slack: SlackServer, bot: Bot) -> None:
    answer = await slack.delivery.send("[" * 100_000, JSON)
    assert answer.status == 400


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [7]},
        {"type": "block_actions", "actions": [{"action_id": 5, "block_id": "b", "type": "button"}]},
        {**PRESS, "user": {}},
        {**PRESS, "user": "U1"},
        {**PRESS, "trigger_id": None},
        {"type": "view_submission"},
        {"type": "view_submission", "view": {"callback_id": 9, "type": "modal"}},
        {"type": "view_submission", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "unheard_of"},
        {"type": 5},
        {"team": 5},
        {},
    ],
)
async def test_a_signed_payload_of_the_wrong_shape_is_never_our_fault(
    slack: SlackServer, bot: Bot, payload: dict[str, Any]
) -> None:
    answer = await slack.delivery.interaction(payload)
    assert 400 <= answer.status < 500
    assert bot.door.calls == []


async def test_a_forged_button_reaches_the_door_as_it_is(slack: SlackServer, bot: Bot) -> None:
    answer = await slack.delivery.interaction(PRESS)
    assert answer.ok
    call = bot.door.last
    assert (getattr(call, "button", ""), getattr(call, "subject", "")) == ("nobody made this", ";")


async def test_slack_may_check_the_address(slack: SlackServer, bot: Bot) -> None:
    answer = await slack.delivery.send(json.dumps({"type": "url_verification", "challenge": "abc"}), JSON)
    assert answer.ok
    assert answer.json() == {"challenge": "abc"}


async def test_a_replayed_command_has_the_same_key(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    fields = {"command": "/cop", "text": "help", "channel_id": home.id, "user_id": ada.id, "trigger_id": "1.2.3"}
    await slack.delivery.command(fields)
    await slack.delivery.command(fields)
    assert [call.key for call in bot.door.calls] == ["slack:1.2.3"] * 2


async def test_a_bug_behind_the_door_lets_slack_send_an_event_again(slack: SlackServer, bot: Bot, ada: User) -> None:
    bot.door.raises = [RuntimeError("a bug")] * 9
    await slack.direct(ada, "hello")
    assert len(slack.undelivered) == 1


async def test_nothing_is_taken_while_slack_does_not_say_who_we_are(slack: SlackServer, bot: Bot, ada: User) -> None:
    slack.limit("auth.test", retry_after=1)
    slack.delivery.retry_after = (0, 1.1)
    await slack.direct(ada, "hello")
    assert len(bot.door.calls) == 1
    assert [asked.method for asked in slack.requests].count("auth.test") == 2, "none within the second"
    assert slack.undelivered == []


names = st.sampled_from(
    [
        "type",
        "team",
        "enterprise",
        "user",
        "user_id",
        "channel",
        "channel_id",
        "container",
        "message",
        "view",
        "event",
        "actions",
        "authorizations",
        "text",
        "ts",
        "thread_ts",
        "subtype",
        "action_id",
        "block_id",
        "value",
        "trigger_id",
        "event_id",
        "id",
        "state",
        "values",
        "private_metadata",
        "callback_id",
        "files",
        "parent_user_id",
        "channel_type",
        "previous_message",
        "deleted_ts",
        "inviter",
        "bot_id",
        "permalink",
        "is_ephemeral",
        "response_urls",
    ]
)
kinds = st.sampled_from(
    ["block_actions", "view_submission", "event_callback", "message", "app_mention", "im", "message_changed", "C1", BOT]
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), kinds, st.text(max_size=5))
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=8)),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(names, anything, max_size=12), st.sampled_from(["command", "press", "form", "event"]))
def test_reading_what_is_not_slacks_ends_in_malformed(body: dict[str, Any], way: str) -> None:
    if not sound(body) or (way == "press" and "actions" not in body):
        return
    reader = Reader(Installation(TEAM, "", BOT), capabilities("/cop", thread_replies=True))
    try:
        getattr(reader, way)(body)
    except Malformed:
        return


@pytest.mark.parametrize("blocks", [None, "x", 5, [1], [None], [{}], [{"type": "input", "optional": False}]])
async def test_a_form_whose_fields_are_not_slacks_is_no_failure_of_ours(
    slack: SlackServer, bot: Bot, blocks: object
) -> None:
    sent = recorded.envelope("view_submission")["payload"]
    sent["view"]["blocks"] = blocks
    for bot.door.reply in (Nothing(), FormErrors({"title": "Too long."})):
        answer = await slack.delivery.send(urlencode({"payload": json.dumps(sent)}), FORM)
        assert answer.status == 200


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(names, anything, max_size=12))
async def test_no_signed_body_makes_the_server_fail(slack: SlackServer, bot: Bot, body: dict[str, Any]) -> None:
    for answer in (
        await slack.delivery.send(json.dumps(body), JSON),
        await slack.delivery.send(urlencode({"payload": json.dumps(body)}), FORM),
    ):
        assert answer.status < 500
