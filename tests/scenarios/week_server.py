"""Serves the local workspace as `cop run --workspace` does, but as platforms are on a bad day.

Its Teams, like the real one, can't be asked what was posted. Where words are given, it dies as soon as both channels
have accepted a card with them: what became of the request was never heard.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime

from adapters import logs, wiring
from adapters.settings import Settings
from adapters.web.platform import DrawnPlatform
from bot.chat.cards import Card
from bot.chat.refs import MessageRef
from bot.ports import Absent, CannotTell, Destination, ToChannel

dies_with = sys.argv[1] if len(sys.argv) > 1 else ""
accepted: set[str] = set()
create, find = DrawnPlatform.create, DrawnPlatform.find_posted


async def created_by_a_mortal(self: DrawnPlatform, posting: str, to: Destination, card: Card) -> MessageRef:
    """Accepted; of the last words nobody hears."""
    message = await create(self, posting, to, card)
    if dies_with and dies_with in card.notice and isinstance(to, ToChannel):
        accepted.add(self.key)
        if len(accepted) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.Event().wait()
    return message


async def asked_of_teams(
    self: DrawnPlatform, posting: str, to: Destination, since: datetime
) -> MessageRef | Absent | CannotTell:
    """Slack says; Teams can't."""
    return await find(self, posting, to, since) if self.key == "web-slack" else CannotTell()


async def serve() -> None:
    """Until killed."""
    settings = Settings(workspace=True)
    logs.configure(settings.log, quiet=True)
    async with wiring.running(settings) as product:
        await wiring.furnish(product)
        print(f"{product.url}/", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    DrawnPlatform.create = created_by_a_mortal  # type: ignore[method-assign]
    DrawnPlatform.find_posted = asked_of_teams  # type: ignore[method-assign]
    asyncio.run(serve())
