"""The ledger as a courier without platforms works through it, within one transaction that is undone in the end."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.refs import ChannelRef, MessageRef
from bot.postings import Posting, ToCome
from storage.repositories import ledger
from storage.session import Session

_NOWHERE = ChannelRef("", "", "")


class Rehearsal:
    """A courier's part, by the courier's own statements."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def to_come(self, community: int, until: datetime) -> Sequence[ToCome]:
        """What is to be shown by then, earliest first: neither what waits for another, nor what has left already."""
        return ledger.to_come(self._session, community, until)

    def shown(self, posting: Posting, at: datetime) -> None:
        """It stands from then on."""
        ledger.shown(self._session, posting, posting.wanted, MessageRef(_NOWHERE, str(posting.id)), at, "")

    def left_out(self, posting: Posting, at: datetime) -> None:
        """There was nothing to show. A redraw may revive it."""
        ledger.removed(self._session, posting, at)

    def given_up(self, posting: Posting, at: datetime) -> None:
        """It would have come too late, or nobody draws it."""
        ledger.given_up(self._session, posting, at, "expired", "too late")
