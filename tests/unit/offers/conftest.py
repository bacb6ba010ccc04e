"""A community in which people ask, and others have done it before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.community.founding import founding
from tests.unit.offers.crowd import Crowd


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[Crowd]:
    """It is Tuesday 2 March 2027, ten in the morning."""
    async with founding(tmp_path) as made:
        ready = Crowd(made)
        await ready.gathers()
        yield ready
