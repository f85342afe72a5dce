"""Each control of a place taken out in turn: the test that tries it must fail."""

import subprocess
import sys
from pathlib import Path

from tests.soak.outcome import Outcome
from tests.surface.controls.controls import CONTROLS

ROOT = Path(__file__).parents[2]


def campaign(_: float | None) -> Outcome:
    """All of them; a minute or two."""
    command = [sys.executable, "-m", "tests.surface.controls.take_out"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = "; ".join(run.stdout.splitlines()) or f"ended with {run.returncode}"
    return Outcome(f"{len(CONTROLS)} controls taken out, one at a time", found, run.returncode == 0)
