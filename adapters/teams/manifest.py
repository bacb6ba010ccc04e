"""The Teams app manifest: the least an app can ask for."""

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from adapters.settings import Settings
from adapters.teams import extension
from bot.chat.capabilities import Deployment

Json = dict[str, Any]

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
_SCOPES = ["personal", "team", "groupChat"]
_COMMANDS = 12
_ABOUT = "A community of practice at home where its members already talk: questions, meetings, a shared library."


def manifest(
    deployment: Deployment,
    settings: Settings,
    *,
    commands: Sequence[tuple[str, str]] = (),
    on_message: Sequence[tuple[str, str]] = (),
    about_url: str = "https://example.org/",
) -> Json:
    """The manifest to upload. `commands` are words and what they do; `about_url` is a page about this installation.

    `on_message` are names and titles of what can be done with a message.
    """
    app = settings.teams_app_id or str(UUID(int=0))
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.25",
        "version": "1.0.0",
        "id": str(uuid5(NAMESPACE_URL, f"{app}/{deployment.name}")),
        "developer": {
            "name": deployment.name,
            "websiteUrl": about_url,
            "privacyUrl": about_url,
            "termsOfUseUrl": about_url,
        },
        "name": {"short": deployment.name, "full": deployment.name},
        "description": {"short": _ABOUT[:80].rsplit(" ", 1)[0].rstrip(":,"), "full": _ABOUT},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F5C4D",
        "supportedChannelTypes": ["privateChannels", "sharedChannels"],
        "bots": [_bot(app, commands)],
        "composeExtensions": [extension.commands(app, on_message)],
        **(_thread_reading(app) if settings.teams_thread_replies else {}),
    }


def _bot(app: str, commands: Sequence[tuple[str, str]]) -> Json:
    listed = [{"title": word[:128], "description": what[:4000]} for word, what in commands[:_COMMANDS]]
    menu = {"commandLists": [{"scopes": _SCOPES, "commands": listed}]} if listed else {}
    return {"botId": app, "scopes": _SCOPES, "supportsFiles": False, "isNotificationOnly": False, **menu}


def _thread_reading(app: str) -> Json:
    """The consent with which replies under the bot's posts reach it; each team's owners give it or don't."""
    permission = {"name": "ChannelMessage.Read.Group", "type": "Application"}
    return {
        "webApplicationInfo": {"id": app, "resource": f"api://{app}"},
        "authorization": {"permissions": {"resourceSpecific": [permission]}},
    }
