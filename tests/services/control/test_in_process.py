"""The desk in the process of its guard."""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.guard_desk import PEOPLE, PROFILE, GuardDeskContract, plant_in_memory
from tests.services.control.test_run import Paper

from pulmu.services.control.desk import GuardDesk
from pulmu.services.control.in_process import InProcessDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.twin.control import Moment, Person


@pytest.fixture
def plant() -> Any:
    return plant_in_memory()


@pytest.fixture
def desk(plant: Any) -> Iterator[GuardDesk]:
    order = OwnerOrder(
        clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
    )
    owner = Owner(PROFILE, plant, Paper(), order)
    people = {name: Person(id=name, plant="hanbit", roles=roles) for name, roles in PEOPLE.items()}
    yield InProcessDesk(owner, "hanbit", people, time.time)
    owner.close()
    assert owner.fault is None


class TestInProcessDesk(GuardDeskContract):
    """The contract, in this process."""
