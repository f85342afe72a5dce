"""Published administration shells, damaged by chance: each read with every repair told, or refused in words."""

import random
import resource
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.shell_damage import answer_to, damaged, sound_files
from tests.soak.outcome import Outcome

FILES = 3_000
JUDGED = 3
"""One file in so many is also judged by BaSyx, written, and read again."""
SEED = 20261128
SLOWEST = 70.0
LARGEST = 1_500_000
"""A child's memory. [kB]"""
FOLDER = Path(__file__).parents[3] / "shared" / "data" / "aas_templates"


def campaign(minutes: float | None) -> Outcome:
    """Damage files until there were enough or the time is over; any other exception, loss or hang is a fault."""
    files, begun = sound_files(FOLDER), time.monotonic()
    kinds, refused, read, codes, faults, slowest, number = Counter[str](), 0, 0, Counter[str](), list[str](), 0.0, 0
    while number < FILES and (minutes is None or time.monotonic() - begun < minutes * 60):
        chance = random.Random(SEED + number)
        kind, data = damaged(chance.choice(files), chance)
        started = time.monotonic()
        try:
            answer = answer_to(data, is_judged=number % JUDGED == 0)
        except Exception:  # that is what is looked for
            faults.append(f"seed {SEED + number}, {kind}: {traceback.format_exc().splitlines()[-1][:200]}")
        else:
            refused, read = refused + answer.is_refused, read + (not answer.is_refused)
            codes.update(answer.codes)
            faults += [f"seed {SEED + number}, {kind}: {answer.fault}"] if answer.fault else []
        slowest = max(slowest, time.monotonic() - started)
        kinds[kind] += 1
        number += 1
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    did = (
        f"{number:,} files from {len(files)} published ones, {len(kinds)} kinds of damage, seeds {SEED} to "
        f"{SEED + number - 1}; {read:,} read, {refused:,} refused, {len(codes)} kinds of problems told"
    )
    found = f"{len(faults)} lost or broken; slowest answer {slowest:.1f} s, largest child {peak // 1000} MB"
    is_good = not faults and slowest < SLOWEST and peak < LARGEST
    return Outcome(did, "; ".join((found, *faults[:5])), is_good)
