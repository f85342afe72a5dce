"""Every property of the suite with all examples it is written with, again and again for as long as there is time."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.examples import WHOLE
from tests.soak.outcome import Outcome

ROOT = Path(__file__).parents[2]
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_PASSED = re.compile(r"(\d+) passed")


def campaign(minutes: float | None) -> Outcome:
    """One round at least; others until the time is over, each with examples of its own.

    Parameters
    ----------
    minutes : None for one round.
    """
    until = time.monotonic() + (minutes or 0) * 60
    tried, rounds, failed = 0, 0, []
    while not rounds or time.monotonic() < until:
        passed, wrong = run_round("tests")
        tried, rounds, failed = tried + passed, rounds + 1, failed + wrong
    found = f"{len(failed)} failed" + (": " + "; ".join(failed[:5]) if failed else "")
    return Outcome(f"{tried:,} runs of properties with all their examples, in {rounds} rounds", found, not failed)


def run_round(*where: str, at_once: int = 2) -> tuple[int, list[str]]:
    """How many properties of some tests held with all their examples, and those that did not."""
    chosen = ["-m", "hypothesis", "-p", "no:cacheprovider", "-n", str(at_once), "-rfE"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *where, *chosen],
        cwd=ROOT, env=os.environ | {WHOLE: "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed = sum(int(number) for number in _PASSED.findall(run.stdout))
    failed = _FAILED.findall(run.stdout)
    if run.returncode and not failed:  # it did not come to its tests
        failed = [f"ended with {run.returncode}: {run.stdout[-300:]}"]
    return passed, failed
