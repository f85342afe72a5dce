"""Many random plants in the Commission's own workbook: every process, product and stream equal to 1e-9."""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.communication_template import FILE
from tests.differential.cases import (
    Case,
    differences_of,
    differences_of_all_in_batch,
    differences_of_pulmus_filling,
    make_cases,
)
from tests.differential.census import census, lines
from tests.differential.draw import draw_plants
from tests.differential.failing import describe_failing
from tests.differential.wrong_formulas import UNCAUGHT, UNCAUGHT_IN_BATCH, survivors_in_batch, told_and_survivors
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
    in_batch: set[str] = set()
    for start in range(0, count, _AT_ONCE):
        with tempfile.TemporaryDirectory() as folder:
            cases = make_cases(seed, range(start, min(start + _AT_ONCE, count)), shared, Path(folder))
        goods += sum(len(process.goods) for case in cases for process in case.drawn.in_workbook)
        told += [describe_failing(seed, case.drawn, found, kept) for case, found in _failing(cases)]
        # What these plants do not tell, because few have it, is tried again on the next.
        now, alive = told_and_survivors(cases, caught | UNCAUGHT.keys())
        caught |= set(now)
        survivors = (survivors | set(alive)) - caught
        in_batch = set(survivors_in_batch(cases, in_batch | set(now))) - UNCAUGHT_IN_BATCH.keys()
    held = census(draw_plants(seed, range(count), shared))
    sys.stdout.write(lines(held, count))
    missing = [name for name, plants in held.items() if not plants]
    wrong = len(caught) + len(survivors)
    did = (
        f"{count} plants with {goods:,} products, seed {seed}, {len(held)} features of the model; {wrong} wrong "
        f"formulas beside {len(UNCAUGHT)} known"
    )
    found = (
        f"{len(told)} plants differ{_listed(told)}; {len(survivors)} not told{_listed(sorted(survivors))}; "
        f"{len(in_batch)} not told on the array path{_listed(sorted(in_batch))}; "
        f"{len(missing)} features in no plant{_listed(missing)}"
    )
    return Outcome(did, found, not (told or survivors or in_batch or missing))


def _failing(cases: list[Case]) -> list[tuple[Case, list[object]]]:
    """What differs by figures, by Pulmu's own filling, and on the array path."""
    all_found = [
        (case, [*differences_of(case), *differences_of_pulmus_filling(case), *by_batch])
        for case, by_batch in zip(cases, differences_of_all_in_batch(cases), strict=True)
    ]
    return [(case, found) for case, found in all_found if found]


def _listed(items: list[str]) -> str:
    return ": " + "; ".join(items[:5]) if items else ""
