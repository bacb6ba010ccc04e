"""A crowd that asks, and a community that meets."""

import pytest

from tests.unit.community.founding import Founded
from tests.unit.offers.crowd import Crowd
from tests.unit.topics.cycle import Cycle


@pytest.fixture
async def crowd(founded: Founded) -> Crowd:
    """A community that is open, in the morning."""
    made = Crowd(founded)
    await made.gathers()
    return made


@pytest.fixture
async def cycle(founded: Founded) -> Cycle:
    """A community that meets on 18 March."""
    await founded.opens()
    made = Cycle(founded)
    await made.begins()
    return made
