"""What digests need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.conveners.store import ConvenerWork
from bot.digest.model.digests import Digest, Item
from bot.digest.model.health import Fate
from bot.questions.store import QuestionWork


class Digests(Protocol):
    """What the community was told at once, and what there is to tell."""

    def new(self, community: int, since: datetime, at: datetime, items: Sequence[Item]) -> Digest:
        """A new digest of these, under the next number."""

    def get(self, community: int, digest: int) -> Digest:
        """The digest. Raises `Unknown`."""

    def drop(self, digest: Digest) -> None:
        """It is told nowhere, and is no more."""

    def last(self, community: int) -> Digest | None:
        """The latest one; None when there was none."""

    def items(self, digest: Digest) -> Sequence[Item]:
        """What it tells of, in its order."""

    def telling(self, community: int, kind: str, number: int) -> Sequence[Digest]:
        """The digests that tell of that subject."""

    def told(self, community: int) -> Sequence[Item]:
        """All that the community was told in digests."""

    def still_open(self, community: int, asked_by: datetime) -> Sequence[int]:
        """The visible questions asked by then that are still open, oldest first."""

    def helped(self, community: int, since: datetime, until: datetime) -> Sequence[int]:
        """The visible questions that a reply helped after `since` and by `until`, newest first."""

    def shared(self, community: int, since: datetime, until: datetime) -> Sequence[int]:
        """The visible resources shared after `since` and by `until`, newest first."""

    def seeking(self, community: int) -> Sequence[int]:
        """The visible resources that nobody looks after, oldest first."""


class Fates(Protocol):
    """What the community's health is told from."""

    def questions(self, community: int, since: datetime) -> Sequence[Fate]:
        """What became of each visible question asked since then. The asker's own reply counts for one without a name."""

    def replies(self, community: int, since: datetime) -> tuple[int, int]:
        """How many visible replies of a known unit there were to questions of a known unit, and how many of another."""

    def turns(self, community: int, since: datetime) -> Sequence[int]:
        """How many turns offered since then each of those who did any has done; in no order."""


class DigestWork(QuestionWork, ConvenerWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def digests(self) -> Digests:
        """Digests."""

    @property
    def fates(self) -> Fates:
        """What became of questions, replies and turns."""
