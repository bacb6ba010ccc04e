"""Forms as Adaptive Cards: in a dialog, or inside a private card where a dialog can't open. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from adapters.teams.limits import FIELD_LABEL, FIELD_VALUE, FORM_BYTES, INLINE_FIELDS, LABEL, NOTICE, OPTIONS, TITLE
from adapters.teams.render import CARD_TYPE, DIALOG, FORM_VERB, NONCE, TICKS, VALUE, adaptive, frame
from adapters.teams.text import MORE, Json, one_line, paragraph, size
from bot.chat.cards import Button, Buttons, Card, Title
from bot.chat.forms import REQUIRED, ChoiceField, Field, Form, Option, TextField, TicksField, Values
from bot.chat.richtext import Plain, RichText, rich

NOTHING_WRITTEN: Values = {}


def dialog(title: str, card: Json) -> Json:
    """What makes Teams show the card in a dialog."""
    content = {"contentType": CARD_TYPE, "content": card}
    value = {"title": one_line(title, TITLE) or MORE, "height": "medium", "width": "medium", "card": content}
    return {"task": {"type": "continue", "value": value}}


def form_dialog(form: Form, written: Values = NOTHING_WRITTEN, errors: Mapping[str, str] | None = None) -> Json:
    """The form in a dialog; `written` stands in its fields, an error's sentence above the field it names."""
    action = {"type": "Action.Submit", "data": {"form": form.action, **_sent(form)}}
    return dialog(form.title, _drawn(form, action, written, errors or {}))


def card_dialog(card: Card) -> Json:
    """A card in a dialog."""
    return dialog(card.notice, adaptive(card, DIALOG))


def form_card(form: Form, written: Values = NOTHING_WRITTEN, errors: Mapping[str, str] | None = None) -> Json:
    """The form inside a private card. Only for a form that `fits_card`."""
    action = {"type": "Action.Execute", "verb": FORM_VERB + form.action, "data": {**_sent(form), "private": True}}
    return _drawn(form, action, written, errors or {}, rich(form.title))


def fits_card(form: Form) -> bool:
    """Whether the form is small enough to be drawn inside a card."""
    return len(form.fields) <= INLINE_FIELDS


def opener_card(form: Form) -> Card:
    """A card with the button that opens the form."""
    button = Button(form.title, form.opener, form.subject, form.carried, main=True, opens_form=True)
    return Card(form.title, (Title(rich(form.title)), Buttons((button,))))


def _sent(form: Form) -> Json:
    return {"subject": str(form.subject or ""), NONCE: form.nonce}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much of a form's words is drawn: characters of a label, an option and a value, and options of a field."""

    label: int
    option: int
    value: int
    options: int


_FITS = (_Fit(FIELD_LABEL, 120, FIELD_VALUE, OPTIONS), _Fit(60, 30, 200, 30), _Fit(20, 12, 50, 5))
_ERROR = 200


def _drawn(form: Form, action: Json, written: Values, errors: Mapping[str, str], heading: RichText = ()) -> Json:
    submit = {**action, "title": one_line(form.submit, LABEL) or MORE, "style": "positive"}
    above = [*paragraph(heading, weight="Bolder", size="Large"), *paragraph(form.intro)]
    drawn: Json = {}
    for fit in _FITS:
        fields = [part for field in form.fields for part in _field(field, written, errors, fit)]
        whole = [*above, *fields, {"type": "ActionSet", "actions": [submit]}]
        drawn = frame(whole, one_line(form.title, NOTICE))
        if size(drawn) <= FORM_BYTES:
            break
    return drawn


def _field(field: Field, written: Values, errors: Mapping[str, str], fit: _Fit) -> list[Json]:
    wrong = one_line(errors.get(field.name, ""), _ERROR)
    more = 0 if isinstance(field, TextField) else max(0, len(field.options) - fit.options)
    if not isinstance(field, TextField) and not field.options:
        return paragraph((Plain(f"{one_line(field.label, fit.label)}: –"),))
    below = one_line(field.hint, fit.label) + (f" {MORE} +{more}" if more else "")
    return [
        *paragraph((Plain(wrong),), color="Attention"),
        _input(field, written, fit),
        *paragraph((Plain(below),), isSubtle=True, size="Small"),
    ]


def _input(field: Field, written: Values, fit: _Fit) -> Json:
    label = one_line(field.label, fit.label) or MORE
    match field:
        case TextField():
            value = written.get(field.name, field.value)
            return {
                "type": "Input.Text",
                "id": VALUE + field.name,
                "label": label,
                "isMultiline": field.long,
                "maxLength": field.most,
                "value": _shortened(value if isinstance(value, str) else "", fit.value),
                **_required(field),
            }
        case ChoiceField():
            chosen = written.get(field.name, field.value)
            value = chosen if isinstance(chosen, str) else ""
            drawn = _choices(field.options, fit)
            return {**drawn, "id": VALUE + field.name, "label": label, "value": value, **_required(field)}
        case TicksField():
            ticks = written.get(field.name, field.values)
            value = ",".join(_safe(tick) for tick in ((ticks,) if isinstance(ticks, str) else ticks))
            drawn = _choices(tuple(Option(_safe(one.value), one.label) for one in field.options), fit)
            return {**drawn, "id": TICKS + field.name, "label": label, "value": value, "isMultiSelect": True}
        case _:
            assert_never(field)


def _required(field: TextField | ChoiceField) -> Json:
    """Teams itself asks for what has to be filled in, before anything is sent."""
    return {"isRequired": True, "errorMessage": REQUIRED} if field.required else {}


def _choices(options: tuple[Option, ...], fit: _Fit) -> Json:
    shown = options[: fit.options]
    choices = [{"title": one_line(one.label, fit.option) or MORE, "value": one.value} for one in shown]
    return {"type": "Input.ChoiceSet", "choices": choices, "style": "expanded" if len(choices) <= _OPEN else "compact"}


_OPEN = 7
"""The most choices that are shown all at once."""


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + MORE


def _safe(value: str) -> str:
    """A value that survives being joined with commas."""
    return quote(value, safe=" :/.-")
