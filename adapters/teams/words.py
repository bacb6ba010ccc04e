"""What a person typed, without what Teams put around it: the bot's name gone, other names plain, files as links."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from adapters.teams.activity import Activity, at, text_at

_TAG = re.compile(r"</?at(?:\s[^<>]*)?>")
_PUT_DOWN = re.compile(r'<span class="inline-compose-card".*?</span>', re.DOTALL)
_CARDS = "application/vnd.microsoft.card."
_FILE = "application/vnd.microsoft.teams.file.download.info"


def names_bot(activity: Activity) -> bool:
    """Whether the message mentions the bot."""
    bot = text_at(activity.body, "recipient", "id")
    return any(text_at(mention, "mentioned", "id") == bot for mention in _mentions(activity))


def typed(activity: Activity, command: str) -> str:
    """The words after the bot's name or after `command`, which people may type too."""
    said = _unnamed(activity).replace("\u00a0", " ").strip()
    first, *rest = said.split(maxsplit=1) or [""]
    if first.lower() == command.lower():
        said = "".join(rest)
    return " ".join([said, *_files(activity)]).strip()


def holds_card(activity: Activity) -> bool:
    """Whether somebody put a card down there, such as one of ours that they picked."""
    attachments = at(activity.body, "attachments")
    kinds = [text_at(one, "contentType") for one in attachments] if isinstance(attachments, list) else []
    return any(kind.startswith(_CARDS) for kind in kinds)


def _unnamed(activity: Activity) -> str:
    said, bot = _PUT_DOWN.sub("", text_at(activity.body, "text")), text_at(activity.body, "recipient", "id")
    names: list[str] = []
    for mention in _mentions(activity):
        marked = text_at(mention, "text")
        if not marked or marked not in said:
            continue
        if text_at(mention, "mentioned", "id") == bot:
            said = said.replace(marked, "")
        else:
            said = said.replace(marked, f"\ue000{len(names)}\ue001")
            names.append(text_at(mention, "mentioned", "name") or _TAG.sub("", marked))
    said = unescape(said)
    for number, name in enumerate(names):
        said = said.replace(f"\ue000{number}\ue001", name)
    return said


def _mentions(activity: Activity) -> Iterator[Mapping[str, Any]]:
    entities = at(activity.body, "entities")
    for entity in entities if isinstance(entities, list) else ():
        if text_at(entity, "type").lower() == "mention":
            yield entity


def _files(activity: Activity) -> Iterator[str]:
    attachments = at(activity.body, "attachments")
    for attachment in attachments if isinstance(attachments, list) else ():
        url = text_at(attachment, "contentUrl")
        if text_at(attachment, "contentType") == _FILE and url.startswith("https://"):
            yield url
