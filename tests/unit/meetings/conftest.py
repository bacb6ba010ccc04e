"""A community with open doors that meets every second Thursday."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import founding
from tests.unit.meetings.meeting import Round


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    """It is Tuesday 2 March 2027, noon in Toronto; they meet next on Thursday 11 March."""
    async with founding(tmp_path) as made:
        await made.opens()
        ready = Round(made)
        await ready.begins()
        yield ready
