"""Processes are started anew when they die, and end with the pool."""

import functools
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import at_work

from pulmu.adapters.heartbeat import heartbeat
from pulmu.adapters.worker_pool import WorkerPool
from pulmu.model import OutsideError


@pytest.fixture(autouse=True)
def _known_to_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process finds modules where this one does."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


def names() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"w{next(numbers)}"


def wait_for(found: Callable[[], object]) -> None:
    """Until it is so; a test that waits for nothing ends."""
    for _ in range(600):
        if found():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come")


def begun(folder: Path) -> dict[str, int]:
    return {file.stem: int(file.read_text() or 0) for file in folder.glob("*.begun") if file.read_text()}


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def test_one_that_dies_is_named_and_followed_by_another(tmp_path: Path) -> None:
    lost: list[str] = []
    pool = WorkerPool(2, functools.partial(at_work.notes_itself, tmp_path), names(), lost.append)
    try:
        wait_for(lambda: len(begun(tmp_path)) == 2)
        os.kill(begun(tmp_path)["w1"], getattr(signal, "SIGKILL", signal.SIGTERM))
        wait_for(lambda: len(begun(tmp_path)) == 3)
        assert lost == ["w1"]
        assert set(pool.processes()) == {begun(tmp_path)["w3"], begun(tmp_path)["w2"]}
    finally:
        pool.close()
    assert sorted(file.stem for file in tmp_path.glob("*.ended")) == ["w2", "w3"]
    assert sorted(lost) == ["w1", "w2", "w3"]
    assert not any(is_alive(process) for process in begun(tmp_path).values())


def test_one_that_does_not_end_is_ended(tmp_path: Path) -> None:
    lost: list[str] = []
    pool = WorkerPool(1, functools.partial(at_work.does_not_end, tmp_path), names(), lost.append)
    wait_for(lambda: begun(tmp_path))
    pool.close(patience=0.2)
    assert lost == ["w1"]
    assert not is_alive(begun(tmp_path)["w1"])


def test_a_store_that_fails_for_a_moment_does_not_end_the_pool(tmp_path: Path) -> None:
    def fails(_: str) -> None:
        raise OutsideError.of("outside.store_lost", "here", "the database does not answer")

    pool = WorkerPool(1, functools.partial(at_work.notes_itself, tmp_path), names(), fails)
    try:
        wait_for(lambda: begun(tmp_path))
        os.kill(begun(tmp_path)["w1"], getattr(signal, "SIGKILL", signal.SIGTERM))
        wait_for(lambda: len(begun(tmp_path)) == 2)
    finally:
        pool.close()


PARENT = """
import functools, itertools, sys, time
from pathlib import Path
from tests import at_work
from pulmu.adapters.worker_pool import WorkerPool

if __name__ == "__main__":
    numbers = itertools.count(1)
    pool = WorkerPool(1, functools.partial(at_work.notes_itself, Path(sys.argv[1])), lambda: f"w{next(numbers)}", print)
    time.sleep(600)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_ends_when_who_started_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    )
    try:
        wait_for(lambda: begun(tmp_path))
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    wait_for((tmp_path / "w1.ended").exists)


def test_a_heart_beats_until_the_work_is_done_or_takes_too_long() -> None:
    beats: list[int] = []
    with heartbeat(lambda: beats.append(1) or True, every=0.001, longest=60, too_long=lambda: 1 / 0):
        wait_for(lambda: len(beats) > 3)
    known = len(beats)
    time.sleep(0.02)
    assert len(beats) == known
    ended: list[int] = []
    with heartbeat(lambda: True, every=0.001, longest=0.01, too_long=lambda: ended.append(1)):
        wait_for(lambda: ended)
    assert ended == [1]


def test_a_heart_beats_on_when_the_store_fails_and_rests_when_the_lease_is_lost() -> None:
    tried: list[int] = []

    def renew() -> bool:
        tried.append(1)
        if len(tried) == 1:
            raise OutsideError.of("outside.store_lost", "here", "the database does not answer")
        return len(tried) < 3

    with heartbeat(renew, every=0.001, longest=60, too_long=lambda: 1 / 0):
        wait_for(lambda: len(tried) == 3)
        time.sleep(0.02)
    assert len(tried) == 3
