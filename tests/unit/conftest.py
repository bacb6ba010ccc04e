"""A new deployment with nothing founded yet."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import Founded, founding


@pytest.fixture
async def founded(tmp_path: Path) -> AsyncIterator[Founded]:
    """On a new SQLite file."""
    async with founding(tmp_path) as made:
        yield made
