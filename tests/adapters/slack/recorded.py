"""What Slack sends, one file a kind, as its documentation shows it: a Socket Mode envelope, whose payload is what comes
over HTTP. The ids in them are made up but look like Slack's; the app's and the workspace's are set to the stand-in's."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from tests.servers.slack.delivery import Acknowledged
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Json

PAYLOADS = Path(__file__).parent / "payloads"
NAMES = tuple(sorted(path.stem for path in PAYLOADS.glob("*.json")))
HTTP, SOCKET = "http", "socket"
_OURS = {"U06B7QW2XTN": BOT, "T02FPQ7KD": TEAM}


def envelope(name: str) -> Json:
    """The envelope in that file, anew."""
    found = json.loads(_words(name))
    assert isinstance(found, dict)
    return found


@cache
def _words(name: str) -> str:
    words = (PAYLOADS / f"{name}.json").read_text()
    for theirs, ours in _OURS.items():
        words = words.replace(theirs, ours)
    return words


async def send(slack: SlackServer, sent: Json, way: str) -> Acknowledged:
    """Bring it once, over HTTP or by a connection the bot has opened."""
    if way == SOCKET:
        taken = await slack.links.deliver({**sent, "envelope_id": slack.workspace.number("envelope-")})
        said = taken.payload if taken else None
        return Acknowledged(200 if taken else 0, json.dumps(said) if said else "")
    payload = sent["payload"]
    match sent["type"]:
        case "slash_commands":
            return await slack.delivery.send(urlencode(payload), "application/x-www-form-urlencoded")
        case "interactive":
            body = urlencode({"payload": json.dumps(payload)})
            return await slack.delivery.send(body, "application/x-www-form-urlencoded")
        case _:
            return await slack.delivery.send(json.dumps(payload), "application/json")
