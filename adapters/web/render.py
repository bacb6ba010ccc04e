"""Cards and forms as JSON for the page, which draws every text as text. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from yarl import URL

from adapters.web import limits
from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField, TicksField
from bot.chat.richtext import Link, Moment, Plain, RichText, Run, Strong, flat

Json = dict[str, Any]


def card_json(card: Card) -> Json:
    """The card; what is over a limit is shortened or folded with a visible sign."""
    blocks = [_block(block) for block in card.blocks[: limits.BLOCKS]]
    over = len(card.blocks) - limits.BLOCKS
    if over > 0:
        blocks[-1] = {"kind": "quiet", "text": [{"text": f"… (+{over + 1})"}]}
    return {"notice": shortened(card.notice, limits.NOTICE), "blocks": blocks}


def form_json(form: Form) -> Json:
    """The form, without what the page needn't know."""
    return {
        "action": form.action,
        "title": shortened(form.title, limits.TITLE),
        "intro": _rich(form.intro, limits.BLOCK_TEXT),
        "fields": [_field(field) for field in form.fields[: limits.FORM_FIELDS]],
        "submit": shortened(form.submit, limits.LABEL),
        "subject": str(form.subject or ""),
    }


def shortened(text: str, most: int) -> str:
    """The text, with … at its end when something was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def web_address(url: str) -> str | None:
    """The address, encoded, when it leads to an http(s) page, else None."""
    try:
        address = URL(url)
    except ValueError:
        return None
    return str(address) if address.scheme in {"http", "https"} and address.host else None


def _block(block: Block) -> Json:
    match block:
        case Title(text) | Text(text) | Quote(text) | Quiet(text):
            most = limits.TITLE if isinstance(block, Title) else limits.BLOCK_TEXT
            return {"kind": type(block).__name__.lower(), "text": _rich(text, most)}
        case Entry(title, detail, buttons):
            return {
                "kind": "entry",
                "title": _rich(title, limits.TITLE),
                "detail": _rich(detail, limits.BLOCK_TEXT),
                "buttons": _buttons(buttons),
            }
        case Buttons(buttons):
            return {"kind": "buttons", "buttons": _buttons(buttons)}
        case Rule():
            return {"kind": "rule"}
        case _:
            assert_never(block)


def _rich(text: RichText, most: int) -> list[Json]:
    runs: list[Json] = []
    for run in text:
        drawn = _run(run)
        drawn["text"] = shortened(drawn["text"], most)
        runs.append(drawn)
        most -= len(drawn["text"])
        if most < 1:
            runs.append({"text": "…"})
            break
    return runs


def _run(run: Run) -> Json:
    match run:
        case Plain(text):
            return {"text": text}
        case Strong(text):
            return {"text": text, "strong": True}
        case Link(text, url):
            address = web_address(url)
            return {"text": text, "url": address} if address else {"text": flat((run,))}
        case Moment(at, text):
            return {"text": text, "at": at.isoformat()}
        case _:
            assert_never(run)


def _buttons(buttons: Sequence[AnyButton]) -> list[Json]:
    drawn = [_button(button) for button in buttons[: limits.BUTTONS]]
    over = len(buttons) - limits.BUTTONS
    return [*drawn, {"kind": "words", "label": f"… (+{over})"}] if over > 0 else drawn


def _button(button: AnyButton) -> Json:
    label = shortened(button.label, limits.LABEL)
    match button:
        case Button():
            return {
                "kind": "press",
                "label": label,
                "button": button.action,
                "subject": str(button.subject or ""),
                "choice": button.choice,
                "main": button.main,
                "object": shortened(button.object_name, limits.LABEL),
            }
        case LinkButton():
            address = web_address(button.url)
            if address is None:
                return {"kind": "words", "label": shortened(f"{label}: {button.url}", limits.TITLE)}
            return {"kind": "link", "label": label, "url": address}
        case _:
            assert_never(button)


def _field(field: Field) -> Json:
    common: Json = {"name": field.name, "label": shortened(field.label, limits.TITLE), "hint": field.hint}
    match field:
        case TextField():
            rest: Json = {"kind": "text", "value": field.value, "long": field.long, "most": field.most}
            return common | rest | {"required": field.required}
        case ChoiceField():
            rest = {"kind": "choice", "value": field.value, "options": _options(field.options)}
            return common | rest | {"required": field.required}
        case TicksField():
            return common | {"kind": "ticks", "values": list(field.values), "options": _options(field.options)}
        case _:
            assert_never(field)


def _options(options: Iterable[Option]) -> list[Json]:
    shown = list(options)[: limits.OPTIONS]
    return [{"value": option.value, "label": shortened(option.label, limits.TITLE)} for option in shown]
