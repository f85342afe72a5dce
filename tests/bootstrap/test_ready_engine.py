"""What is small runs plainly, what is long is compiled; either way with the same digits."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulmu.bootstrap import ready_engine as module
from pulmu.bootstrap.ready_engine import PatientEngine, ready_engine
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.twin import Ask, Counts, Plan, plan_line
from pulmu.twin import read_line as decoded
from pulmu.twin.oracle import run_plainly

WEEK = Ask(7 * 86_400.0, 86_400.0, seed=3)


@pytest.fixture(name="plan", scope="module")
def a_plan() -> Plan:
    return plan_line(decoded(read_line("fasteners")).value)


@pytest.fixture(name="said")
def compiled_is_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is said and run, in order; the kernel is not compiled, the oracle stands in for it."""
    said: list[str] = []

    def kernel(plan: Plan, ask: Ask, replication: int) -> Counts:
        said.append("kernel")
        return run_plainly(plan, ask, replication)

    monkeypatch.setattr(module, "line_engine", lambda: kernel)
    yield said


def test_a_short_run_is_not_worth_compiling(plan: Plan, said: list[str]) -> None:
    engine = PatientEngine(lambda: said.append("compiling"))
    assert [engine(plan, WEEK, number) for number in range(3)] == [run_plainly(plan, WEEK, n) for n in range(3)]
    assert said == []


@pytest.mark.parametrize("ask", [Ask(4e9), Ask(1e15, pieces=5_000_000)], ids=["time", "pieces"])
def test_a_long_run_is_compiled_before_it_begins(ask: Ask, plan: Plan, said: list[str]) -> None:
    engine = PatientEngine(lambda: said.append("compiling"))
    assert not engine._is_soon_done(plan, ask)
    assert engine.spent < module.PATIENCE / 4
    engine.rate = 1.0
    engine(plan, WEEK, 0)
    engine(plan, WEEK, 1)
    assert said == ["compiling", "kernel", "kernel"]


def test_many_short_runs_become_worth_it(plan: Plan, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = PatientEngine(lambda: said.append("compiling"))
    engine(plan, WEEK, 0)
    monkeypatch.setattr(module, "PATIENCE", engine.spent)
    assert engine(plan, WEEK, 1) == run_plainly(plan, WEEK, 1)
    assert said == ["compiling", "kernel"]


def test_what_was_compiled_before_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert isinstance(ready_engine(), PatientEngine)
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel" / "loop.run-1.py311.nbi").write_bytes(b"")
    assert ready_engine() is line_engine()


def test_a_first_answer_compiles_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pulmu.main import main\nsys.argv = ['pulmu', 'simulate', 'fasteners', '--days', '2']\n"
        "try:\n    main()\nfinally:\n    print('numba' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False,
                          env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)})  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False")
    assert done.stderr == ""
