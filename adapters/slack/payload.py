"""Looking into what Slack sent, which may be anything: a signature says who sent it, not what shape it has."""

import re
from typing import Any

Json = dict[str, Any]


class Malformed(ValueError):
    """The request is signed but isn't what Slack sends."""


def sound(body: object) -> bool:
    """Whether the parts that anybody would look into are of the kinds Slack sends."""
    if not isinstance(body, dict):
        return False
    return all(isinstance(body[name], kinds) for name, kinds in _KINDS.items() if name in body) and _deeper(body)


_KINDS: dict[str, type | tuple[type, ...]] = {
    "type": str,
    "command": str,
    "team": (dict, type(None)),
    "enterprise": (dict, type(None)),
    "user": dict,
    "channel": (dict, type(None)),
    "container": dict,
    "message": dict,
    "view": dict,
    "event": dict,
    "actions": list,
    "authorizations": list,
    "response_urls": list,
    "challenge": str,
}


def _deeper(body: Json) -> bool:
    actions = body.get("actions", [{"action_id": "", "block_id": "", "type": ""}])
    texts = [(action, name) for action in actions for name in ("action_id", "block_id", "type")]
    texts += [(body["event"], "type")] if "event" in body else []
    texts += [(body["view"], "callback_id"), (body["view"], "type")] if "view" in body else []
    return bool(actions) and all(isinstance(part, dict) and isinstance(part.get(name), str) for part, name in texts)


_KIND = re.compile("[a-z_.]{1,40}")


def kind_of(body: Json) -> str:
    """What was sent, in Slack's own words for it, for the log; "other" for whatever doesn't look like one of them."""
    found = word(part(body, "event"), "type") or word(body, "type") or ("command" if "command" in body else "")
    return found if _KIND.fullmatch(found) else "other"


def part(body: Json, name: str) -> Json:
    """The named part, empty when it is missing or of another kind."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def word(body: Json, name: str) -> str:
    """The named word, empty when it is missing or of another kind."""
    found = body.get(name)
    return found if isinstance(found, str) else ""


def need(body: Json, name: str) -> str:
    """The named word. Raises `Malformed` when there is none."""
    found = word(body, name)
    if not found:
        raise Malformed(name)
    return found
