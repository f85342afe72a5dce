"""Running a portfolio: every file has its entry, whatever its neighbours, the executor and its workers."""

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import OutsideError, problem
from pulmu.services.report_portfolio import Entry, PlantOfPortfolio, named_plants, problems_of, refused
from pulmu.services.run_portfolio import report_all


def work(plant: PlantOfPortfolio) -> Entry:
    if "fault" in plant.file:
        raise ZeroDivisionError("x")
    if "bad" in plant.file:
        return refused(plant.file, (problem("input.x", plant.file, "wrong", "mend"),))
    return Entry(file=plant.file, folder=plant.folder, company="C", installation=plant.file[0], year=2026)


FILES = named_plants(["a.yaml", "bad.yaml", "b.yaml", "fault.yaml", "c.yaml", "a2.yaml"])


@pytest.mark.parametrize("make", [lambda: None, lambda: ThreadPoolExecutor(1), lambda: ThreadPoolExecutor(4)])
def test_one_plant_does_not_stop_the_others_whatever_the_executor(make: Callable[[], Executor | None]) -> None:
    told: list[tuple[int, int]] = []
    executor = make()
    entries = report_all(
        FILES, work, lambda alone: nullcontext(executor), lambda done, of, entry: told.append((done, of))
    )
    if executor is not None:
        executor.shutdown()
    assert [entry.file for entry in entries] == [item.file for item in FILES]
    assert [entry.reported for entry in entries] == [True, False, True, False, True, True]
    assert told == [(number, 6) for number in range(1, 7)]
    codes = [[item.code for item in entry.problems] for entry in entries]
    assert codes == [["report.plant_twice"], ["input.x"], [], ["report.plant_fault"], [], ["report.plant_twice"]]
    assert "a2.yaml" in problems_of(entries[0])[0].message


def test_an_interrupt_leaves_what_has_not_begun() -> None:
    begun: list[str] = []
    gate = threading.Event()

    def slow(plant: PlantOfPortfolio) -> Entry:
        begun.append(plant.file)
        if len(begun) > 1:
            gate.wait(10)
        return work(plant)

    def stop(done: int, of: int, entry: Entry) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor, pytest.raises(KeyboardInterrupt):
        try:
            report_all(FILES, slow, lambda alone: nullcontext(executor), stop)
        finally:
            gate.set()
    assert len(begun) <= 2


class Mortal(ThreadPoolExecutor):
    """Workers that are lost with all they were at, and what they were yet to do, when a plant kills one of them."""

    def __init__(self, deadly: Callable[[PlantOfPortfolio], bool], workers: int) -> None:
        super().__init__(workers)
        self.deadly, self.broken = deadly, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor
        return super().submit(self._work, fn, *args)

    def _work(self, fn: Callable[..., Any], plant: PlantOfPortfolio) -> Any:
        self.broken = self.broken or self.deadly(plant)
        if self.broken:
            raise BrokenExecutor
        return fn(plant)


MANY = named_plants([f"{number:02}.yaml" for number in range(40)])


@given(st.sets(st.integers(0, 39), max_size=4), st.integers(1, 3))
def test_a_plant_that_kills_its_worker_is_found_and_all_others_are_reported(deadly: set[int], workers: int) -> None:
    names = {MANY[number].file for number in deadly}

    def opened(alone: bool) -> Executor:
        return Mortal(lambda plant: plant.file in names, 1 if alone else workers)

    entries = report_all(MANY, work, opened)
    assert {entry.file for entry in entries if not entry.reported} == names
    lost = [item.code for entry in entries for item in entry.problems if not entry.reported]
    assert lost == ["report.worker_lost"] * len(deadly)


def test_workers_killed_once_by_chance_cost_no_report() -> None:
    killed: list[str] = []

    def deadly(plant: PlantOfPortfolio) -> bool:
        if plant.file in ("03.yaml", "30.yaml") and plant.file not in killed:
            killed.append(plant.file)
            return True
        return False

    entries = report_all(MANY, work, lambda alone: Mortal(deadly, 1))
    assert killed == ["03.yaml", "30.yaml"]
    assert all(entry.reported for entry in entries)


@pytest.mark.parametrize("make", [lambda: None, lambda: ThreadPoolExecutor(2)])
def test_a_full_disk_stops_all(make: Callable[[], Executor | None]) -> None:
    done: list[str] = []

    def full(plant: PlantOfPortfolio) -> Entry:
        if plant.file == "b.yaml":
            raise OutsideError.of("outside.disk_full", "b", "the disk is full", "free some space")
        done.append(plant.file)
        return work(plant)

    executor = make()
    with pytest.raises(OutsideError, match="the disk is full"):
        report_all(FILES, full, lambda alone: nullcontext(executor))
    assert executor is not None or done == ["a.yaml", "bad.yaml"]
    if executor is not None:
        executor.shutdown()
