"""What should be visible where. Actions say what is wanted; the courier makes it so, whatever crashes between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.chat.refs import MessageRef, Subject
from bot.ports import Destination


@dataclass(frozen=True, slots=True)
class InChannel:
    """A channel of the community, by its id."""

    channel: int


@dataclass(frozen=True, slots=True)
class Direct:
    """The direct conversation with an account, by its id."""

    account: int


Place = InChannel | Direct


@dataclass(frozen=True, slots=True)
class Standing:
    """A posting that stands on a platform, or will."""

    subject: Subject
    place: Place
    message: MessageRef | None


class Postings(Protocol):
    """What a community wants visible. One posting per subject and place."""

    def want(
        self,
        subject: Subject,
        place: Place,
        *,
        now: datetime,
        under: Subject | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """The subject should be visible there; redrawn where it already is, brought back where it was withdrawn.

        `under` puts it in the thread of that subject's posting in the same place. Not created after `expires_at`.
        """

    def redraw(self, subject: Subject, now: datetime) -> None:
        """The subject changed: wherever it stands, draw it again."""

    def withdraw(self, subject: Subject, now: datetime) -> None:
        """The subject should be visible nowhere; its parts (`draft:4/reminder` for `draft:4`) neither."""

    def unlink(self, subject: Subject, now: datetime) -> None:
        """Take away what was said of the subject to single people, and forget to whom."""

    def standing_at(self, message: MessageRef) -> Standing | None:
        """What of ours stands at that message, whichever community it belongs to; None when it isn't ours."""

    def in_flight(self, message: MessageRef) -> bool:
        """Whether a create in that message's channel has left and isn't recorded yet."""

    def places(self, subject: Subject) -> Sequence[Standing]:
        """Where the subject is wanted."""

    def deleted_by_hand(self, message: MessageRef, now: datetime) -> None:
        """People removed our message: record it, and don't post it again."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A row of the delivery ledger that the courier has claimed.

    `attempts` counts the failures since it last succeeded. `unsettled_since` is when a create left whose outcome is
    unknown, None when there is none.
    """

    id: int
    subject: Subject
    to: Destination
    address: str
    present: bool
    wanted: int
    message: MessageRef | None
    attempts: int
    unsettled_since: datetime | None
    expires_at: datetime | None


Outcome = Literal["expired", "refused", "dropped", "removed by hand"]


class Ledger(Protocol):
    """The postings as the courier works through them. Each call is its own short transaction."""

    async def claim(self, now: datetime, lease: timedelta, most: int) -> Sequence[Posting]:
        """Take up to `most` postings that need work, creates before updates, and lease them to the caller.

        Left out: leased ones, ones to come, and ones whose parent doesn't stand yet.
        """

    async def sending(self, posting: int, at: datetime) -> None:
        """A create is about to leave. Durable before it does."""

    async def shown(self, posting: int, revision: int, message: MessageRef, at: datetime, *, note: str = "") -> None:
        """That revision stands at that message. `note` is for the ledger: "may have been shown twice"."""

    async def removed(self, posting: int, revision: int, at: datetime) -> None:
        """As of that revision it stands nowhere. Still due when more was wanted meanwhile; a redraw may bring it back."""

    async def later(self, posting: int, at: datetime, reason: str, *, unsettled: bool) -> None:
        """Try again at that time. `unsettled` keeps the mark of a create whose outcome is unknown, else it is cleared.

        Counts as an attempt, unless `reason` is empty: then the posting only waits for its turn.
        """

    async def given_up(self, posting: int, at: datetime, outcome: Outcome, reason: str) -> None:
        """Nothing more will be tried, until the subject is wanted anew."""

    async def clear(self, before: datetime) -> None:
        """Forget the postings that stand nowhere and were settled before then."""

    async def next_at(self) -> datetime | None:
        """When the earliest posting is to be worked on, None when all is settled."""
