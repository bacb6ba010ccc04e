"""What a walk needs of a platform: type, be shown a card, press, fill in, and do the very same once more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bot.chat.calls import MessageCall, Where
from bot.chat.cards import Button, Card
from bot.chat.forms import Field, Form, Values
from bot.chat.refs import AccountRef

Json = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A card or form as it went over the wire, with what is needed to press on it there."""

    kind: Literal["card", "form"]
    json: Json
    notice: str
    """What the notification and the screen reader say."""
    place: str = ""
    """The wire's word for where it stands."""
    id: str = ""
    private: bool = True
    """An answer to one person, not a posting."""
    dialog: bool = False


@dataclass(frozen=True)
class Heard:
    """How a request was answered over the wire."""

    ok: bool
    drawn: Drawn | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    """By field: what stands there now as wrong. The form is open then."""
    said: str = ""
    """A sentence shown in passing."""
    reached: bool = True
    """Whether the door was asked."""


class Line(Protocol):
    """One platform, over its wire. `where` is the stage's home channel of that person, or their direct conversation."""

    name: str

    async def types(self, who: AccountRef, where: Where, text: str, *, private: bool = True) -> Heard:
        """Type to the bot; `private`: so that nobody else sees it, where the platform has a way."""

    async def posts(self, who: AccountRef, where: Where, card: Card) -> Drawn:
        """Have the courier post the card there, and redraw it."""

    async def homes(self, who: AccountRef, card: Card) -> Drawn | None:
        """Have the courier show the card in the person's Home, twice; None where the platform has no Home."""

    async def chooses(self, call: MessageCall) -> Heard:
        """Choose it in the menu of a message with those words, the caller's own or a colleague's."""

    async def picks(self, who: AccountRef, action: str) -> Heard | None:
        """Choose it in the platform's own menu, wherever one is; None where the platform has no such menu."""

    async def presses(self, who: AccountRef, where: Where, on: Drawn, button: Button) -> Heard:
        """Press it on what was drawn."""

    async def sends(
        self, who: AccountRef, where: Where, form: Drawn, fields: tuple[Field, ...], values: Values
    ) -> Heard:
        """Fill in these fields and send the form; a field without a value is left empty."""

    async def again(self) -> Heard:
        """The last press or form once more, byte for byte."""

    def draws(self, shown: Card | Form) -> list[Drawn]:
        """Every way in which the platform draws it, without sending anything."""

    def unfit(self, drawn: Drawn) -> list[str]:
        """What the platform would refuse in it."""
