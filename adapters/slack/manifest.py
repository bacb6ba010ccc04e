"""The app as Slack should set it up: asks for the least that the chosen options need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.app import PATH
from adapters.slack.calls import HEARD
from adapters.slack.text import clipped
from bot.chat.capabilities import Deployment

_SCOPES = ("app_mentions:read", "channels:read", "chat:write", "commands", "groups:read", "im:history", "users:read")
_THREAD_SCOPES = ("channels:history", "groups:history")
_EMAIL_SCOPES = ("users:read.email",)
_THREAD_EVENTS = ("message.channels", "message.groups")
_NAME, _DESCRIPTION, _HINT = 35, 140, 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever sets up the app chose."""

    url: str
    """The public https address of this installation, without a path."""
    description: str
    """One sentence about the bot, shown in Slack's app list and beside the command."""
    usage: str
    """What can follow the command, shown while it is typed."""
    thread_replies: bool = False
    """Let the bot hear replies typed in threads; needs the history scopes."""
    emails: bool = False
    """Let the bot propose that two accounts are one person; needs the e-mail scope."""


def manifest(deployment: Deployment, asked: Asked) -> Mapping[str, Any]:
    """The manifest to paste into Slack's page for new apps, as JSON-ready values."""
    address = asked.url.rstrip("/") + PATH
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": clipped(deployment.name, _NAME),
            "description": clipped(asked.description, _DESCRIPTION),
        },
        "features": _features(deployment, asked, address),
        "oauth_config": {"scopes": {"bot": _scopes(asked)}},
        "settings": {
            "event_subscriptions": {"request_url": address, "bot_events": _events(asked)},
            "interactivity": {"is_enabled": True, "request_url": address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def _features(deployment: Deployment, asked: Asked, address: str) -> Mapping[str, Any]:
    command = {
        "command": deployment.command,
        "url": address,
        "description": clipped(asked.description, _DESCRIPTION),
        "usage_hint": clipped(asked.usage, _HINT),
        "should_escape": False,
    }
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": clipped(deployment.name, _NAME), "always_online": True},
        "slash_commands": [command],
    }


def _scopes(asked: Asked) -> list[str]:
    threads = _THREAD_SCOPES if asked.thread_replies else ()
    emails = _EMAIL_SCOPES if asked.emails else ()
    return sorted((*_SCOPES, *threads, *emails))


def _events(asked: Asked) -> list[str]:
    threads = _THREAD_EVENTS if asked.thread_replies else ()
    return sorted((*(kind for kind in HEARD if kind != "message"), "message.im", *threads))
