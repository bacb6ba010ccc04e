"""How a form looks in Slack, and how what was filled in comes back. Pure."""

from typing import Any, assert_never

from adapters.slack import limits
from adapters.slack.payload import Json, word
from adapters.slack.render import message, prose
from adapters.slack.text import brought_back, carried, clean, clipped, label
from bot.chat.cards import Card
from bot.chat.forms import REQUIRED, ChoiceField, Field, Form, Option, TextField, TicksField, Values, written
from bot.chat.richtext import Plain, Strong

_INPUT = "value"


def view(form: Form, metadata: str) -> Json:
    """The modal that shows the form. `metadata` comes back with what was filled in."""
    blocks = [*prose(form.intro), *(block for field in form.fields for block in _field(field))]
    return {
        "type": "modal",
        "callback_id": form.action[: limits.CALLBACK_ID],
        "title": _plain_text(form.title, limits.VIEW_TITLE),
        "submit": _plain_text(form.submit, limits.VIEW_SUBMIT),
        "private_metadata": metadata,
        "blocks": blocks[: limits.VIEW_BLOCKS] or prose((Plain(form.title),)),
    }


def window(card: Card, name: str) -> Json:
    """A window that shows the card, under the bot's name."""
    return {
        "type": "modal",
        "callback_id": "window",
        "title": _plain_text(name, limits.VIEW_TITLE),
        "blocks": message(card, private=True)["blocks"],
    }


def filled_in(view: Json) -> Values:
    """What was filled in, by field name."""
    state = view.get("state")
    fields = state.get("values") if isinstance(state, dict) else None
    return {name: _value(field) for name, field in fields.items()} if isinstance(fields, dict) else {}


def missing(view: Json) -> dict[str, str]:
    """What has to be filled in and was not, by block. Slack's own forms ask for it; what is sent here may not be theirs."""
    values = filled_in(view)
    wanted = (word(one, "block_id") for one in _inputs(view) if one.get("optional") is False)
    return {name: REQUIRED for name in wanted if name and not written(values, name)}


def errors(found: dict[str, str], view: Json) -> dict[str, str]:
    """Sentences by block. One for a field the form doesn't draw stands at the first that it does."""
    names = [word(block, "block_id") for block in _inputs(view)]
    shown: dict[str, str] = {}
    for name, sentence in found.items():
        block = name if name in names else next(iter(names), None)
        if block:
            shown[block] = label(f"{shown.get(block, '')} {sentence}", limits.FIELD_ERROR)
    return shown


def _inputs(view: Json) -> list[Json]:
    """The form's fields as Slack sent them back, whatever else may stand there."""
    blocks = view.get("blocks")
    found = blocks if isinstance(blocks, list) else []
    return [block for block in found if isinstance(block, dict) and block.get("type") == "input"]


def _field(field: Field) -> list[Json]:
    match field:
        case TextField():
            return [_input(field.name, field.label, field.hint, _words(field), optional=not field.required)]
        case ChoiceField():
            return _chosen(field, _choice(field), optional=not field.required)
        case TicksField():
            return _chosen(field, _ticks(field), optional=True)
        case _:
            assert_never(field)


def _chosen(field: ChoiceField | TicksField, element: Json, *, optional: bool) -> list[Json]:
    if not field.options:
        return prose((Strong(field.label), Plain(f"\n{field.hint}")))
    return [_input(field.name, field.label, field.hint, element, optional=optional)]


def _input(name: str, words: str, hint: str, element: Json, *, optional: bool) -> Json:
    block: Json = {
        "type": "input",
        "block_id": name[: limits.BLOCK_ID],
        "label": _plain_text(words, limits.INPUT_LABEL),
        "element": {**element, "action_id": _INPUT},
        "optional": optional,
    }
    if clean(hint).strip():
        block["hint"] = _plain_text(hint, limits.INPUT_HINT)
    return block


def _words(field: TextField) -> Json:
    most = min(max(field.most, 1), limits.INPUT_TEXT)
    element: Json = {"type": "plain_text_input", "multiline": field.long, "max_length": most}
    words = clipped(clean(field.value), most)
    if words:
        element["initial_value"] = words
    return element


def _choice(field: ChoiceField) -> Json:
    kind = "radio_buttons" if len(field.options) <= limits.VISIBLE_OPTIONS else "static_select"
    element = {"type": kind, **_options(field.options)}
    chosen = [option for option in field.options if option.value == field.value][:1]
    return {**element, "initial_option": _option(chosen[0])} if chosen else element


def _ticks(field: TicksField) -> Json:
    kind = "checkboxes" if len(field.options) <= limits.VISIBLE_OPTIONS else "multi_static_select"
    element = {"type": kind, **_options(field.options)}
    ticked = [_option(option) for option in field.options if option.value in field.values]
    return {**element, "initial_options": ticked} if ticked else element


def _options(options: tuple[Option, ...]) -> Json:
    drawn = [_option(option) for option in options]
    if len(drawn) <= limits.MENU_OPTIONS:
        return {"options": drawn}
    starts = range(0, len(drawn), limits.MENU_OPTIONS)
    return {"option_groups": [_group(start, drawn[start : start + limits.MENU_OPTIONS]) for start in starts]}


def _group(start: int, options: list[Json]) -> Json:
    numbers = f"{start + 1}–{start + len(options)}"
    return {"label": _plain_text(numbers, limits.OPTION_TEXT), "options": options}


def _option(option: Option) -> Json:
    return {
        "text": _plain_text(option.label, limits.OPTION_TEXT),
        "value": carried(option.value)[: limits.OPTION_VALUE],
    }


def _plain_text(words: str, most: int) -> Json:
    return {"type": "plain_text", "text": label(words, most), "emoji": False}


def _value(block: Any) -> str | tuple[str, ...]:
    element = block.get(_INPUT) if isinstance(block, dict) else None
    match element:
        case {"selected_options": list(options)}:
            return tuple(_of_option(option) for option in options)
        case {"selected_option": option}:
            return _of_option(option)
        case {"value": str(words)}:
            return words
        case _:
            return ""


def _of_option(option: Any) -> str:
    value = option.get("value") if isinstance(option, dict) else None
    return brought_back(value) if isinstance(value, str) else ""
