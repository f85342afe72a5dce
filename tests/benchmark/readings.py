"""Readings at the scale of a thousand meters: totals beside a query written by hand, and imports."""

import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from measure import Line
from year_of_meters import NEW_YEAR, write_year

from pulmu.adapters.readings_file import read_readings_file
from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.metering import Readings, Series
from pulmu.services.import_readings import ImportOrder, import_readings

ROOT = Path(__file__).parents[2]
STEEL_YEAR = ROOT.parent / "shared" / "data" / "steel_industry" / "Steel_industry_data.csv"
MOST_TIMES_BY_HAND = 1.3
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Run:
    """One side's runs; times in seconds, memory in MB."""

    seconds: list[float]
    processor: list[float]
    peak: float
    rows: list[list[float]]

    def __str__(self) -> str:
        found = f"{statistics.median(self.seconds):.2f} s (best {min(self.seconds):.2f} s)"
        return f"{found}, {statistics.median(self.processor):.2f} s of processor, peak memory {self.peak:.0f} MB"


def readings(meters: int, rounds: int) -> list[Line]:
    """All lines about readings."""
    with tempfile.TemporaryDirectory(prefix="pulmu-bench-") as folder:
        home = Path(folder)
        return [*totals(home, meters, rounds), *imports(home, max(3, rounds // 2))]


# Totals


def totals(home: Path, meters: int, rounds: int) -> list[Line]:
    """Monthly totals of all meters, by Pulmu and by hand, in turns.

    Raises
    ------
    AssertionError  The two do not agree.
    """
    written = write_year(home / "store", meters)
    size = sum(file.stat().st_size for file in home.rglob("*.parquet")) / 1e6
    pulmu, hand = _in_turns(home, rounds)
    check_equal(pulmu, hand)
    ratio = statistics.median(pulmu.seconds) / statistics.median(hand.seconds)
    work = statistics.median(pulmu.processor) / statistics.median(hand.processor)
    what = f"{written:,} readings of {meters:,} meters ({size:.0f} MB) to monthly totals"
    promise = f"at most {MOST_TIMES_BY_HAND} × by hand"
    return [
        Line(f"{what} with expected slots, gaps and resets: Pulmu", str(pulmu)),
        Line("the same by a DuckDB query written by hand, over the same files", str(hand)),
        Line("Pulmu to the query by hand; results equal", f"{ratio:.2f} ×", promise, ratio <= MOST_TIMES_BY_HAND),
        Line("the same, of processor time", f"{work:.2f} ×"),
    ]


def _in_turns(home: Path, rounds: int) -> tuple[Run, Run]:
    with _side("pulmu", home) as pulmu, _side("hand", home) as hand:
        for side in (pulmu, hand):  # once without counting: files are in memory then
            _once(side)
        found = [(_once(pulmu), _once(hand)) for _ in range(rounds)]
        for side in (pulmu, hand):
            side.communicate("end\n", timeout=600)
    return _gather("pulmu", home, [one for one, _ in found]), _gather("hand", home, [one for _, one in found])


@contextmanager
def _side(name: str, home: Path) -> Iterator["subprocess.Popen[str]"]:
    program = str(Path(__file__).with_name("totals_once.py"))
    command = [sys.executable, program, name, str(home / "store"), str(home / f"{name}.json")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as side:
        try:
            yield side
        finally:
            side.kill()


def _once(side: "subprocess.Popen[str]") -> list[float]:
    assert side.stdin is not None
    assert side.stdout is not None
    side.stdin.write("go\n")
    side.stdin.flush()
    found: list[float] = json.loads(side.stdout.readline())
    return found


def _gather(name: str, home: Path, found: list[list[float]]) -> Run:
    seconds, processor, peak = zip(*found, strict=True)
    return Run(list(seconds), list(processor), max(peak), json.loads((home / f"{name}.json").read_text()))


def check_equal(pulmu: Run, hand: Run) -> None:
    """Counts are the same, and amounts to 1e-9: sums are not taken in the same order."""
    assert len(pulmu.rows) == len(hand.rows) > 0
    for one, other in zip(pulmu.rows, hand.rows, strict=True):
        assert [*one[:6], one[8]] == [*other[:6], other[8]], (one, other)
        for mine, yours in zip(one[6:8], other[6:8], strict=True):
            assert math.isclose(mine, yours, rel_tol=TOLERANCE, abs_tol=TOLERANCE), (one, other)


# Imports


def imports(home: Path, times: int) -> list[Line]:
    """A year of one meter into an empty store, and one more month after ten years."""
    file, name = (STEEL_YEAR, "the steel year") if STEEL_YEAR.is_file() else (_write_csv(home, 35_040), "a made year")
    with file.open(encoding="utf-8-sig") as text:
        rows = sum(1 for _ in text) - 1
    taken = [_import(home / f"empty-{number}", file, "EM-01") for number in range(times)]
    median = statistics.median(taken)
    long, month = _ten_years(home / "long"), _write_csv(home, 2_880)
    later = statistics.median(_import_again(long, month, number) for number in range(times))
    return [
        Line(f"{name}, {rows:,} rows of CSV into an empty store", f"{rows / median:,.0f} rows/s ({median:.2f} s)"),
        Line("one month more (2,880 rows of CSV) after ten years in 120 parts", f"{later:.2f} s"),
    ]


def _import(folder: Path, file: Path, meter: str) -> float:
    begun = time.perf_counter()
    order = ImportOrder(meter=meter, files=(str(file),), column="Usage_kWh")
    done = import_readings(order, read_readings_file, ParquetReadingStore(folder))
    taken = time.perf_counter() - begun
    assert (done.problems, done.known) == ((), 0)
    return taken


def _import_again(store: ParquetReadingStore, month: Path, number: int) -> float:
    taken = _import(store.folder, month, "EM-01")
    (store.folder / "EM-01" / "000121.parquet").unlink()  # so that the next finds the same
    return taken


def _ten_years(folder: Path) -> ParquetReadingStore:
    store = ParquetReadingStore(folder)
    series = Series(meter="EM-01", unit="kWh", interval=900)
    for part in range(120):
        start = NEW_YEAR - 900 * 2_922 * (120 - part) + 900 * np.arange(2_922)
        found = Readings(start, np.round(np.sin(start) + 2, 2), np.zeros(2_922, np.int8))
        store.append(series, found, reason="", evidence=(), after=part)
    return store


def _write_csv(home: Path, rows: int) -> Path:
    """Rows of the shape of the steel year: eleven columns, of which two are read."""
    lines = ["date,Usage_kWh,Lagging_kVarh,Leading_kVarh,CO2(tCO2),Lagging_PF,Leading_PF,NSM,WeekStatus,Day,Load_Type"]
    for row in range(rows):
        at = datetime(2026, 1, 1) + timedelta(minutes=15 * row)
        lines.append(f"{at:%d/%m/%Y %H:%M},{row % 997 / 8},2.95,0,0,73.21,100,900,Weekday,Monday,Light_Load")
    file = home / f"made-{rows}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
