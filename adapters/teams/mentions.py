"""Mentions that Teams tells people of. Only where something waits for that person, and others read along."""

import re

from adapters.teams.text import Json

_NOT_IN_NAMES = re.compile(r"[^\w .'’-]|_")
"""What could be read as markdown or as a tag."""
_NAME = 60


def mentioning(card: Json, person: str, name: str) -> Json:
    """The card with a first line that names somebody, so that they hear of it. A nameless one stays as it is."""
    shown = " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:_NAME]
    if not shown:
        return card
    mark = f"<at>{shown}</at>"
    entity = {"type": "mention", "text": mark, "mentioned": {"id": person, "name": shown}}
    body = [{"type": "TextBlock", "text": mark, "wrap": True}, *card["body"]]
    return {**card, "body": body, "msteams": {**card.get("msteams", {}), "entities": [entity]}}
