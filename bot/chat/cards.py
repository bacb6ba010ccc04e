"""What people see: a card is a sentence for the notification and a few blocks, the same on every platform.

A renderer degrades a block it cannot draw; it never drops one.
"""

from dataclasses import dataclass, replace

from bot.chat.refs import Subject
from bot.chat.richtext import RichText, rich


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `action` names what happens, `subject` to what; neither carries state."""

    label: str
    action: str
    subject: Subject | None = None
    choice: str = ""
    """A fixed word that goes with the press, such as one option of several."""
    main: bool = False
    """The one press most people want on this card."""
    opens_form: bool = False
    """The press is answered with a form. Teams has to know when it draws the button."""
    object_name: str = ""
    """What the button acts on, for a screen reader: "question 17". Empty when the label says it."""


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that leads to an http(s) address."""

    label: str
    url: str


AnyButton = Button | LinkButton


@dataclass(frozen=True, slots=True)
class Title:
    """The card's heading."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's words, set apart from ours."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Quiet:
    """A grey line: the typed way, where else it is shown."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list: a title, a line about it, and what can be done with it."""

    title: RichText
    detail: RichText = ()
    buttons: tuple[AnyButton, ...] = ()


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be pressed, four at most, the main one first."""

    buttons: tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two parts."""


Block = Title | Text | Quote | Quiet | Entry | Buttons | Rule


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in one message. `notice` is the notification and what a screen reader says first."""

    notice: str
    blocks: tuple[Block, ...] = ()


def named_after(card: Card, subject: Subject) -> Card:
    """The card, with that subject on every button that has none."""
    return replace(card, blocks=tuple(_named_after(block, subject) for block in card.blocks))


def _named_after(block: Block, subject: Subject) -> Block:
    if not isinstance(block, Buttons | Entry):
        return block
    named = tuple(
        replace(button, subject=button.subject or subject) if isinstance(button, Button) else button
        for button in block.buttons
    )
    return replace(block, buttons=named)


def said(sentence: str) -> Card:
    """One sentence, and nothing more."""
    return Card(sentence, (Text(rich(sentence)),))


def buttons_of(card: Card) -> tuple[AnyButton, ...]:
    """Every button on the card, in reading order."""
    found: list[AnyButton] = []
    for block in card.blocks:
        if isinstance(block, Buttons | Entry):
            found.extend(block.buttons)
    return tuple(found)
