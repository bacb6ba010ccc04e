"""Forms: a few labelled fields a person fills in over the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.refs import Subject
from bot.chat.richtext import RichText


@dataclass(frozen=True, slots=True)
class TextField:
    """Words to type. `most` is the largest number of characters kept."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    long: bool = False
    required: bool = True
    most: int = 300


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is kept, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several. `value` is the option chosen beforehand, empty for none."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class TicksField:
    """Any of several. `values` are ticked beforehand."""

    name: str
    label: str
    options: tuple[Option, ...]
    values: tuple[str, ...] = ()
    hint: str = ""


Field = TextField | ChoiceField | TicksField


@dataclass(frozen=True, slots=True)
class Form:
    """What opens over the conversation. `nonce` makes a second submission of the same opening harmless.

    `opener` is the button action that opens the same form for the same subject, for where a form can't open by
    itself: after a typed command in Teams, or when Slack's three seconds have passed. `carried` rides on that button.
    """

    action: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    opener: str
    subject: Subject | None = None
    intro: RichText = ()
    nonce: str = ""
    carried: str = ""


Values = Mapping[str, str | tuple[str, ...]]
"""What was filled in: words or the chosen option by field name; a tuple for ticks."""


REQUIRED = "Please fill this in."
"""Stands at a field that was left empty, where the platform's own form doesn't ask for it."""


def left_empty(form: Form, values: Values) -> tuple[str, ...]:
    """The fields that have to be filled in and were not; one with nothing to choose from can't be."""
    wanted = (one for one in form.fields if not isinstance(one, TicksField) and one.required)
    can = (one for one in wanted if isinstance(one, TextField) or one.options)
    return tuple(one.name for one in can if not written(values, one.name))


def written(values: Values, name: str) -> str:
    """The trimmed words of a field, empty when it was left empty or isn't there."""
    value = values.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def ticked(values: Values, name: str) -> tuple[str, ...]:
    """The ticked options of a field."""
    value = values.get(name, ())
    return value if isinstance(value, tuple) else (value,) if value else ()
