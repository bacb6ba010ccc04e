"""The manifest is one that Slack takes, and asks for the least."""

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest

from adapters.slack.limits import capabilities
from adapters.slack.manifest import Asked, manifest
from bot.chat.capabilities import Deployment

SCHEMA = Path(__file__).parent.parent / "schemas" / "slack-app-manifest.2.0.0.json"
DEPLOYMENT = Deployment("CoP", "/cop", {"slack": capabilities("/cop", thread_replies=False)})


@pytest.mark.parametrize("threads", [True, False])
@pytest.mark.parametrize("emails", [True, False])
def test_slack_takes_the_manifest(threads: bool, emails: bool) -> None:
    asked = Asked("https://cop.example/", "Ask other analysts", "ask find share", thread_replies=threads, emails=emails)
    made = json.loads(json.dumps(manifest(DEPLOYMENT, asked)))
    jsonschema.validate(made, json.loads(SCHEMA.read_text()))
    assert made["features"]["slash_commands"][0]["url"] == "https://cop.example/slack/events"


def test_reading_threads_and_emails_is_asked_for_only_when_wanted() -> None:
    least = manifest(DEPLOYMENT, Asked("https://cop.example", "x", "y"))
    most = manifest(DEPLOYMENT, Asked("https://cop.example", "x", "y", thread_replies=True, emails=True))
    more = {"channels:history", "groups:history", "users:read.email"}
    scopes, all_scopes = (set(one["oauth_config"]["scopes"]["bot"]) for one in (least, most))
    assert all_scopes - scopes == more
    assert "message.channels" not in least["settings"]["event_subscriptions"]["bot_events"]
    assert "message.channels" in most["settings"]["event_subscriptions"]["bot_events"]


def test_one_app_in_many_workspaces_names_its_way_back_and_hears_of_its_removal() -> None:
    one = manifest(DEPLOYMENT, Asked("https://cop.example/", "x", "y"))
    many = json.loads(json.dumps(manifest(DEPLOYMENT, Asked("https://cop.example/", "x", "y", many=True))))
    jsonschema.validate(many, json.loads(SCHEMA.read_text()))
    assert many["oauth_config"]["redirect_urls"] == ["https://cop.example/slack/oauth_redirect"]
    events, more = (set(made["settings"]["event_subscriptions"]["bot_events"]) for made in (one, many))
    assert more - events == {"app_uninstalled", "tokens_revoked"}
    assert "redirect_urls" not in one["oauth_config"]
    assert many["oauth_config"]["scopes"] == one["oauth_config"]["scopes"]
