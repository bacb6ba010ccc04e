"""What the offers' actions need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.conveners.store import ConvenerWork
from bot.offers.model.offers import Offer, Why
from bot.questions.model.questions import Question
from bot.questions.store import QuestionWork


class Offers(Protocol):
    """Questions brought to members."""

    def get(self, community: int, offer: int) -> Offer:
        """The offer. Raises `Unknown`."""

    def new(
        self,
        question: Question,
        member: int,
        ring: int,
        why: Why,
        at: datetime,
        *,
        named_by: int | None = None,
    ) -> Offer:
        """A new offer under the next number, seen from then on. A question is brought to a member once."""

    def save(self, offer: Offer) -> None:
        """Keep the offer as it is now."""

    def of_question(self, community: int, question: int) -> Sequence[Offer]:
        """Every offer of the question, oldest first."""

    def to_member(self, community: int, question: int, member: int) -> Offer | None:
        """The question's offer to that member, None when there is none."""

    def latest(self, community: int, member: int, most: int) -> Sequence[Offer]:
        """What the member was or will be shown, newest first: not what was withdrawn before they could see it."""

    def unanswered(self, community: int, member: int) -> Sequence[Offer]:
        """The member's open offers, newest first."""

    def asked_before(self, question: Question) -> bool:
        """Whether its asker has asked an earlier question with their name. False when nobody knows the asker."""


class OfferWork(QuestionWork, ConvenerWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def offers(self) -> Offers:
        """Questions brought to members."""
