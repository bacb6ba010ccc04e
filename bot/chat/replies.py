"""How a call is answered at once. Best effort, after the commit: nothing is said only in a reply."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.chat.cards import Card, named_after
from bot.chat.forms import Form
from bot.chat.refs import Subject


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


def naming(reply: Reply, subject: Subject) -> Reply:
    """The reply, with that subject on every press and form that names none.

    A private answer may stand in a direct message, where another community of its reader's may be the chosen one.
    """
    match reply:
        case Private(card):
            return Private(named_after(card, subject))
        case OpenForm(form) if form.subject is None:
            return OpenForm(replace(form, subject=subject))
        case _:
            return reply
