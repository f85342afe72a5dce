"""Rules over a nation, and an equal small rule set beside OpenFisca-Core in an environment of its own."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from made_firms import ANSWERS, made_firms, write_firms
from measure import Line

HERE = Path(__file__).parent
MOST_SECONDS = 30.0
MOST_GB = 8.0
MOST_REFORM = 0.05
MOST_TIMES = 2.0
LEAST_TIMES = 3.0
# Bits of labels in alphabetical order, as `label_bits` gives them: medium, other, small.
SIZES = {0: 2, 1: 4, 2: 1}


def rules(part: str, firms: int, turns: int) -> list[Line]:
    """Both."""
    return [*_nation(part), *_beside_openfisca(firms, turns)]


def _run(python: str, *arguments: str) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = subprocess.run([python, *arguments], capture_output=True, text=True, check=False, cwd=HERE)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout), time.perf_counter() - begun


def _nation(part: str) -> list[Line]:
    with tempfile.TemporaryDirectory() as home:
        folder = str(Path(home) / "nation")
        command = ("-m", "pulmu", "population", "make", "--out", folder, "--scale", part, "--json")
        _run(sys.executable, *command)
        found, _ = _run(sys.executable, "nation_rules.py", folder)
    is_whole = part == "1"
    again = f"{found['again']:.1f} s; {found['again_processor']:.1f} s of processor"
    taken, peak, reform = found["seconds"], found["peak_gb"], found["reform"]
    programmes = f"{found['programmes']} programmes ({found['nodes']} rules)"
    what = f"size class and eligibility of {programmes} for {found['firms']:,} firms"
    return [
        Line(
            what + ", from the files to arrays, 2 threads",
            f"{taken:.1f} s; {found['processor']:.1f} s of processor, start-up included",
            f"under {MOST_SECONDS:.0f} s",
            taken < MOST_SECONDS if is_whole else None,
        ),
        Line("the same once more, its SQL kept from before", again),
        Line(
            "most memory meanwhile", f"{peak:.2f} GB", f"under {MOST_GB:.0f} GB", peak < MOST_GB if is_whole else None
        ),
        Line(
            f"start of a reform: `{reform['parameter']}` replaced, what it touches ({reform['touched']} of "
            f"{reform['of']} outputs) found, and its expression built",
            f"{reform['seconds'] * 1e3:.0f} ms",
            f"under {MOST_REFORM * 1e3:.0f} ms",
            reform["seconds"] < MOST_REFORM,
        ),
    ]


def _beside_openfisca(number: int, turns: int) -> list[Line]:
    python = os.environ.get("PULMU_OPENFISCA") or str(HERE.parents[1] / ".venv" / "openfisca" / "bin" / "python")
    if not Path(python).exists():
        return [Line("ten rules beside OpenFisca-Core", "its environment is not there: make .venv/openfisca.stamp")]
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "given").mkdir()
        firms = made_firms(number)
        write_firms(folder / "given", firms)
        with duckdb.connect() as database:
            database.register("firms", firms)
            database.execute(f"COPY (SELECT * FROM firms) TO '{folder}/firms.parquet' (FORMAT parquet)")
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # where nobody has kept SQL yet
        first = _run(sys.executable, "small_rules.py", home, "1")[1]
        ours, from_files, theirs, our_start, their_start = [], [], [], [], []
        for _ in range(turns):  # in turns, so that what else the machine does hits both
            our_start.append(_run(sys.executable, "small_rules.py", home, "1")[1])
            their_start.append(_run(python, "openfisca_rules.py", home, "1")[1])
            ours += _run(sys.executable, "small_rules.py", home, "6", "memory")[0][1:]
            theirs += _run(python, "openfisca_rules.py", home, "6")[0][1:]
            from_files += _run(sys.executable, "small_rules.py", home, "6")[0][1:]
        differing = _differing(folder)
    (alone, work), (theirs_alone, their_work), (files, _) = (
        [statistics.median(part) for part in zip(*taken, strict=True)] for taken in (ours, theirs, from_files)
    )
    whole, theirs_whole = statistics.median(our_start), statistics.median(their_start)
    return [
        Line(
            f"ten rules for {number:,} firms: answers of Pulmu and of OpenFisca-Core that differ",
            f"{differing} of {number * len(ANSWERS):,}",
            "none",
            differing == 0,
        ),
        Line(
            "the same, calculation alone, firms in memory and rules ready on both sides",
            f"{alone:.3f} s to {theirs_alone:.3f} s: {alone / theirs_alone:.2f} ×",
            f"at most {MOST_TIMES:.0f} ×",
            alone <= MOST_TIMES * theirs_alone,
        ),
        Line(
            "the same, of processor time, all threads together",
            f"{work:.3f} s to {their_work:.3f} s: {work / their_work:.2f} ×",
        ),
        Line("the same, Pulmu from the Parquet file each time", f"{files:.3f} s: {files / theirs_alone:.2f} ×"),
        Line(
            "the same, from a fresh process to answers written, the rules asked before",
            f"{whole:.2f} s to {theirs_whole:.2f} s: OpenFisca takes {theirs_whole / whole:.2f} × Pulmu's",
            f"at least {LEAST_TIMES:.0f} ×",
            theirs_whole >= LEAST_TIMES * whole,
        ),
        Line("the same, the first time these rules are asked", f"{first:.2f} s"),
    ]


def _differing(folder: Path) -> int:
    """Answers that are not the same to the last bit."""
    count = 0
    for name in ANSWERS:
        theirs, ours = np.load(folder / f"{name}.npy"), np.load(folder / f"ours_{name}.npy")
        if name == "size":
            theirs = np.array([SIZES[size] for size in range(3)])[theirs]
        elif theirs.dtype == np.bool_:
            theirs = theirs * 2
        count += int((theirs.astype(np.float64) != ours.astype(np.float64)).sum())
    return count
