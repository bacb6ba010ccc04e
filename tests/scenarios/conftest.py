"""The world of the transcripts, once on each platform."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.scenarios.world import World
from tests.scenarios.world import world as new_world


@pytest.fixture(
    params=["web", "slack", pytest.param("teams", marks=[pytest.mark.node, pytest.mark.xdist_group("teams")])]
)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A community of five people over two platforms, its doors open. In the end nothing must have gone wrong unseen."""
    with capture_logs() as logs:
        async with new_world(request.param, tmp_path) as made:
            yield made
    assert not [line for line in logs if line["log_level"] in {"error", "critical"}]
