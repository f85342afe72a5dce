"""Portfolios: every file has its entry, whatever its neighbours and the executor."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import problem
from pulmu.services.report_portfolio import (
    Entry,
    PlantOfPortfolio,
    Portfolio,
    is_sound,
    named_plants,
    problems_of,
    refused,
    report_all,
)

FORBIDDEN = set('/\\:*?"<>|') | {chr(n) for n in range(32)}


@given(st.lists(st.text(max_size=120), max_size=12))
def test_every_file_has_a_folder_of_its_own_that_every_system_can_have(files: list[str]) -> None:
    found = [item.folder for item in named_plants(files)]
    assert len({name.casefold() for name in found}) == len(files)
    for name in found:
        assert name
        assert not set(name) & FORBIDDEN
        assert name == name.strip(" .")
        assert len(name.encode()) < 255


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("bolts.yaml", "bolts"), ("busan/bolts.yaml", "busan-bolts"), ("볼트.xlsx", "볼트"),
        ("index.json", "plant-index"),
        ("con.yaml", "plant-con"), ("CON.2026.yaml", "plant-CON.2026"), ("...yaml", "plant"), ("a?b.yaml", "a_b"),
    ],
)  # fmt: skip
def test_a_folder_is_named_after_its_file(file: str, folder: str) -> None:
    assert named_plants([file])[0].folder.rstrip("-") == folder


def test_files_of_one_name_get_numbers() -> None:
    found = [item.folder for item in named_plants(["a.yaml", "A.xlsx", "a-2.json", "a.json"])]
    assert found == ["a", "A-2", "a-2-2", "a-3"]


def work(plant: PlantOfPortfolio) -> Entry:
    if "fault" in plant.file:
        raise ZeroDivisionError("x")
    if "bad" in plant.file:
        return refused(plant.file, (problem("input.x", plant.file, "wrong", "mend"),))
    return Entry(file=plant.file, folder=plant.folder, company="C", installation=plant.file[0], year=2026)


FILES = named_plants(["a.yaml", "bad.yaml", "b.yaml", "fault.yaml", "c.yaml", "a2.yaml"])


@pytest.mark.parametrize("make", [lambda: None, lambda: ThreadPoolExecutor(1), lambda: ThreadPoolExecutor(4)])
def test_one_plant_does_not_stop_the_others_whatever_the_executor(make: Callable[[], Executor | None]) -> None:
    told: list[tuple[int, str]] = []
    executor = make()
    entries = report_all(FILES, work, executor, lambda done, entry: told.append((done, entry.file)))
    if executor is not None:
        executor.shutdown()
    assert [entry.file for entry in entries] == [item.file for item in FILES]
    assert [entry.reported for entry in entries] == [True, False, True, False, True, True]
    assert [done for done, _ in told] == [1, 2, 3, 4, 5, 6]
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

    def stop(done: int, entry: Entry) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor, pytest.raises(KeyboardInterrupt):
        try:
            report_all(FILES, slow, executor, stop)
        finally:
            gate.set()
    assert len(begun) <= 2


def test_a_portfolio_is_sound_if_every_file_has_its_report() -> None:
    good = work(FILES[0])
    assert is_sound(Portfolio("pulmu.portfolio/1", "p", "e", None, (good,)))
    assert not is_sound(Portfolio("pulmu.portfolio/1", "p", "e", None, (good, work(FILES[1]))))
