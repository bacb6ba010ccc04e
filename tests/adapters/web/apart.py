"""The sample workspace in a process of its own, to be killed: prints its address and runs on."""

import asyncio
import sys
from pathlib import Path

from tests.adapters.web.samples import served


async def run(shelf: Path) -> None:
    """Serve until killed."""
    async with served(shelf) as workspace:
        print(workspace.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
