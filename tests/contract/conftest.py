"""Databases for the contracts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import databases
from tests.databases import Opened


@pytest.fixture(params=["sqlite", "postgres"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens one and the same store."""
    url = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    yield from databases.opener(request.param, tmp_path, url)
