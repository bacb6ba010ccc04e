"""A community whose doors are open, on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import Founded, founding


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Founded]:
    """With its steward, and one home channel."""
    async with founding(tmp_path) as made:
        await made.opens()
        yield made
