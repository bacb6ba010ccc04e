"""What a person reads on the screen, from a message's text and blocks."""

import re
from collections.abc import Iterator

from tests.servers.slack.workspace import Json, Message

_MARKUP = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def words(message: Message) -> str:
    """Every word of the message's body, blocks joined by newlines."""
    return words_in(message.blocks) if message.blocks else readable(message.text)


def words_in(blocks: list[Json]) -> str:
    """Every word of these blocks, joined by newlines."""
    return "\n".join(map(_block, blocks))


def buttons(message: Message) -> list[tuple[str, str]]:
    """Label and id of each button, in reading order."""
    return buttons_in(message.blocks)


def buttons_in(blocks: list[Json]) -> list[tuple[str, str]]:
    """The same, of these blocks."""
    rows = (block for block in blocks if block["type"] == "actions")
    return [(button["text"]["text"], button["action_id"]) for row in rows for button in row["elements"]]


def readable(marked: str) -> str:
    """Slack's markup as it is read."""
    plain = _MARKUP.sub(lambda found: found[2] or found[1], marked)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return str(block["text"]["text"])
        case "section":
            return _text(block["text"])
        case "context":
            return " ".join(_text(element) for element in block["elements"])
        case "rich_text":
            return "\n".join("".join(_runs(part["elements"])) for part in block["elements"])
        case "actions":
            return " ".join(f"[{button['text']['text']}]" for button in block["elements"])
        case _:
            return ""


def _text(text: Json) -> str:
    if text["type"] == "plain_text":
        return str(text["text"])
    return readable(re.sub(r"\*([^*]+)\*", r"\1", text["text"]))


def _runs(runs: list[Json]) -> Iterator[str]:
    for run in runs:
        match run["type"]:
            case "link":
                yield run.get("text") or run["url"]
            case "date":
                yield run["fallback"]
            case _:
                yield run["text"]
