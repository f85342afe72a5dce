"""Every control has a test that fails without it: some are taken out here, all by the long campaign `controls`."""

import inspect
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.surface.controls.controls import CONTROLS, Control

ROOT = Path(__file__).parents[3]
EVERY = 9
"""One control in so many is taken out with the tests."""


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_the_line_of_a_control_and_its_test_are_where_it_says(control: Control) -> None:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(control.function)))
    assert source.count(control.line) == 1
    file, _, name = control.test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_a_control_that_is_taken_out_is_noticed() -> None:
    command = [sys.executable, "-m", "tests.surface.controls.take_out", str(EVERY)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout
    assert run.stdout.endswith(" controls taken out, 0 not noticed\n")
