"""A plant in memory does what the port asks, as one over OPC UA does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.contract.plant import PlantContract
from tests.emulated import emulated

from pulmu.adapters.simulated_plant import SimulatedPlant


@pytest.fixture
def plant() -> Iterator[SimulatedPlant]:
    """The tags of the emulated plant, with the values it begins with."""
    model = emulated(warm_up=0)
    made = SimulatedPlant(model.tags, model.values(), lambda: datetime.now(UTC))
    yield made
    made.close()


class TestSimulatedPlant(PlantContract):
    """In memory."""
