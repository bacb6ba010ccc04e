"""Cards as Adaptive Cards 1.5: nothing but a picture of what the core said. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from adapters.teams.limits import BUTTONS_IN_ROW, CARD_BYTES, CHOICE, LABEL, NOTICE
from adapters.teams.text import MORE, Json, one_line, paragraph, safe_url, size
from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title
from bot.chat.richtext import Plain, rich

FORM_VERB = "form:"
NONCE = "nonce"
TICKS = "ticks:"
VALUE = "value:"
"""How the names of fields begin in what comes back."""
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a card is drawn. `private`: as an answer to one person. `dialog`: in a dialog, which knows only submits."""

    private: bool = False
    dialog: bool = False


POSTING = Surface()
PRIVATE = Surface(private=True)
DIALOG = Surface(private=True, dialog=True)


def adaptive(card: Card, surface: Surface = POSTING) -> Json:
    """The card as Adaptive Card JSON, within the size a message may have."""
    notice = one_line(card.notice, NOTICE)
    body = _body(card, surface) or paragraph((Plain(card.notice),)) or paragraph((Plain(MORE),))
    return frame(body, notice)


def frame(body: list[Json], notice: str) -> Json:
    """An Adaptive Card with that body; the notice is what is read aloud, and shown where cards can't be drawn."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "speak": notice or MORE,
        "fallbackText": notice or MORE,
        "body": body,
        "msteams": {"width": "Full"},
    }


def _body(card: Card, surface: Surface) -> list[Json]:
    drawn = [(block, draw(block, surface)) for block in card.blocks]
    pressable = sum(size(elements) for block, elements in drawn if isinstance(block, Buttons))
    room = CARD_BYTES - size(frame([], one_line(card.notice, NOTICE))) - size(_folded(len(drawn)))
    reserved = pressable if pressable <= room // 2 else 0
    body: list[Json] = []
    left_out = 0
    for block, elements in drawn:
        needed = size(elements)
        own = reserved and isinstance(block, Buttons)
        if needed > room - (0 if own else reserved):
            left_out += 1
            continue
        room -= needed
        reserved -= needed if own else 0
        body.extend(elements)
    return _separated([*body, *_folded(left_out)])


def _folded(blocks: int) -> list[Json]:
    """The last line of a card that could not show everything."""
    return paragraph((Plain(f"{MORE} +{blocks}"),), isSubtle=True) if blocks else []


def _separated(body: Iterable[Json]) -> list[Json]:
    """The elements with each rule drawn as a line above what follows it."""
    drawn: list[Json] = []
    line = False
    for element in body:
        if element["type"] == "Rule":
            line = True
            continue
        drawn.append({**element, "separator": True, "spacing": "Medium"} if line and drawn else element)
        line = False
    return drawn


def draw(block: Block, surface: Surface) -> list[Json]:
    """One block as elements of a card's body."""
    drawn: list[Json]
    match block:
        case Title(text):
            drawn = paragraph(text, weight="Bolder", size="Large")
        case Text(text):
            drawn = paragraph(text)
        case Quote(text):
            drawn = _container(paragraph(text), style="emphasis")
        case Quiet(text):
            drawn = paragraph(text, isSubtle=True, size="Small")
        case Entry(title, detail, buttons):
            words = [*paragraph(title, weight="Bolder"), *paragraph(detail, isSubtle=True)]
            drawn = _container([*words, *rows(buttons, surface)], spacing="Medium")
        case Buttons(buttons):
            drawn = rows(buttons, surface)
        case Rule():
            drawn = [{"type": "Rule"}]
        case _:
            assert_never(block)
    return drawn


def _container(items: list[Json], **look: str) -> list[Json]:
    return [{"type": "Container", "items": items, **look}] if items else []


def rows(buttons: Iterable[AnyButton], surface: Surface) -> list[Json]:
    """Buttons in rows as long as Teams shows; an address that can't be followed is written out."""
    pressable, written = [], []
    for button in buttons:
        if isinstance(button, LinkButton) and not safe_url(button.url):
            written += paragraph(rich(f"{button.label}: {button.url}"))
        else:
            pressable.append(_action(button, surface))
    cut = [pressable[at : at + BUTTONS_IN_ROW] for at in range(0, len(pressable), BUTTONS_IN_ROW)]
    return [*written, *({"type": "ActionSet", "actions": row} for row in cut)]


def _action(button: AnyButton, surface: Surface) -> Json:
    label = one_line(button.label, LABEL) or MORE
    match button:
        case LinkButton(url=url):
            return {"type": "Action.OpenUrl", "title": label, "url": url}
        case Button():
            return {**_press(button, surface), "title": label, **_dress(button, label)}
        case _:
            assert_never(button)


def _dress(button: Button, label: str) -> Json:
    about = one_line(button.object_name, LABEL)
    return ({"style": "positive"} if button.main else {}) | ({"tooltip": f"{label}: {about}"} if about else {})


def _press(button: Button, surface: Surface) -> Json:
    sent: Json = {"subject": str(button.subject or ""), "choice": button.choice[:CHOICE]}
    if surface.private:
        sent["private"] = True
    if surface.dialog or button.opens_form:
        fetch = {} if surface.dialog else {"msteams": {"type": "task/fetch"}}
        return {"type": "Action.Submit", "data": {**fetch, "button": button.action, **sent}, **_NO_INPUTS}
    return {"type": "Action.Execute", "verb": button.action, "data": sent, **_NO_INPUTS}


_NO_INPUTS: Json = {"associatedInputs": "none"}
