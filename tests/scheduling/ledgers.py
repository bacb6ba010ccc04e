"""Ledgers of a storage that is not at its best."""

import asyncio
from datetime import datetime

from bot import postings
from bot.chat.refs import MessageRef
from bot.errors import Busy
from bot.postings import Posting
from storage.ledger import Ledger


class Stubborn(Ledger):
    """Has no time to record what was shown, that many times."""

    def __init__(self, like: postings.Ledger, busy: int) -> None:
        super().__init__(vars(like)["_run"])
        self.busy = busy

    async def shown(
        self, posting: Posting, revision: int, message: MessageRef, at: datetime, *, note: str = ""
    ) -> None:
        if self.busy:
            self.busy -= 1
            raise Busy
        await super().shown(posting, revision, message, at, note=note)


class Late(Ledger):
    """Lets nothing leave before the gate is open."""

    def __init__(self, like: postings.Ledger) -> None:
        super().__init__(vars(like)["_run"])
        self.gate = asyncio.Event()

    async def sending(self, posting: Posting, at: datetime, until: datetime) -> bool:
        await self.gate.wait()
        return await super().sending(posting, at, until)
