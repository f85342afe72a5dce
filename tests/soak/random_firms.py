"""Random firms: an explanation names every parameter that moves an answer, and a fact less never settles one."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.soak.outcome import Outcome

ROOT = Path(__file__).parents[2]
WANTED, ROUND = 10_000, 500
SIZE, PROGRAMMES = "tests/support/size/test_properties.py", "tests/support/programme/test_both_evaluations.py"
PROPERTIES = {
    "test_an_explanation_names_every_parameter_that_moves_an_answer": SIZE,
    "test_what_the_facts_rest_on_is_named_too": SIZE,
    "test_a_fact_less_never_settles_an_answer_otherwise": SIZE,
    "test_a_parameter_that_moves_an_answer_is_named_by_its_explanation": PROGRAMMES,
}


def campaign(minutes: float | None) -> Outcome:
    """Rounds of other firms for each property until there are enough, or the time is over."""
    seed, ends = int(time.time()), None if minutes is None else time.monotonic() + 60 * minutes
    done, found = dict.fromkeys(PROPERTIES, 0), list[str]()
    while min(done.values()) < WANTED and (ends is None or time.monotonic() < ends):
        for name in PROPERTIES:
            said = _round(name, seed)
            done[name] += ROUND
            found += [f"{name}, seed {seed}: {said}"] if said else []
        seed += 1
    did = "; ".join(f"{count:,} firms: {name.removeprefix('test_').replace('_', ' ')}" for name, count in done.items())
    return Outcome(f"{did}; seeds up to {seed - 1}", "; ".join(found) or "no counterexample", not found)


def _round(name: str, seed: int) -> str:
    """What the test says that fails; nothing where it holds."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}"]
    env = {**os.environ, "PULMU_FIRMS": str(ROUND), "PULMU_SEED": str(seed)}
    asked = [*command, f"{PROPERTIES[name]}::{name}"]
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    if run.returncode == 0:
        return ""
    told = re.findall(r"^E  +(.*)$", run.stdout, re.MULTILINE)
    return " ".join(told[:3])[:300] or f"ended with {run.returncode}"
