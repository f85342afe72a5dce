"""Runs are the same and in order on any executor, tell how far they are, and stop when asked."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from tests.twin.asked_lines import counted, furnaces

from pulmu.bootstrap.twin import line_engine
from pulmu.model.errors import SolveError
from pulmu.twin import Ask, LineResult, simulate_line
from pulmu.twin.statistics import Runner, Runs, run_until

ASK = Ask(20 * 3600.0, 0.0, 3)


def ran(executor: Executor | None, count: int = 40) -> list[LineResult]:
    runs = Runs.of(furnaces(), ASK)
    run_until(Runner(line_engine(), executor), [runs], count)
    return runs.results


def test_results_are_those_of_one_run_after_another_on_any_executor() -> None:
    expected = list(simulate_line(furnaces(), ASK, line_engine(), replications=40))
    assert expected == ran(None)
    with ThreadPoolExecutor(2) as threads:
        assert expected == ran(threads)
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        assert expected == ran(processes)


def test_more_runs_are_added_to_those_there_are() -> None:
    noted: list[tuple[str, int]] = []
    runner = Runner(counted(line_engine(), noted))
    runs = Runs.of(furnaces(), ASK)
    run_until(runner, [runs], 3)
    run_until(runner, [runs], 5)
    assert [number for _, number in noted] == [0, 1, 2, 3, 4]
    assert [item.replication for item in runs.results] == [0, 1, 2, 3, 4]


def test_progress_is_told_after_each_run() -> None:
    told: list[tuple[int, int]] = []
    run_until(Runner(line_engine(), None, lambda *numbers: told.append(numbers)), [Runs.of(furnaces(), ASK)], 4)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("threads", [0, 1])
def test_it_stops_when_told_to(threads: int) -> None:
    noted: list[tuple[str, int]] = []
    executor = ThreadPoolExecutor(threads) if threads else None
    runner = Runner(counted(line_engine(), noted), executor, lambda done, of: done < 4)
    with pytest.raises(SolveError) as stopped:
        run_until(runner, [Runs.of(furnaces(), ASK)], 300)
    if executor:
        executor.shutdown()
    assert [item.code for item in stopped.value.problems] == ["what_if.stopped"]
    assert len(noted) < 100


def test_an_error_of_whoever_is_told_stops_it_and_comes_through() -> None:
    def tell(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), ThreadPoolExecutor(1) as executor:
        run_until(Runner(line_engine(), executor, tell), [Runs.of(furnaces(), ASK)], 300)
