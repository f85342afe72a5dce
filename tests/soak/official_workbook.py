"""Many random plants in the Commission's own workbook: every process, product and stream equal to 1e-9."""

import os
import tempfile
import time
from pathlib import Path

from tests.communication_template import FILE
from tests.differential.cases import differences_of, differences_of_pulmus_filling, make_cases
from tests.differential.failing import describe_failing
from tests.differential.wrong_formulas import UNCAUGHT, told_and_survivors
from tests.soak.outcome import Outcome

PLANTS = 500
_AT_ONCE = 30
_A_PLANT_TAKES = 1.5
"""Seconds, about: for a campaign of limited time."""


def campaign(minutes: float | None) -> Outcome:
    """Plants of a new seed, or of PULMU_OFFICIAL_SEED; and wrong formulas tried until some plant tells them.

    Parameters
    ----------
    minutes : None for as many plants as are promised.
    """
    shared = Path(__file__).parents[3] / "shared"
    if not (shared / FILE).is_file():
        return Outcome("nothing", "the Commission's workbook is not beside the repository", False)
    seed = int(os.environ.get("PULMU_OFFICIAL_SEED", str(int(time.time()))))
    count = PLANTS if minutes is None else max(_AT_ONCE, int(minutes * 60 / _A_PLANT_TAKES))
    kept = Path(tempfile.mkdtemp(prefix="official_"))
    told: list[str] = []
    goods = 0
    caught: set[str] = set()
    survivors: set[str] = set()
    for start in range(0, count, _AT_ONCE):
        with tempfile.TemporaryDirectory() as folder:
            cases = make_cases(seed, range(start, min(start + _AT_ONCE, count)), shared, Path(folder))
        goods += sum(len(process.goods) for case in cases for process in case.drawn.in_workbook)
        both = [(case, [*differences_of(case), *differences_of_pulmus_filling(case)]) for case in cases]
        failing = [(case, found) for case, found in both if found]
        told += [describe_failing(seed, case.drawn, found, kept) for case, found in failing]
        # What these plants do not tell, because few have it, is tried again on the next.
        now, alive = told_and_survivors(cases, caught | UNCAUGHT.keys())
        caught |= set(now)
        survivors = (survivors | set(alive)) - caught
    wrong = len(caught) + len(survivors)
    did = f"{count} plants with {goods:,} products, seed {seed}; {wrong} wrong formulas beside {len(UNCAUGHT)} known"
    found = f"{len(told)} plants differ{_listed(told)}; {len(survivors)} not told{_listed(sorted(survivors))}"
    return Outcome(did, found, not told and not survivors)


def _listed(items: list[str]) -> str:
    return ": " + "; ".join(items[:5]) if items else ""
