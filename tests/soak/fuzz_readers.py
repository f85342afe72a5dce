"""Ten minutes of fuzzing for each reader of strangers' files, half by edits of whole files, half by raw bytes."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.soak.fuzz import ENGINES, run_one
from tests.soak.outcome import Outcome

MINUTES = 10.0


def campaign(minutes: float | None) -> Outcome:
    """Fuzz every reader; any finding, hang or memory beyond the limit is a fault.

    Parameters
    ----------
    minutes : For each reader; None for what is promised.
    """
    from tests.soak.fuzz_targets import TARGETS

    seed = int(time.time())  # another way through the readers each time, and told in the row
    seconds = (minutes or MINUTES) * 60 / len(ENGINES)
    runs = [(name, engine) for name in TARGETS for engine in ENGINES]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda run: run_one(run[0], seconds, run[1], seed), runs))
    by_reader = {name: [one for (of, _), one in zip(runs, found, strict=True) if of == name] for name in TARGETS}
    told = "; ".join(_line(name, results) for name, results in by_reader.items())
    faults = [item for one in found for item in one["findings"]]
    did = f"{seconds * len(ENGINES) / 60:g} min a reader, {len(TARGETS)} readers, seed {seed}: {told}"
    peak, slowest = max(one["megabytes"] for one in found), max(one["slowest"] for one in found)
    said = f"slowest answer {slowest:.1f} s, largest process {peak} MB"
    return Outcome(did, f"{said}; {'; '.join(faults[:5]) or 'no finding'}", not faults)


def _line(name: str, results: list[dict[str, Any]]) -> str:
    tries, refused = (sum(one[key] for one in results) for key in ("tries", "refused"))
    return f"{name} {tries:,} files, {refused:,} refused"
