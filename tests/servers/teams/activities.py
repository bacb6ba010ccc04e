"""Activities as Teams sends them, from payloads captured from a real client."""

from itertools import count
from typing import Any

from tests.servers.teams.connector import CHANNEL, TEAM

TENANT = "11111111-1111-4111-8111-111111111111"
BOT = {"id": "28:aaaaaaaa-0000-4000-8000-00000000b07a", "name": "CoP"}
ADA = {"id": "29:ada", "name": "Ada", "aadObjectId": "aaaaaaaa-0000-4000-8000-000000000001"}
BEN = {"id": "29:ben", "name": "Ben", "aadObjectId": "aaaaaaaa-0000-4000-8000-000000000002"}
AT_BOT = {"type": "mention", "mentioned": BOT, "text": "<at>CoP</at>"}
Json = dict[str, Any]
_numbers = count(1_800_000_000_000)


def activity(kind: str, conversation: Json, **more: Any) -> Json:
    """An activity by Ada, of that type, in that conversation."""
    number = str(next(_numbers))
    return {
        "type": kind,
        "id": number,
        "timestamp": f"2026-11-23T20:18:{int(number) % 60:02}.{int(number) % 1000:03}Z",
        "channelId": "msteams",
        "serviceUrl": "",
        "from": ADA,
        "recipient": BOT,
        "conversation": {"tenantId": TENANT, **conversation},
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }


def direct(text: str = "hello", **more: Any) -> Json:
    """Typed to the bot alone."""
    return activity("message", PERSONAL, text=text, textFormat="plain", **more)


def in_channel(text: str, root: str | None = None, *, mention: bool = True, **more: Any) -> Json:
    """Typed in the channel, in the thread under `root`, or else as a new post."""
    found = activity("message", {}, text=f"<at>CoP</at> {text}" if mention else text, textFormat="plain", **more)
    root_id = root or found["id"]
    found["conversation"] = {"tenantId": TENANT, "conversationType": "channel", "isGroup": True}
    found["conversation"]["id"] = f"{CHANNEL};messageid={root_id}"
    found["channelData"] |= {"team": {"id": TEAM}, "channel": {"id": CHANNEL}}
    if mention:
        found.setdefault("entities", []).insert(0, AT_BOT)
    if root:
        found["replyToId"] = root
    return found


def invoke(name: str, value: Any, conversation: Json | None = None, **more: Any) -> Json:
    """A press or a form sent."""
    return activity("invoke", conversation or PERSONAL, name=name, value=value, **more)


def chosen(command: str, content: str, writer: str) -> Json:
    """What goes with something chosen in the menu of a message that the account of that directory id wrote, as HTML."""
    author = {"userIdentityType": "aadUser", "id": writer, "displayName": "Somebody"}
    message: Json = {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{CHANNEL}/1584358320000?tenantId={TENANT}",
        "id": "1584358320000",
        "replyToId": None,
        "createdDateTime": "2026-11-23T20:18:34.600Z",
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "importance": "normal",
        "locale": "en-us",
        "body": {"contentType": "html", "content": content},
        "from": {"device": None, "conversation": None, "user": author, "application": None},
        "reactions": [],
        "mentions": [],
        "attachments": [],
    }
    context = {"theme": "default"}
    return {"commandId": command, "commandContext": "message", "messagePayload": message, "context": context}


def execute(verb: str, data: Json, conversation: Json | None = None) -> Json:
    """A press on an Action.Execute."""
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
    return invoke("adaptiveCard/action", value, conversation, replyToId="1795465111008")


PERSONAL: Json = {"id": "a:personal-ada", "conversationType": "personal"}
POST: Json = {"id": f"{CHANNEL};messageid=1795465111008", "conversationType": "channel", "isGroup": True}
