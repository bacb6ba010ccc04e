"""Every limit of Block Kit, checked recursively: what is wrong with these blocks, or with this view."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Faults = Iterator[str]

LIVE = re.compile(r"<(?:[@#!](?!date\^)[^<>]*)>")
"""Markup that would mention somebody or something."""


def message_faults(text: str, blocks: list[Any]) -> list[str]:
    """What Slack would refuse in a message, empty when it would take it."""
    found = [*_count("blocks", blocks, 0, 50), *_many(blocks, _MESSAGE), *_unique(blocks, "block_id")]
    if len(text) > 40_000:
        found.append("text: too long")
    if sum(len(words) for words in _strings(blocks)) > 13_200:
        found.append("blocks: too long together")
    return found


def view_faults(view: Any) -> list[str]:
    """What Slack would refuse in a view, empty when it would take it."""
    if isinstance(view, dict) and view.get("type") == "home":
        return _home_faults(view)
    if not isinstance(view, dict) or view.get("type") != "modal":
        return ["view: not a modal"]
    blocks = view.get("blocks", [])
    found = [*_count("blocks", blocks, 1, 100), *_many(blocks, _VIEW), *_unique(blocks, "block_id")]
    found += _plain(view.get("title"), "title", 24)
    found += [] if "submit" not in view else _plain(view["submit"], "submit", 24)
    found += [] if "close" not in view else _plain(view["close"], "close", 24)
    found += _length(view.get("private_metadata", ""), "private_metadata", 3_000, least=0)
    found += _length(view.get("callback_id", "x"), "callback_id", 255)
    if "submit" not in view and any(block.get("type") == "input" for block in blocks):
        found.append("submit: missing though there are inputs")
    return found


def _home_faults(view: Json) -> list[str]:
    blocks = view.get("blocks", [])
    found = [*_count("blocks", blocks, 1, 100), *_many(blocks, _VIEW), *_unique(blocks, "block_id")]
    found += _known(view, {"type", "blocks", "private_metadata", "callback_id", "external_id"})
    return found + list(_length(view.get("private_metadata", ""), "private_metadata", 3_000, least=0))


def live_mentions(text: str, blocks: list[Any]) -> list[str]:
    """Whatever would notify or name somebody, in the text or anywhere in the blocks."""
    found = LIVE.findall(text)
    for part in _parts(blocks):
        if part.get("type") in ("user", "usergroup", "channel", "broadcast"):
            found.append(str(part))
        if part.get("type") == "mrkdwn":
            found += LIVE.findall(str(part.get("text", "")))
    return found


def links(blocks: list[Any]) -> list[tuple[str, str]]:
    """Every live link: its words and where it leads."""
    found: list[tuple[str, str]] = []
    for part in _parts(blocks):
        if part.get("type") == "link":
            found.append((str(part.get("text", part["url"])), str(part["url"])))
        elif part.get("type") == "button" and "url" in part:
            found.append((str(part["text"]["text"]), str(part["url"])))
        elif part.get("type") == "mrkdwn":
            found += [(words or url, url) for url, words in _MARKED_LINK.findall(str(part["text"]))]
    return found


_MARKED_LINK = re.compile(r"<([^@#!<>|][^<>|]*)(?:\|([^<>]*))?>")


def _parts(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value)


_WORDS = ("text", "url", "value", "fallback", "accessibility_label")


def _strings(blocks: list[Any]) -> Iterator[str]:
    for part in _parts(blocks):
        yield from (part[name] for name in _WORDS if isinstance(part.get(name), str))


def _many(blocks: list[Any], kinds: "dict[str, Callable[[Json], Faults]]") -> Faults:
    for at, block in enumerate(blocks):
        kind = block.get("type") if isinstance(block, dict) else None
        check = kinds.get(str(kind))
        if check is None:
            yield f"blocks[{at}]: unsupported type {kind}"
            continue
        yield from (f"blocks[{at}].{kind}: {fault}" for fault in check(block))
        if "block_id" in block:
            yield from _length(block["block_id"], "block_id", 255)


def _count(name: str, items: Any, least: int, most: int) -> Faults:
    if not isinstance(items, list) or not least <= len(items) <= most:
        yield f"{name}: {len(items) if isinstance(items, list) else items} not in {least}..{most}"


def _length(text: Any, name: str, most: int, *, least: int = 1) -> Faults:
    if not isinstance(text, str) or not least <= len(text) <= most or (least and not text.strip()):
        yield f"{name}: {len(text) if isinstance(text, str) else type(text)} not in {least}..{most}"


def _unique(items: list[Any], name: str) -> Faults:
    given = [item[name] for item in items if isinstance(item, dict) and name in item]
    if len(set(given)) != len(given):
        yield f"{name}: twice the same"


def _known(part: Any, allowed: set[str]) -> Faults:
    if not isinstance(part, dict):
        yield f"not an object: {part!r}"
    elif unknown := set(part) - allowed:
        yield f"unknown properties {unknown}"


def _plain(text: Any, name: str, most: int) -> Faults:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield f"{name}: not plain_text"
        return
    yield from _known(text, {"type", "text", "emoji"})
    yield from _length(text.get("text"), name, most)


def _text(text: Any, name: str, most: int) -> Faults:
    if isinstance(text, dict) and text.get("type") == "mrkdwn":
        yield from _known(text, {"type", "text", "verbatim"})
        yield from _length(text.get("text"), name, most)
    else:
        yield from _plain(text, name, most)


def _header(block: Json) -> Faults:
    yield from _known(block, {"type", "text", "block_id"})
    yield from _plain(block.get("text"), "text", 150)


def _section(block: Json) -> Faults:
    yield from _known(block, {"type", "text", "fields", "accessory", "block_id", "expand"})
    if "text" in block:
        yield from _text(block["text"], "text", 3_000)
    yield from _count("fields", block.get("fields", []), 0 if "text" in block else 1, 10)
    for field in block.get("fields", []):
        yield from _text(field, "field", 2_000)


def _divider(block: Json) -> Faults:
    yield from _known(block, {"type", "block_id"})


def _context(block: Json) -> Faults:
    yield from _known(block, {"type", "elements", "block_id"})
    yield from _count("elements", block.get("elements"), 1, 10)
    for element in block.get("elements", []):
        yield from _text(element, "element", 3_000)


def _actions(block: Json) -> Faults:
    yield from _known(block, {"type", "elements", "block_id"})
    elements = block.get("elements", [])
    yield from _count("elements", elements, 1, 25)
    yield from _unique(elements, "action_id")
    for element in elements:
        yield from _button(element)


def _button(element: Json) -> Faults:
    yield from _known(element, {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"})
    if element.get("type") != "button":
        yield f"unsupported element {element.get('type')}"
    yield from _plain(element.get("text"), "button", 75)
    yield from _length(element.get("action_id", "x"), "action_id", 255)
    yield from _length(element.get("value", "x"), "value", 2_000)
    yield from _length(element.get("accessibility_label", "x"), "accessibility_label", 75)
    yield from () if "url" not in element else _address(element["url"])
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style"


def _address(url: Any) -> Faults:
    yield from _length(url, "url", 3_000)
    if not re.fullmatch(r"https?://[^\s<>\"|]+", str(url)):
        yield f"url: {url!r}"


def _rich_text(block: Json) -> Faults:
    yield from _known(block, {"type", "elements", "block_id"})
    yield from _count("elements", block.get("elements"), 1, 100)
    for part in block.get("elements", []):
        yield from _known(part, {"type", "elements", "border"})
        if part.get("type") not in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            yield f"unsupported {part.get('type')}"
        yield from _count("elements", part.get("elements"), 1, 1_000)
        for run in part.get("elements", []):
            yield from _run(run)


def _run(run: Json) -> Faults:
    match run:
        case {"type": "text", "text": str(text)}:
            yield from _known(run, {"type", "text", "style"})
            yield from () if 0 < len(text) <= 3_000 else ("text: empty or too long",)
        case {"type": "link", "url": url}:
            yield from _known(run, {"type", "url", "text", "style", "unsafe"})
            yield from _address(url)
        case {"type": "date", "timestamp": int(), "format": str(), "fallback": str()}:
            yield from _known(run, {"type", "timestamp", "format", "fallback", "url", "style"})
        case {"type": "user" | "channel" | "broadcast" | "usergroup" | "emoji"}:
            pass
        case _:
            yield f"unsupported run {run}"


def _input(block: Json) -> Faults:
    yield from _known(block, {"type", "label", "element", "block_id", "hint", "optional", "dispatch_action"})
    yield from _plain(block.get("label"), "label", 2_000)
    yield from () if "hint" not in block else _plain(block["hint"], "hint", 2_000)
    element = block.get("element")
    check = _ELEMENTS.get(str(element.get("type"))) if isinstance(element, dict) else None
    if check is None or not isinstance(element, dict):
        yield f"unsupported element {element}"
        return
    yield from _length(element.get("action_id", "x"), "action_id", 255)
    yield from check(element)


def _words(element: Json) -> Faults:
    yield from _known(
        element, {"type", "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder"}
    )
    most = element.get("max_length", 3_000)
    if not 1 <= most <= 3_000:
        yield "max_length"
    yield from _length(element.get("initial_value", ""), "initial_value", most, least=0)


def _few(element: Json) -> Faults:
    yield from _known(element, {"type", "action_id", "options", "initial_option", "initial_options"})
    yield from _count("options", element.get("options"), 1, 10)
    yield from _options(element, element.get("options", []))


def _menu(element: Json) -> Faults:
    known = {"type", "action_id", "options", "option_groups", "initial_option", "initial_options", "placeholder"}
    yield from _known(element, known)
    if "option_groups" in element:
        groups = element["option_groups"]
        yield from _count("option_groups", groups, 1, 100)
        for group in groups:
            yield from _plain(group.get("label"), "group", 75)
            yield from _count("options", group.get("options"), 1, 100)
        yield from _options(element, [option for group in groups for option in group["options"]])
    else:
        yield from _count("options", element.get("options"), 1, 100)
        yield from _options(element, element.get("options", []))


def _options(element: Json, options: list[Any]) -> Faults:
    yield from _unique(options, "value")
    for option in options:
        yield from _known(option, {"text", "value", "description"})
        yield from _plain(option.get("text"), "option", 75)
        yield from _length(option.get("value"), "value", 150)
    initial = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    yield from () if "initial_options" not in element else _count("initial_options", initial, 1, len(options))
    yield from ("initial option is none of the options" for option in initial if option not in options)


_ELEMENTS: dict[str, Callable[[Json], Faults]] = {
    "plain_text_input": _words,
    "radio_buttons": _few,
    "checkboxes": _few,
    "static_select": _menu,
    "multi_static_select": _menu,
}
_MESSAGE: dict[str, Callable[[Json], Faults]] = {
    "header": _header,
    "section": _section,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
}
_VIEW: dict[str, Callable[[Json], Faults]] = {**_MESSAGE, "input": _input}
