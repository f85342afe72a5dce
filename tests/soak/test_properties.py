"""The suite tries properties with fewer examples, the campaign with all: each does so indeed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from tests.examples import WHOLE, in_suite
from tests.soak.properties import ROOT, run_round

PROBE = """
from hypothesis import example, given, settings, strategies as st
import pytest
from hypothesis.stateful import RuleBasedStateMachine, rule

seen = {"plain": [], "few": [], "many": [], "machines": []}

@given(st.integers())
def test_plain(number):
    seen["plain"].append(number)

@settings(max_examples=7)
@given(st.integers())
def test_few(number):
    seen["few"].append(number)

@example(-1)
@settings(max_examples=80)
@given(st.integers())
@pytest.mark.parametrize("way", ["one", "other"])
def test_many(way, number):
    seen["many"].append(number)

class Machine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        seen["machines"].append(1)

    @rule()
    def step(self):
        pass

TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=2)

def test_told():
    assert -1 in seen["many"]
    print("tried", *(len(numbers) for numbers in seen.values()))
"""
CONFTEST = """
import pytest
from tests import examples

@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    examples.try_fewer(items)
"""


def tried(folder: Path, **more: str) -> list[int]:
    """Examples tried: of a hundred, of 7, twice of 80 and one told, of a machine's 60."""
    (folder / "test_probe.py").write_text(PROBE, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(folder)]
    known = {name: value for name, value in os.environ.items() if name != WHOLE} | {"PYTHONPATH": str(ROOT)} | more
    run = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    told = next(line for line in run.stdout.splitlines() if "tried " in line)
    return [int(number) for number in told.rpartition("tried ")[2].split()]


def test_the_suite_tries_a_quarter_and_no_fewer_than_ten(tmp_path: Path) -> None:
    assert tried(tmp_path) == [25, 7, 2 * (20 + 1), 15]


def test_all_are_tried_where_that_is_wanted(tmp_path: Path) -> None:
    assert tried(tmp_path, **{WHOLE: "1"}) == [100, 7, 2 * (80 + 1), 60]


@pytest.mark.parametrize(("written", "expected"), [(1, 1), (10, 10), (25, 10), (40, 10), (60, 15), (300, 75)])
def test_never_more_than_written(written: int, expected: int) -> None:
    assert in_suite(written) == expected


def test_a_round_counts_what_held_and_names_what_did_not(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(
        "from hypothesis import given, strategies as st\n"
        "@given(st.integers())\ndef test_holds(number): assert number == number\n"
        "@given(st.integers())\ndef test_fails_seldom(number): assert number < 5\n"
        "def test_no_property(): raise AssertionError\n",
        encoding="utf-8",
    )
    passed, failed = run_round(str(tmp_path), at_once=0)
    assert passed == 1
    assert [name.rpartition("::")[2] for name in failed] == ["test_fails_seldom"]


def test_these_settings_are_those_of_the_suite() -> None:
    assert settings.default.max_examples == 100, "a quarter of what is written, and not of a quarter"
