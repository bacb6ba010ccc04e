"""The Teams app as an admin uploads it: the manifest, which asks for the least an app can, and what each part is for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from adapters.teams import extension
from bot.chat.capabilities import Deployment

Json = dict[str, Any]
Listed = Sequence[tuple[str, str]]
"""Commands as people may type them, and what each does."""

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
COLOR, OUTLINE = "color.png", "outline.png"
READ_THREADS = "ChannelMessage.Read.Group"
NO_PAGE = "https://example.org/"
MOST_COMMANDS = 12
_SCOPES = ("personal", "team", "groupChat")
_ABOUT = "A community of practice at home where its members already talk: questions, meetings, a shared library."
_VERSION = re.compile(r"[1-9]\d{0,4}(\.\d{1,5}){2}", re.ASCII)


class NoManifest(Exception):
    """What is missing or wrong, in one sentence for whoever makes the app."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever makes the app chose. `app` is the bot's Microsoft Entra application id."""

    app: str
    alone: Listed = ()
    """Commands for the 1:1 chat with the bot."""
    together: Listed = ()
    """Commands for where others read along: channels and group chats."""
    on_message: Listed = ()
    """Names and titles of what can be done with a message."""
    url: str = ""
    """The public https address of this installation; empty when it has none."""
    about: str = ""
    """A page about this installation; empty for its own address."""
    thread_replies: bool = False
    """Ask the owners of each team for consent to read what is written in its channels."""
    version: str = "1.0.0"
    """Teams takes an update of the app only under a higher one."""


def manifest(deployment: Deployment, asked: Asked) -> Json:
    """The manifest to upload. Raises `NoManifest`."""
    app = _app(asked.app)
    about = asked.about or (asked.url if asked.url.startswith("https://") else NO_PAGE)
    if not about.startswith("https://"):
        raise NoManifest("The page about this installation should begin with https://.")
    if not _VERSION.fullmatch(asked.version):
        raise NoManifest("The app's version should be three numbers, such as 1.0.1.")
    pages = dict.fromkeys(("websiteUrl", "privacyUrl", "termsOfUseUrl"), about)
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.25",
        "version": asked.version,
        "id": str(uuid5(NAMESPACE_URL, app)),
        "developer": {"name": deployment.name, **pages},
        "name": {"short": deployment.name, "full": deployment.name},
        "description": {"short": _ABOUT[:80].rsplit(" ", 1)[0].rstrip(":,"), "full": _ABOUT},
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": "#0F5C56",
        "supportedChannelTypes": ["privateChannels", "sharedChannels"],
        "supportsChannelFeatures": "tier1",
        "bots": [_bot(app, asked)],
        "composeExtensions": [extension.commands(app, asked.on_message)],
        **_domains(asked.url),
        **(_thread_reading(app) if asked.thread_replies else {}),
    }


def _app(typed: str) -> str:
    if not typed:
        raise NoManifest("The app needs its bot's id: set COP_TEAMS_APP_ID, or give it with --app-id.")
    try:
        return str(UUID(typed))
    except ValueError:
        raise NoManifest(
            "The bot's app id should look like 12345678-abcd-1234-abcd-123456789012: Microsoft Entra shows it as "
            "“Application (client) ID”."
        ) from None


def _bot(app: str, asked: Asked) -> Json:
    menus = (("personal", asked.alone), ("team", asked.together), ("groupChat", asked.together))
    listed = [{"scopes": [scope], "commands": _commands(commands)} for scope, commands in menus if commands]
    menu = {"commandLists": listed} if listed else {}
    return {"botId": app, "scopes": [*_SCOPES], "supportsFiles": False, "isNotificationOnly": False, **menu}


def _commands(commands: Listed) -> list[Json]:
    return [{"title": word[:128], "description": what[:4000]} for word, what in commands[:MOST_COMMANDS]]


def _domains(url: str) -> Json:
    """The host whose pages links from the app may open inside Teams; none without a public address."""
    host = urlsplit(url).hostname if url.startswith("https://") else None
    return {"validDomains": [host]} if host else {}


def _thread_reading(app: str) -> Json:
    """The consent with which replies under the bot's posts reach it; each team's owners give it or don't."""
    permission = {"name": READ_THREADS, "type": "Application"}
    return {
        "webApplicationInfo": {"id": app, "resource": f"api://{app}"},
        "authorization": {"permissions": {"resourceSpecific": [permission]}},
    }


@dataclass(frozen=True, slots=True)
class Why:
    """What a part of the manifest is for, and what is lost without it."""

    reason: str
    without: str


EXPLAINED: Mapping[str, Why] = {
    "personal": Why(
        "The 1:1 chat with the bot: drafts, answers for one person alone, offers to whoever agreed to them.",
        "Nobody could be answered privately; nothing would work.",
    ),
    "team": Why(
        "The community's channel: questions, polls, announcements. There the bot hears only what mentions it.",
        "No home channel in Teams.",
    ),
    "groupChat": Why(
        "The same in a group chat.", "A community that meets in a group chat, without a team, couldn't be set up."
    ),
    "privateChannels": Why(
        "The app may be added to private channels, by whoever owns them.",
        "A community whose channel is private would have to move.",
    ),
    "sharedChannels": Why(
        "The app may be added to shared channels, by whoever owns them.",
        "A community whose channel is shared would have to move.",
    ),
    "tier1": Why(
        "The same two, in the word that Teams asks for since manifest 1.25.", "Teams would refuse the upload."
    ),
    "composeExtensions": Why(
        "Searching from where one writes, and “Ask the community” and the like in a message's menu. Teams sends the bot what "
        "is typed into the search, and the one message whose menu was used.",
        "People type to the bot in its own chat instead.",
    ),
    "validDomains": Why(
        "Links to this installation, such as “Add to calendar”, may open inside Teams.",
        "They open in the browser all the same.",
    ),
    READ_THREADS: Why(
        "Replies typed under a card reach the bot and are carried to the other platform. Teams then sends it every "
        "message of the team's channels; of what is not a reply to one of its cards nothing is kept. Each team's "
        "owners are asked when they add the app.",
        "People use the Reply button, or mention the bot in the thread; the cards say so.",
    ),
}
"""Every part that gives the app a place or a right, by its word in the manifest."""
NOT_ASKED = (
    "It doesn't ask for: anybody's identity or sign-in, access to Microsoft Graph, files, calendars, contacts, "
    "the list of a team's members, location, camera or microphone."
)


def parts(made: Mapping[str, Any]) -> Iterator[str]:
    """The parts of a manifest that give the app a place or a right, by their words."""
    for bot in made["bots"]:
        yield from bot["scopes"]
    yield from made.get("supportedChannelTypes", ())
    yield from filter(None, (made.get("supportsChannelFeatures"),))
    yield from ("composeExtensions",) if made.get("composeExtensions") else ()
    yield from ("validDomains",) if made.get("validDomains") else ()
    consents = made.get("authorization", {}).get("permissions", {}).get("resourceSpecific", ())
    yield from (consent["name"] for consent in consents)


def explained(made: Mapping[str, Any]) -> str:
    """What each part of that manifest is for; what else can be asked for, and isn't, comes last."""
    has = list(parts(made))
    asked = [_told(part) for part in has]
    left = [_told(part) for part in EXPLAINED if part not in has]
    also = ["Not asked for as it stands:", *left] if left else []
    return "\n\n".join(["Asked for:", *asked, *also, NOT_ASKED])


def _told(part: str) -> str:
    why = EXPLAINED[part]
    return f"{part}\n  Why:        {why.reason}\n  Without it: {why.without}"
