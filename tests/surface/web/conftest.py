"""A served place, looked at by a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.surface.api.conftest import town
from tests.surface.served import Served
from tests.surface.web.browser import axe_script, chromium

__all__ = ["town"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    yield from chromium()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker."""
    return axe_script()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A place in a process of its own, one for the tests of a module."""
    served = Served(tmp_path_factory.mktemp("place") / "data", "--no-limits")
    yield served
    code, _, said = served.stop()
    assert code == 0
    assert '"level": "error"' not in said, said
