"""Any card as plain text: for phones' notifications, for a renderer that failed, for a terminal."""

from typing import assert_never

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
from bot.chat.richtext import flat


def plain(card: Card) -> str:
    """The card's words, one block a line, with its buttons named in brackets. Never empty for a real card."""
    lines = [card.notice, *(_line(block) for block in card.blocks)]
    return "\n".join(line for line in lines if line)


def _line(block: Block) -> str:
    match block:
        case Title(text) | Text(text) | Quiet(text):
            return flat(text)
        case Quote(text):
            return "> " + flat(text).replace("\n", "\n> ")
        case Entry(title, detail, buttons):
            return " ".join(part for part in (f"- {flat(title)}", flat(detail), _named(buttons)) if part)
        case Buttons(buttons):
            return _named(buttons)
        case Rule():
            return "---"
        case _:
            assert_never(block)


def _named(buttons: tuple[AnyButton, ...]) -> str:
    return " ".join(_name(button) for button in buttons)


def _name(button: AnyButton) -> str:
    match button:
        case Button():
            return f"[{button.label}]"
        case LinkButton():
            return f"[{button.label}: {button.url}]"
        case _:
            assert_never(button)
