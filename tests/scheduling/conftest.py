"""The world of these tests, on every backend."""

from collections.abc import AsyncIterator

import pytest

from tests.scheduling.world import Store, World, new_world


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    made = await new_world(store)
    yield made
    await made.courier.stop()
    made.tick.stop()
