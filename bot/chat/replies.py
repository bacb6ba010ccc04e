"""How a call is answered at once. Best effort, after the commit: nothing is said only in a reply."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.cards import Card
from bot.chat.forms import Form


@dataclass(frozen=True, slots=True)
class Private:
    """A card for the caller alone. Pressed on an earlier private answer, it takes that answer's place."""

    card: Card


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form for the caller."""

    form: Form


@dataclass(frozen=True, slots=True)
class FormErrors:
    """The form stays open; a sentence stands at each field named."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer: what people see changes by itself, or the call was not for us."""


Reply = Private | OpenForm | FormErrors | Nothing
