"""Looking through what a community knows, to put something of it before others, wherever one writes."""

from dataclasses import dataclass

from bot.chat.calls import Where
from bot.chat.cards import Card
from bot.chat.refs import AccountRef
from bot.chat.richtext import RichText


@dataclass(frozen=True, slots=True)
class Browse:
    """Somebody looks for something to put before others. Without words: the newest. Leaves no trace."""

    by: AccountRef | None
    """None when the platform doesn't say who."""
    where: Where
    text: str
    skip: int = 0
    most: int = 10


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to pick: its title and a line about it in the list, and the card that stands where it is put.

    Anybody may read that card, also who is in no community: it holds nobody's name and nothing to press but links.
    """

    title: str
    line: RichText
    card: Card


@dataclass(frozen=True, slots=True)
class Picks:
    """What there is to pick, best first; or a sentence that says why there is nothing."""

    picks: tuple[Pick, ...] = ()
    sentence: str = ""
