"""How a card looks in Slack. Pure; people's words go into elements that Slack does not read as markup."""

from itertools import count
from typing import assert_never

from adapters.slack import limits
from adapters.slack.payload import Json
from adapters.slack.text import CUT, brought_back, carried, clean, clipped, escaped, label, misleading, web_address
from bot.chat.cards import (
    AnyButton,
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    LinkButton,
    Quiet,
    Quote,
    Rule,
    Text,
    Title,
)
from bot.chat.plain import plain
from bot.chat.richtext import Link, Moment, Plain, RichText, Run, Strong, flat

PRIVATE, POSTED = "p", "c"
"""Marks in each button's id: whether it stands on a private answer, which a press may replace, or on a posting."""
FOLLOWED = "link"
"""The mark of a button that only leads somewhere; Slack tells of its press all the same."""

_READERS_TIME = "{date_long}, {time}"


def message(card: Card, *, private: bool = False) -> Json:
    """A message that shows the card. No link in it unfolds into a preview, however and as often as it is written."""
    words = {"text": notice(card.notice), "blocks": _blocks(card, PRIVATE if private else POSTED)}
    return {**words, "unfurl_links": False, "unfurl_media": False}


def notice(text: str) -> str:
    """The notification sentence."""
    return escaped(label(text, limits.MESSAGE_TEXT), limits.MESSAGE_TEXT)


def prose(text: RichText, kind: str = "rich_text_section") -> list[Json]:
    """One block with the words as they are, or none when there are no words."""
    runs = _runs(text)
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": runs}]}] if runs else []


def _blocks(card: Card, mark: str) -> list[Json]:
    numbers = count()
    drawn = [_block(block, mark, numbers) for block in card.blocks]
    blocks, room = list[Json](), limits.MESSAGE_WORDS
    for at, some in enumerate(drawn):
        room -= sum(map(_length, some))
        last = at == len(drawn) - 1
        if len(blocks) + len(some) > limits.MESSAGE_BLOCKS - (not last) or room < limits.BLOCK_TEXT * (not last):
            return [*blocks, *_folded(card.blocks[at:])]
        blocks += some
    return blocks or prose((Plain(card.notice),))


def _folded(rest: tuple[Block, ...]) -> list[Json]:
    return prose((Plain(f"{CUT} {plain(Card('', rest))}"),))


_COUNTED = ("text", "url", "value", "fallback", "accessibility_label")


def _length(block: Json) -> int:
    words = sum(len(block[name]) for name in _COUNTED if isinstance(block.get(name), str))
    nested = block["text"]["text"] if isinstance(block.get("text"), dict) else ""
    return words + len(nested) + sum(map(_length, block.get("elements", ())))


def _block(block: Block, mark: str, numbers: "count[int]") -> list[Json]:
    match block:
        case Entry(title, detail, buttons):
            return [*prose(_entry(title, detail)), *_rows(buttons, mark, numbers)]
        case Buttons(buttons):
            return _rows(buttons, mark, numbers)
        case Rule():
            return [{"type": "divider"}]
        case _:
            return _words(block)


def _words(block: Title | Text | Quote | Quiet) -> list[Json]:
    match block:
        case Title(text):
            return _title(text)
        case Text(text):
            return prose(text)
        case Quote(text):
            return prose(text, "rich_text_quote")
        case Quiet(text):
            return _quiet(text)
        case _:
            assert_never(block)


def _title(text: RichText) -> list[Json]:
    words = " ".join(clean(flat(text)).split())
    if not words:
        return []
    if len(words) > limits.HEADER or any(isinstance(run, Link | Moment) for run in text):
        return prose(_strong(text))
    return [{"type": "header", "text": _plain_text(words)}]


def _strong(text: RichText) -> RichText:
    return tuple(Strong(run.text) if isinstance(run, Plain) else run for run in text)


def _entry(title: RichText, detail: RichText) -> RichText:
    return (*_strong(title), Plain("\n"), *detail) if title and detail else _strong(title) or detail


def _quiet(text: RichText) -> list[Json]:
    if not clean(flat(text)).strip():
        return []
    if all(isinstance(run, Plain) for run in text):
        element = _plain_text(clipped(clean(flat(text)).strip(), limits.BLOCK_TEXT))
    else:
        element = {"type": "mrkdwn", "text": _marked(text), "verbatim": True}
    return [{"type": "context", "elements": [element]}]


def _marked(text: RichText) -> str:
    pieces, room = list[str](), limits.BLOCK_TEXT - len(CUT)
    for run in map(_safe, text):
        piece = _markup(run, room)
        if len(piece) > room:
            return "".join(pieces) + CUT
        pieces.append(piece)
        room -= len(piece)
    return "".join(pieces)


def _markup(run: Run, room: int) -> str:
    words = escaped(clean(run.text), max(room, 2))
    match run:
        case Plain():
            return words
        case Strong():
            return f"*{words}*" if words.strip() and "*" not in words else words
        case Link(text, url):
            address = web_address(url, limits.BUTTON_URL)
            return f"<{address}|{escaped(label(text, limits.HEADER), limits.HEADER).replace('|', '/')}>"
        case Moment(at, text):
            seconds = int(at.timestamp())
            return f"<!date^{seconds}^{_READERS_TIME}|{escaped(label(text, limits.HEADER), limits.HEADER)}>"
        case _:
            assert_never(run)


def _runs(text: RichText) -> list[Json]:
    """Elements of rich text, shortened as a whole; nothing in them is read as markup."""
    elements, room = list[Json](), limits.BLOCK_TEXT - len(CUT)
    for run in map(_safe, text):
        words = clean(run.text)
        if len(words) > room:
            elements.append({"type": "text", "text": clipped(words, room + len(CUT))})
            break
        if words:
            elements.append(_element(run, words))
            room -= len(words)
    return [] if all(element.get("text", CUT).isspace() for element in elements) else elements


def _safe(run: Run) -> Run:
    """The run; a link that may not be one becomes its words and its address."""
    if isinstance(run, Link) and (misleading(run.text, run.url) or not web_address(run.url, limits.BUTTON_URL)):
        return Plain(f"{run.text} ({run.url})")
    return run


def _element(run: Run, words: str) -> Json:
    match run:
        case Plain():
            return {"type": "text", "text": words}
        case Strong():
            return {"type": "text", "text": words, "style": {"bold": True}}
        case Link(_, url):
            return {"type": "link", "url": web_address(url, limits.BUTTON_URL), "text": words}
        case Moment(at, _):
            seconds = int(at.timestamp())
            return {"type": "date", "timestamp": seconds, "format": _READERS_TIME, "fallback": words}
        case _:
            assert_never(run)


def _plain_text(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


def _rows(buttons: tuple[AnyButton, ...], mark: str, numbers: "count[int]") -> list[Json]:
    drawn: list[Json] = []
    unsafe: list[Run] = []
    for button in buttons:
        element = _button(button, mark, next(numbers))
        if element is not None:
            drawn.append(element)
        elif isinstance(button, LinkButton):
            unsafe += [Plain(f"{button.label}: {button.url}\n")]
    rows = [drawn[at : at + limits.ACTIONS] for at in range(0, len(drawn), limits.ACTIONS)]
    return [*({"type": "actions", "elements": row} for row in rows), *prose(tuple(unsafe))]


def _button(button: AnyButton, mark: str, number: int) -> Json | None:
    words = label(button.label, limits.BUTTON_TEXT)
    match button:
        case Button():
            return _press(button, words, f"{mark}{number}.{button.action}"[: limits.ACTION_ID])
        case LinkButton(_, url):
            address = web_address(url, limits.BUTTON_URL)
            link = {"type": "button", "text": _plain_text(words), "action_id": f"{FOLLOWED}{number}", "url": address}
            return link if address else None
        case _:
            assert_never(button)


def _press(button: Button, words: str, action_id: str) -> Json:
    element: Json = {"type": "button", "text": _plain_text(words), "action_id": action_id}
    value = f"{button.subject or ''}|{carried(button.choice)}"
    if value != "|":
        element["value"] = value[: limits.BUTTON_VALUE]
    if button.main:
        element["style"] = "primary"
    if button.object_name:
        element["accessibility_label"] = label(f"{words}, {button.object_name}", limits.ACCESSIBILITY_LABEL)
    return element


def pressed(action_id: str, value: str) -> tuple[str, str, str, bool]:
    """Button, subject and choice from what `_press` wrote, and whether it stood on a private answer."""
    head, dot, action = action_id.partition(".")
    ours = bool(dot) and head[:1] in (PRIVATE, POSTED) and head[1:].isdecimal()
    subject, _, choice = value.partition("|")
    return (action if ours else action_id), subject, brought_back(choice), ours and head[0] == PRIVATE
