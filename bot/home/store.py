"""What a home needs kept: nothing of its own."""

from typing import Protocol

from bot.digest.store import DigestWork
from bot.offers.store import OfferWork


class HomeWork(DigestWork, OfferWork, Protocol):
    """What one transaction of this feature can reach."""
