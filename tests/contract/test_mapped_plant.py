"""A stranger's plant behind a map does what the port asks, as the twin's own does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.contract.plant import PlantContract
from tests.services.live.strangers import strange_plant

from pulmu.services.live.mapped import MappedPlant


@pytest.fixture
def plant() -> Iterator[MappedPlant]:
    stranger, tag_map, known = strange_plant(lambda: datetime.now(UTC))
    made = MappedPlant(stranger, tag_map, known)
    yield made
    made.close()


class TestMappedPlant(PlantContract):
    """Through a map of tags."""
