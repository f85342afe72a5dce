"""A plant in memory keeps the contract of every plant."""

from datetime import UTC, datetime

import pytest
from tests.contract.plant import POWER, RUN, SPEED, STATE, PlantContract, Taken

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model import OutsideError, Quantity
from pulmu.model.tag import Tag

TAGS = (
    Tag(name=SPEED, unit="%", measure="speed", writable=True, low=60, high=110),
    Tag(name=RUN, kind="truth", measure="run", writable=True),
    Tag(name=STATE, kind="text", measure="state", station="press", machine=1),
    Tag(name=POWER, unit="kW", measure="power", station="press", measurement=1412),
)


@pytest.fixture
def plant() -> SimulatedPlant:
    values = {SPEED: 100.0, RUN: True, STATE: "working", POWER: 12.5}
    return SimulatedPlant(TAGS, values, lambda: datetime.now(UTC))


class TestSimulatedPlant(PlantContract):
    """In memory."""


def test_a_lost_link_is_told_and_writes_have_an_unknown_outcome(plant: SimulatedPlant) -> None:
    taken = Taken()
    plant.subscribe([SPEED], taken, every=1.0)
    plant.lose_link()
    with pytest.raises(OutsideError) as error:
        plant.read([SPEED])
    assert error.value.problems[0].code == "live.link_lost"
    assert plant.write(SPEED, Quantity(90, "%")).outcome == "unknown"
    assert (taken.of(SPEED)[-1].quality, taken.of(SPEED)[-1].value) == ("stale", 100.0)
    plant.find_link()
    assert taken.of(SPEED)[-1].quality == "good"
    assert plant.read([SPEED])[0].number == 100.0
