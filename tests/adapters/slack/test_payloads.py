"""Whatever Slack sends, over HTTP or by a connection, is understood or dropped; mangled, it is never our failure."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.calls import HEARD
from adapters.slack.manifest import Asked, manifest
from adapters.slack.payload import kind_of
from adapters.slack.removal import REMOVED
from adapters.slack.sieve import concerns_us
from bot.chat.calls import (
    Arrived,
    ButtonCall,
    Call,
    ChannelChanged,
    CommandCall,
    Departed,
    Edited,
    FormCall,
    PersonChanged,
    Removed,
    ThreadReply,
)
from bot.chat.capabilities import Deployment
from tests.adapters.slack import recorded
from tests.adapters.slack.conftest import Bot
from tests.adapters.slack.recorded import HTTP, SOCKET
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import Json

ADA, LIN = "U03A6MGRP1B", "U05L2VXE91K"
HOME, PRIVATE, DIRECT = "C04KWJ9Z2QX", "C05EHP20NSV", "D06AX8YKM3R"
CARD, SAID = "1764201600.104579", "1764205212.339019"
NOTHING: tuple[()] = ()
UNDERSTOOD: dict[str, tuple[Any, ...]] = {
    "app_mention": (CommandCall, ADA, HOME, "next"),
    "app_mention.thread": (CommandCall, ADA, HOME, "helped 2"),
    "app_uninstalled": NOTHING,
    "block_actions": (ButtonCall, ADA, HOME, "reply.open", "3/question:17"),
    "block_actions.private": (ButtonCall, ADA, HOME, "reply.open", "3/question:17"),
    "block_actions.stranger": (ButtonCall, LIN, HOME, "reply.open", "3/question:17"),
    "channel_archive": (Departed, HOME),
    "channel_deleted": (Departed, HOME),
    "channel_id_changed": (ChannelChanged, "C07NEWID5RT", "", False),
    "channel_left": (Departed, HOME),
    "channel_rename": (ChannelChanged, HOME, "#policy-analysts", False),
    "channel_shared": (ChannelChanged, HOME, "", False),
    "channel_unarchive": (ChannelChanged, HOME, "", True),
    "channel_unshared": (ChannelChanged, HOME, "", False),
    "command": (CommandCall, ADA, HOME, "ask How early do you consult? #consultation"),
    "group_archive": (Departed, PRIVATE),
    "group_deleted": (Departed, PRIVATE),
    "group_left": (Departed, PRIVATE),
    "group_rename": (ChannelChanged, PRIVATE, "#policy-analysts", False),
    "group_unarchive": (ChannelChanged, PRIVATE, "", True),
    "member_joined_channel": (Arrived, HOME, ADA),
    "member_joined_channel.other": NOTHING,
    "message.channels": (ThreadReply, ADA, HOME, CARD, SAID, "We asked eight weeks early."),
    "message.channels.bot": NOTHING,
    "message.channels.broadcast": (ThreadReply, ADA, HOME, CARD, SAID, "Also for the channel"),
    "message.channels.card_deleted": (Removed, HOME, CARD, None),
    "message.channels.changed": (Edited, ADA, HOME, SAID, "We asked nine weeks early."),
    "message.channels.changed_elsewhere": NOTHING,
    "message.channels.deleted": (Removed, HOME, SAID, ADA),
    "message.channels.deleted_elsewhere": NOTHING,
    "message.channels.elsewhere": NOTHING,
    "message.channels.joined": NOTHING,
    "message.channels.stranger": (ThreadReply, LIN, HOME, CARD, SAID, "In our province we ask ten weeks early."),
    "message.channels.tombstone": (Removed, HOME, CARD, None),
    "message.channels.top": NOTHING,
    "message.channels.unfurled": NOTHING,
    "message.groups": (ThreadReply, ADA, PRIVATE, CARD, SAID, "We asked eight weeks early."),
    "message.groups.converted": NOTHING,
    "message.im": (CommandCall, ADA, DIRECT, "who has run a consultation with First Nations?"),
    "message.im.file": (
        CommandCall,
        ADA,
        DIRECT,
        "share this\nhttps://policy.slack.com/files/U03A6MGRP1B/F06HZ1/guide.pdf",
    ),
    "message.im.own": NOTHING,
    "tokens_revoked": NOTHING,
    "user_change": (PersonChanged, ADA, "Ada Lovelace", True),
    "user_change.bot": (PersonChanged, "U04BOTTER1", "Builder", False),
    "user_change.deactivated": (PersonChanged, ADA, "Ada Lovelace", False),
    "user_change.grid": (PersonChanged, ADA, "Ada Lovelace", True),
    "user_change.guest": (PersonChanged, ADA, "Ada Lovelace", True),
    "view_submission": (FormCall, ADA, HOME, "reply.send", "3/question:17"),
}
"""The call that each file comes to, and what is in it; none where it is dropped."""


def told(call: Call) -> tuple[Any, ...]:
    kind = type(call)
    match call:
        case CommandCall():
            return kind, call.by.person, call.where.channel.channel, call.text
        case ButtonCall():
            return kind, call.by.person, call.where.channel.channel, call.button, call.subject
        case FormCall():
            return kind, call.by.person, call.where.channel.channel, call.form, call.subject
        case ThreadReply():
            reply = (call.under.message, call.message.message, call.text)
            return kind, call.by.person, call.where.channel.channel, *reply
        case Edited():
            return kind, call.by.person, call.where.channel.channel, call.message.message, call.text
        case Removed():
            return kind, call.where.channel.channel, call.message.message, call.by and call.by.person
        case Arrived():
            return kind, call.where.channel.channel, call.by and call.by.person
        case Departed():
            return kind, call.where.channel.channel
        case ChannelChanged():
            return kind, call.where.channel.channel, call.name, call.back
        case PersonChanged():
            return kind, call.account.person, call.name, call.there


@pytest.mark.parametrize("name", recorded.NAMES)
async def test_what_slack_sends_over_http_is_understood(slack: SlackServer, bot: Bot, name: str) -> None:
    answer = await recorded.send(slack, recorded.envelope(name), HTTP)
    assert answer.status == 200
    assert [told(call) for call in bot.door.calls] == ([UNDERSTOOD[name]] if UNDERSTOOD[name] else [])


async def test_the_same_comes_by_a_connection(slack: SlackServer, connected: Bot) -> None:
    for name in recorded.NAMES:
        connected.door.calls.clear()
        answer = await recorded.send(slack, recorded.envelope(name), SOCKET)
        assert answer.ok, name
        assert [told(call) for call in connected.door.calls] == ([UNDERSTOOD[name]] if UNDERSTOOD[name] else []), name


OTHERS = tuple(
    f"message.{name}"
    for name in (
        "channels.bot",
        "channels.changed_elsewhere",
        "channels.deleted_elsewhere",
        "channels.elsewhere",
        "channels.joined",
        "channels.top",
        "groups.converted",
    )
)
"""Messages in channels that have nothing to do with us."""


@pytest.mark.parametrize("name", OTHERS)
async def test_what_is_none_of_ours_is_dropped_before_it_is_read(slack: SlackServer, bot: Bot, name: str) -> None:
    assert (await recorded.send(slack, recorded.envelope(name), HTTP)).status == 200
    assert slack.requests == [], "not even who we are was asked"


@pytest.mark.parametrize("name", [name for name in recorded.NAMES if name.startswith("message.")])
def test_whether_a_message_may_be_ours_does_not_hang_on_its_words(name: str) -> None:
    plain = recorded.envelope(name)["payload"]
    wordless = json.loads(json.dumps(_without_words(plain)))
    assert concerns_us(plain) == concerns_us(wordless) == (name not in OTHERS)


def _without_words(node: Any) -> Any:
    match node:
        case dict():
            return {name: _without_words(value) for name, value in node.items() if name not in {"text", "blocks"}}
        case list():
            return [_without_words(one) for one in node]
        case _:
            return node


def test_there_is_a_file_for_everything_the_manifest_asks_to_be_told_of() -> None:
    most = manifest(Deployment("CoP", "/cop", {}), Asked("https://c.example", "x", "y", thread_replies=True, many=True))
    events = set(most["settings"]["event_subscriptions"]["bot_events"])
    interactive = {"command", "block_actions", "view_submission"}
    kinds = {shortcut["type"] for shortcut in most["features"].get("shortcuts", [])}
    shortcuts = {{"message": "message_action", "global": "shortcut"}[kind] for kind in kinds}
    needed = events | interactive | shortcuts
    assert needed - set(recorded.NAMES) == set()
    assert {name for name in recorded.NAMES if not any(f"{name}.".startswith(f"{one}.") for one in needed)} == set()


def test_the_files_are_of_the_kinds_that_their_names_say() -> None:
    for name in recorded.NAMES:
        event = recorded.envelope(name)["payload"].get("event")
        if event is not None:
            assert event["type"] in {*HEARD, *REMOVED}
            assert name.startswith(event["type"])


# ---- what is unknown, and what is broken


class Logged:
    """Every line that was logged."""

    def __init__(self) -> None:
        self._lines = StringIO()

    def write(self, _logger: object, _method: str, line: Any) -> Any:
        self._lines.write(f"{json.dumps(line, default=str)}\n")
        raise structlog.DropEvent

    @property
    def words(self) -> str:
        """All of them."""
        return self._lines.getvalue()


@contextmanager
def logging() -> Iterator[Logged]:
    """What the product logs meanwhile."""
    before, logged = structlog.get_config(), Logged()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, logged.write], cache_logger_on_first_use=False
    )
    try:
        yield logged
    finally:
        structlog.configure(**before)


@pytest.mark.parametrize("way", [HTTP, SOCKET])
async def test_an_event_nobody_asked_for_is_taken_and_logged_by_its_kind(
    slack: SlackServer, bot: Bot, connected: Bot, way: str
) -> None:
    sent = recorded.envelope("message.channels")
    sent["payload"]["event"] |= {"type": "emoji_changed", "text": "Confidential words"}
    with logging() as logged:
        assert (await recorded.send(slack, sent, way)).status == 200
    assert bot.door.calls + connected.door.calls == []
    assert "emoji_changed" in logged.words
    assert "Confidential" not in logged.words


async def test_slack_saying_that_it_holds_events_back_is_taken(slack: SlackServer, bot: Bot) -> None:
    body = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1764205200, "api_app_id": "A1"}
    assert (await slack.delivery.send(json.dumps(body), "application/json")).status == 200


async def test_slack_may_check_the_certificate(slack: SlackServer, bot: Bot) -> None:
    form = "application/x-www-form-urlencoded"
    assert (await slack.delivery.send("ssl_check=1&token=x", form)).status == 200


@pytest.mark.parametrize("sent", ["Confidential words", "a" * 41, "ÆON", 7, None, {"type": "x"}])
def test_a_kind_that_is_none_of_slacks_is_not_logged(sent: Any) -> None:
    assert kind_of({"type": "event_callback", "event": {"type": sent}} if sent != 7 else {"type": sent}) in {
        "other",
        "event_callback",
    }


SECRET = "Zq7 Geheimnis"
"""Stands in every text of the payloads that are mangled, and must stand in no log."""
junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.just(SECRET),
    st.just(""),
    st.just([]),
    st.just({}),
    st.just([SECRET]),
    st.just({"type": SECRET, "id": SECRET, "text": SECRET}),
)


def _paths(node: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in parts:
        yield (*before, name)
        yield from _paths(value, (*before, name))


def _worded(node: Any) -> Any:
    """With the secret in every text that people write."""
    match node:
        case dict():
            worded = {name: _worded(value) for name, value in node.items()}
            return worded | {
                name: f"{worded[name]} {SECRET}"
                for name in ("text", "value", "status_text")
                if name in node and isinstance(node[name], str)
            }
        case list():
            return [_worded(one) for one in node]
        case _:
            return node


@st.composite
def mangled(draw: st.DrawFn) -> Json:
    """A recorded envelope with one to three of its parts gone, or something else."""
    sent = _worded(copy.deepcopy(recorded.envelope(draw(st.sampled_from(recorded.NAMES)))))
    for _ in range(draw(st.integers(1, 3))):
        paths = list(_paths(sent["payload"]))
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        holder = sent["payload"]
        for step in way:
            holder = holder[step]
        if draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = copy.deepcopy(draw(junk))
    found: Json = sent
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(mangled(), st.sampled_from([HTTP, SOCKET]))
async def test_whatever_is_broken_in_it_is_not_our_failure_and_no_words_are_logged(
    slack: SlackServer, bot: Bot, connected: Bot, caplog: pytest.LogCaptureFixture, sent: Json, way: str
) -> None:
    with logging() as logged:
        answer = await recorded.send(slack, sent, way)
    assert answer.ok if way == SOCKET else answer.status == 200 or 400 <= answer.status < 500
    assert "Geheimnis" not in logged.words
    assert "Geheimnis" not in caplog.text
