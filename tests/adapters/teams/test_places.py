"""What Teams tells of places, in the shapes in which it sends it, and what each means."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.calls import Arrived, ChannelChanged, CommandCall, Departed
from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.test_calls import ADA_ACCOUNT
from tests.servers.teams.activities import TENANT
from tests.servers.teams.connector import CHANNEL, TEAM

PAYLOADS = Path(__file__).parent / "payloads"
GROUP, PERSONAL, PRIVATE = "19:groupchat1@thread.v2", "a:personal-ada", "19:private@thread.tacv2"
Means = Callable[[Any], bool]


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text())
    return found


def arrives(channel: str, place: str = TEAM) -> Means:
    def means(call: Any) -> bool:
        return isinstance(call, Arrived) and call.by == ADA_ACCOUNT and _at(call, channel, place)

    return means


def departs(channel: str, place: str = TEAM, *, whole: bool = False) -> Means:
    def means(call: Any) -> bool:
        return isinstance(call, Departed) and call.whole == whole and _at(call, channel, place)

    return means


def changes(channel: str, name: str = "", *, back: bool = False, whole: bool = False, place: str = TEAM) -> Means:
    def means(call: Any) -> bool:
        found = isinstance(call, ChannelChanged) and (call.name, call.back, call.whole) == (name, back, whole)
        return found and _at(call, channel, place)

    return means


def says_hello(call: Any) -> bool:
    return isinstance(call, CommandCall) and (call.by, call.text, call.private) == (ADA_ACCOUNT, "", True)


def _at(call: Any, channel: str, place: str) -> bool:
    where = call.where
    return (where.channel.tenant, where.channel.channel) == (TENANT, channel) and where.address.endswith(place)


MEANINGS: dict[str, Means | None] = {
    "installed-team": arrives(CHANNEL),
    "installed-group": arrives(GROUP, ""),
    "installed-personal": says_hello,
    "removed-team": departs(TEAM, whole=True),
    "removed-group": departs(GROUP, ""),
    "removed-personal": departs(PERSONAL, PERSONAL),
    "upgraded-team": None,
    "upgrading-team": None,
    "bot-added-team": arrives(CHANNEL),
    "bot-added-group": arrives(GROUP, ""),
    "bot-added-personal": None,
    "bot-added-private-channel": arrives(PRIVATE),
    "bot-removed-private-channel": departs(PRIVATE),
    "bot-removed-team": departs(TEAM, whole=True),
    "bot-removed-group": departs(GROUP, ""),
    "people-added-team": None,
    "people-removed-team": None,
    "channelCreated": None,
    "channelDeleted": departs(CHANNEL),
    "channelRenamed": changes(CHANNEL, "Policy analysts"),
    "channelRestored": changes(CHANNEL, "Policy analysts", back=True),
    "channelShared": changes(CHANNEL, "Policy analysts"),
    "channelUnshared": changes(CHANNEL, "Policy analysts"),
    "teamRenamed": changes(TEAM, "Policy and Planning"),
    "teamArchived": departs(TEAM, whole=True),
    "teamUnarchived": changes(TEAM, back=True, whole=True),
    "teamDeleted": departs(TEAM, whole=True),
    "teamHardDeleted": departs(TEAM, whole=True),
    "teamRestored": changes(TEAM, back=True, whole=True),
    "group-renamed": changes(GROUP, "Policy people", place=""),
    "unknown-event": None,
    "history-disclosed": None,
}
"""What each payload means; None: nothing is done about it."""


@pytest.mark.parametrize("name", MEANINGS)
async def test_what_teams_tells_of_places_means_what_it_should(teams: Teams, name: str) -> None:
    assert (await teams.post(payload(name))).status == 200
    means = MEANINGS[name]
    if means is None:
        assert teams.door.calls == []
    else:
        (call,) = teams.door.calls
        assert means(call), call


def test_every_recorded_payload_has_its_meaning_and_the_reverse() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == set(MEANINGS)


async def test_an_unknown_event_is_logged_by_its_kind_and_without_words(
    teams: Teams, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = payload("unknown-event")
    await teams.post(sent)
    await teams.post({**sent, "channelData": {**sent["channelData"], "eventType": "Ada said <b>something</b>"}})
    first, second = capsys.readouterr().out.splitlines()
    assert "teamPinned" in first
    assert "teams_event_ignored" in second
    assert "Ada" not in second


async def test_a_team_whose_id_is_not_told_is_known_by_its_first_channel(teams: Teams) -> None:
    sent = payload("removed-team")
    del sent["channelData"]["team"]
    await teams.post(sent)
    (call,) = teams.door.calls
    assert MEANINGS["removed-team"](call)  # type: ignore[misc]  # it has one


async def test_a_direct_conversation_that_is_ended_says_whose_it_was(teams: Teams) -> None:
    await teams.post(payload("removed-personal"))
    (call,) = teams.door.calls
    assert isinstance(call, Departed)
    assert call.by == ADA_ACCOUNT
    assert call.where.direct


def _paths(tree: Any, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place in a payload."""
    if not isinstance(tree, dict):
        return [before]
    return [*([before] if before else []), *(path for key in tree for path in _paths(tree[key], (*before, key)))]


_PLACES = [(name, path) for name in MEANINGS for path in _paths(payload(name))]
_ANYTHING: tuple[Any, ...] = (
    None,
    7,
    True,
    "",
    "x" * 3000,
    "a b",
    "\ud800",
    [],
    [7],
    [{}],
    {},
    {"id": 7},
    {"id": ["x"]},
    {"name": []},
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(_PLACES), value=st.sampled_from(_ANYTHING))
async def test_whatever_is_mangled_in_a_payload_it_is_never_a_500(
    teams: Teams, place: tuple[str, tuple[str, ...]], value: Any
) -> None:
    name, path = place
    sent = payload(name) | {"serviceUrl": teams.connector.url}
    inner = sent
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert (await teams.post(sent)).status < 500
