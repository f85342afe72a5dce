"""A served place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place
from tests.surface.api.people import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A place that is served, without people."""
    found = Town(Place(tmp_path))
    yield found
    found.place.store.close()
