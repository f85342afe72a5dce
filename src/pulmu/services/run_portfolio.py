"""Runs the reports of a portfolio in one process or several, whatever becomes of a plant or a process."""

import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import AbstractContextManager
from itertools import islice

from pulmu.model import OutsideError, problem
from pulmu.services.report_portfolio import Entry, PlantOfPortfolio, Work, refused, shown_file, told_twice

Workers = Callable[[bool], AbstractContextManager[Executor | None]]
"""Opens an executor anew, of one worker alone if that is asked for; None does the work in this process."""

Tell = Callable[[int, int, Entry], None]
"""Is told each entry as it comes: how many have come, of how many, and the entry."""

_Numbered = Mapping[int, PlantOfPortfolio]
_SUSPECTS = 16
DISK_FULL = "outside.disk_full"


def report_all(
    plants: Sequence[PlantOfPortfolio], work: Work, workers: Workers | None = None, tell: Tell | None = None
) -> tuple[Entry, ...]:
    """An entry for every plant, in their order whatever the executor; a fault of one does not stop the others.

    If a worker is killed, what it and its neighbours were at is done again by one worker alone, so that the plant
    that kills it is known, and then the rest by all. If all is stopped (an interrupt, a full disk), what has not begun
    is not begun any more.

    Raises
    ------
    OutsideError  The disk is full (`outside.disk_full`): no other plant would find room.
    """
    entries: dict[int, Entry] = {}

    def keep(number: int, entry: Entry) -> None:
        entries[number] = entry
        if tell is not None:
            tell(len(entries), len(plants), entry)

    alone = False
    while waiting := {number: plant for number, plant in enumerate(plants) if number not in entries}:
        begun = dict(islice(waiting.items(), _SUSPECTS)) if alone else waiting
        with (workers or _this_process)(alone) as executor:
            found = _in_turn(begun, work) if executor is None else _by_executor(begun, work, executor)
            with contextlib.closing(found):
                for number, entry in found:
                    keep(number, entry)
        left = [number for number in begun if number not in entries]
        if left and alone:
            keep(left[0], _lost(plants[left[0]]))
        alone = bool(left) and not alone
    return told_twice(tuple(entries[number] for number in range(len(plants))))


def _this_process(_alone: bool) -> AbstractContextManager[None]:
    return contextlib.nullcontext()


_Found = Generator[tuple[int, Entry], None, None]


def _in_turn(plants: _Numbered, work: Work) -> _Found:
    for number, plant in plants.items():
        future: Future[Entry] = Future()
        try:
            future.set_result(work(plant))
        except Exception as error:  # whatever a plant does, the others are computed
            future.set_exception(error)
        yield number, _entry(plant, future)


def _by_executor(plants: _Numbered, work: Work, executor: Executor) -> _Found:
    """The entries as they come, without those that a broken executor took along."""
    futures: dict[Future[Entry], int] = {}
    try:
        with contextlib.suppress(BrokenExecutor):
            for number, plant in plants.items():
                futures[executor.submit(work, plant)] = number
        for future in as_completed(futures):
            if not isinstance(future.exception(), BrokenExecutor):
                yield futures[future], _entry(plants[futures[future]], future)
    finally:
        for future in futures:
            future.cancel()


def _entry(plant: PlantOfPortfolio, future: "Future[Entry]") -> Entry:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, OutsideError) and error.problems[0].code == DISK_FULL:
        raise error
    what = type(error).__name__
    fault = problem(
        "report.plant_fault",
        shown_file(plant.file),
        f"an unexpected fault while it was reported: {what}",
        "report this plant alone; tell us if it fails again",
        what=what,
    )
    return refused(plant.file, (fault,))


def _lost(plant: PlantOfPortfolio) -> Entry:
    killed = problem(
        "report.worker_lost",
        shown_file(plant.file),
        "the process that reported it was killed twice, by the system for want of memory perhaps",
        "report this plant alone, or run again with --jobs 1",
    )
    return refused(plant.file, (killed,))
