"""A community that meets, with volunteers who take turns."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import Founded, founding
from tests.unit.conveners.turns import Turns


@pytest.fixture
async def founded(tmp_path: Path) -> AsyncIterator[Founded]:
    """Nothing is founded yet."""
    async with founding(tmp_path) as made:
        yield made


@pytest.fixture
async def turns(tmp_path: Path) -> AsyncIterator[Turns]:
    """It is Tuesday 2 March 2027, noon in Toronto; they meet next on Thursday 11 March, then on the 25th."""
    async with founding(tmp_path) as made:
        await made.opens()
        ready = Turns(made)
        await ready.begins()
        yield ready
