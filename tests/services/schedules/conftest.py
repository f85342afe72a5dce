"""What a search compiles is compiled before tests that give it little time."""

import pytest

from pulmu.services.schedules.warm_up import warm_up


@pytest.fixture(autouse=True, scope="session")
def _warm() -> None:
    warm_up()
