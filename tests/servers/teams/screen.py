"""What a person reads on an Adaptive Card, and what there is to press and fill in."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]


def card_of(activity: Json) -> Json:
    """The card in a message; empty when it has none."""
    for attachment in activity.get("attachments") or ():
        content = attachment.get("content")
        if isinstance(content, dict):
            return content
    return {}


def elements(drawn: Any) -> Iterator[Json]:
    """Every element of a card, in reading order."""
    if isinstance(drawn, list):
        for one in drawn:
            yield from elements(one)
    elif isinstance(drawn, dict):
        yield drawn
        yield from elements(drawn.get("body") or drawn.get("items") or [])


def readable(card: Json) -> str:
    """Every word of the body, an element a line."""
    found = (_line(element) for element in elements(card))
    return "\n".join(line for line in found if line)


def _line(element: Json) -> str:
    if element.get("type") == "RichTextBlock":
        return "".join(run["text"] for run in element["inlines"])
    return element.get("text", "") if element.get("type") == "TextBlock" else ""


def actions(card: Json) -> list[Json]:
    """Everything to press, in reading order."""
    return [action for element in elements(card) for action in element.get("actions") or ()]


def inputs(card: Json) -> list[Json]:
    """Everything to fill in."""
    return [element for element in elements(card) if str(element.get("type")).startswith("Input.")]


def standing(field: Json) -> str:
    """What stands in a field, as read."""
    titles = {choice["value"]: choice["title"] for choice in field.get("choices", ())}
    if field.get("isMultiSelect"):
        return ", ".join(titles.get(value, unquote(value)) for value in field["value"].split(",") if value)
    return str(titles.get(field["value"], field["value"]))


def entered(field: Json, given: str | tuple[str, ...] | None) -> str:
    """What a client sends for a field: what was given, or what stood there."""
    if given is None:
        return str(field["value"])
    values = {choice["title"]: choice["value"] for choice in field.get("choices", ())}
    if not isinstance(given, str):
        return ",".join(values[title] for title in given)
    return str(values[given]) if values else given


def complaints(card: Json) -> dict[str, str]:
    """What a form says is wrong, by label."""
    said: str | None = None
    found: dict[str, str] = {}
    for element in elements(card):
        if element.get("type") == "RichTextBlock" and element["inlines"][0].get("color") == "Attention":
            said = _line(element)
        elif str(element.get("type")).startswith("Input.") and said is not None:
            found[element["label"]], said = said, None
    return found
