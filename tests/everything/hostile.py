"""The very cards and forms of the walk with other people's words in them: long, unbroken, emoji, right to left, markup."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, Quiet, Quote, Rule, Text, Title
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField, TicksField
from bot.chat.richtext import RichText
from tests.adapters.strategies import HOSTILE

LONG = 3_000
STYLES: Mapping[str, str] = {
    "long": ("words of somebody who has much to say " * 100)[:LONG],
    "unbroken": "x" * LONG,
    "emoji": "👩‍👩‍👧‍👦🇨🇦" * 150,
    "right to left": "\u202e مرحبا שלום " * 100,
    "markup": " ".join(HOSTILE),
}
"""What stands in place of every text."""
OPTIONS = (26, 101)
"""How many options a field may come to have: a menu, and more than one menu holds."""
REPEATED = 15
"""How often the blocks of a card follow one another, as in a long list."""


def cards(card: Card) -> Iterator[tuple[str, Card]]:
    """The card in every style, and twice with far more on it: in short words, and in long ones."""
    for style, words in STYLES.items():
        yield style, Card(words, tuple(_block(block, words) for block in card.blocks))
    yield "many", Card(card.notice, tuple(_block(block, "words") for block in card.blocks) * REPEATED)
    yield "many and long", Card(card.notice, tuple(_block(block, STYLES["long"]) for block in card.blocks) * REPEATED)


def forms(form: Form) -> Iterator[tuple[str, Form]]:
    """The form in every style, with few options and with many."""
    for style, words in STYLES.items():
        for many in OPTIONS:
            fields = tuple(_field(one, words, many) for one in form.fields)
            intro = _rich(form.intro, words)
            yield f"{style}, {many} options", replace(form, title=words, submit=words, intro=intro, fields=fields)


def _block(block: Block, words: str) -> Block:
    match block:
        case Title(text) | Text(text) | Quote(text) | Quiet(text):
            return type(block)(_rich(text, words))
        case Entry(title, detail, buttons):
            return Entry(_rich(title, words), _rich(detail, words), tuple(_button(one, words) for one in buttons))
        case Buttons(buttons):
            return Buttons(tuple(_button(one, words) for one in buttons))
        case Rule():
            return block


def _rich(text: RichText, words: str) -> RichText:
    return tuple(replace(run, text=words) for run in text)


def _button(button: AnyButton, words: str) -> AnyButton:
    if isinstance(button, Button):
        return replace(button, label=words, object_name=words)
    return replace(button, label=words)


def _field(field: Field, words: str, many: int) -> Field:
    match field:
        case TextField():
            return replace(field, label=words, hint=words, value=words)
        case ChoiceField() | TicksField():
            return replace(field, label=words, hint=words, options=_options(field.options, words, many))


def _options(options: tuple[Option, ...], words: str, many: int) -> tuple[Option, ...]:
    """The field's own, and more, so that what is chosen beforehand still is."""
    more = (Option(f"more-{number}", words) for number in range(many - len(options)))
    return (*(replace(option, label=words) for option in options), *more)
