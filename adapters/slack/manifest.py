"""The app as Slack should set it up: asks for the least that the chosen options need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.app import PATH
from adapters.slack.install import BACK
from adapters.slack.rights import EMAILS, MANY, THREADS, Option, chosen
from adapters.slack.text import clipped
from bot.chat.capabilities import Deployment

_NAME, _DESCRIPTION, _HINT = 35, 140, 1_000
_SHORTCUT, _SHORTCUT_DESCRIPTION = 24, 150
HOME = "app_home_opened"
"""The event without which the Home tab stays empty: it is on where that is listened to."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Something to do from a message's menu, or from anywhere. `callback` comes back when it is chosen."""

    name: str
    kind: Literal["message", "global"]
    callback: str
    description: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever sets up the app chose."""

    url: str
    """The public https address of this installation, without a path; unused where `socket` is chosen."""
    description: str
    """One sentence about the bot, shown in Slack's app list and beside the command."""
    usage: str
    """What can follow the command, shown while it is typed."""
    thread_replies: bool = False
    """Let the bot hear replies typed in threads; needs the history scopes."""
    many: bool = False
    """One app in many workspaces: installed by its own page, and told when it is removed."""
    emails: bool = False
    """Let the bot propose that two accounts are one person; needs the e-mail scope."""
    socket: bool = False
    """Let the bot open the connection, so that Slack needs no address of it."""
    shortcuts: tuple[Shortcut, ...] = ()

    @property
    def options(self) -> frozenset[Option]:
        """The options that ask for more than the least."""
        wanted = {THREADS: self.thread_replies, EMAILS: self.emails, MANY: self.many}
        return frozenset(option for option, on in wanted.items() if on)


def manifest(deployment: Deployment, asked: Asked) -> Mapping[str, Any]:
    """The manifest to paste into Slack's page for new apps, as JSON-ready values."""
    scopes, events = chosen(asked.options)
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": clipped(deployment.name, _NAME),
            "description": clipped(asked.description, _DESCRIPTION),
        },
        "features": _features(deployment, asked, {event.word for event in events}),
        "oauth_config": {**_redirects(asked), "scopes": {"bot": sorted(scope.word for scope in scopes)}},
        "settings": {
            "event_subscriptions": _at(asked, "request_url") | {"bot_events": sorted(event.word for event in events)},
            "interactivity": {"is_enabled": True} | _at(asked, "request_url"),
            "org_deploy_enabled": asked.many,
            "socket_mode_enabled": asked.socket,
            "token_rotation_enabled": False,
        },
    }


def _features(deployment: Deployment, asked: Asked, events: set[str]) -> Mapping[str, Any]:
    command = {
        "command": deployment.command,
        "description": clipped(asked.description, _DESCRIPTION),
        "usage_hint": clipped(asked.usage, _HINT),
        "should_escape": False,
    }
    shortcuts = [_shortcut(one) for one in asked.shortcuts]
    return {
        "app_home": {
            "home_tab_enabled": HOME in events,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": clipped(deployment.name, _NAME), "always_online": True},
        "slash_commands": [command | _at(asked, "url")],
        **({"shortcuts": shortcuts} if shortcuts else {}),
    }


def _shortcut(one: Shortcut) -> Mapping[str, Any]:
    return {
        "name": clipped(one.name, _SHORTCUT),
        "type": one.kind,
        "callback_id": one.callback,
        "description": clipped(one.description, _SHORTCUT_DESCRIPTION),
    }


def _at(asked: Asked, name: str) -> dict[str, Any]:
    """Where Slack reaches the bot; nowhere when the bot opens the connection."""
    return {} if asked.socket else {name: asked.url.rstrip("/") + PATH}


def _redirects(asked: Asked) -> Mapping[str, Any]:
    return {"redirect_urls": [asked.url.rstrip("/") + BACK]} if asked.many else {}
