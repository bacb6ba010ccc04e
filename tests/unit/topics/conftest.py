"""A community with open doors and a meeting ahead."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import founding
from tests.unit.topics.cycle import Cycle


@pytest.fixture
async def cycle(tmp_path: Path) -> AsyncIterator[Cycle]:
    """It is Tuesday 2 March 2027, noon; they meet every second Thursday, next on the 18th."""
    async with founding(tmp_path) as made:
        await made.opens()
        ready = Cycle(made)
        await ready.begins()
        yield ready
