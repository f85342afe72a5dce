"""The desk in the process of its guard."""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.guard_desk import (
    BURNER,
    PEOPLE,
    PROFILE,
    GuardDeskContract,
    codes,
    eventually,
    group_of,
    plant_in_memory,
    proof_of,
    ready,
)
from tests.services.control.test_run import Paper

from pulmu.services.control.desk import GuardDesk
from pulmu.services.control.in_process import InProcessDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.control.viewed import log_entry
from pulmu.twin.control import Moment, Person


@pytest.fixture
def plant() -> Any:
    return plant_in_memory()


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def desk(plant: Any, paper: Paper) -> Iterator[GuardDesk]:
    order = OwnerOrder(
        clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
    )
    owner = Owner(PROFILE, plant, paper, order)
    people = {name: Person(id=name, plant="hanbit", roles=roles) for name, roles in PEOPLE.items()}
    yield InProcessDesk(owner, "hanbit", people, time.time)
    owner.close()
    assert owner.fault is None


class TestInProcessDesk(GuardDeskContract):
    """The contract, in this process."""


def test_a_disk_that_is_full_at_the_start_lets_nothing_begin(paper: Paper, desk: GuardDesk) -> None:
    ready(desk)
    paper.is_full = True
    refused = desk.propose("park", group_of(), proof_of(group_of()))
    assert not refused.accepted
    assert codes(refused) == {"control.audit"}
    paper.is_full = False
    proposed = desk.propose("park", group_of(), proof_of(group_of()))
    assert codes(desk.arm("kim", proposed.binding)) == {"control.audit"}


def test_a_disk_that_fills_up_while_in_charge_brings_the_safe_value(
    paper: Paper, desk: GuardDesk, plant: Any
) -> None:  # fmt: skip
    GuardDeskContract().committed(desk)
    eventually(desk, lambda view: view.phase == "verified")
    paper.is_full = True
    plant.lose_link()  # something that has to be kept
    eventually(desk, lambda view: not view.is_linked)
    plant.find_link()
    view = eventually(desk, lambda view: view.is_record_lost and not view.engaged)
    assert view.phase == "failed_safe"
    assert plant.read([BURNER])[0].value is False


def test_the_log_is_told_from_memory_and_from_the_disk_alike(paper: Paper, desk: GuardDesk) -> None:
    ready(desk)
    for _ in range(5):
        desk.propose("park", group_of(), proof_of(group_of()))
    kept = [log_entry(item) for item in paper.kept]
    assert list(desk.log(0, 1000)) == kept
    assert list(desk.log(3, 2)) == kept[3:5]
    assert desk.log(kept[-1].number, 10) == ()
