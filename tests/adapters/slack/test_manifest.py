"""The manifest is one that Slack takes, and asks for the least: for what the code uses, and for nothing else."""

import ast
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import rights
from adapters.slack.calls import HEARD
from adapters.slack.limits import capabilities
from adapters.slack.manifest import Asked, Shortcut, manifest
from adapters.slack.removal import REMOVED
from adapters.slack.rights import BY_COMMAND, EMAILS, EVENTS, MANY, METHODS, OF_THE_APP, SCOPES, THREADS, Option
from bot.chat.capabilities import Deployment
from tests.servers.slack.api import ALL_SCOPES
from tests.servers.slack.workspace import Json

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "slack-app-manifest.2.0.0.json").read_text())
DEPLOYMENT = Deployment("CoP", "/cop", {"slack": capabilities("/cop", thread_replies=False)})
OPTIONS = [frozenset(some) for n in range(4) for some in itertools.combinations((THREADS, EMAILS, MANY), n)]


def made(options: frozenset[Option] = frozenset(), *, socket: bool = False, shortcuts: int = 0) -> Json:
    asked = Asked(
        "https://cop.example/",
        "Ask other analysts",
        "ask find share",
        thread_replies=THREADS in options,
        emails=EMAILS in options,
        many=MANY in options,
        socket=socket,
        shortcuts=tuple(Shortcut(f"Do {n}", "message", f"do.{n}", "Does it") for n in range(shortcuts)),
    )
    found: Json = json.loads(json.dumps(manifest(DEPLOYMENT, asked)))
    jsonschema.validate(found, SCHEMA)
    return found


def scopes(found: Json) -> set[str]:
    return set(found["oauth_config"]["scopes"]["bot"])


def events(found: Json) -> set[str]:
    return set(found["settings"]["event_subscriptions"]["bot_events"])


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("shortcuts", [0, 4])
def test_slack_takes_the_manifest(options: frozenset[Option], shortcuts: int) -> None:
    found = made(options, shortcuts=shortcuts)
    assert found["features"]["slash_commands"][0]["url"] == "https://cop.example/slack/events"
    assert len(found["features"].get("shortcuts", [])) == shortcuts


def test_in_socket_mode_slack_is_given_no_address() -> None:
    found = made(socket=True)
    assert found["settings"]["socket_mode_enabled"]
    assert "cop.example" not in json.dumps(found)
    assert events(found) == events(made())
    assert scopes(found) == scopes(made())


def test_a_name_too_long_for_a_shortcut_is_cut() -> None:
    shortcut = Shortcut("Ask everybody in the whole community", "global", "ask", "x" * 200)
    (found,) = manifest(DEPLOYMENT, Asked("https://c.example", "x", "y", shortcuts=(shortcut,)))["features"][
        "shortcuts"
    ]
    assert (len(found["name"]), len(found["description"])) == (24, 150)


def test_reading_threads_and_emails_is_asked_for_only_when_wanted() -> None:
    more = {"channels:history", "groups:history", "users:read.email"}
    assert scopes(made(frozenset({THREADS, EMAILS}))) - scopes(made()) == more
    assert events(made(frozenset({THREADS}))) - events(made()) == {"message.channels", "message.groups"}


def test_one_app_in_many_workspaces_names_its_way_back_and_hears_of_its_removal() -> None:
    one = manifest(DEPLOYMENT, Asked("https://cop.example/", "x", "y"))
    many = json.loads(json.dumps(manifest(DEPLOYMENT, Asked("https://cop.example/", "x", "y", many=True))))
    jsonschema.validate(many, SCHEMA)
    assert many["oauth_config"]["redirect_urls"] == ["https://cop.example/slack/oauth_redirect"]
    before, more = events(dict(one)), events(many)
    assert more - before == {"app_uninstalled", "tokens_revoked"}
    assert "redirect_urls" not in one["oauth_config"]
    assert many["oauth_config"]["scopes"] == one["oauth_config"]["scopes"]


# ---- against what the code does


@pytest.mark.parametrize("options", OPTIONS)
def test_each_permission_is_one_that_something_needs_and_none_is_missing(options: frozenset[Option]) -> None:
    found = made(options)
    listened = [event for event in EVENTS if event.word in events(found)]
    needed = {BY_COMMAND, *(scope for event in listened for scope in event.scopes)}
    needed |= {scope for reach in METHODS.values() for scope in reach.needs}
    used = needed | {scope for reach in METHODS.values() for scope in reach.further}
    assert needed - scopes(found) == set(), "used, but not asked for"
    assert scopes(found) - used == set(), "asked for, but not used"


def test_each_event_asked_for_is_handled_and_the_reverse() -> None:
    asked = {event.split(".")[0] for event in events(made(frozenset({THREADS, MANY})))}
    assert asked == {*HEARD, *REMOVED, *_listened_to()}


def test_each_method_that_is_called_is_in_the_table_and_the_reverse() -> None:
    assert set(_called()) == set(METHODS)


def test_the_stand_in_is_as_strict_as_the_manifest() -> None:
    assert scopes(made(frozenset({THREADS}))) == ALL_SCOPES


def test_each_permission_and_event_says_why_and_what_is_lost_without_it() -> None:
    rows = list(rights.explained(frozenset({THREADS})))
    assert [word for word, *_ in rows] == [one.word for one in (*SCOPES, *OF_THE_APP, *EVENTS)]
    assert all(why.endswith(".") and without.endswith(".") for _, _, why, without in rows)
    assert {word: option for word, option, *_ in rows if option} == {
        "channels:history": "--thread-replies",
        "groups:history": "--thread-replies",
        "users:read.email": "(--link-by-email)",
        "connections:write": "(--socket)",
        "app_uninstalled": "(COP_SLACK_CLIENT_ID)",
        "tokens_revoked": "(COP_SLACK_CLIENT_ID)",
        "message.channels": "--thread-replies",
        "message.groups": "--thread-replies",
    }


def _sources() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "adapters" / "slack").glob("**/*.py")):
        yield from ast.walk(ast.parse(path.read_text()))


def _called() -> Iterator[str]:
    """The methods of the Web API that the adapter calls, by any client, in Slack's own words for them."""
    offered = {name for name in dir(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    plumbing = {"api_call"}
    for node in _sources():
        if isinstance(node, ast.Attribute) and node.attr in offered - plumbing - _NO_METHODS:
            yield node.attr.replace("_", ".")
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "api_call" and not _passed_on(node):
            assert isinstance(node.args[0], ast.Constant), "a method whose name can't be read here"
            yield str(node.args[0].value)


def _passed_on(call: ast.Call) -> bool:
    """Whether it is what the client of ours hands to the one it stands before: the method is named by its caller."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "super()"


_NO_METHODS = {name for name in dir(AsyncWebClient) if not callable(getattr(AsyncWebClient, name))}


def _listened_to() -> Iterator[str]:
    """Events that are listened to one by one, beside those in `HEARD`."""
    for node in _sources():
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "event":
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))
