"""What Homes show, as far as it is remembered, so that none is shown anew as it is."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.chat.cards import Card

REMEMBERED = 10_000
TRUSTED_FOR = 600.0
"""Seconds after which a Home is shown anew all the same: a platform may have lost it, as when the app is installed again."""


@dataclass(slots=True)
class Homes:
    """By posting, what was shown last and when. Forgotten when the process ends: then each is shown once more."""

    _shown: OrderedDict[int, tuple[int, float]] = field(default_factory=OrderedDict)

    def showed(self, posting: int, card: Card) -> None:
        """That Home shows this card now."""
        self._shown[posting] = hash(card), time.monotonic()
        self._shown.move_to_end(posting)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    def forget(self, posting: int) -> None:
        """Nobody knows what that Home shows: something is on its way."""
        self._shown.pop(posting, None)

    def shows(self, posting: int, card: Card) -> bool:
        """Whether it is certain enough that the Home shows this very card."""
        known, at = self._shown.get(posting, (0, 0.0))
        return known == hash(card) and time.monotonic() - at < TRUSTED_FOR
