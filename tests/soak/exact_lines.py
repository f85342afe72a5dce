"""Lines of every family with an exact answer, with parameters drawn anew, run eight times as long as in the tests."""

import time

from tests.soak.outcome import Outcome
from tests.twin.exact.compare import scores, too_far
from tests.twin.exact.families import cases

ERROR, SEEDS, LENGTH = 1e-3, 10, 8.0


def campaign(minutes: float | None) -> Outcome:
    """As many seeds as promised, or as the time lets; one family-wise error over all of them."""
    until = None if minutes is None else time.monotonic() + 60 * minutes
    found, lines, seed = [], 0, 0
    while (seed < SEEDS) if until is None else (time.monotonic() < until):
        seed += 1
        for case in cases(seed):
            found += scores(case, seed=seed, length=LENGTH)
            lines += 1
    far = too_far(found, ERROR)
    worst = f"; furthest {max(found, key=lambda item: abs(item.z))}"
    told = "; ".join(str(score) for score in far) or f"none beyond chance at {ERROR:g} by Holm{worst}"
    return Outcome(f"{lines} lines of {seed} seeds, {len(found)} numbers against exact ones", told, not far)
