"""Imports that are killed at random moments: the same import again must leave every row exactly once.

Ten files of one meter overlap and correct each other. Each import of one is killed, by turns at any moment of its life
and at a moment after it began to write; then it is run again. After each the store must equal, part by part, one whose
imports were never killed, and its latest rows must be what the files say.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from tests.soak.outcome import Outcome
from tests.surface.command import COMMAND, environment

KILLS = 200
FILES, ROWS, OVERLAP = 10, 2_000, 500
METER, SEED = "EM-01", 20_261_125
_NEW_YEAR, _QUARTER = datetime(2026, 1, 1), timedelta(minutes=15)
_SEOUL_NEW_YEAR = 1_767_193_200

Row = tuple[int, float, int]
"""Start, value, quality."""


@dataclass
class Series:
    """Files to import, and what a store holds after each of them."""

    files: list[Path] = field(default_factory=list)
    parts: list[list[Row]] = field(default_factory=list)
    latest: list[dict[int, tuple[float, int]]] = field(default_factory=list)


def campaign(minutes: float | None) -> Outcome:
    """Kill 200 imports, or as many as the minutes allow."""
    with tempfile.TemporaryDirectory() as folder:
        until = time.monotonic() + 60 * minutes if minutes is not None else None
        return kill_imports(Path(folder), KILLS, SEED, until)


def kill_imports(folder: Path, kills: int, seed: int, until: float | None = None) -> Outcome:
    """Kill imports and look at what each left."""
    draw = random.Random(seed)
    files = min(FILES, kills)
    series = _write_series(folder, files, draw)
    life = _import_unkilled(folder / "whole", series)
    faults: list[str] = []
    moments: Counter[str] = Counter()
    number = 0
    while sum(moments.values()) < kills and (until is None or time.monotonic() < until):
        store = folder / f"store-{number // files}"
        step = number % files
        moment = _kill_one(store, series.files[step], step, life, draw)
        number += 1
        moments.update([moment] if moment else [])
        code = _start(store, series.files[step]).wait()
        fault = f"the import after it ended with {code}" if code else _compare(store, series, step)
        if fault:
            faults.append(f"kill {number} ({moment}), seed {seed}: {fault}")
            number += -number % files  # that store is spoilt
    done = sum(moments.values())
    where = ", ".join(f"{count} {moment}" for moment, count in sorted(moments.items()))
    did = f"{done} imports killed ({where}), each run again"
    rows = f"every row exactly once after each of the {done}, the store equal to a never-killed one"
    return Outcome(did, "; ".join(faults) or rows, done > 0 and not faults)


def _write_series(folder: Path, files: int, draw: random.Random) -> Series:
    """Each file begins before the one before ends, repeats what that said and corrects some of it."""
    series, said = Series(), dict[int, tuple[float, int]]()
    for number in range(files):
        lines, part = ["date,Usage (kWh),quality"], []
        for slot in range(number * (ROWS - OVERLAP), number * (ROWS - OVERLAP) + ROWS):
            start = _SEOUL_NEW_YEAR + 900 * slot
            is_new = start not in said or draw.random() < 0.02
            reading = (draw.randrange(100_000) / 8, draw.randrange(3)) if is_new else said[start]
            if said.get(start) != reading:
                part.append((start, *reading))
                said[start] = reading
            word = ("measured", "estimated", "bad")[reading[1]]
            lines.append(f"{_NEW_YEAR + _QUARTER * slot:%Y-%m-%d %H:%M},{reading[0]},{word}")
        file = folder / f"file-{number}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        series.files.append(file)
        series.parts.append(part)
        series.latest.append(dict(said))
    return series


def _import_unkilled(store: Path, series: Series) -> float:
    """Import all files without a kill; how long one takes. [s]"""
    lives = []
    for step, file in enumerate(series.files):
        begun = time.monotonic()
        assert _start(store, file).wait() == 0
        lives.append(time.monotonic() - begun)
        assert _compare(store, series, step) == ""
    return max(lives)


def _start(store: Path, file: Path) -> subprocess.Popen[bytes]:
    order = (
        "meters",
        "import",
        str(file),
        "--meter",
        METER,
        "--store",
        str(store),
        "--correct",
        "the later file counts",
    )
    return subprocess.Popen(
        [*COMMAND, *order], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip


def _kill_one(store: Path, file: Path, step: int, life: float, draw: random.Random) -> str:
    """When the import was killed; empty if it had ended before."""
    home = store / METER
    process = _start(store, file)
    if step % 2:
        _wait_for_work(home, process, step + 1)
        time.sleep(draw.uniform(0, 0.04))
    else:
        time.sleep(draw.uniform(0, life))
    process.send_signal(signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        return ""
    if (home / f"{step + 1:06d}.parquet").exists():
        return "after the part was in place"
    return "while it was written" if home.is_dir() and any(home.glob(".*.tmp")) else "before a row was written"


def _wait_for_work(home: Path, process: "subprocess.Popen[bytes]", number: int) -> None:
    while process.poll() is None:
        if home.is_dir() and any(home.glob(f".{number:06d}-*")):
            return
        time.sleep(0.000_5)


def _compare(store: Path, series: Series, step: int) -> str:
    """How a store differs from what it must be after a step; empty if it does not."""
    files = sorted((store / METER).glob("*.parquet"))
    if len(files) != step + 1:
        return f"{len(files)} parts instead of {step + 1}"
    parts = [_rows(file) for file in files]
    for number, (part, expected) in enumerate(zip(parts, series.parts, strict=False)):
        if part != expected:
            return f"part {number + 1} has {len(part)} rows that are not the {len(expected)} expected"
    latest = {row[0]: row[1:] for part in parts for row in part}
    return "" if latest == series.latest[step] else "the latest rows are not what the files say"


def _rows(file: Path) -> list[Row]:
    with duckdb.connect() as database:
        query = "SELECT start, value, quality FROM read_parquet($file) ORDER BY start"
        return database.execute(query, {"file": str(file)}).fetchall()


if __name__ == "__main__":
    sys.stdout.write(f"{campaign(None)}\n")
