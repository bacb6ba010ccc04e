"""The ledger as the courier awaits it: each call a short transaction of its own."""

from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

from bot.chat.refs import MessageRef
from bot.postings import Outcome, Posting
from storage.repositories import ledger
from storage.session import Session

T = TypeVar("T")


class Run(Protocol):
    """Runs a unit in a transaction that is durable when it returns."""

    def __call__(self, unit: Callable[[Session], T], /) -> Coroutine[Any, Any, T]:
        """What the unit returned or raised."""


class Ledger:
    """The postings as the courier works through them."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def claim(
        self, now: datetime, lease: timedelta, most: int, in_hand: Collection[int] = ()
    ) -> Sequence[Posting]:
        """Take up to `most` postings that need work, removals first, and lease them to the caller."""
        return await self._run(partial(ledger.claim, now=now, lease=lease, most=most, in_hand=in_hand))

    async def sending(self, posting: Posting, at: datetime, until: datetime) -> bool:
        """A create is about to leave; durable before it does. False: it must not."""
        return await self._run(partial(ledger.sending, posting=posting, at=at, until=until))

    async def shown(
        self, posting: Posting, revision: int, message: MessageRef, at: datetime, *, note: str = ""
    ) -> None:
        """That revision stands at that message. `note` is for the ledger: "may have been shown twice"."""
        await self._run(partial(ledger.shown, posting=posting, revision=revision, message=message, at=at, note=note))

    async def removed(self, posting: Posting, at: datetime) -> None:
        """As of the revision claimed it stands nowhere. Still due when more was wanted meanwhile."""
        await self._run(partial(ledger.removed, posting=posting, at=at))

    async def later(self, posting: Posting, at: datetime, reason: str, *, unsettled: bool) -> None:
        """Try again at that time. Counts as an attempt, unless `reason` is empty."""
        await self._run(partial(ledger.later, posting=posting, at=at, reason=reason, unsettled=unsettled))

    async def given_up(self, posting: Posting, at: datetime, outcome: Outcome, reason: str) -> None:
        """Nothing more will be tried, until the subject is wanted anew."""
        await self._run(partial(ledger.given_up, posting=posting, at=at, outcome=outcome, reason=reason))

    async def clear(self, before: datetime) -> None:
        """Forget the postings that stand nowhere and were settled before then."""
        await self._run(partial(ledger.clear, before=before))

    async def next_at(self) -> datetime | None:
        """When the earliest posting is to be worked on, None when all is settled."""
        return await self._run(ledger.next_at)
