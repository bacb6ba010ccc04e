"""What should be visible where. Actions say what is wanted; the courier makes it so, whatever crashes between."""

from collections.abc import Collection, Sequence
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

HOME = "home"
"""The kind of subject that stands in somebody's Home on their platform, whose place is direct: no message, shown anew
as often as it changes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A posting that stands on a platform, or will."""

    subject: Subject
    place: Place
    message: MessageRef | None


@dataclass(frozen=True, slots=True)
class Begun:
    """What the bot started by itself: when, and in which channel or with which member, by their ids."""

    at: datetime
    channel: int | None
    member: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that the bot will start by itself with one person, and hasn't yet."""

    subject: Subject
    place: Direct
    at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Cards that are not shown as they should be, for one reason and in one place; in `channel`, None for single people.

    `present` is False for what was taken back, `stands` whether the platform shows anything of it. `outcome` is empty
    while it is still tried, or when it stands but `told` says that it may stand twice. `told` is what the ledger keeps.
    """

    platform: str
    channel: int | None
    present: bool
    stands: bool
    outcome: str
    told: str
    attempts: int
    """The most failures that one of them has seen in a row."""
    cards: int


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
        unasked: bool = False,
    ) -> None:
        """The subject should be visible there; redrawn where it already is, brought back where it was withdrawn.

        `under` puts it in the thread of that subject's posting in the same place. Not created after `expires_at`.
        `unasked` marks what the bot starts by itself, which `started` counts.
        """

    def started(self, community: int, place: Place, since: datetime) -> Sequence[datetime]:
        """When the bot started something there by itself, or will, from then on; for a person, over all accounts.

        What was withdrawn before it left doesn't count.
        """

    def waiting(self, community: int, account: int, now: datetime) -> Sequence[Waiting]:
        """What the bot will start after now by itself with whose account that is, over all their accounts, soonest first."""

    def begun(self, community: int, since: datetime, until: datetime) -> Sequence[Begun]:
        """All that the bot started by itself from then until before then, in that order.

        Left out is what was withdrawn before its time or never shown, and what was for somebody who is forgotten.
        """

    def redraw(self, subject: Subject, now: datetime) -> None:
        """The subject changed: wherever it stands, draw it again.

        Where there was nothing to draw before, it comes back; not what the bot began by itself, which had its time.
        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """

    def redraw_all(self, subject: Subject, now: datetime) -> None:
        """The subject changed: wherever it or a part of it stands, draw it again."""

    def redraw_kind(self, community: int, kind: str, now: datetime) -> None:
        """Whatever stands with single people of that kind may have changed: draw it again, at that time or sooner."""

    def withdraw_waiting(self, subject: Subject, now: datetime) -> None:
        """Where the subject doesn't stand yet it needn't any more; where it stands it stays.

        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """

    def withdraw(self, subject: Subject, now: datetime) -> None:
        """The subject should be visible nowhere; its parts (`draft:4/reminder` for `draft:4`) neither."""

    def withdraw_at(self, subject: Subject, place: Place, now: datetime) -> None:
        """The subject should not be visible there; elsewhere, and its parts, stay as they are."""

    def unlink(self, subject: Subject, now: datetime) -> None:
        """Take away what was said of the subject to single people, and forget to whom.

        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """

    def standing_at(self, message: MessageRef) -> Standing | None:
        """What of ours stands at that message, whichever community it belongs to; None when it isn't ours."""

    def in_flight(self, message: MessageRef) -> bool:
        """Whether a create in that message's channel has left and isn't recorded yet."""

    def places(self, subject: Subject) -> Sequence[Standing]:
        """Where the subject is wanted; not where the bot had begun it by itself and it stands no more."""

    def deleted_by_hand(self, message: MessageRef, now: datetime) -> None:
        """People removed our message: record it, and don't post it again."""

    def unreached(self, community: int, since: datetime, now: datetime) -> Sequence[Unreached]:
        """What fails now, and what was given up or is in doubt since then."""

    def try_again(self, community: int, channel: int | None, now: datetime) -> None:
        """What failed and waits for another try is due now; in all channels and for everybody when `channel` is None."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A row of the delivery ledger that the courier has claimed.

    `wanted` is the revision as claimed, `claim` tells this claim from every other of the same posting. `attempts`
    counts the failures since it last succeeded. `unsettled_since` is when a create left whose outcome is unknown, None
    when there is none.
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
    claim: int


@dataclass(frozen=True, slots=True)
class ToCome:
    """A posting that stands nowhere yet, and when it is to be shown."""

    at: datetime
    posting: Posting


class Rehearsal(Protocol):
    """A courier's part without any platform, within one transaction that is undone in the end.

    What is shown here stands nowhere, and whoever reads on in that transaction finds it standing.
    """

    def to_come(self, community: int, until: datetime) -> Sequence[ToCome]:
        """What is to be shown by then, earliest first: neither what waits for another, nor what has left already."""

    def shown(self, posting: Posting, at: datetime) -> None:
        """It stands from then on."""

    def left_out(self, posting: Posting, at: datetime) -> None:
        """There was nothing to show. `Postings.redraw` says whether it comes back."""

    def given_up(self, posting: Posting, at: datetime) -> None:
        """It would have come too late, or nobody draws it."""


Outcome = Literal["expired", "refused", "dropped", "removed by hand"]
SHOWN_TWICE = "may have been shown twice"
NOT_SHOWN = "may not have been shown"
STILL_SHOWN = "may still be shown"
TOO_LATE = "too late"
NOT_SERVED = "not served"
"""Kept of what is for a platform that this installation doesn't serve."""
NO_TIME = "busy"
"""Kept of what the storage had no time for."""


class Ledger(Protocol):
    """The postings as the courier works through them. Each call is its own short transaction.

    What is written down of a posting that another has claimed since changes nothing the other relies on.
    """

    async def claim(
        self, now: datetime, lease: timedelta, most: int, in_hand: Collection[int] = ()
    ) -> Sequence[Posting]:
        """Take up to `most` postings that need work, removals first, then creates, and lease them to the caller.

        Left out: leased ones, ones to come, ones whose parent doesn't stand yet, and those of `in_hand`, on which the
        caller is still at work though their lease may have run out.
        """

    async def sending(self, posting: Posting, at: datetime, until: datetime) -> bool:
        """A create is about to leave: marked durably before it does, and leased until then.

        False: it must not leave. Another has claimed it, it isn't wanted any more, or it stands already.
        """

    async def shown(
        self, posting: Posting, revision: int, message: MessageRef, at: datetime, *, note: str = ""
    ) -> None:
        """That revision stands at that message. `note` is for the ledger: "may have been shown twice".

        What waits under it may follow. Where another has claimed it since, only the message is kept, if none was.
        """

    async def removed(self, posting: Posting, at: datetime) -> None:
        """As of the revision claimed it stands nowhere. Due when more was wanted meanwhile.

        `Postings.redraw` says whether it comes back.
        """

    async def later(self, posting: Posting, at: datetime, reason: str, *, unsettled: bool) -> None:
        """Try again at that time. `unsettled` keeps the mark of a create whose outcome is unknown, else it is cleared.

        Counts as an attempt, unless `reason` is empty: then the posting only waits for its turn. What was withdrawn
        meanwhile is due at once, unless it is unsettled.
        """

    async def given_up(self, posting: Posting, at: datetime, outcome: Outcome, reason: str) -> None:
        """Nothing more will be tried, until the subject is wanted anew. What waits under it is given up with it."""

    async def clear(self, before: datetime) -> None:
        """Forget the postings that stand nowhere and were settled before then."""

    async def next_at(self) -> datetime | None:
        """When the earliest posting is to be worked on, None when all is settled."""
